"""The cURL of MoEngage's documentation, sent to the simulator on a real port."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest

DOCUMENTED = (Path(__file__).parent / "fixtures" / "documented_curl.txt").read_text(encoding="utf-8")
KEY = "new-serverside-experience"
BASIC = "Basic U0lNVUxBVE9SOm5vdC1hLXNlY3JldA=="  # SIMULATOR:not-a-secret
CONTEXT_FIELDS = {"cid", "experience", "moe_locale_id", "moe_variation_id", "audience_name", "audience_id", "type"}


def documented_body():
    return json.loads(shlex.split(DOCUMENTED)[-1])


def filled_in():
    """Return the documented body with real values in the places of its prose."""
    body = documented_body()
    del body["Custom_attribute"]
    return body | {
        "identifiers": {"customer_id": "nobody-42"},
        "experience_key": [KEY],
        "utm_medium": "email",
        "DAY_OF_THE_WEEK": "Monday",
        "TIME_OF_THE_DAY": "14",
        "USER_IP_ADDRESS": "203.0.113.42",
        "USER_AGENT": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36",
    }


def by_curl(base_url, body):
    """Send the documented command itself: only address, credentials and body are replaced."""
    command = shlex.split(DOCUMENTED)
    command[2] = f"{base_url}/experiences/fetch"
    command[-1] = body if isinstance(body, str) else json.dumps(body)
    given = {"Authorization": BASIC, "MOE-APPKEY": "SIMULATOR"}
    for at, word in enumerate(command):
        name = word.partition(":")[0]
        if name in given:
            command[at] = f"{name}: {given[name]}"
    command[1:1] = ["--silent", "--show-error", "--noproxy", "*", "--max-time", "20", "--write-out", "\n%{http_code}"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    text, _, status = done.stdout.rpartition("\n")
    return int(status), json.loads(text)


def by_httpx(base_url, body):
    """Send the same request from Python."""
    response = httpx.post(
        f"{base_url}/experiences/fetch",
        content=body if isinstance(body, str) else json.dumps(body),
        headers={
            "Accept": "*/*",
            "Content-Type": "application/json",
            "Authorization": BASIC,
            "MOE-APPKEY": "SIMULATOR",
        },
        trust_env=False,
    )
    return response.status_code, response.json()


needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="no curl on this machine")
both = pytest.mark.parametrize("send", [pytest.param(by_curl, marks=needs_curl), by_httpx], ids=["curl", "httpx"])


def test_the_documented_command_can_be_read():
    """The text of the documentation is a command with four headers and a JSON body."""
    command = shlex.split(DOCUMENTED)
    assert ["curl", "--location", "https://sdk-0X.moengage.com/v1/experiences/fetch"] == command[:3]
    assert 4 == command.count("--header")
    assert ["<experience-key>"] == documented_body()["experience_key"]


@both
def test_with_its_places_filled_in_it_gets_the_documented_answer(base_url, send):
    """Monday 14:00 UTC: the sample experience comes back in the shape the documentation shows."""
    status, said = send(base_url, filled_in())
    assert (200, ["experiences"], [KEY]) == (status, list(said), list(said["experiences"]))
    experience = said["experiences"][KEY]
    assert {"payload", "experience_context"} == set(experience)
    assert {"Title", "Image"} <= set(experience["payload"])
    assert all({"value", "data_type"} == set(variable) for variable in experience["payload"].values())
    assert set(experience["experience_context"]) >= CONTEXT_FIELDS
    assert all(isinstance(value, str) for value in experience["experience_context"].values())


@both
def test_its_prose_sent_as_it_stands_is_refused(base_url, send):
    """The explanations in the places of values are no day: the documented 400."""
    status, said = send(base_url, documented_body())
    assert (400, "Invalid Field Value") == (status, said["title"])
    assert said["description"].startswith("DAY_OF_THE_WEEK - Enum doesnt allow value: Day of the week as a string")
    assert 8 == len(said["code"])


@both
def test_malformed_json_is_refused_as_documented(base_url, send):
    """A comma too many gets the documented words."""
    assert (
        400,
        {
            "title": "Malformed JSON",
            "description": "Could not decode the request body. The JSON was incorrect or not encoded as UTF-8.",
        },
    ) == send(base_url, '{"experience_key": ["home",]}')


@both
def test_an_unknown_key_is_silence(base_url, send):
    """A key nobody knows is a 200 without it."""
    assert (200, {"experiences": {}}) == send(base_url, filled_in() | {"experience_key": ["nobody-knows-this"]})
