"""The simulator against its own OpenAPI document (schemathesis), and against bytes that are no HTTP."""

from __future__ import annotations

import asyncio
import random

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.generation import GenerationMode

from moe_nb.core.day_hour import DAYS, HOURS, wire_hour
from moe_nb.core.metadata import Status
from moe_nb.simulator.http import FETCH, METADATA
from moe_nb.simulator.openapi import openapi_document
from moe_nb.simulator.world_file import load_world

AUTH = ("SIMULATOR", "not-a-secret")
APP_KEY = {"MOE-APPKEY": "SIMULATOR"}
DOCUMENT = openapi_document(load_world("demo"))
OPERATIONS = [(FETCH, "POST"), (METADATA, "GET"), (METADATA, "POST")]
# credentials are sent with every case: what happens without them is tested below, on its own
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT | {"security": []})


@pytest.fixture
def origin(base_url):
    """The address without the path."""
    return base_url.removesuffix("/v1")


def test_the_document_names_what_the_code_takes():
    """Paths, days, hours, statuses, and the Workspace ID of the world."""
    schemas = DOCUMENT["components"]["schemas"]
    context = schemas["Context"]["properties"]
    (line,) = [schemas["Metadata"]["properties"]["metadata"]["properties"]["experiences"]["items"]]
    assert {FETCH, METADATA} == set(DOCUMENT["paths"])
    assert set(DAYS) == set(context["DAY_OF_THE_WEEK"]["enum"])
    assert [wire_hour(hour) for hour in HOURS] == context["TIME_OF_THE_DAY"]["enum"]
    assert [str(status) for status in Status] == line["properties"]["status"]["enum"]
    assert ["SIMULATOR"] == DOCUMENT["components"]["parameters"]["AppKey"]["schema"]["enum"]


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_answer_is_as_documented(origin, path, method, mode):
    """What the document allows is answered by its schema, what it forbids is refused; statuses and types are listed."""

    @settings(suppress_health_check=list(HealthCheck))
    @given(case=SCHEMA[path][method].as_strategy(generation_mode=mode))
    def check(case):
        case.validate_response(case.call(base_url=origin, auth=AUTH))

    check()


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_nothing_is_answered_without_credentials(origin, path, method):
    """Whatever is asked: 401 without the key, 400 without the Workspace ID in its header, as documented."""
    strategy = SCHEMA[path][method].as_strategy(generation_mode=GenerationMode.POSITIVE)

    @settings(max_examples=20, suppress_health_check=list(HealthCheck))
    @given(case=strategy)
    def check(case):
        assert 401 == case.call(base_url=origin).status_code
        assert 401 == case.call(base_url=origin, auth=("SIMULATOR", "wrong")).status_code
        assert 400 == case.call(base_url=origin, auth=AUTH, headers={"MOE-APPKEY": "SOMEBODY"}).status_code

    check()


ODD = [
    *(b"null", b"true", b'""', b"[]", b"{}", b"NaN", b"1e999", b"9" * 5_000, b'"\xff"', b'"\\ud800"', b'{"\\ud800":1}'),
    *(b"[" * depth + b"]" * depth for depth in (100, 500, 990, 1000, 1100, 100_000)),
    *(b'{"a":' * depth + b"1" + b"}" * depth for depth in (500, 990, 1000, 1100)),
]
PLACES = [
    b"@",
    b'{"a":@}',
    b'{"a":1,"a":@}',
    b'{"DAY_OF_THE_WEEK":@}',
    b'{"TIME_OF_THE_DAY":@}',
    b'{"USER_IP_ADDRESS":@}',
    b'{"USER_AGENT":@}',
    b'{"experience_key":@}',
    b'{"experience_key":[@]}',
    b'{"experience_key":["homepage-banner"],"utm_medium":@}',
    b'{"identifiers":@}',
    b'{"identifiers":{"customer_id":@}}',
    b'{"identifiers":{"user_identifiers":@}}',
    b'{"identifiers":{"user_identifiers":{"u_em":@}}}',
]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.decode())
def test_no_json_is_too_odd(base_url, place):
    """Whatever stands wherever in the body: answered or refused, never a failure of the server."""
    with httpx.Client(auth=AUTH, headers=APP_KEY, trust_env=False) as client:
        url = f"{base_url}/experiences/fetch"
        statuses = {client.post(url, content=place.replace(b"@", odd)).status_code for odd in ODD}
    assert 400 in statuses
    assert statuses <= {200, 400}


