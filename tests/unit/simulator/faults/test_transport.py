"""Each fault in process: the answer, or the error of the HTTP library, that a network would give."""

from __future__ import annotations

import asyncio
import json
from typing import get_args

import httpx
import pytest

from moe_nb.simulator.faults.fault import Kind
from moe_nb.simulator.faults.fault_file import parse_faults
from moe_nb.simulator.faults.transport import FaultyTransport
from moe_nb.simulator.http import Service
from moe_nb.simulator.world_file import parse_world

WORLD = parse_world(
    '{"experiences": [{"key": "home", "name": "Home", "audiences": '
    '[{"id": "A", "name": "All", "variations": [{"id": "1"}]}]}]}'
)
URL = "https://simulator.invalid/v1/experiences/fetch"
WITHOUT = object()


def asked(fault, *, read_s=None, sleep=None):
    """Ask once through a fault; return status, headers and body as they arrived."""
    faults = parse_faults("faults: []" if fault is WITHOUT else f"faults: [{{fault: {fault}}}]")

    async def instantly(_seconds):
        await asyncio.sleep(0)

    async def go():
        transport = FaultyTransport(Service(WORLD), faults, sleep=sleep or instantly)
        async with httpx.AsyncClient(transport=transport, timeout=httpx.Timeout(None, read=read_s)) as client:
            response = await client.post(
                URL, auth=("SIMULATOR", "not-a-secret"), headers={"MOE-APPKEY": "SIMULATOR"}, json={"a": "b"}
            )
            return response.status_code, dict(response.headers), response.content

    return asyncio.run(go())


RIGHT = asked(WITHOUT)
ANSWERED = ["latency", "reset_after", "drip", "wrong_type"]
"""Kinds after which the right answer still arrives."""
BROKEN = {
    "refused": httpx.ConnectError,
    "reset_before": httpx.ReadError,
    "reset_during": httpx.ReadError,
    "half_body": httpx.RemoteProtocolError,
    "gzip_lie": httpx.DecodingError,
}
STATUSES = {
    "rate_limited": 429,
    "server_error": 500,
    "revoked": 401,
    "redirect": 307,
    "html_page": 502,
    "gateway_text": 503,
}
ODD = {
    "empty_body": lambda body: body == b"",
    "invalid_utf8": lambda body: b"\xff" in body,
    "not_a_number": lambda body: b"NaN" in body,
    "huge_number": lambda body: b"9" * 5000 in body,
    "duplicate_keys": lambda body: body.count(b'"experiences"') == 2,
    "deep_json": lambda body: b"[" * 100_000 in body,
    "large_body": lambda body: len(body) > 50_000_000,
    "gzip_bomb": lambda body: len(body) > 50_000_000,
}


def test_without_faults_nothing_changes():
    """The answer is the simulator's own."""
    status, headers, body = RIGHT
    assert (200, "application/json", ["home"]) == (
        status,
        headers["content-type"],
        list(json.loads(body)["experiences"]),
    )


def test_every_kind_is_tested_here():
    """A new kind needs a line above."""
    assert set(get_args(Kind)) == {*ANSWERED, *BROKEN, *STATUSES, *ODD}


@pytest.mark.parametrize("kind", ANSWERED)
def test_the_right_answer_still_arrives(kind):
    """Late, slowly, under a wrong name, or just before the end: byte for byte."""
    status, _, body = asked(kind)
    assert (RIGHT[0], RIGHT[2]) == (status, body)


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_connection_raises_as_the_library_does(kind):
    """The client meets the error it would meet on a network."""
    with pytest.raises(BROKEN[kind]):
        asked(kind)


@pytest.mark.parametrize("kind", STATUSES)
def test_a_refusal_has_its_status(kind):
    """Each in the words of its sender."""
    assert STATUSES[kind] == asked(kind)[0]


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_body_is_a_200(kind):
    """Only the body tells."""
    status, _, body = asked(kind)
    assert (200, True) == (status, ODD[kind](body))


def test_what_a_rate_limit_says_can_be_chosen():
    """Nothing, Retry-After, a reset soon, or a reset hours off."""
    said = {
        name: asked(f"rate_limited, headers: {name}, retry_after_s: 2")[1]
        for name in ("none", "retry_after", "ratelimit", "skewed")
    }
    assert [] == [name for name in said["none"] if "retry" in name or "limit" in name]
    assert "2" == said["retry_after"]["retry-after"]
    soon, skewed = (int(said[name]["x-ratelimit-reset"]) for name in ("ratelimit", "skewed"))
    assert 6 * 3600 - 60 < skewed - soon < 6 * 3600 + 60


def test_labels_lie_where_they_should():
    """A page is a page, gateway text is JSON called text, and the redirect leads to another host."""
    assert "text/html" == asked("html_page, status: 200")[1]["content-type"]
    _, headers, body = asked("gateway_text")
    assert ("text/plain", {"code", "target", "message"}) == (headers["content-type"], set(json.loads(body)))
    assert "https://elsewhere.invalid/v1/experiences/fetch" == asked("redirect")[1]["location"]
    assert "image/png" == asked("wrong_type")[1]["content-type"]


@pytest.mark.parametrize("fault", ["latency, wait_s: 20", "drip, wait_s: 20"])
def test_a_client_waits_no_longer_than_it_wants(fault):
    """What is slower than its read timeout is a timeout, after that time."""
    slept = []

    async def sleep(seconds):
        slept.append(seconds)

    with pytest.raises(httpx.ReadTimeout):
        asked(fault, read_s=15, sleep=sleep)
    assert 15 == sum(slept)
