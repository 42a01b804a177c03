"""Which failures are asked again, and after how long."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.core.errors import (
    AuthenticationError,
    BadRequestError,
    MalformedAnswerError,
    MoeError,
    RateLimitedError,
    ServerError,
    ServiceError,
    ServiceTimeoutError,
    UnreachableError,
    UsageError,
)
from moe_nb.core.retry import RetryPolicy

POLICY = RetryPolicy()
dice = st.floats(0, 1, exclude_max=True)


@pytest.mark.parametrize(
    "error",
    [
        ServerError("x", status=500),
        ServerError("x", status=503),
        RateLimitedError("x", status=429),
        BadRequestError("x", status=408),
        UnreachableError("x"),
        ServiceTimeoutError("x"),
        MalformedAnswerError("x", is_garbled=True),
    ],
)
def test_what_a_second_try_can_cure(error):
    """Is asked again, until the attempts are used up."""
    assert POLICY.wait_s(3, error, 0.5) is not None
    assert POLICY.wait_s(4, error, 0.5) is None


@pytest.mark.parametrize(
    "error",
    [
        BadRequestError("x", status=400),
        BadRequestError("x", status=404),
        AuthenticationError("x", status=401),
        AuthenticationError("x", status=403),
        MalformedAnswerError("x"),
        MoeError("x"),
    ],
)
def test_what_stays_wrong(error):
    """Is not, however often a policy would."""
    assert RetryPolicy(attempts=99).wait_s(1, error, 0.5) is None


def test_statuses_are_the_callers_to_choose():
    """All but refused credentials."""
    policy = RetryPolicy(statuses=frozenset({401, 404}))
    assert policy.wait_s(1, BadRequestError("x", status=404), 0.5) is not None
    assert policy.wait_s(1, ServerError("x", status=500), 0.5) is None
    assert policy.wait_s(1, AuthenticationError("x", status=401), 0.5) is None


@given(tried=st.integers(1, 40), roll=dice, asked_s=st.floats(0, 90))
def test_a_wait_is_never_shorter_than_asked_nor_than_the_backoff(tried, roll, asked_s):
    """A "0" from a service that goes on refusing does not drop the backoff."""
    alone_s = POLICY.refused_wait_s(tried, RateLimitedError("x", status=429), roll, 0)
    wait_s = POLICY.refused_wait_s(tried, RateLimitedError("x", status=429, retry_after_s=asked_s), roll, 0)
    assert wait_s >= max(asked_s, alone_s)
    assert alone_s >= min(30, 0.5 * 2 ** (tried - 1)) / 2


@given(tried=st.integers(1, 100), roll=dice)
def test_the_budget_ends_everything(tried, roll):
    """No wait goes beyond it, and a refusal for the rate has no other end."""
    error = RateLimitedError("x", status=429)
    assert POLICY.refused_wait_s(tried, error, roll, spent_s=POLICY.budget_s) is None
    wait_s = POLICY.refused_wait_s(tried, error, roll, spent_s=200)
    assert wait_s is not None
    assert 200 + wait_s <= POLICY.budget_s


@pytest.mark.parametrize(
    "numbers",
    [
        {"attempts": 0},
        {"first_wait_s": -1},
        {"longest_wait_s": math.nan},
        {"budget_s": math.inf},
        {"longest_obeyed_s": -3},
    ],
)
def test_numbers_that_mean_nothing_are_refused(numbers):
    """At the place where they are written."""
    with pytest.raises(UsageError, match="no way to try again"):
        RetryPolicy(**numbers)


def test_tries_are_told_once_and_only_if_there_were_several():
    """In the description and in the whole text."""
    once, often = ServiceTimeoutError("No answer.", hint="Wait."), ServiceTimeoutError("No answer.", hint="Wait.")
    once.tell_tries(1)
    often.tell_tries(4)
    assert ("No answer.", "No answer. Wait.") == (once.description, str(once))
    assert ("No answer. Tried 4 times.", "No answer. Tried 4 times. Wait.") == (often.description, str(often))


def test_a_sentence_that_has_no_end_gets_one():
    """Two sentences, not one."""
    error = ServiceError("", status=503)
    error.tell_tries(2)
    assert "503 The service refused. Tried 2 times." == error.description
