"""What a sweep waits for: its pace, the reserve of the workspace, a full quota, and the pause."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import httpx
import pytest
from stand_in import StandIn, ask_over, kinds, plan_of, serve_all, served, sweep, turns_until
from waking_clock import WakingClock

from moe_nb.core.events import Paced, Paused, StopReason
from moe_nb.core.pace import PaceLimit
from moe_nb.sweep.control import Control
from moe_nb.sweep.engine import Engine
from moe_nb.sweep.pace import Pacer
from moe_nb.testing import START, FakeClock

NOW = START.timestamp()


def said(stopped):
    """Return the reason and the counts of an end."""
    return stopped.reason, stopped.answered, stopped.failed


@pytest.mark.parametrize("in_flight", [1, 3, 8])
def test_the_pace_is_kept(in_flight):
    """A paced sweep leaves in a burst and then evenly, and takes the time the plan says."""
    clock, plan = WakingClock(), plan_of(20, pace=PaceLimit(rate_per_min=60, burst=4))
    transport = StandIn(clock=clock)
    events, _ = sweep(transport, plan, clock=clock, in_flight=in_flight)
    assert [0.0] * 4 + [float(n) for n in range(1, 17)] == transport.times_s
    assert plan.expected_s == events[-1].elapsed_s == 16


def test_the_reserve_of_the_workspace_is_left_alone():
    """When the headers say that only the reserve is left, no call leaves before the count starts again."""
    clock = FakeClock()
    low = {"x-ratelimit-limit": "10000", "x-ratelimit-remaining": "2500", "x-ratelimit-reset": str(int(NOW) + 30)}
    fine = low | {"x-ratelimit-remaining": "9000"}
    transport = StandIn(lambda body: served("k", headers=low if body["TIME_OF_THE_DAY"] == "01" else fine), clock=clock)
    events, _ = sweep(transport, plan_of(4, pace=PaceLimit(rate_per_min=6000, burst=1)), clock=clock, in_flight=1)
    (paced,) = [event for event in events if isinstance(event, Paced)]
    assert 29 < paced.wait_s <= 30
    assert transport.times_s[1] < 1
    assert [True, True] == [30 <= time_s < 31 for time_s in transport.times_s[2:]]
    assert (StopReason.COMPLETED, 4, 0) == said(events[-1])


def test_a_full_quota_is_waited_for():
    """A 429 is asked again when its reset says so, and the cell is served in the end."""
    clock, refused = FakeClock(), [httpx.Response(429, headers={"x-ratelimit-reset": str(int(NOW) + 40)})]
    transport = StandIn(lambda body: refused.pop() if refused else serve_all(body), clock=clock)
    events, _ = sweep(transport, plan_of(2), clock=clock, in_flight=1)
    assert 0.0 == transport.times_s[0]
    assert 40 <= transport.times_s[1] <= 41
    assert (StopReason.COMPLETED, 2, 0) == said(events[-1])


def test_a_pause_lets_no_new_call_leave():
    """Calls under way finish; the rest leaves after resume, and the run is complete."""
    control, counts = Control(), []
    transport = StandIn()

    async def run():
        seen, engine = [], Engine(ask_over(transport), plan_of(24), clock=FakeClock(), control=control, in_flight=2)

        async def listen():
            seen.extend([event async for event in engine.events()])

        listening = asyncio.create_task(listen())
        await turns_until(lambda: len(transport.asked) >= 6)
        control.pause()
        for _ in range(2):
            await turns_until(lambda: False)
            counts.append(len(transport.asked))
        control.resume()
        await listening
        return seen

    events = asyncio.run(run())
    assert counts[0] == counts[1] < 24
    assert 24 == len(transport.asked)
    assert ["Paused", "Resumed"] == [kind for kind in kinds(events) if kind in {"Paused", "Resumed"}]
    assert (StopReason.COMPLETED, 24, 0) == said(events[-1])


def test_a_pause_from_before_the_start_counts():
    """A sweep that is paused before it began sends nothing until it is resumed."""
    control, transport = Control(), StandIn()
    control.pause()

    def listen(event):
        if kinds([event]) == ["Paused"]:
            assert [] == transport.asked
            control.resume()

    events, _ = sweep(transport, plan_of(3), control=control, listen=listen)
    assert ["Planned", "Started", "Paused", "Resumed", *["Answered"] * 3, "Stopped"] == kinds(events)


def test_a_pause_does_not_let_calls_gather_beyond_the_burst():
    """After a pause the pace is the same: calls that waited in line do not all leave at once."""
    control, clock, resuming = Control(), WakingClock(), []
    transport = StandIn(clock=clock)

    async def resume_later():
        await turns_until(lambda: False)
        clock.move_on(60)
        control.resume()

    def listen(event):
        if isinstance(event, Paused):
            resuming.append(asyncio.create_task(resume_later()))
        elif len(transport.asked) == 4:
            control.pause()

    plan = plan_of(24, pace=PaceLimit(rate_per_min=60, burst=1))
    sweep(transport, plan, control=control, clock=clock, listen=listen)
    gaps = [later - earlier for earlier, later in pairwise(transport.times_s)]
    assert (24, 1) == (len(transport.times_s), sum(gap > 50 for gap in gaps))
    assert 1 <= min(gaps)


@pytest.mark.parametrize("asked_s", [91, 300, 600])
def test_a_wait_that_is_too_long_ends_the_sweep_whoever_was_answered_meanwhile(asked_s):
    """Not one context is called failed, nobody waits, and the reason says how long."""
    clock, count = WakingClock(), [0]

    def answer(body):
        count[0] += 1
        is_refused = body["TIME_OF_THE_DAY"] == "02"
        return httpx.Response(429, headers={"retry-after": str(asked_s)}) if is_refused else serve_all(body)

    transport = StandIn(answer, lambda body: 12 if body["TIME_OF_THE_DAY"] == "02" else 1, clock)
    plan = plan_of(168, pace=PaceLimit(rate_per_min=600, burst=8))
    events, _ = sweep(transport, plan, clock=clock, in_flight=4)
    stopped = events[-1]
    assert (StopReason.RATE_LIMIT, 0, asked_s) == (stopped.reason, stopped.failed, stopped.error.retry_after_s)
    assert stopped.answered >= 3
    assert clock.monotonic_s() < 60


def test_a_sweep_that_begins_while_the_line_is_held_for_long_asks_nothing():
    """It ends at once, and says how long it would have to wait."""
    clock, transport = WakingClock(), StandIn()
    pacer = Pacer(clock)
    pacer.refused(600, left_s=0)

    async def run():
        engine = Engine(ask_over(transport, clock), plan_of(24, pace=PaceLimit()), clock=clock, pacer=pacer)
        return [event async for event in engine.events()]

    stopped = asyncio.run(run())[-1]
    assert (StopReason.RATE_LIMIT, 0, 0) == said(stopped)
    assert "10 min" in str(stopped.error)
    assert ([], 0) == (transport.asked, clock.monotonic_s())
