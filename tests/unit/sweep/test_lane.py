"""A worker's turn: its gate, its place, and what it tells the line."""

from __future__ import annotations

import asyncio

import pytest
from waking_clock import WakingClock

from moe_nb.core.errors import RateLimitedError
from moe_nb.core.pace import PaceLimit
from moe_nb.core.reply import Quota
from moe_nb.core.retry import RetryPolicy
from moe_nb.sweep.file_line import FileLine
from moe_nb.sweep.lane import LaneTurn
from moe_nb.sweep.pace import Pacer
from moe_nb.testing import START

LIMIT = PaceLimit(rate_per_min=60, burst=1)


def left(*steps, limit=LIMIT):
    """Do these steps with a turn; return the times after each."""
    clock = WakingClock()
    turn, times = LaneTurn(Pacer(clock), limit), []

    async def run():
        for step in steps:
            await getattr(turn, step)()
            times.append(clock.monotonic_s())

    asyncio.run(run())
    return times


def test_a_place_that_was_taken_is_used_once():
    """The first request leaves in the place taken for it; a second try takes another one."""
    assert [0, 0, 1, 2] == left("take", "wait", "wait", "wait")


def test_without_a_pace_nothing_waits():
    """In process there is no line."""
    assert [0, 0, 0, 0] == left("take", "wait", "wait", "wait", limit=None)


def test_a_refused_request_is_not_waited_for():
    """After a refusal that told the count, one request looks whether it has started again: a refused one may be it."""
    clock = WakingClock()
    pacer = Pacer(clock)
    turns = [LaneTurn(pacer, LIMIT), LaneTurn(pacer, LIMIT)]

    async def ask_again(turn):
        await turn.wait()
        turn.heard(Quota(10_000, 0, START.timestamp() + 30))
        turn.refused(1)
        await turn.wait()
        turn.answered(Quota(10_000, 9_000, START.timestamp() + 90))
        turn.end()

    async def run():
        await asyncio.wait_for(asyncio.gather(*map(ask_again, turns)), 20)

    asyncio.run(run())
    assert 30 <= clock.monotonic_s() < 60


@pytest.mark.parametrize("limit", [LIMIT, None])
def test_a_refusal_is_waited_for(limit):
    """With a pace and without: nobody sends while the service refuses."""
    clock = WakingClock()
    pacer = Pacer(clock)
    first, second = LaneTurn(pacer, limit), LaneTurn(pacer, limit)

    async def run():
        await first.wait()
        clock.move_on(1)
        first.refused(30)
        await second.wait()
        return clock.monotonic_s()

    assert 31 == asyncio.run(run())


@pytest.mark.parametrize("limit", [LIMIT, None])
def test_an_answer_ends_a_row_of_refusals(limit):
    """Refusals now and then, with answers without headers between them, do not make every hold longer."""
    clock = WakingClock()
    turn, waits = LaneTurn(Pacer(clock), limit), []

    async def run():
        for _ in range(6):
            await turn.wait()
            clock.move_on(0.1)
            turn.refused(0.0)
            held_s = clock.monotonic_s()
            await turn.wait()
            waits.append(clock.monotonic_s() - held_s)
            clock.move_on(10)
            turn.answered(None)

    asyncio.run(run())
    assert max(waits) == pytest.approx(waits[0], abs=1.5)


def test_a_request_that_was_under_way_does_not_extend_the_hold():
    """Eight requests that are refused together are one refusal."""
    clock = WakingClock()
    pacer = Pacer(clock)
    turns = [LaneTurn(pacer, PaceLimit(rate_per_min=6000, burst=8)) for _ in range(8)]

    async def run():
        for turn in turns:
            await turn.wait()
        for turn in turns:
            clock.move_on(1)
            turn.refused(30)
        await turns[0].wait()
        return clock.monotonic_s()

    assert 31 == asyncio.run(run())


def test_what_is_under_way_is_counted_until_it_ends():
    """A request counts once, however often it is tried."""
    pacer = Pacer(WakingClock())
    turn = LaneTurn(pacer, None)

    async def run():
        counts = []
        for act in (turn.take, turn.wait, turn.wait):
            await act()
            counts.append(pacer.under_way)
        turn.end()
        turn.end()
        return [*counts, pacer.under_way]

    assert [1, 1, 1, 0] == asyncio.run(run())


def test_a_closed_gate_holds_every_try():
    """No request leaves during a pause, the second try of one that failed included."""
    clock = WakingClock()

    async def run():
        gate = asyncio.Event()
        gate.set()
        turn = LaneTurn(Pacer(clock), LIMIT, gate)
        await turn.wait()
        gate.clear()
        again = asyncio.create_task(turn.wait())
        for _ in range(100):
            await asyncio.sleep(0)
        waited = not again.done()
        gate.set()
        await again
        return waited

    assert asyncio.run(run())


def test_a_turn_without_a_pace_learns_nothing_from_headers():
    """What a simulator in process says about a limit holds nobody."""
    clock = WakingClock()
    pacer = Pacer(clock)
    LaneTurn(pacer, None).heard(Quota(10_000, 0, START.timestamp() + 30))
    assert 0 == pacer.place_in_s(LIMIT)


def test_a_turn_carries_the_policy_of_its_sweep():
    """The client asks the turn first."""
    policy = RetryPolicy(attempts=1)
    pacer = Pacer(WakingClock())
    assert (policy, None) == (LaneTurn(pacer, None, retry=policy).retry, LaneTurn(pacer, None).retry)


@pytest.mark.parametrize("limit", [LIMIT, None])
@pytest.mark.parametrize("in_front", [True, False])
def test_a_hold_that_is_too_long_is_an_error_and_no_wait(limit, in_front):
    """With and without a pace, in front of the line and in it: nobody hangs, and the error says how long."""
    clock = WakingClock()
    pacer = Pacer(clock)
    turn = LaneTurn(pacer, limit, retry=RetryPolicy(longest_obeyed_s=90), in_front=in_front)
    pacer.refused(600, left_s=0)
    with pytest.raises(RateLimitedError, match="10 min") as caught:
        asyncio.run(turn.take())
    assert (600, 0) == (caught.value.retry_after_s, clock.monotonic_s())
    clock.move_on(520)
    asyncio.run(turn.take())
    assert 600 == clock.monotonic_s()


def test_a_hold_of_another_kernel_that_is_too_long_is_an_error(tmp_path):
    """What one kernel was told for ten minutes, the other one says at once."""
    clock = WakingClock()
    Pacer(clock, FileLine(tmp_path, "w")).refused(600, left_s=0)
    turn = LaneTurn(Pacer(clock, FileLine(tmp_path, "w")), LIMIT)
    with pytest.raises(RateLimitedError) as caught:
        asyncio.run(turn.take())
    assert caught.value.retry_after_s == pytest.approx(600, abs=0.1)
