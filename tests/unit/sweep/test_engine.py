"""How a sweep goes: its events, its calls under way, and the order of answers."""

from __future__ import annotations

import asyncio

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stand_in import StandIn, ask_over, kinds, plan_of, said_of, serve_all, served, sweep, turns_until

from moe_nb.core.answer import Outcome
from moe_nb.core.events import Answered, Planned, Started, StopReason
from moe_nb.core.reply import KEYS_PER_CALL
from moe_nb.sweep.crew import IN_FLIGHT
from moe_nb.sweep.engine import Engine
from moe_nb.testing import START, FakeClock

NOW = START.timestamp()


def test_the_events_of_a_sweep():
    """Planned, Started, an event for every call, and Stopped exactly once, at the end."""
    events, _ = sweep(StandIn(), plan_of(5))
    assert ["Planned", "Started", *["Answered"] * 5, "Stopped"] == kinds(events)
    assert Planned(5, 5, None) == events[0]
    assert Started(NOW) == events[1]
    assert (StopReason.COMPLETED, 5, 0, None) == (*said(events[-1]), events[-1].error)


def said(stopped):
    """Return the reason and the counts of an end."""
    return stopped.reason, stopped.answered, stopped.failed


def test_nothing_leaves_before_somebody_listens():
    """Looking at the plan sends no request; the first call leaves when the first answer is waited for."""
    transport = StandIn()

    async def look():
        events = Engine(ask_over(transport), plan_of(3), clock=FakeClock()).events()
        seen = [await anext(events), await anext(events)]
        await events.aclose()
        return kinds(seen)

    assert ["Planned", "Started"] == asyncio.run(look())
    assert [] == transport.asked


def test_every_context_is_asked_once():
    """Each context and chunk leaves once, in the order of the space."""
    transport = StandIn()
    sweep(transport, plan_of(48))
    days = ["Monday"] * 24 + ["Tuesday"] * 24
    expected = [(day, f"{n % 24:02d}") for n, day in enumerate(days)]
    assert expected == [(said["DAY_OF_THE_WEEK"], said["TIME_OF_THE_DAY"]) for said in transport.asked]


@pytest.mark.parametrize(("in_flight", "most"), [(1, 1), (3, 3), (8, 8), (0, 1), (100, 24)])
def test_the_calls_under_way_are_bounded(in_flight, most):
    """Never more than said, and as many as that when answers are slow; at least one."""
    transport = StandIn(turns=lambda _said: 20)
    sweep(transport, plan_of(24), in_flight=in_flight)
    assert most == transport.most


def test_eight_calls_are_under_way_unless_told_otherwise():
    """As many as the client has connections."""

    async def run():
        transport = StandIn(turns=lambda _said: 20)
        async for _ in Engine(ask_over(transport), plan_of(24), clock=FakeClock()).events():
            pass
        return transport.most

    assert IN_FLIGHT == asyncio.run(run())


def mixed_answer(body):
    """Serve some hours, say nothing for others, fail for some."""
    hour = int(body["TIME_OF_THE_DAY"])
    if hour % 5 == 0:
        return httpx.Response(400, json={"title": "Request Error", "description": f"hour {hour}"})
    return served() if hour % 3 == 0 else serve_all(body)


@given(turns=st.lists(st.integers(0, 30), min_size=24, max_size=24), listed=st.booleans())
def test_the_order_of_answers_does_not_matter(turns, listed):
    """Whatever answer comes first, the table says the same, with keys and without."""
    plan = plan_of(24, ("k", "other") if listed else None)
    _, in_order = sweep(StandIn(mixed_answer), plan, in_flight=1)
    shuffled = StandIn(mixed_answer, turns=lambda body: turns[int(body["TIME_OF_THE_DAY"])])
    events, table = sweep(shuffled, plan)
    assert said_of(in_order) == said_of(table)
    assert in_order.keys == table.keys
    assert (StopReason.COMPLETED, 19, 5) == said(events[-1])


def test_answers_do_come_in_another_order():
    """A slow first answer holds nothing up: the others are told as they come."""
    slow_first = StandIn(turns=lambda body: 99 if body["TIME_OF_THE_DAY"] == "00" else 1)
    events, _ = sweep(slow_first, plan_of(8))
    assert 0 == [event.task.index for event in events if isinstance(event, Answered)][-1]


def test_a_slow_listener_holds_the_calls_back():
    """Answers that nobody has taken do not pile up without end."""
    transport = StandIn()

    async def run():
        events = Engine(ask_over(transport), plan_of(168), clock=FakeClock(), in_flight=2).events()
        for _ in range(3):
            await anext(events)
        await turns_until(lambda: False)
        await events.aclose()

    asyncio.run(run())
    assert len(transport.asked) < 20


def test_more_than_25_keys_are_asked_in_chunks():
    """Each call carries at most 25 keys; together they are all keys, once."""
    keys = tuple(f"k{n}" for n in range(2 * KEYS_PER_CALL + 3))
    transport = StandIn()
    _, table = sweep(transport, plan_of(2, keys))
    assert [KEYS_PER_CALL, KEYS_PER_CALL, 3] * 2 == [len(said["experience_key"]) for said in transport.asked]
    assert keys == tuple(key for said in transport.asked[:3] for key in said["experience_key"])
    assert [[(Outcome.SERVED, None, "00", "")] * len(keys), [(Outcome.SERVED, None, "01", "")] * len(keys)] == said_of(
        table
    )
