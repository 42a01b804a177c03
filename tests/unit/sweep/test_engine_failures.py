"""Failures in a sweep: those that are recorded, and those that end it."""

from __future__ import annotations

import httpx
import pytest
from stand_in import StandIn, kinds, plan_of, said_of, serve_all, served, sweep

from moe_nb.core.answer import Outcome
from moe_nb.core.errors import (
    AuthenticationError,
    MalformedAnswerError,
    ServerError,
    UnreachableError,
)
from moe_nb.core.events import StopReason
from moe_nb.sweep.breaker import FAILURES_IN_A_ROW
from moe_nb.testing import ScriptedTransport


def outcomes(table):
    """Return how many cells have each outcome."""
    said = [cell[0] for row in said_of(table) for cell in row]
    return {outcome: said.count(outcome) for outcome in Outcome if outcome in said}


@pytest.mark.parametrize(
    ("broken", "status", "words"),
    [
        (httpx.Response(400, json={"title": "Request Error", "description": "no"}), 400, "no"),
        (httpx.Response(429), 429, "rate limit"),
        (httpx.Response(503), 503, "service failed"),
        (httpx.ConnectError("refused"), 0, "could not be reached"),
        (httpx.ReadTimeout("slow"), 0, "in time"),
        (httpx.Response(200, text="<html>"), 200, "could not be read"),
    ],
)
def test_a_failed_context_is_recorded_and_the_sweep_goes_on(broken, status, words):
    """One cell reads failed, with its status and the reason in words; all others are served."""
    transport = StandIn(lambda body: broken if body["TIME_OF_THE_DAY"] == "05" else serve_all(body))
    events, table = sweep(transport, plan_of(24))
    assert (StopReason.COMPLETED, 23, 1) == (events[-1].reason, events[-1].answered, events[-1].failed)
    assert {Outcome.SERVED: 23, Outcome.FAILED: 1} == outcomes(table)
    assert words in table.content(5, 0).error
    assert [status if hour == 5 else 200 for hour in range(24)] == table.status[:, 0].tolist()


def test_one_failing_chunk_fails_only_its_keys():
    """The other chunks of the same context are served, each with its own status."""
    keys = tuple(f"k{n}" for n in range(60))
    transport = StandIn(lambda body: httpx.Response(400) if "k30" in body["experience_key"] else serve_all(body))
    events, table = sweep(transport, plan_of(2, keys))
    expected = [Outcome.FAILED if 25 <= n < 50 else Outcome.SERVED for n in range(60)]
    assert [expected, expected] == [[cell[0] for cell in row] for row in said_of(table)]
    assert [[200, 400, 200]] * 2 == table.status.tolist()
    assert (4, 2) == (events[-1].answered, events[-1].failed)


@pytest.mark.parametrize(
    "refused",
    [
        httpx.Response(401, json={"title": "Authentication required", "description": "Invalid API_KEY"}),
        httpx.Response(403),
        httpx.Response(400, json={"title": "Request Error", "description": "MoEngage Client not found."}),
    ],
)
def test_refused_credentials_end_the_sweep_at_once(refused):
    """The key does not get better by asking on: the rest is not asked, and the error says what to check."""
    transport = ScriptedTransport(refused)
    events, table = sweep(transport, plan_of(168), in_flight=4)
    stopped = events[-1]
    assert (StopReason.CREDENTIALS, 0) == (stopped.reason, stopped.answered)
    assert isinstance(stopped.error, AuthenticationError)
    assert stopped.error.hint
    assert len(transport.requests) <= 4
    assert 1 <= stopped.failed <= 4
    assert {Outcome.FAILED: stopped.failed, Outcome.NOT_ASKED: 168 - stopped.failed} == outcomes(table)


def test_credentials_refused_in_the_middle_keep_what_was_answered():
    """A key that is replaced during a sweep ends it; the answers so far stay."""
    transport = StandIn(lambda body: serve_all(body) if int(body["TIME_OF_THE_DAY"]) < 10 else httpx.Response(401))
    events, table = sweep(transport, plan_of(24), in_flight=1)
    assert (StopReason.CREDENTIALS, 10, 1) == (events[-1].reason, events[-1].answered, events[-1].failed)
    assert {Outcome.SERVED: 10, Outcome.FAILED: 1, Outcome.NOT_ASKED: 13} == outcomes(table)


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        (httpx.Response(503), ServerError),
        (httpx.Response(200, text="<html>"), MalformedAnswerError),
        (httpx.ConnectError("x"), UnreachableError),
    ],
)
def test_a_lasting_outage_ends_the_sweep(step, kind):
    """After many failures in a row the rest is not asked: it did not fail, nobody tried."""
    events, table = sweep(ScriptedTransport(step), plan_of(168), in_flight=4)
    stopped = events[-1]
    assert (StopReason.OUTAGE, kind) == (stopped.reason, type(stopped.error))
    assert FAILURES_IN_A_ROW == stopped.failed
    assert {Outcome.FAILED: stopped.failed, Outcome.NOT_ASKED: 168 - stopped.failed} == outcomes(table)


def test_failures_between_answers_are_no_outage():
    """Half of all calls may fail: as long as some are answered, the sweep goes on."""
    transport = StandIn(lambda body: httpx.Response(503) if int(body["TIME_OF_THE_DAY"]) % 2 else serve_all(body))
    events, _ = sweep(transport, plan_of(168), in_flight=1)
    assert (StopReason.COMPLETED, 84, 84) == (events[-1].reason, events[-1].answered, events[-1].failed)


def test_a_plan_without_calls_is_complete_at_once():
    """An empty list of keys asks nothing and ends."""
    events, table = sweep(StandIn(), plan_of(5, ()))
    assert ["Planned", "Started", "Stopped"] == kinds(events)
    assert (StopReason.COMPLETED, (5, 0)) == (events[-1].reason, table.codes.shape)


def test_an_answer_that_serves_nothing_is_an_answer():
    """Absence is data: the call succeeded, and the cell is not served."""
    events, table = sweep(StandIn(lambda _body: served()), plan_of(3))
    assert (StopReason.COMPLETED, 3, 0) == (events[-1].reason, events[-1].answered, events[-1].failed)
    assert {Outcome.NOT_SERVED: 3} == outcomes(table)
