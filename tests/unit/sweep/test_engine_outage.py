"""Trouble that lasts: an outage that heals or does not, a rate limit that opens or does not, and a pause in between."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from stand_in import StandIn, ask_over, kinds, plan_of, serve_all, sweep, turns_until
from waking_clock import WakingClock

from moe_nb.core.errors import RateLimitedError, ServerError, UnreachableError
from moe_nb.core.events import Answered, Failed, Paced, StopReason
from moe_nb.core.pace import PaceLimit
from moe_nb.core.retry import RetryPolicy
from moe_nb.sweep.breaker import FAILURES_IN_A_ROW, OUTAGE_S
from moe_nb.sweep.control import Control
from moe_nb.sweep.engine import Engine

ONCE = RetryPolicy(attempts=1)
DOWN = httpx.Response(503)
FULL = httpx.Response(429)


def hour(body):
    """Return the number of a context in a plan of some days."""
    days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    return days.index(body["DAY_OF_THE_WEEK"]) * 24 + int(body["TIME_OF_THE_DAY"])


def swept(answer, plan, **how):
    """Sweep with one try per call and several calls under way; return the events, the transport and the time."""
    clock = how.setdefault("clock", WakingClock())
    transport = StandIn(answer, clock=clock)
    how.setdefault("retry", ONCE)
    events, _ = sweep(transport, plan, in_flight=4, **how)
    return events, transport, clock


def of(kind, events):
    """Return the events of one kind."""
    return [event for event in events if isinstance(event, kind)]


def test_an_outage_that_heals_is_waited_for():
    """Nobody asks while one call probes; when it is answered all go on, and only what failed before stays failed."""
    clock, asked = WakingClock(), []

    def answer(body):
        asked.append(body)
        return DOWN if len(asked) > 50 and clock.monotonic_s() < 40 else serve_all(body)

    events, transport, _ = swept(answer, plan_of(168), clock=clock)
    stopped = events[-1]
    assert (StopReason.COMPLETED, FAILURES_IN_A_ROW) == (stopped.reason, stopped.failed)
    assert 168 == len({event.task.index for event in events if isinstance(event, Answered | Failed)})
    assert 6 >= len([time_s for time_s in transport.times_s if 0 < time_s]) - (168 - 50 - FAILURES_IN_A_ROW)


def test_contexts_that_always_fail_are_no_outage():
    """The probe asks what was answered before: the service works, and the bad contexts are recorded as failed."""
    bad = range(20, 60)
    events, _, _ = swept(lambda body: DOWN if hour(body) in bad else serve_all(body), plan_of(168))
    assert (StopReason.COMPLETED, 128, 40) == (events[-1].reason, events[-1].answered, events[-1].failed)
    assert set(bad) == {event.task.index for event in of(Failed, events)}


def test_an_outage_that_lasts_ends_the_sweep():
    """After some minutes the rest is not asked, and the last error says what happened."""
    asked = []

    def answer(body):
        asked.append(body)
        return serve_all(body) if len(asked) <= 10 else DOWN

    events, _, clock = swept(answer, plan_of(168))
    stopped = events[-1]
    assert (StopReason.OUTAGE, 10, FAILURES_IN_A_ROW) == (stopped.reason, stopped.answered, stopped.failed)
    assert isinstance(stopped.error, ServerError)
    assert OUTAGE_S <= clock.monotonic_s() < OUTAGE_S + 20
    assert len(asked) < 10 + FAILURES_IN_A_ROW + 3 + 15


def test_a_service_that_never_answers_is_told_soon():
    """A wrong address takes seconds, not minutes."""
    events, _, clock = swept(lambda _body: httpx.ConnectError("no route"), plan_of(168))
    assert (StopReason.OUTAGE, UnreachableError) == (events[-1].reason, type(events[-1].error))
    assert clock.monotonic_s() < 40


def test_an_outage_is_told():
    """Each probe says how long everybody waits for it, and why."""
    events, _, _ = swept(lambda _body: DOWN, plan_of(168))
    told = of(Paced, events)
    assert [1, 2, 4, 8, 15] == [event.wait_s for event in told]
    assert all("keeps failing" in event.reason for event in told)


@pytest.mark.parametrize("act", ["stop", "pause"])
def test_a_person_rules_during_an_outage(act):
    """Stop ends it at once; pause keeps even the probe back."""
    control, asked, stopping = Control(), [], []

    def listen(event):
        if isinstance(event, Paced) and not asked:
            asked.append(len(transport.asked))
            getattr(control, act)()
        elif kinds([event]) == ["Paused"]:
            stopping.append(asyncio.create_task(stop_later()))

    async def stop_later():
        await turns_until(lambda: False)
        control.stop()

    clock = WakingClock()
    transport = StandIn(lambda _body: DOWN, clock=clock)
    events, _ = sweep(transport, plan_of(168), in_flight=4, clock=clock, control=control, listen=listen, retry=ONCE)
    assert StopReason.STOPPED is events[-1].reason
    assert asked[0] == len(transport.asked)


def test_a_full_quota_holds_everybody_once():
    """Refused together, all wait once, every context is served, and one event tells it."""
    clock = WakingClock()
    refused = {"retry-after": "20"}

    def answer(body):
        return httpx.Response(429, headers=refused) if 0 < clock.monotonic_s() < 20 else serve_all(body)

    plan = plan_of(48, pace=PaceLimit(rate_per_min=600, burst=4))
    events, transport, _ = swept(answer, plan, clock=clock)
    assert (StopReason.COMPLETED, 48, 0) == (events[-1].reason, events[-1].answered, events[-1].failed)
    (told,) = of(Paced, events)
    assert 20 <= told.wait_s <= 20.5
    assert not [time_s for time_s in transport.times_s if 2 < time_s < 20]


def test_a_rate_limit_that_never_opens_ends_the_sweep():
    """No context is called failed for it, and the reason says what to do."""
    events, transport, _ = swept(lambda _body: FULL, plan_of(168), retry=None)
    stopped = events[-1]
    assert (StopReason.RATE_LIMIT, 0, 0) == (stopped.reason, stopped.answered, stopped.failed)
    assert isinstance(stopped.error, RateLimitedError)
    assert "later" in stopped.reason.next_step
    assert len(transport.asked) < 80


def test_a_wait_that_nobody_would_sit_through_ends_the_sweep():
    """A service that asks for an hour is told at once."""
    events, transport, clock = swept(lambda _body: httpx.Response(429, headers={"retry-after": "3600"}), plan_of(24))
    assert (StopReason.RATE_LIMIT, 3600.0) == (events[-1].reason, events[-1].error.retry_after_s)
    assert (4, True) == (len(transport.asked), clock.monotonic_s() < 100)


def test_no_second_try_leaves_during_a_pause():
    """A call that failed waits for resume before it is tried again."""
    control, clock, counts = Control(), WakingClock(), []
    failing = [httpx.Response(503)]
    transport = StandIn(lambda body: failing.pop() if failing else serve_all(body), clock=clock)

    async def run():
        engine = Engine(ask_over(transport, clock), plan_of(1), clock=clock, control=control)
        seen = []

        async def listen():
            seen.extend([event async for event in engine.events()])

        listening = asyncio.create_task(listen())
        await turns_until(lambda: len(transport.asked) == 1)
        control.pause()
        await turns_until(lambda: False)
        counts.append(len(transport.asked))
        control.resume()
        await listening
        return seen

    events = asyncio.run(run())
    assert ([1], 2) == (counts, len(transport.asked))
    assert (StopReason.COMPLETED, 1) == (events[-1].reason, events[-1].answered)


def test_a_failure_says_how_often_was_tried():
    """A time-out after four tries does not read as if it were one."""
    events, _, _ = swept(lambda _body: httpx.ReadTimeout("slow"), plan_of(1), retry=None)
    (failed,) = of(Failed, events)
    assert failed.error.description.endswith("Tried 4 times.")


def test_a_sweep_has_its_own_policy():
    """What is tried again is the sweep's to say."""
    events, transport, _ = swept(lambda _body: DOWN, plan_of(1), retry=RetryPolicy(attempts=7))
    assert (7, 1) == (len(transport.asked), len(of(Failed, events)))


