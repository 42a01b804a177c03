"""A server that repeats the credentials does not get them into an answer or an error."""

from __future__ import annotations

import asyncio
import base64
import json
import traceback
from urllib.parse import quote, unquote

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


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-32-le"])
@pytest.mark.parametrize("status", [200, 401])
def test_a_key_in_another_encoding_is_masked(encoding, status):
    """No encoding is guessed, and two or four bytes per character hide no key."""
    credentials = Credentials(workspace_id="WORKSPACE1", api_key=Secret("plain-key-of-24-characters"), data_center="01")
    payload = {"T": {"value": "your key is plain-key-of-24-characters", "data_type": "string"}}
    said = json.dumps({"experiences": {"home": {"payload": payload}}, "error": {"message": payload["T"]["value"]}})
    response = httpx.Response(status, content=said.encode(encoding))
    ask = HttpAsk(credentials, ScriptedTransport(*[response] * 4), clock=FakeClock())
    try:
        told = str(asyncio.run(ask.ask(QUESTION)).experiences)
    except MoeError as error:
        told = f"{error!r} {vars(error)} {''.join(traceback.format_exception(error))}"
    assert "plain-key" not in told.replace("\\x00", "").replace("\0", "")


@pytest.mark.parametrize("padding", range(150, 210, 7))
def test_a_long_redirect_shows_no_part_of_a_key(padding):
    """It is masked before it is cut."""
    key = "plain-key-of-24-characters"
    credentials = Credentials(workspace_id="WORKSPACE1", api_key=Secret(key), data_center="01")
    response = httpx.Response(302, headers={"location": f"https://x.example/{'a' * padding}{key}/b"})
    ask = HttpAsk(credentials, ScriptedTransport(response), clock=FakeClock())
    with pytest.raises(MoeError) as caught:
        asyncio.run(ask.ask(QUESTION))
    assert "https://x.example/aaa" in str(caught.value)
    assert key[:6] not in f"{caught.value} {vars(caught.value)}"


def test_a_key_inside_json_is_masked():
    """The key is found in JSON's spelling too."""
    error = asked(httpx.Response(401, json={"description": f"Unknown key {KEY}, sorry"}))
    assert AuthenticationError is type(error)
    assert "Unknown key ••••, sorry" == error.server_description


@pytest.mark.parametrize("key", ["????>>>>????>>>>k", "ab/cd+ef??>>~~zz&1234567890", "Zq9xKw3LmP7t", "é😀-key/of"])
@pytest.mark.parametrize("spelled", ["plain", "slashes", "ascii", "hex", "url"])
@pytest.mark.parametrize("part", ["key", "token"])
def test_every_spelling_is_masked(key, spelled, part):
    """Servers escape what they repeat each in their own way: PHP the slashes, .NET the plus sign, URLs everything."""
    token = base64.b64encode(f"WORKSPACE1:{key}".encode()).decode().rstrip("=")
    secret = key if part == "key" else token
    said = {
        "plain": json.dumps(secret, ensure_ascii=False)[1:-1],
        "slashes": json.dumps(secret)[1:-1].replace("/", r"\/"),
        "ascii": json.dumps(secret)[1:-1],
        "hex": "".join(f"\\u{unit:04X}" for unit in memoryview(secret.encode("utf-16")[2:]).cast("H")),
        "url": quote(secret, safe=""),
    }[spelled]
    credentials = Credentials(workspace_id="WORKSPACE1", api_key=Secret(key), data_center="01")
    for response in (
        httpx.Response(401, text=f'{{"title": "T", "description": "bad {said} here"}}'),
        httpx.Response(302, headers={"location": f"https://login.example/x/{quote(secret, safe='')}"}),
    ):
        ask = HttpAsk(credentials, ScriptedTransport(response), clock=FakeClock())
        with pytest.raises(MoeError) as caught:
            asyncio.run(ask.ask(QUESTION))
        shown = str(caught.value) + repr(vars(caught.value))
        assert "••••" in shown
        for leak in (said, secret, unquote(said)):
            assert leak not in shown
            assert leak not in unquote(shown)


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


def test_a_body_that_cannot_be_read_is_cleaned_as_errors_are():
    """Its beginning stands in an error: a key too short to be looked for in payloads is looked for there."""
    credentials = Credentials(workspace_id="WORKSPACE1", api_key=Secret("short-key"), data_center="01")
    page = httpx.Response(200, text="<html>You are short-key</html>")
    ask = HttpAsk(credentials, ScriptedTransport(page), clock=FakeClock())
    with pytest.raises(MalformedAnswerError) as caught:
        asyncio.run(ask.ask(QUESTION))
    assert "<html>You are ••••</html>" == caught.value.body
    shown = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    assert "in _read" in shown
    assert "You are short-key" not in shown


@pytest.mark.parametrize("status", [200, 401])
def test_a_key_without_its_end_is_passed_over_at_once(status):
    """What begins like the token and goes on otherwise is tried in one way, not in millions."""
    said = json.dumps({"experiences": {}, "cut": f"{TOKEN[:-6]}% and more"})
    told = asked(httpx.Response(status, text=said))
    assert "% and more" in repr(vars(told) if isinstance(told, MoeError) else told)
