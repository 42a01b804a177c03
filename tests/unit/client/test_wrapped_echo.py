"""Credentials in an error are masked however a server wrapped them up."""

from __future__ import annotations

import asyncio
import base64
import json
from itertools import product
from urllib.parse import quote

import httpx
import pytest

from moe_nb.client.echo import error_filter
from moe_nb.client.http import HttpAsk
from moe_nb.client.wrapped_echo import hide_wrapped
from moe_nb.core.context import Context
from moe_nb.core.credentials import Credentials
from moe_nb.core.errors import AuthenticationError, MalformedAnswerError, MoeError
from moe_nb.core.reply import Question
from moe_nb.core.secret import Secret
from moe_nb.testing import FakeClock, ScriptedTransport

KEY = "plain-key/of+24~characters"
CREDENTIALS = Credentials(workspace_id="WORKSPACE1", api_key=Secret(KEY), data_center="01")
TOKEN = base64.b64encode(f"WORKSPACE1:{KEY}".encode()).decode()
WRAPPINGS = {
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 of URLs": lambda text: base64.urlsafe_b64encode(text.encode()).decode().rstrip("="),
    "hex": lambda text: text.encode().hex(),
    "percent": lambda text: quote(text, safe=""),
    "percent, all of it": lambda text: "".join(f"%{byte:02X}" for byte in text.encode()),
    "JSON": lambda text: json.dumps(text)[1:-1].replace("/", r"\/"),
    "JSON, all of it": lambda text: "".join(f"\\u{ord(sign):04x}" for sign in text),
    "HTML": lambda text: "".join(f"&#x{ord(sign):x};" for sign in text),
}


def wrapped(text, ways):
    for way in ways:
        text = WRAPPINGS[way](text)
    return text


def failed_with(response):
    ask = HttpAsk(CREDENTIALS, ScriptedTransport(*[response] * 4), clock=FakeClock())
    with pytest.raises(MoeError) as caught:
        asyncio.run(ask.ask(Question(Context(day="Mon"))))
    return caught.value


@pytest.mark.parametrize("secret", [KEY, TOKEN], ids=["key", "token"])
@pytest.mark.parametrize("depth", [1, 2, 3])
def test_no_wrapping_hides_a_secret(depth, secret):
    """Any three of them in each other, with text written to it on both sides."""
    mask = error_filter(CREDENTIALS)
    for ways in product(WRAPPINGS, repeat=depth):
        said = wrapped(secret, ways)
        shown = mask(f'{{"description": "token={said} was refused"}}'.encode()).decode()
        assert "••••" in shown, ways
        assert said[:12] not in shown, ways
        assert "was refused" in shown, ways


@pytest.mark.parametrize("before", ["", "k", "ke", "key", "key-"])
@pytest.mark.parametrize("about", [f"{KEY}", f'{{"headers": {{"x": "{KEY}"}}}}', f"GET /?k={KEY} HTTP/1.1\r\n"])
def test_a_secret_anywhere_in_base64_is_masked(before, about):
    """A whole request in base64, behind a word without a break."""
    shown = error_filter(CREDENTIALS)(f"bad {before}{WRAPPINGS['base64'](about)}.".encode())
    assert b"bad ....." == shown.replace("••••".encode(), b"....")


def test_an_error_keeps_its_words():
    """The rest of an error of the service stands as it was sent, in its places."""
    said = {"title": "No", "description": f"Token {wrapped(TOKEN, ['base64'])} is unknown", "code": "GvHogFKc"}
    error = failed_with(httpx.Response(401, json=said))
    assert (AuthenticationError, "No", "Token •••• is unknown", "GvHogFKc") == (
        type(error),
        error.server_title,
        error.server_description,
        error.server_code,
    )


@pytest.mark.parametrize(
    "text",
    [
        b'{"title":"Invalid Field Value","description":"funday \\u00e9 \\/ 100%25 &amp; R%26D","code":"GvHogFKc"}',
        b"<html><body>&lt;b&gt; 502 Bad Gateway QmFkIEdhdGV3YXk= 0123456789abcdef0123</body></html>",
        b"\xff\xfe \x80 %zz \\u12 \\ud800 &#xd800; &#1114112;",
        b"",
    ],
)
def test_an_error_without_secrets_is_shown_as_it_came(text):
    """Nothing is unescaped that holds nothing."""
    assert text == error_filter(CREDENTIALS)(text)


def test_a_short_body_of_an_answer_that_cannot_be_read_is_masked_too():
    """A page with status 200 is an error like any other."""
    error = failed_with(httpx.Response(200, text=f"<html>{wrapped(KEY, ['base64', 'base64'])}</html>"))
    assert MalformedAnswerError is type(error)
    assert "<html>••••</html>" == error.body


@pytest.mark.parametrize("status", [200, 401])
def test_of_a_long_body_only_the_beginning_is_told(status):
    """An error of megabytes is not looked through, and nothing of its rest is shown."""
    words = f'{{"title": "{"word " * 100_000}", "description": "{wrapped(KEY, ["hex"])}"'
    error = failed_with(httpx.Response(status, text=words))
    assert error.body.startswith('{"title": "word word')
    assert len(error.body) <= 2000
    assert len(str(error)) < 1000


def test_what_is_masked_is_the_callers_business():
    """Any bytes can be hidden."""
    shown = hide_wrapped(b"a c2VjcmV0LXdvcmQ= b", lambda text: text.replace(b"secret-word", b"*"))
    assert "a •••• b".encode() == shown
