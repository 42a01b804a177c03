"""The simulator on a port: refusals, limits and metadata as MoEngage documents them."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest

from moe_nb.client.clock import SystemClock
from moe_nb.client.http import HttpAsk
from moe_nb.client.retry import RetryPolicy
from moe_nb.client.transport import network_transport
from moe_nb.core.connection import ConnectionSettings
from moe_nb.core.context import Context
from moe_nb.core.credentials import Credentials
from moe_nb.core.errors import AuthenticationError, RateLimitedError
from moe_nb.core.reply import Question
from moe_nb.core.secret import Secret

KEY = "new-serverside-experience"
AUTH = ("SIMULATOR", "not-a-secret")
APP_KEY = {"MOE-APPKEY": "SIMULATOR"}
STATUSES = {"Active", "Paused", "Scheduled"}


def ask(base_url, path="fetch", method="POST", **how):
    """Send one request with the simulator's credentials unless told otherwise."""
    how = {"auth": AUTH, "headers": APP_KEY} | how
    return httpx.request(method, f"{base_url}/experiences/{path}", trust_env=False, **how)


def test_a_wrong_key_is_a_401(base_url):
    """With the documented title and description."""
    response = ask(base_url, auth=("SIMULATOR", "wrong"), json={"a": "b"})
    assert (
        401,
        {"title": "Authentication required", "description": "Invalid API_KEY used in Authentication Header"},
    ) == (response.status_code, response.json())


@pytest.mark.parametrize("headers", [{}, {"MOE-APPKEY": "SOMEBODY"}], ids=["missing", "unknown"])
def test_a_missing_or_unknown_app_key_is_a_400(base_url, headers):
    """It is a 400 and not a 401, with the documented words."""
    response = ask(base_url, headers=headers, json={"a": "b"})
    assert (400, "Request Error") == (response.status_code, response.json()["title"])
    assert "MoEngage Client not found" in response.json()["description"]


def test_a_wrong_day_is_a_400_with_a_code(base_url):
    """The documented example: funday."""
    response = ask(base_url, json={"DAY_OF_THE_WEEK": "funday"})
    said = response.json()
    days = "Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday"
    assert (400, "Invalid Field Value", 8) == (response.status_code, said["title"], len(said["code"]))
    assert f"DAY_OF_THE_WEEK - Enum doesnt allow value: funday, allowed values: [{days}]" == said["description"]


@pytest.mark.parametrize(("before", "keys"), [(24, [KEY]), (25, [])])
def test_only_the_first_25_keys_are_considered(base_url, before, keys):
    """The 26th is dropped without a word."""
    asked = [f"nobody-{n}" for n in range(before)] + [KEY]
    body = {"experience_key": asked, "DAY_OF_THE_WEEK": "Monday", "TIME_OF_THE_DAY": "14"}
    assert keys == list(ask(base_url, json=body).json()["experiences"])


@pytest.mark.parametrize(
    ("status", "wanted"),
    [
        (None, STATUSES),
        ("Active", {"Active"}),
        ("Paused", {"Paused"}),
        ("Scheduled", {"Scheduled"}),
        ("Active,Paused", {"Active", "Paused"}),
        ("active", set()),
        ("Draft", set()),
        ("Nonsense", set()),
    ],
)
def test_metadata_is_filtered_by_status(base_url, status, wanted):
    """Each filter gives its lines, an unknown or lower-case one an empty list."""
    params = {} if status is None else {"status": status}
    said = ask(base_url, "metadata", "GET", params=params).json()["metadata"]
    everything = ask(base_url, "metadata", "GET").json()["metadata"]["experiences"]
    assert [line for line in everything if line["status"] in wanted] == said["experiences"]
    assert len(said["experiences"]) == said["count"]
    assert bool(wanted) == bool(said["count"])


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "fetch", 405), ("PUT", "metadata", 405), ("POST", "events", 404), ("POST", "fetch/metadata", 404)],
)
def test_other_paths_and_methods_are_refused(base_url, method, path, status):
    """404 and 405 in the service's envelope."""
    response = ask(base_url, path, method)
    assert status == response.status_code
    assert {"title", "description"} <= set(response.json())


def test_a_request_too_large_is_a_413(base_url):
    """More than a megabyte is refused in JSON."""
    response = ask(base_url, content=json.dumps({"a": "x" * 1_100_000}))
    assert (413, "Payload Too Large") == (response.status_code, response.json()["title"])


@pytest.mark.parametrize("target", ["//[", "/%00", "/%ff", "/..%2f..%2fetc%2fpasswd", "/%3F"])
def test_no_target_brings_it_down(base_url, target):
    """Odd request targets are 404, and the next request is answered."""
    origin = httpx.URL(base_url)

    async def raw():
        reader, writer = await asyncio.open_connection(origin.host, origin.port)
        writer.write(f"GET {target} HTTP/1.1\r\nHost: {origin.host}\r\nConnection: close\r\n\r\n".encode())
        line = await reader.readline()
        writer.close()
        await writer.wait_closed()
        return line

    assert b"404" in asyncio.run(raw())
    assert 200 == ask(base_url, "metadata", "GET").status_code


def test_without_a_limit_no_limit_is_told(base_url):
    """--rate-limit off sends no x-ratelimit headers."""
    assert not [name for name in ask(base_url, json={"a": "b"}).headers if "ratelimit" in name]


def test_the_rate_limit_counts_down_to_a_429(limited_url):
    """Five a minute: the headers count down, the sixth is a 429, and the client names it."""
    answers = [ask(limited_url, json={"a": "b"}) for _ in range(6)]
    assert [200] * 5 + [429] == [answer.status_code for answer in answers]
    assert ["4", "3", "2", "1", "0", "0"] == [answer.headers["x-ratelimit-remaining"] for answer in answers]
    assert {"5"} == {answer.headers["x-ratelimit-limit"] for answer in answers}
    assert answers[5].headers["x-envoy-ratelimited"] == "true"
    with pytest.raises(RateLimitedError) as caught:
        by_client(limited_url)
    assert 0 < caught.value.retry_after_s <= 62


def by_client(base_url, key="not-a-secret"):
    """Ask with the package's own client over the network."""

    async def go():
        credentials = Credentials(workspace_id="SIMULATOR", api_key=Secret(key), base_url=base_url)
        transport = network_transport(ConnectionSettings())
        client = HttpAsk(credentials, transport, clock=SystemClock(), retry=RetryPolicy(attempts=1))
        try:
            return await client.ask(Question(Context(day="Monday", hour=14), (KEY,)))
        finally:
            await client.aclose()

    return asyncio.run(go())


def test_the_packages_own_client_is_served(base_url):
    """Client and simulator agree over a real port."""
    assert [KEY] == list(by_client(base_url).experiences)


def test_the_packages_own_client_is_refused_with_a_wrong_key(base_url):
    """A 401 on the wire is an AuthenticationError."""
    with pytest.raises(AuthenticationError):
        by_client(base_url, "wrong")
