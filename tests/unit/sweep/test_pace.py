"""The pace: bursts, rate, reserve, and clocks that disagree."""

from __future__ import annotations

import asyncio
from itertools import pairwise, zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st
from waking_clock import WakingClock

from moe_nb.core.pace import PaceLimit
from moe_nb.core.reply import Quota
from moe_nb.sweep.pace import Pacer
from moe_nb.sweep.quota import LONGEST_HOLD_S, LOOK_AGAIN_S
from moe_nb.testing import START, FakeClock

NOW = START.timestamp()
LIMIT = PaceLimit(rate_per_min=60, burst=1, reserve_per_min=100)

limits = st.builds(PaceLimit, st.sampled_from([1, 60, 2500, 7]), st.integers(1, 8))
gaps = st.lists(st.floats(0, 20) | st.just(0.0), min_size=1, max_size=60)
quotas = st.none() | st.builds(
    Quota, st.sampled_from([None, 100, 10_000]), st.integers(0, 6000), st.integers(-100, 200).map(lambda s: NOW + s)
)


def departures(limit, gaps, quotas=()):
    """Return when requests leave that come after these gaps, each followed by what the service says."""
    clock, left = WakingClock(), []
    pacer = Pacer(clock)

    async def leave():
        for gap, said in zip_longest(gaps, quotas[: len(gaps)]):
            clock.move_on(gap)
            assert await pacer.wait(limit, lambda: True)
            left.append(clock.monotonic_s())
            pacer.heard(said)

    asyncio.run(leave())
    return left


def assert_bounded(limit, left):
    """In any window no more leave than the burst and what the rate allows."""
    rate_per_s, slack = limit.rate_per_min / 60, 1e-6
    for first, start in enumerate(left):
        for last in range(first, len(left)):
            assert last - first + 1 <= limit.burst + rate_per_s * (left[last] - start) + slack


@given(limit=limits, gaps=gaps)
def test_no_window_holds_more_than_the_burst_and_the_rate(limit, gaps):
    """Whenever requests come, the service never sees more than was promised."""
    assert_bounded(limit, departures(limit, gaps))


@given(limit=limits, gaps=gaps, said=st.lists(quotas, max_size=60))
def test_a_hold_does_not_break_the_rate(limit, gaps, said):
    """Requests that were held do not leave all at once when the hold ends."""
    assert_bounded(limit, departures(limit, gaps, said))


@given(limit=limits, count=st.integers(1, 200))
def test_a_busy_sweep_gets_the_whole_rate(limit, count):
    """The burst leaves at once, and then one request an interval: not slower than promised either."""
    left = departures(limit, [0.0] * count)
    interval_s = 60 / limit.rate_per_min
    assert [0.0] * min(count, limit.burst) == left[: limit.burst]
    assert pytest.approx(max(0, count - limit.burst) * interval_s) == left[-1]


def test_a_rest_saves_up_no_more_than_the_burst():
    """After an idle hour the burst is what it was."""
    left = departures(PaceLimit(rate_per_min=60, burst=3), [0, 3600, 0, 0, 0, 0])
    assert [0, 3600, 3600, 3600, 3601, 3602] == left


@pytest.mark.parametrize(
    ("quota", "held_s"),
    [
        (Quota(10_000, 102, NOW + 30), 0),
        (Quota(10_000, 101, NOW + 30), 30),
        (Quota(10_000, 0, NOW + 30), 30),
        (Quota(None, 100, NOW + 30), 30),
        (Quota(200, 51, NOW + 30), 0),  # a quarter of a small limit is kept, not all of it
        (Quota(200, 50, NOW + 30), 30),
        (Quota(10_000, None, NOW + 30), 0),
        (Quota(10_000, 0, None), LOOK_AGAIN_S),
        (None, 0),
    ],
)
def test_the_reserve_is_left_to_production(quota, held_s):
    """When only the reserve is left, the line is held until the count starts again."""
    pacer, told = Pacer(FakeClock()), []
    pacer.listeners.append(lambda wait_s, _reason: told.append(wait_s))
    pacer.heard(quota)
    assert held_s == pacer.place_in_s(LIMIT)
    assert [held_s] * (held_s > 0) == [wait_s for wait_s in told if wait_s]