def is_alive(base_url):
    """Say whether an ordinary request is answered."""
    response = httpx.get(f"{base_url}/experiences/metadata", auth=AUTH, headers=APP_KEY, trust_env=False)
    return response.status_code == 200


HEAD = b"POST /v1/experiences/fetch HTTP/1.1\r\nHost: a\r\n"
RAW = {
    "nothing": b"",
    "zeros": bytes(5000),
    "TLS": bytes.fromhex("160301020001000001fc0303") + bytes(500),
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/0.9": b"GET /\r\n",
    "no such version": b"GET / HTTP/9.9\r\n\r\n",
    "an endless line": b"GET /" + b"a" * 200_000,
    "an endless header": HEAD + b"X: " + b"a" * 200_000,
    "endless headers": HEAD + b"X: a\r\n" * 50_000,
    "half a request": HEAD + b"Content-Length: 100\r\n\r\n{",
    "two lengths": HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
    "length and chunks": HEAD + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a length below zero": HEAD + b"Content-Length: -1\r\n\r\n",
    "a length beyond counting": HEAD + b"Content-Length: " + b"9" * 500 + b"\r\n\r\n",
    "chunks that lie": HEAD + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
    "a line within a header": HEAD + b"X: a\r\n b\r\nY\x00: c\r\n\r\n",
    "upgrade to a websocket": b"GET /v1/experiences/metadata HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n"
    b"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
    "a file": b"GET /../../../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",
    "an absolute address": b"GET http://elsewhere.invalid/v1/experiences/metadata HTTP/1.1\r\nHost: a\r\n\r\n",
    "a tunnel": b"CONNECT elsewhere.invalid:443 HTTP/1.1\r\nHost: a\r\n\r\n",
}


async def said_to(base_url, sent):
    """Send bytes and say no more; return what comes back until the connection ends."""
    url = httpx.URL(base_url)
    reader, writer = await asyncio.open_connection(url.host, url.port)
    got = b""
    try:
        writer.write(sent)
        writer.write_eof()
        got = await reader.read(100_000)
    except OSError:  # closed before everything was sent: a refusal too
        pass
    writer.close()
    return got


@pytest.mark.parametrize("name", RAW)
def test_bytes_that_are_no_request_are_refused(base_url, name):
    """A 4xx or the end of the connection; nothing is served, and the next request is answered."""
    got = asyncio.run(asyncio.wait_for(said_to(base_url, RAW[name]), 20))
    assert got == b"" or got.startswith(b"HTTP/1.1 4"), got
    assert b"root:" not in got
    assert is_alive(base_url)


def test_random_bytes_do_not_bring_it_down(base_url):
    """Two hundred connections: noise, requests with bytes changed, and requests cut short."""
    dice = random.Random(6)  # noqa: S311 - seeded noise
    whole = (
        HEAD + b"MOE-APPKEY: SIMULATOR\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n" + b'{"a":"b"}'
    )

    def noise():
        changed = bytearray(whole)
        for _ in range(dice.randrange(1, 8)):
            changed[dice.randrange(len(changed))] = dice.randrange(256)
        return dice.choice([dice.randbytes(dice.randrange(2000)), bytes(changed), whole[: dice.randrange(len(whole))]])

    async def go():
        return [await asyncio.wait_for(said_to(base_url, noise()), 20) for _ in range(200)]

    statuses = {got[9:12] for got in asyncio.run(go())}
    assert statuses <= {b"", b"400", b"401", b"404", b"405"}
    assert is_alive(base_url)


def streamed(base_url, megabytes):
    """Send a body whose length nobody announced; return the status, 0 if the connection ended before there was one."""

    async def parts():
        for _ in range(megabytes * 16):
            yield b" " * 65_536

    async def go():
        async with httpx.AsyncClient(trust_env=False) as client:
            try:
                url = f"{base_url}/experiences/fetch"
                return (await client.post(url, auth=AUTH, headers=APP_KEY, content=parts())).status_code
            except httpx.TransportError:
                return 0

    return asyncio.run(go())


def test_a_body_too_large_is_refused(base_url):
    """Two megabytes in chunks are a 413."""
    assert (413, True) == (streamed(base_url, 2), is_alive(base_url))


def test_an_endless_body_is_given_up(base_url):
    """Nobody reads for ever."""
    assert streamed(base_url, 200) in {0, 413}
    assert is_alive(base_url)
