"""Ends that somebody wants or causes: a stop, a listener that leaves, a fault of our own."""

from __future__ import annotations

import asyncio

import pytest
from stand_in import StandIn, ask_over, kinds, plan_of, said_of, serve_all, sweep, turns_until

from moe_nb.core.answer import Outcome
from moe_nb.core.events import Answered, Failed, StopReason
from moe_nb.sweep.control import Control
from moe_nb.sweep.engine import Engine
from moe_nb.testing import FakeClock


def outcomes(table):
    """Return how many cells have each outcome."""
    said = [cell[0] for row in said_of(table) for cell in row]
    return {outcome: said.count(outcome) for outcome in Outcome if outcome in said}


def test_stop_keeps_what_was_answered():
    """Every answer that was told is in the table; the rest is not asked."""
    control = Control()
    events, table = sweep(StandIn(), plan_of(168), control=control, listen=stop_after(20, control))
    answered = sum(isinstance(event, Answered) for event in events)
    assert (StopReason.STOPPED, answered, 0) == (events[-1].reason, events[-1].answered, events[-1].failed)
    assert 20 <= answered < 60
    assert {Outcome.SERVED: answered, Outcome.NOT_ASKED: 168 - answered} == outcomes(table)


def stop_after(count, control):
    """Return a listener that stops the sweep after some answers."""
    left = [count]

    def listen(event):
        left[0] -= isinstance(event, Answered)
        if left[0] == 0:
            control.stop()

    return listen


def test_a_stop_does_not_wait_for_answers():
    """Calls that hang are let go."""
    transport, control = StandIn(), Control()

    async def run():
        transport.gate.clear()
        seen, engine = [], Engine(ask_over(transport), plan_of(24), clock=FakeClock(), control=control)
        async with asyncio.timeout(20), asyncio.TaskGroup() as group:
            group.create_task(collect(engine, seen))
            await turns_until(lambda: len(transport.asked) == 8)
            control.stop()
        return seen

    events = asyncio.run(run())
    assert ["Planned", "Started", "Stopped"] == kinds(events)
    assert (StopReason.STOPPED, 0) == (events[-1].reason, events[-1].answered)


async def collect(engine, seen):
    """Listen to the end."""
    seen.extend([event async for event in engine.events()])


@pytest.mark.parametrize("paused", [False, True])
def test_a_stop_from_before_the_start_sends_nothing(paused):
    """Stopped is stopped, paused or not."""
    transport, control = StandIn(), Control()
    if paused:
        control.pause()
    control.stop()
    events, table = sweep(transport, plan_of(24), control=control)
    assert (StopReason.STOPPED, []) == (events[-1].reason, transport.asked)
    assert {Outcome.NOT_ASKED: 24} == outcomes(table)


def test_a_paused_sweep_can_be_stopped():
    """Nobody has to resume first."""
    control, transport = Control(), StandIn()
    control.pause()
    events, _ = sweep(
        transport, plan_of(24), control=control, listen=lambda event: kinds([event]) == ["Paused"] and control.stop()
    )
    assert ["Planned", "Started", "Paused", "Stopped"] == kinds(events)
    assert [] == transport.asked


def test_a_stop_after_the_last_answer_stopped_nothing():
    """A run in which everything was answered is complete."""
    control = Control()
    events, _ = sweep(StandIn(), plan_of(3), control=control, listen=stop_after(3, control))
    assert (StopReason.COMPLETED, 3) == (events[-1].reason, events[-1].answered)


@pytest.mark.parametrize("taken", [1, 2, 3, 10])
def test_a_listener_that_leaves_leaves_nothing_behind(taken):
    """Closing the stream ends every call and every task of the sweep."""
    transport = StandIn(turns=lambda _said: 5)

    async def run():
        events = Engine(ask_over(transport), plan_of(168), clock=FakeClock()).events()
        for _ in range(taken):
            await anext(events)
        await events.aclose()
        left, asked = asyncio.all_tasks() - {asyncio.current_task()}, len(transport.asked)
        await turns_until(lambda: False)
        return left, len(transport.asked) - asked

    assert (set(), 0) == asyncio.run(run())


def test_a_cancelled_listener_leaves_nothing_behind():
    """The cancellation arrives, and no call goes on behind it."""
    transport = StandIn()

    async def run():
        transport.gate.clear()
        listening = asyncio.create_task(collect(Engine(ask_over(transport), plan_of(24), clock=FakeClock()), []))
        await turns_until(lambda: len(transport.asked) == 8)
        listening.cancel()
        with pytest.raises(asyncio.CancelledError):
            await listening
        return asyncio.all_tasks() - {asyncio.current_task()}

    assert set() == asyncio.run(run())


def test_a_fault_of_our_own_surfaces_at_once():
    """A programming error is not a failed cell: it ends the sweep as it is, and soon."""

    def answer(body):
        return serve_all(body) if body["TIME_OF_THE_DAY"] != "05" else ZeroDivisionError("ours")

    transport, seen = StandIn(answer), []
    with pytest.raises(ZeroDivisionError, match="ours"):
        sweep(transport, plan_of(168), listen=seen.append)
    assert not any(isinstance(event, Failed) for event in seen)
    assert len(transport.asked) < 60
