"""Every status and envelope becomes one typed error with the service's words and a next step."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.client.envelopes import refusal
from moe_nb.client.retry import RetryPolicy
from moe_nb.core.context import Context
from moe_nb.core.errors import (
    AuthenticationError,
    BadRequestError,
    MalformedAnswerError,
    MoeError,
    RateLimitedError,
    ServerError,
    ServiceError,
)
from moe_nb.core.reply import Question
from moe_nb.testing import scripted_ask

CLIENT_NOT_FOUND = "MoEngage Client not found. Please check values for headers - MOE-APPKEY or MOE-DBNAME"


def error_of(response):
    """Ask once and return the error."""
    ask = scripted_ask(response, retry=RetryPolicy(attempts=1))
    with pytest.raises(MoeError) as caught:
        asyncio.run(ask.ask(Question(Context(day="Mon"))))
    return caught.value


def test_a_wrong_key_is_an_authentication_error():
    """A wrong key is an AuthenticationError with the service's words."""
    said = {"title": "Authentication required", "description": "Invalid API_KEY used in Authentication Header"}
    error = error_of(httpx.Response(401, json=said))
    assert AuthenticationError is type(error)
    assert (401, said["title"], said["description"]) == (error.status, error.server_title, error.server_description)
    assert "Personalize API key" in error.hint


def test_an_unknown_workspace_is_an_authentication_error_too():
    """MoEngage answers 400 to an unknown MOE-APPKEY; the hint speaks of the data center."""
    error = error_of(httpx.Response(400, json={"title": "Request Error", "description": CLIENT_NOT_FOUND}))
    assert AuthenticationError is type(error)
    assert "data center" in error.hint


def test_a_validation_error_keeps_its_code():
    """The opaque code is what support asks for."""
    said = {"title": "Invalid Field Value", "description": "DAY_OF_THE_WEEK - Enum doesnt ...", "code": "GvHogFKc"}
    error = error_of(httpx.Response(400, json=said))
    assert (BadRequestError, "GvHogFKc") == (type(error), error.server_code)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, BadRequestError),
        (401, AuthenticationError),
        (403, AuthenticationError),
        (404, BadRequestError),
        (405, BadRequestError),
        (409, BadRequestError),
        (413, BadRequestError),
        (415, BadRequestError),
        (422, BadRequestError),
        (429, RateLimitedError),
        (500, ServerError),
        (502, ServerError),
        (503, ServerError),
        (504, ServerError),
        (599, ServerError),
    ],
)
@pytest.mark.parametrize("body", [b"", b'{"title":"T","description":"D"}', b"<html>no</html>"])
def test_every_status_has_its_class_and_a_hint(status, kind, body):
    """Whatever the body, the status decides the class, and there is a next step."""
    error = error_of(httpx.Response(status, content=body))
    assert (kind, status) == (type(error), error.status)
    assert error.hint
    assert str(status) in str(error)


@pytest.mark.parametrize(
    ("said", "title", "description", "code"),
    [
        ({"title": "T", "description": "D", "code": "GvHogFKc"}, "T", "D", "GvHogFKc"),
        ({"title": "T", "description": "D"}, "T", "D", ""),
        (
            {"status": "fail", "error": {"message": "M", "type": "InvalidRequest", "request_id": "r1"}},
            "InvalidRequest",
            "M",
            "r1",
        ),
        (
            {"response_id": "x1", "error": {"code": "E42", "message": "M", "target": "offer", "details": []}},
            "offer",
            "M",
            "E42",
        ),
        ({"code": "ER001", "target": "Authentication Invalid", "message": "M"}, "Authentication Invalid", "M", "ER001"),
        ({"error": "just words"}, "", "just words", ""),
        ({"message": "M", "code": 7}, "", "M", "7"),
    ],
)
def test_every_known_envelope_is_read(said, title, description, code):
    """Title, description and code are found in each of the service's spellings."""
    error = error_of(httpx.Response(400, json=said))
    assert (title, description, code) == (error.server_title, error.server_description, error.server_code)


def test_json_sent_as_plain_text_is_read():
    """Gateway errors come as text/plain with JSON inside."""
    body = '{"code":"ER007","target":"Authentication Invalid","message":"no such key"}'
    error = error_of(httpx.Response(401, text=body, headers={"content-type": "text/plain"}))
    assert ("no such key", "ER007") == (error.server_description, error.server_code)


def test_a_web_page_is_called_one():
    """Markup of a proxy's page is not poured into the message, but kept to look at."""
    page = "<html><body><h1>502 Bad Gateway</h1></body></html>"
    error = error_of(httpx.Response(502, html=page))
    assert "<" not in str(error)
    assert "web page" in str(error)
    assert page == error.body


def test_plain_words_are_shown():
    """A short text is the description."""
    assert "500 The service failed: upstream died" in str(error_of(httpx.Response(500, text=" upstream died ")))


@pytest.mark.parametrize("body", [b"[]", b"7", b"null", b'"x"', b"\xff\xfe\x00", b"[" * 100_000, b'{"error":[1]}'])
def test_odd_bodies_are_no_new_error(body):
    """Whatever a refusal carries, it stays that refusal."""
    assert ServerError is type(error_of(httpx.Response(500, content=body)))


def test_a_long_body_is_cut():
    """An error keeps 2,000 characters, not megabytes."""
    error = error_of(httpx.Response(500, content=b"x" * 100_000))
    assert 2000 == len(error.body)
    assert len(str(error)) < 1000


@given(st.integers(400, 599), st.binary(max_size=200))
def test_any_refusal_is_a_service_error_with_a_hint(status, body):
    """No status and no body lead anywhere else."""
    error = refusal(status, body)
    assert isinstance(error, ServiceError)
    assert error.hint
    assert status == error.status


@pytest.mark.parametrize("status", [201, 202, 204, 206])
def test_another_success_is_not_an_answer(status):
    """Only 200 carries experiences; anything else is an error, never "nothing matched"."""
    assert isinstance(error_of(httpx.Response(status, json={"experiences": {}})), MoeError)


@pytest.mark.parametrize("body", [b"", b"<html>Log in</html>", b"[]", b'{"ok":true}', b'{"experiences":{'])
def test_a_200_that_is_no_answer_is_malformed(body):
    """A captive portal's page is an error with a next step."""
    error = error_of(httpx.Response(200, content=body))
    assert (MalformedAnswerError, 200) == (type(error), error.status)
    assert "base URL" in error.hint