def test_more_calls_are_under_way_where_answers_are_slow():
    """The pace is kept with answers that take a second: the calls under way follow."""
    clock = WakingClock()
    pass_on = clock.sleep

    class Slow(StandIn):
        async def handle_async_request(self, request):
            response = await super().handle_async_request(request)
            self._under_way += 1
            self.most = max(self.most, self._under_way)
            await pass_on(1)
            self._under_way -= 1
            return response

    transport, plan = Slow(clock=clock), plan_of(168, pace=PaceLimit(rate_per_min=1200, burst=1))
    events, _ = sweep(transport, plan, clock=clock, in_flight=None)
    assert (StopReason.COMPLETED, 168) == (events[-1].reason, events[-1].answered)
    assert 20 <= transport.most <= 40
    assert clock.monotonic_s() < 15


@pytest.mark.parametrize("status", [404, 503])
@pytest.mark.parametrize("count", [*range(18, 30), 168])
def test_a_service_that_never_answers_ends_the_sweep_however_few_calls_are_left(count, status):
    """Fewer calls may be left than would ask: each is failed or not asked, and none twice."""
    events, _, _ = swept(lambda _body: httpx.Response(status), plan_of(count))
    stopped, failed = events[-1], [event.task.index for event in of(Failed, events)]
    assert len(failed) == len(set(failed)) == stopped.failed == min(count, FAILURES_IN_A_ROW)
    expected = StopReason.OUTAGE if count > FAILURES_IN_A_ROW else StopReason.COMPLETED
    assert (expected, 0) == (stopped.reason, stopped.answered)
