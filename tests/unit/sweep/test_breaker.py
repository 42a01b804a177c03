"""Failures in a row: when they are an outage, and when it has lasted too long."""

from __future__ import annotations

import pytest
from waking_clock import WakingClock

from moe_nb.core.errors import (
    AuthenticationError,
    BadRequestError,
    MalformedAnswerError,
    RateLimitedError,
    ServerError,
    UnreachableError,
)
from moe_nb.sweep.breaker import FAILURES_IN_A_ROW, LONGEST_PROBE_S, NEVER_ANSWERED_S, OUTAGE_S, Breaker

FAILURE = ServerError("x", status=503)


def broken(*errors):
    """Return a breaker that saw these."""
    breaker = Breaker(WakingClock())
    for error in errors:
        breaker.failed(error)
    return breaker


@pytest.mark.parametrize(
    "error",
    [
        FAILURE,
        UnreachableError("x"),
        MalformedAnswerError("<html>"),
        BadRequestError("x", status=404),
        BadRequestError("x", status=405),
        BadRequestError("x", status=407),
    ],
)
def test_many_failures_in_a_row_open_it(error):
    """One less is not enough."""
    assert not broken(*[error] * (FAILURES_IN_A_ROW - 1)).is_open
    assert broken(*[error] * FAILURES_IN_A_ROW).is_open


@pytest.mark.parametrize(
    "error",
    [BadRequestError("x", status=400), BadRequestError("x", status=413), AuthenticationError("x", status=401)],
)
def test_a_refused_context_shows_that_the_service_works(error):
    """A 400 between failures ends the row."""
    errors = [FAILURE] * (FAILURES_IN_A_ROW - 1)
    assert not broken(*errors, error, *errors).is_open


def test_the_rate_limit_is_no_outage():
    """A refusal for the rate has a way and an end of its own."""
    assert not broken(*[RateLimitedError("x", status=429)] * 3 * FAILURES_IN_A_ROW).is_open


def test_an_answer_closes_it():
    """The row begins anew."""
    breaker = broken(*[FAILURE] * FAILURES_IN_A_ROW)
    breaker.answered()
    breaker.failed(FAILURE)
    assert not breaker.is_open


@pytest.mark.parametrize(("has_answered", "lasts_s"), [(True, OUTAGE_S), (False, NEVER_ANSWERED_S)])
def test_an_outage_is_given_time(has_answered, lasts_s):
    """A service that did answer gets minutes; one that never did is told soon."""
    clock = WakingClock()
    breaker = Breaker(clock)
    if has_answered:
        breaker.answered()
    for _ in range(FAILURES_IN_A_ROW):
        breaker.failed(FAILURE)
    clock.move_on(lasts_s - 0.1)
    assert breaker.probe_in_s(99) == LONGEST_PROBE_S
    clock.move_on(0.1)
    assert breaker.probe_in_s(99) is None


def test_probes_come_more_and_more_rarely():
    """A service that is down is not hammered."""
    assert [1, 2, 4, 8, 15, 15] == [broken(*[FAILURE] * FAILURES_IN_A_ROW).probe_in_s(n) for n in range(6)]


def test_a_slow_row_of_failures_is_probed_once_at_least():
    """However long the failures took, one more try decides."""
    clock = WakingClock()
    breaker = Breaker(clock)
    for _ in range(FAILURES_IN_A_ROW):
        breaker.failed(FAILURE)
        clock.move_on(60)
    assert 1 == breaker.probe_in_s(0)
