"""What leaves for the service: one URL, each header once, the exact body."""

from __future__ import annotations

import asyncio
import base64
import json

import httpx
import pytest

from moe_nb.client.http import HttpAsk
from moe_nb.core.connection import Timeouts
from moe_nb.core.context import Context
from moe_nb.core.credentials import Credentials
from moe_nb.core.reply import Question
from moe_nb.core.secret import Secret
from moe_nb.testing import FakeClock, ScriptedTransport
from moe_nb.version import __version__

NOTHING = httpx.Response(200, json={"experiences": {}})
NO_METADATA = httpx.Response(200, json={"metadata": {"count": 0, "experiences": []}})


def asked(question, *steps, timeouts=None, **fields):
    """Ask on a scripted transport and return the transport."""
    given = {"workspace_id": "WORKSPACE1", "api_key": Secret("a-key"), "data_center": "03"} | fields
    transport = ScriptedTransport(*(steps or (NOTHING,)))
    ask = HttpAsk(Credentials(**given), transport, clock=FakeClock(), timeouts=timeouts)

    async def go():
        return await (ask.metadata() if question is None else ask.ask(question))

    asyncio.run(go())
    return transport


def test_the_request_is_exactly_the_documented_one():
    """Method, address, headers and body are those of the documentation, nothing besides."""
    (request,) = asked(Question(Context(day="Mon", hour=19, attributes={"utm_medium": "email"}), ("home",))).requests
    body = b'{"experience_key":["home"],"utm_medium":"email","DAY_OF_THE_WEEK":"Monday","TIME_OF_THE_DAY":"19"}'
    assert ("POST", "https://sdk-03.moengage.com/v1/experiences/fetch") == (request.method, str(request.url))
    assert body == request.content
    assert {
        "host": "sdk-03.moengage.com",
        "content-type": "application/json",
        "accept": "*/*",
        "accept-encoding": "gzip",
        "user-agent": f"moe-nb/{__version__}",
        "authorization": "Basic " + base64.b64encode(b"WORKSPACE1:a-key").decode(),
        "moe-appkey": "WORKSPACE1",
        "content-length": str(len(body)),
    } == dict(request.headers)


def test_every_header_stands_once():
    """A header sent twice is read differently by different servers."""
    (request,) = asked(Question(Context(day="Mon"))).requests
    names = [name.lower() for name, _ in request.headers.raw]
    assert len(names) == len(set(names))


def test_the_metadata_request_has_no_body():
    """It is a GET with the same headers, and no status filter: all three statuses come."""
    (request,) = asked(None, NO_METADATA).requests
    assert ("GET", "https://sdk-03.moengage.com/v1/experiences/metadata", b"") == (
        request.method,
        str(request.url),
        request.content,
    )
    assert "WORKSPACE1" == request.headers["moe-appkey"]
    assert "content-length" not in request.headers


def test_an_explicit_address_is_used_as_it_is():
    """A base URL with port and path keeps both."""
    fields = {"data_center": None, "base_url": "http://127.0.0.1:8765/moe/v1/"}
    (request,) = asked(Question(Context(day="Mon")), **fields).requests
    assert "http://127.0.0.1:8765/moe/v1/experiences/fetch" == str(request.url)


def test_a_key_in_any_script_is_encoded_as_utf_8():
    """The Basic header carries the key's bytes, whatever its letters are."""
    (request,) = asked(Question(Context(day="Mon")), api_key=Secret("schlüssel:日本")).requests
    assert b"WORKSPACE1:schl\xc3\xbcssel:" in base64.b64decode(request.headers["authorization"].split()[1])


def test_the_visitors_user_agent_is_in_the_body_only():
    """The User-Agent asked about is a field; the header says who asks."""
    (request,) = asked(Question(Context(user_agent="Mozilla/5.0 (iPhone)"))).requests
    assert "Mozilla/5.0 (iPhone)" == json.loads(request.content)["USER_AGENT"]
    assert request.headers["user-agent"].startswith("moe-nb/")


def test_times_are_always_sent_along():
    """Every request carries its limits, so that none waits for ever."""
    (request,) = asked(Question(Context(day="Mon")), timeouts=Timeouts(1, 2, 3, 4, 5)).requests
    assert {"connect": 1, "read": 2, "write": 3, "pool": 4} == request.extensions["timeout"]


def test_no_cookie_is_ever_sent_back():
    """Two questions have nothing to do with each other."""
    ask_twice = ScriptedTransport(httpx.Response(200, json={"experiences": {}}, headers={"set-cookie": "a=b"}))
    credentials = Credentials(workspace_id="W", api_key=Secret("k"), data_center="01")
    ask = HttpAsk(credentials, ask_twice, clock=FakeClock())

    async def go():
        await ask.ask(Question(Context(hour=1)))
        await ask.ask(Question(Context(hour=2)))

    asyncio.run(go())
    assert [False, False] == ["cookie" in request.headers for request in ask_twice.requests]


@pytest.mark.parametrize("text", ["'; DROP", 'a"b\\c', "a\u2028b", "<script>", "\r\nX-Evil: 1", "\x00", "😀"])
def test_no_value_leaves_the_body(text):
    """Whatever a value holds, it is JSON text in the body and nothing else."""
    (request,) = asked(Question(Context(customer_id=text, attributes={text: text}), (text,))).requests
    said = json.loads(request.content)
    assert (text, text, [text]) == (said["identifiers"]["customer_id"], said[text], said["experience_key"])
    assert "x-evil" not in request.headers
