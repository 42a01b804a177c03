"""``moe-nb fetch`` and ``moe-nb metadata``: one visitor, as a table or as data."""

from __future__ import annotations

import io
import json

import pandas as pd
import pytest

BANNER = "homepage-banner"
EVERY_FORM = ["table", "json", "csv"]


def test_a_table_names_every_experience(run):
    """Without options every experience of the simulator has a line, and nothing is said beside it."""
    code, out, err = run("fetch")
    assert (0, "") == (code, err)
    assert f"{BANNER}: served (All users (5A), variation 1)" in out
    assert "live-chat: not served (no audience matched or control group)" in out


def test_json_is_parsed_back(run):
    """One record per key, with what was asked beside it."""
    code, out, _ = run("fetch", "--key", BANNER, "--key", "nope", "--set", "utm_medium=email", "--format", "json")
    records = json.loads(out)
    assert (0, [BANNER, "nope"]) == (code, [record["experience_key"] for record in records])
    assert ["served", "not_served"] == [record["outcome"] for record in records]
    assert [None, "unknown key"] == [record["cause"] for record in records]
    assert {"email"} == {record["utm_medium"] for record in records}
    assert records[0]["asked_at"].endswith("Z")


def test_csv_is_parsed_back(run):
    """The same records as CSV."""
    code, out, _ = run("fetch", "--day", "Sat", "--hour", "19", "--format", "csv")
    frame = pd.read_csv(io.StringIO(out))
    assert (0, {"Saturday"}, {19}) == (code, set(frame["day"]), set(frame["hour"]))
    assert 10 == len(frame)


def test_payload_gives_a_row_per_variable(run):
    """Values keep their type in JSON, trailing spaces included."""
    _, out, _ = run("fetch", "--key", "new-serverside-experience", "--payload", "--format", "json")
    title, image = json.loads(out)
    assert ("Title", "string", "Presenting MoEngage Server side personalization! ") == (
        title["variable"],
        title["data_type"],
        title["value"],
    )
    assert "Image" == image["variable"]
    _, out, _ = run(
        "fetch", "--key", "weekend-deals", "--day", "Sat", "--ua", "iPhone", "--payload", "--format", "json"
    )
    assert {"columns": 1, "cards": ["pots", "seeds"]} == json.loads(out)[0]["value"]


@pytest.mark.usefixtures("live")
@pytest.mark.parametrize("form", EVERY_FORM)
def test_code_is_shown_without_the_key(run, form, port_url):
    """--curl and --python are for people: data on standard output stays data."""
    code, out, err = run("fetch", "--live", "--curl", "--python", "--key", BANNER, "--format", form)
    assert 0 == code
    shown = out if form == "table" else err
    assert f"curl {port_url}/experiences/fetch" in shown
    assert "ws.fetch(context, keys=" in shown
    assert "not-a-secret" not in out + err
    if form == "json":
        assert 1 == len(json.loads(out))


@pytest.mark.parametrize("form", EVERY_FORM)
def test_code_on_the_screen_while_data_goes_to_a_file(run, tmp_path, form):
    """With -o the code is printed and the file holds the data only."""
    target = tmp_path / "answer"
    _, out, err = run("fetch", "--python", "--format", form, "-o", target)
    assert "import moe_nb" in out
    assert "import moe_nb" not in target.read_text(encoding="utf-8")
    assert f"Wrote {target}\n" == err


@pytest.mark.usefixtures("live")
def test_the_real_client_asks_a_port(run):
    """--live asks the workspace the environment names; the answer is the same as offline."""
    offline = run("fetch", "--day", "Sat", "--hour", "19", "--customer-id", "u-42")
    assert offline == run("fetch", "--live", "--day", "Sat", "--hour", "19", "--customer-id", "u-42")
    assert run("metadata") == run("metadata", "--live")


def test_metadata_in_every_form(run):
    """Key, name and status of every experience; drafts are not named."""
    frame = pd.read_csv(io.StringIO(run("metadata", "--format", "csv")[1]))
    assert ["experience_key", "experience_name", "status"] == list(frame.columns)
    assert json.loads(run("metadata", "--format", "json")[1]) == frame.to_dict("records")
    assert {"Active": 10, "Paused": 1, "Scheduled": 1} == frame["status"].value_counts().to_dict()
    assert "spring-teaser" not in run("metadata")[1]


def test_another_world(run):
    """--world takes a name or a file."""
    assert BANNER not in run("metadata", "--world", "edge_cases")[1]


@pytest.mark.parametrize("form", EVERY_FORM)
def test_hostile_names_stay_text(run, form):
    """Control characters of an answer reach no terminal as such; the data itself is not changed in a pipe."""
    code, out, _ = run("fetch", "--world", "edge_cases", "--key", "hostile", "--format", form, "--payload")
    assert 0 == code
    if form == "table":
        assert not {"\x1b", "\x07", "\u202e"} & set(out)
    elif form == "json":
        assert "\x1b[31mred\x07" in [record["value"] for record in json.loads(out)]
        assert out.isascii()
    else:
        assert "\x1b[31mred\x07" in out
        assert "'=1+1" in out


def test_nothing_served_is_an_answer(run):
    """No match is no error: the exit code stays 0 and the cause is in the data."""
    code, out, _ = run("fetch", "--key", "live-chat", "--hour", "3", "--format", "json")
    assert (0, "no audience matched or control group") == (code, json.loads(out)[0]["cause"])
