"""Trying again in turn: every try waits, a refusal holds the line, a policy may be the sweep's own."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from moe_nb.core.context import Context
from moe_nb.core.errors import MoeError, RateLimitedError
from moe_nb.core.reply import Question, Quota
from moe_nb.core.retry import RetryPolicy
from moe_nb.testing import FakeClock, scripted_ask

OK = httpx.Response(200, json={"experiences": {}})
FULL = httpx.Response(429, headers={"retry-after": "10"})
QUESTION = Question(Context(day="Mon"))


class Turn:
    """Writes down what the client does with its turn."""

    def __init__(self, retry=None, held_s=0.0):
        self.retry = retry
        self.held_s = held_s
        self.told = []

    async def wait(self):
        self.told.append("wait")

    def heard(self, quota):
        pass

    def refused(self, wait_s):
        self.told.append(wait_s)
        return max(wait_s, self.held_s)


def ask(*steps, retry=None, held_s=0.0):
    """Ask once; return the reply or error, what the turn was told, and every wait of the client itself."""
    clock, turn = FakeClock(), Turn(retry, held_s)
    client = scripted_ask(*steps, clock=clock)
    try:
        return asyncio.run(client.ask(QUESTION, turn)), turn.told, clock.slept
    except MoeError as error:
        return error, turn.told, clock.slept


def test_every_try_waits_for_its_turn():
    """The first one and those after a failure."""
    reply, told, slept = ask(httpx.Response(503), httpx.ConnectError("x"), OK)
    assert (3, ["wait"] * 3, 2) == (reply.attempts, told, len(slept))


def test_a_refusal_holds_the_line_and_not_the_client():
    """Everybody waits once, where they stand: the client itself sleeps not at all."""
    reply, told, slept = ask(FULL, OK)
    assert (2, ["wait", "wait"], []) == (reply.attempts, told[::2], slept)
    assert 10 <= told[1] <= 10.5


def test_refusals_are_no_tries():
    """Ten of them are sat through by a policy of four attempts, as long as its budget lasts."""
    reply, _, _ = ask(*[FULL] * 10, OK)
    assert 11 == reply.attempts


def test_the_budget_ends_the_waiting():
    """The error says how often was tried, and the line is held for the others all the same."""
    error, told, _ = ask(FULL, retry=RetryPolicy(budget_s=35))
    assert isinstance(error, RateLimitedError)
    assert error.description.endswith("Tried 4 times.")
    assert 10 == told[-1]


def test_the_budget_counts_how_long_the_line_is_held():
    """Waits of a policy may be short, but who stands in a line that is held for longer spends that time."""
    error, _, _ = ask(httpx.Response(429), retry=RetryPolicy(first_wait_s=0.01, budget_s=35), held_s=10)
    assert isinstance(error, RateLimitedError)
    assert error.description.endswith("Tried 4 times.")


def test_a_wait_that_is_too_long_is_told_at_once():
    """Nobody sits through an hour; the line knows."""
    error, told, _ = ask(httpx.Response(429, headers={"retry-after": "3600"}))
    assert (RateLimitedError, ["wait", 3600.0]) == (type(error), told)


@pytest.mark.parametrize("attempts", [1, 2, 6])
def test_the_turn_brings_its_own_policy(attempts):
    """The sweep's word counts, not the client's."""
    _, told, _ = ask(httpx.Response(500), retry=RetryPolicy(attempts=attempts))
    assert ["wait"] * attempts == told


def test_a_refusal_that_envoy_marks_is_one_for_the_rate():
    """A 503 may mean that the rate limit is used up: the line is held, and it is no try."""
    marked = httpx.Response(503, headers={"x-envoy-ratelimited": "true", "retry-after": "10"})
    reply, told, slept = ask(*[marked] * 6, OK)
    assert (7, []) == (reply.attempts, slept)
    assert 10 <= told[1] <= 10.5


@pytest.mark.parametrize("status", [400, 429, 500])
def test_what_a_refusal_says_about_the_limit_is_heard(status):
    """Answers that are no are as good a source as any."""
    quotas = []

    class Listening(Turn):
        def heard(self, quota):
            quotas.append(quota)

    step = httpx.Response(status, headers={"x-ratelimit-limit": "500", "x-ratelimit-remaining": "7"})
    client = scripted_ask(step, clock=FakeClock())
    with pytest.raises(MoeError):
        asyncio.run(client.ask(QUESTION, Listening(RetryPolicy(attempts=1, budget_s=0))))
    assert {Quota(500, 7, None)} == set(quotas)


@pytest.mark.parametrize(
    ("asked", "words"),
    [("30", "Wait 30 s,"), ("300", "Wait 5 min,"), ("601", "Wait 11 min,"), (None, "Wait a minute,")],
)
def test_a_refusal_says_the_real_wait(asked, words):
    """Never a minute where the service wants ten."""
    headers = {} if asked is None else {"retry-after": asked}
    error, _, _ = ask(httpx.Response(429, headers=headers), retry=RetryPolicy(budget_s=0))
    assert error.hint.startswith(words)
