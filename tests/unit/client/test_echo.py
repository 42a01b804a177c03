"""A server that repeats the credentials does not get them into an answer or an error."""

from __future__ import annotations

import asyncio
import base64
import json

import httpx
import pytest

from moe_nb.client.http import HttpAsk
from moe_nb.core.context import Context
from moe_nb.core.credentials import Credentials
from moe_nb.core.errors import AuthenticationError, MalformedAnswerError, MoeError
from moe_nb.core.reply import Question
from moe_nb.core.secret import Secret
from moe_nb.testing import FakeClock, ScriptedTransport, scripted_ask

KEY = 'a-key/of "quotes" é 24'
TOKEN = base64.b64encode(f"WORKSPACE1:{KEY}".encode()).decode()
QUESTION = Question(Context(day="Mon"))


def asked(response):
    """Ask with the long key; return the reply or the error."""
    credentials = Credentials(workspace_id="WORKSPACE1", api_key=Secret(KEY), data_center="01")
    ask = HttpAsk(credentials, ScriptedTransport(response), clock=FakeClock())
    try:
        return asyncio.run(ask.ask(QUESTION))
    except MoeError as error:
        return error


def served(title):
    payload = {"T": {"value": title, "data_type": "string"}}
    return httpx.Response(200, content=json.dumps({"experiences": {"home": {"payload": payload}}}))


@pytest.mark.parametrize("spelling", [TOKEN, TOKEN.rstrip("="), KEY], ids=["header", "no padding", "key"])
@pytest.mark.parametrize("status", [400, 401, 403, 200])
def test_an_error_that_quotes_the_credentials_is_masked(status, spelling):
    """Text and body of the error hold dots instead."""
    error = asked(httpx.Response(status, text=f"not a valid header: Basic {spelling}"))
    assert isinstance(error, MoeError)
    assert spelling.rstrip("=") not in str(error) + repr(vars(error))
    assert "not a valid header: Basic ••••" in error.body


def test_a_key_inside_json_is_masked():
    """The key is found in JSON's spelling too."""
    error = asked(httpx.Response(401, json={"description": f"Unknown key {KEY}, sorry"}))
    assert AuthenticationError is type(error)
    assert "Unknown key ••••, sorry" == error.server_description


def test_a_mirrored_request_is_masked():
    """A debugging server that sends back what it got does not put the header into the answer."""
    got = asked(httpx.Response(200, json={"experiences": {}, "headers": {"Authorization": f"Basic {TOKEN}"}}))
    assert TOKEN.rstrip("=") not in repr(got)
    assert "••••" in repr(got)


def test_a_payload_is_as_sent():
    """Without the credentials in it, not a byte of an answer changes."""
    raw = asked(served("•••• Basic WORKSPACE1 a-key é")).experiences["home"]
    assert "•••• Basic WORKSPACE1 a-key é" == json.loads(raw)["payload"]["T"]["value"]


def test_a_short_key_is_not_looked_for_in_payloads():
    """A key as short as a word would turn up by chance: only the header is looked for then."""
    token = base64.b64encode(b"WORKSPACE1:a-key").decode()
    reply = asyncio.run(scripted_ask(served("a-key")).ask(QUESTION))
    assert "a-key" == json.loads(reply.experiences["home"])["payload"]["T"]["value"]
    with pytest.raises(MalformedAnswerError) as caught:
        asyncio.run(scripted_ask(httpx.Response(200, text=f"a-key Basic {token}")).ask(QUESTION))
    assert "a-key Basic ••••" == caught.value.body.rstrip("=")
