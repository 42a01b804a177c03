"""Faults on the way: broken bodies, lying encodings, redirects, odd headers."""

from __future__ import annotations

import asyncio
import gzip

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.client.http import HttpAsk
from moe_nb.client.retry import RetryPolicy
from moe_nb.core.connection import Timeouts
from moe_nb.core.context import Context
from moe_nb.core.credentials import Credentials
from moe_nb.core.errors import MalformedAnswerError, MoeError, ServiceTimeoutError, UnreachableError
from moe_nb.core.exchange import LARGEST_BODY
from moe_nb.core.reply import Question, Quota
from moe_nb.core.secret import Secret
from moe_nb.testing import BrokenBody, FakeClock, ScriptedTransport, scripted_ask

QUESTION = Question(Context(day="Mon"))
ONCE = RetryPolicy(attempts=1)
ANSWER = b'{"experiences":{"home":{"payload":{}}}}'


def outcome(*steps, retry=ONCE):
    """Ask once and return the reply or the error."""
    try:
        return asyncio.run(scripted_ask(*steps, retry=retry).ask(QUESTION))
    except MoeError as error:
        return error


def streamed(parts, error, **fields):
    """Return a step whose body ends with *error*."""
    return lambda _request: httpx.Response(200, stream=BrokenBody(parts, error), **fields)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (httpx.ConnectError("refused"), UnreachableError),
        (httpx.ReadError("reset"), UnreachableError),
        (httpx.RemoteProtocolError("hung up"), UnreachableError),
        (httpx.ProxyError("407 Proxy Authentication Required"), UnreachableError),
        (OSError("no route"), UnreachableError),
        (httpx.ConnectTimeout(""), ServiceTimeoutError),
        (httpx.ReadTimeout(""), ServiceTimeoutError),
        (httpx.WriteTimeout(""), ServiceTimeoutError),
        (httpx.PoolTimeout(""), ServiceTimeoutError),
        (httpx.UnsupportedProtocol("x"), UnreachableError),
        (httpx.DecodingError("x"), MalformedAnswerError),
    ],
)
def test_every_fault_of_the_network_has_a_class_and_a_hint(fault, kind):
    """No error of the HTTP library gets through."""
    error = outcome(fault)
    assert kind is type(error)
    assert error.hint


