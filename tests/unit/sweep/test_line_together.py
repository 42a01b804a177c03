"""Several paces in one line: nobody slows another down, and all together keep the bound of the fastest."""

from __future__ import annotations

import asyncio
from bisect import bisect_right

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from waking_clock import WakingClock

from moe_nb.core.pace import PaceLimit
from moe_nb.sweep.file_line import FileLine
from moe_nb.sweep.pace import Pacer

FETCH = PaceLimit(reserve_per_min=0)


def swept(paces, seconds, lines=(None,), clock=None):
    """Return when requests leave, per pace, of sweeps that ask all the time; each stands in the next of the lines."""
    clock = clock or WakingClock()
    pacers = [Pacer(clock, line) for line in lines]
    left = [[] for _ in paces]

    async def sweep(number, limit, workers=3):
        async def work():
            while clock.monotonic_s() < seconds:
                await pacers[number % len(pacers)].wait(limit, lambda: True)
                left[number].append(clock.monotonic_s())

        await asyncio.gather(*(work() for _ in range(workers)))

    async def all_of_them():
        await asyncio.gather(*(sweep(number, limit) for number, limit in enumerate(paces)))

    asyncio.run(all_of_them())
    return [[time_s for time_s in times if time_s < seconds] for times in left]


def most(times, window_s):
    """Return the most that leave in any window."""
    times = sorted(times)
    return max((bisect_right(times, start + window_s) - first for first, start in enumerate(times)), default=0)


@pytest.mark.parametrize("late_s", [1e-6, 0.0004, 0.003])
@pytest.mark.parametrize("rate_per_min", [60, 590, 1200])
def test_a_burst_of_one_keeps_its_pace_on_a_clock_that_wakes_late(tmp_path, rate_per_min, late_s):
    """Through the machine's file as well, a place is not lost because a timer came microseconds after it."""
    interval_s = 60 / rate_per_min
    paces = [PaceLimit(rate_per_min, burst=1)]
    (times,) = swept(paces, 50 * interval_s, [FileLine(tmp_path, "w")], WakingClock(late_s))
    assert 50 * interval_s / (interval_s + 3 * late_s) - 1 <= len(times) <= 50


@pytest.mark.parametrize("slow", [PaceLimit(60, burst=1), PaceLimit(60), PaceLimit(600), PaceLimit(2, burst=5)])
@pytest.mark.parametrize("is_shared", [False, True])
def test_a_slow_sweep_takes_its_share_and_no_more(tmp_path, slow, is_shared):
    """In one process and in two kernels: the slow one has what it asked for, and the fast one all the rest."""
    lines = [FileLine(tmp_path, "w"), FileLine(tmp_path, "w")] if is_shared else [None]
    fast, slowly = swept([PaceLimit(6000), slow], 3, lines)
    wanted = min(slow.burst + int(3 * slow.rate_per_min / 60), 300)
    assert wanted - 2 <= len(slowly) <= wanted
    assert 270 <= len(fast) + len(slowly) <= 305


@settings(deadline=None, max_examples=25)
@given(
    paces=st.lists(
        st.builds(PaceLimit, st.sampled_from([30, 600, 2500, 6000]), st.sampled_from([1, 2, 5])),
        min_size=2,
        max_size=4,
    ),
    shared=st.booleans(),
)
def test_all_together_are_no_faster_than_the_fastest(tmp_path_factory, paces, shared):
    """Each pace keeps its own bound, and no window of the whole machine holds more than the fastest pace allows."""
    folder = tmp_path_factory.mktemp("line")
    lines = [FileLine(folder, "w"), FileLine(folder, "w")] if shared else [None]
    left = swept(paces, 1.0, lines)
    fastest, burst = max(pace.rate_per_min for pace in paces), max(pace.burst for pace in paces)
    everything = sorted(time_s for times in left for time_s in times)
    for window_s in (0.1, 0.5, 1.0):
        for pace, times in zip(paces, left, strict=True):
            assert most(times, window_s) <= pace.burst + pace.rate_per_min / 60 * window_s + 0.01
        # when a faster sweep joins, places that slower ones have ahead count as so many closer ones: one each at most
        assert most(everything, window_s) <= burst + len(paces) - 1 + fastest / 60 * window_s + 0.01


@pytest.mark.parametrize("burst", [1, 5])
def test_a_fetch_does_not_wait_for_a_slow_sweep(tmp_path, burst):
    """A sweep at two calls a minute is nothing that a person would notice."""
    clock = WakingClock()
    pacer, slow = Pacer(clock, FileLine(tmp_path, "w")), PaceLimit(2, burst=burst)

    async def run():
        sweeping = asyncio.create_task(pacer.wait(slow, lambda: True))
        await sweeping
        rest = [asyncio.create_task(pacer.wait(slow, lambda: True)) for _ in range(burst)]
        await asyncio.sleep(0)
        begun_s = clock.monotonic_s()
        await pacer.wait_in_front(FETCH, lambda: True)
        waited_s = clock.monotonic_s() - begun_s
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        return waited_s

    assert asyncio.run(run()) < 1


@pytest.mark.parametrize("late_s", [0.0, 0.0005])
def test_shares_of_one_pace_are_together_as_fast_as_the_whole(tmp_path, late_s):
    """Four processes with a quarter each make the pace, not a quarter of it."""
    clock, left = WakingClock(late_s), []
    quarter = PaceLimit(750, burst=1)

    async def sweep():
        pacer = Pacer(clock, FileLine(tmp_path, "w"), together_per_min=3000)
        while clock.monotonic_s() < 4:
            await pacer.wait(quarter, lambda: True)
            left.append(clock.monotonic_s())

    async def all_of_them():
        await asyncio.gather(*(sweep() for _ in range(4)))

    asyncio.run(all_of_them())
    assert 150 <= len([time_s for time_s in left if time_s < 4]) <= 201
    assert most(left, 0.1) <= 1 + 50 * 0.1 + 1