def test_the_requests_under_way_count_as_used():
    """What was sent and not answered is not in the service's count yet: the reserve is kept for certain."""
    pacer = Pacer(FakeClock())
    pacer.heard(Quota(10_000, 105, NOW + 30))
    pacer.under_way = 4
    assert 30 == pacer.place_in_s(LIMIT)


def test_the_same_hold_is_told_once():
    """Eight answers that say the same are one wait, not eight."""
    pacer, told = Pacer(FakeClock()), []
    pacer.listeners.append(lambda wait_s, _reason: told.append(wait_s))
    for left in (101, 100, 99):
        pacer.heard(Quota(10_000, left, NOW + 30))
        pacer.place_in_s(LIMIT)
    assert [30] == told


def test_a_later_reset_holds_longer():
    """A new minute that begins used up is waited for as well."""
    pacer = Pacer(FakeClock())
    pacer.heard(Quota(10_000, 0, NOW + 10))
    pacer.heard(Quota(10_000, 0, NOW + 40))
    assert 40 == pacer.place_in_s(LIMIT)


@pytest.mark.parametrize("ahead_s", [61, 3600, 10**9])
def test_a_reset_of_another_clock_is_not_obeyed_forever(ahead_s):
    """A quota starts again within a minute, so no hold is longer, however far away the reset is said to be."""
    left = departures(LIMIT, [0, 1, 0], [Quota(10_000, 0, NOW + ahead_s)])
    assert [0, LONGEST_HOLD_S, LONGEST_HOLD_S + 1] == left


@pytest.mark.parametrize("ago_s", [0, 1, 59])
def test_a_reset_in_the_past_holds_nothing(ago_s):
    """The count has started again."""
    assert [0, 5, 6] == departures(LIMIT, [0, 5, 0], [None, Quota(10_000, 0, NOW + 5 - ago_s)])


@pytest.mark.parametrize("ago_s", [61, 3600, 10**9])
def test_a_reset_long_ago_is_of_another_clock(ago_s):
    """Nobody knows when the count starts again: hold for a moment, then look again."""
    assert [0, 5, 10] == departures(LIMIT, [0, 5, 0], [None, Quota(10_000, 0, NOW + 5 - ago_s)])


def test_what_is_left_is_spread_before_the_reserve_is_reached():
    """With 60 requests above the reserve and a minute to go, one a second leaves, however fast the pace is."""
    limit = PaceLimit(rate_per_min=6000, burst=1, reserve_per_min=100)
    said = [Quota(10_000, 161 - n, NOW + 60) for n in range(60)]
    left = departures(limit, [0] * 60, said)
    assert 57 < left[-1] < 61
    gaps = [later - earlier for earlier, later in pairwise(left[1:])]
    assert 0.9 < min(gaps)
    assert max(gaps) < 1.2


@pytest.mark.parametrize("limit_per_min", [10_000, 60_000])
def test_a_pace_at_the_limit_leaves_what_jitter_needs(limit_per_min):
    """A minute never holds more than the service allows, the burst included, and more than 99 % of it."""
    limit = PaceLimit(rate_per_min=limit_per_min, burst=5, reserve_per_min=0)
    clock, count = WakingClock(), 0
    pacer = Pacer(clock)
    while clock.monotonic_s() < 60:
        wait_s = pacer.place_in_s(limit)
        count += wait_s <= 0
        clock.move_on(max(0, wait_s))
    assert 0.99 * limit_per_min < count <= limit_per_min


def test_a_refusal_holds_everybody_once():
    """Requests that were under way when the line was held, and are refused too, do not extend the hold."""
    clock, told = WakingClock(), []
    pacer = Pacer(clock)
    pacer.listeners.append(lambda wait_s, _reason: told.append(wait_s))
    clock.move_on(5)
    pacer.refused(30, left_s=4)
    clock.move_on(1)
    pacer.refused(30, left_s=4.5)
    assert (29, [30]) == (pacer.place_in_s(LIMIT), told)
    clock.move_on(29)
    assert 0 == pacer.place_in_s(LIMIT)
    pacer.refused(30, left_s=35)
    assert (30, [30, 30]) == (pacer.place_in_s(LIMIT), told)