def test_an_untrusted_certificate_names_the_way_out():
    """Behind a company proxy the hint names the variable to set."""
    error = outcome(httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed certificate"))
    assert "MOE_CA_FILE" in error.hint


def test_no_error_shows_the_request():
    """Neither text nor chain of an error leads to the headers with the key."""
    error = outcome(httpx.ConnectError("refused"))
    assert "a-key" not in repr(error) + str(error.args)
    assert error.__cause__ is None
    assert error.__suppress_context__


def test_a_body_that_breaks_off_is_unreachable():
    """Half an answer is no answer: it is asked again, and never read as "nothing matched"."""
    half = streamed([b'{"experiences":{'], httpx.ReadError("reset"))
    assert UnreachableError is type(outcome(half))
    whole = outcome(half, httpx.Response(200, content=ANSWER), retry=RetryPolicy(attempts=2))
    assert (["home"], 2) == (list(whole.experiences), whole.attempts)


def test_a_body_that_stops_dripping_is_a_timeout():
    """The time runs out in the middle of a body as it does before it."""
    assert ServiceTimeoutError is type(outcome(streamed([b"{"], httpx.ReadTimeout(""))))


class Drip(httpx.AsyncByteStream):
    """A body that always has one more byte."""

    async def __aiter__(self):
        while True:
            yield b" "
            await asyncio.sleep(0)


def test_a_body_that_drips_for_ever_is_a_timeout():
    """The whole exchange has a limit: single bytes never reach the read timeout."""
    credentials = Credentials(workspace_id="W", api_key=Secret("k"), data_center="01")
    transport = ScriptedTransport(lambda _: httpx.Response(200, stream=Drip()))
    ask = HttpAsk(credentials, transport, clock=FakeClock(), timeouts=Timeouts(whole_s=0.02), retry=ONCE)
    with pytest.raises(ServiceTimeoutError):
        asyncio.run(ask.ask(QUESTION))


def test_gzip_is_unpacked():
    """What was asked for packed is read unpacked."""
    packed = gzip.compress(ANSWER)
    reply = outcome(lambda _: httpx.Response(200, content=packed, headers={"content-encoding": "gzip"}))
    assert ["home"] == list(reply.experiences)


def test_gzip_that_lies_is_malformed():
    """A body that is not what its header says is an error with a next step."""
    lie = lambda _: httpx.Response(200, stream=httpx.ByteStream(ANSWER), headers={"content-encoding": "gzip"})  # noqa: E731
    error = outcome(lie)
    assert MalformedAnswerError is type(error)
    assert error.hint


def test_a_body_too_large_is_malformed():
    """The answer of another service is not read into memory without end."""
    block = b" " * 1024 * 1024
    endless = streamed([block] * 20, AssertionError("read on after the limit"))
    assert "larger than 16 MB" in str(outcome(endless))


def test_a_small_body_that_unpacks_too_large_is_malformed():
    """The limit is that of the unpacked body."""
    bomb = gzip.compress(b" " * (LARGEST_BODY + 1))
    step = lambda _: httpx.Response(200, stream=httpx.ByteStream(bomb), headers={"content-encoding": "gzip"})  # noqa: E731
    assert len(bomb) < 100_000
    assert "larger than 16 MB" in str(outcome(step))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_error_and_goes_nowhere(status):
    """Credentials are never sent on: one request, and an error that says where it pointed."""
    location = "https://user:pass@evil.example.com/login?token=abc#x"
    transport = ScriptedTransport(httpx.Response(status, headers={"location": location}))
    credentials = Credentials(workspace_id="W", api_key=Secret("k"), data_center="01")
    with pytest.raises(MalformedAnswerError, match=r"https://evil\.example\.com/login") as caught:
        asyncio.run(HttpAsk(credentials, transport, clock=FakeClock()).ask(QUESTION))
    assert ["sdk-01.moengage.com"] == [request.url.host for request in transport.requests]
    assert not [word for word in ("user", "pass", "token", "abc") if word in str(caught.value)]


@pytest.mark.parametrize("location", ["", "/login", "http://[", "//host/x"])
def test_an_odd_location_is_still_a_redirect(location):
    """Wherever it points, it is the same error."""
    error = outcome(httpx.Response(302, headers={"location": location}))
    assert (MalformedAnswerError, 302) == (type(error), error.status)


@pytest.mark.parametrize(
    ("headers", "quota"),
    [
        ({}, None),
        (
            {"x-ratelimit-limit": "10000", "x-ratelimit-remaining": "9999", "x-ratelimit-reset": "1795435260"},
            Quota(10000, 9999, 1795435260.0),
        ),
        ({"x-ratelimit-limit": "10000, 10000;w=60", "x-ratelimit-remaining": " 7 "}, Quota(10000, 7, None)),
        ({"x-ratelimit-remaining": "0"}, Quota(None, 0, None)),
        ({"x-ratelimit-remaining": "many", "x-ratelimit-limit": "-5"}, Quota(None, None, None)),
        ({"x-ratelimit-remaining": "", "x-ratelimit-reset": "9" * 40}, Quota(None, None, None)),
        ({"x-ratelimit-limit": "1e4"}, Quota(None, None, None)),
    ],
)
def test_the_quota_is_read_and_junk_left_out(headers, quota):
    """Numbers are numbers; anything else says nothing and breaks nothing."""
    assert quota == outcome(httpx.Response(200, content=ANSWER, headers=headers)).quota


@given(st.text(st.characters(codec="latin-1", exclude_characters="\r\n\x00"), max_size=20))
def test_no_quota_header_breaks_the_client(text):
    """Whatever a gateway writes there, the answer is read."""
    headers = [(b"x-ratelimit-reset", text.encode("latin-1")), (b"retry-after", text.encode("latin-1"))]
    assert ["home"] == list(outcome(httpx.Response(200, content=ANSWER, headers=headers)).experiences)
