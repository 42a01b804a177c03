"""Metadata is asked with GET, and with POST where an older contract wants it."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from moe_nb.client.retry import RetryPolicy
from moe_nb.core.errors import AuthenticationError, BadRequestError, MalformedAnswerError, ServerError
from moe_nb.core.metadata import ExperienceMeta
from moe_nb.testing import FakeClock, scripted_ask

LINES = {"experiences": [{"experience_name": "Home", "experience_key": "home", "status": "Active"}], "count": 1}
METADATA = httpx.Response(200, json={"metadata": LINES})


def by_method(methods):
    """Return a step that answers as *methods* says for each HTTP method, and what was asked."""
    seen = []

    def step(request):
        seen.append((request.method, request.content))
        return methods[request.method]()

    return step, seen


def test_the_lines_are_read():
    """Key, name and status of every line."""
    assert (ExperienceMeta("home", "Home", "Active"),) == asyncio.run(scripted_ask(METADATA).metadata()).experiences


def test_a_405_is_asked_again_with_post():
    """An older version of the service takes POST with an empty object."""
    step, seen = by_method(
        {"GET": lambda: httpx.Response(405), "POST": lambda: httpx.Response(200, json={"metadata": LINES})}
    )
    assert 1 == len(asyncio.run(scripted_ask(step).metadata()))
    assert [("GET", b""), ("POST", b"{}")] == seen


@pytest.mark.parametrize(("status", "kind"), [(404, BadRequestError), (401, AuthenticationError), (500, ServerError)])
def test_other_refusals_are_not_asked_with_post(status, kind):
    """Only "method not allowed" speaks of the method."""
    step, seen = by_method({"GET": lambda: httpx.Response(status)})
    with pytest.raises(kind):
        asyncio.run(scripted_ask(step, retry=RetryPolicy(attempts=1)).metadata())
    assert [("GET", b"")] == seen


def test_two_405s_are_the_error():
    """When POST is refused as well, that is said; there is no third try."""
    step, seen = by_method({"GET": lambda: httpx.Response(405), "POST": lambda: httpx.Response(405)})
    with pytest.raises(BadRequestError):
        asyncio.run(scripted_ask(step).metadata())
    assert ["GET", "POST"] == [method for method, _ in seen]


def test_it_is_retried_like_a_question():
    """A failing service gets another try here too."""
    clock = FakeClock()
    assert 1 == len(asyncio.run(scripted_ask(httpx.Response(503), METADATA, clock=clock).metadata()))
    assert 1 == len(clock.slept)


def test_a_page_is_malformed():
    """A page instead of metadata is never "no experiences"."""
    with pytest.raises(MalformedAnswerError):
        asyncio.run(scripted_ask(httpx.Response(200, html="<html>")).metadata())