def test_a_refusal_says_how_long_everybody_is_held():
    """Also to those that were under way: the longer of what was asked and of the pauses that grow."""
    clock = FakeClock()
    pacer = Pacer(clock)
    assert 10 == pacer.refused(10, clock.monotonic_s())
    assert 10 == pacer.refused(3, clock.monotonic_s())


def test_refusals_that_ask_for_no_wait_are_not_hammered():
    """A service that refuses again and again and says "0 seconds" is left alone longer each time."""
    clock = WakingClock()
    pacer, waits = Pacer(clock), []
    for _ in range(8):
        pacer.refused(0, left_s=clock.monotonic_s())
        waits.append(pacer.place_in_s(LIMIT))
        clock.move_on(waits[-1])
    assert [0.5, 1, 2, 4, 8, 16, 30, 30] == waits


def test_after_a_hold_the_line_starts_gently():
    """No burst, and at first half the rate."""
    limit, clock = PaceLimit(rate_per_min=60, burst=5), WakingClock()
    pacer, left = Pacer(clock), []

    async def leave():
        pacer.place_in_s(limit)
        pacer.refused(10, left_s=0)
        for _ in range(12):
            await pacer.wait(limit, lambda: True)
            left.append(clock.monotonic_s())

    asyncio.run(leave())
    gaps = [later - earlier for earlier, later in pairwise(left)]
    assert 10 == left[0]
    assert 2 == gaps[0]
    assert 1 == gaps[-1]
    assert sorted(gaps, reverse=True) == gaps


def test_two_sweeps_of_a_workspace_share_its_pace():
    """Together they are no faster than one."""
    limit, clock, left = PaceLimit(rate_per_min=60, burst=1), WakingClock(), []
    pacer = Pacer(clock)

    async def leave():
        for _ in range(10):
            await pacer.wait(limit, lambda: True)
            left.append(clock.monotonic_s())

    async def both():
        await asyncio.gather(leave(), leave())

    asyncio.run(both())
    assert [float(n) for n in range(20)] == left


def test_a_person_does_not_stand_behind_a_sweep():
    """One request of a person takes the next place, however many calls of sweeps wait."""
    limit, clock, left = PaceLimit(rate_per_min=60, burst=1), WakingClock(), []
    pacer = Pacer(clock)

    async def sweep(name):
        await pacer.wait(limit, lambda: True)
        left.append(name)

    async def person():
        await asyncio.sleep(0)
        await pacer.wait_in_front(limit, lambda: True)
        left.append("person")

    async def all_of_them():
        await asyncio.gather(*(sweep(n) for n in range(6)), person())

    asyncio.run(all_of_them())
    assert left.index("person") <= 2


def test_a_line_in_which_nobody_moves_is_left():
    """A loop that ended, or was left behind by a fork, with somebody at the head of the line blocks nobody else."""
    limit, clock = PaceLimit(rate_per_min=60, burst=1), WakingClock()
    pacer = Pacer(clock)

    async def go_on():
        return await pacer.wait(limit, lambda: True)

    left_behind = asyncio.new_event_loop()
    left_behind.run_until_complete(go_on())
    standing = left_behind.create_task(go_on())
    left_behind.run_until_complete(asyncio.sleep(0))
    assert asyncio.run(asyncio.wait_for(go_on(), 20))
    standing.cancel()
    left_behind.run_until_complete(asyncio.gather(standing, return_exceptions=True))
    left_behind.close()


def test_a_closed_gate_takes_no_place():
    """Who is paused while standing in the line leaves it, and the next one has the place."""
    limit, clock = PaceLimit(rate_per_min=60, burst=1), WakingClock()
    pacer, is_open = Pacer(clock), [True]

    async def run():
        await pacer.wait(limit, lambda: True)
        standing = asyncio.create_task(pacer.wait(limit, lambda: is_open[0]))
        await asyncio.sleep(0)
        is_open[0] = False
        return await standing, await pacer.wait(limit, lambda: True), clock.monotonic_s()

    assert (False, True, 1) == asyncio.run(run())
