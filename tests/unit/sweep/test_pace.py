"""The pace: bursts, rate, reserve, and clocks that disagree."""

from __future__ import annotations

from itertools import zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st
from waking_clock import WakingClock

from moe_nb.core.pace import PaceLimit
from moe_nb.core.reply import Quota
from moe_nb.sweep.pace import LONGEST_HOLD_S, Pacer
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
    pacer = Pacer(limit, clock)
    for gap, said in zip_longest(gaps, quotas[: len(gaps)]):
        clock.move_on(gap)
        left.append(clock.monotonic_s() + pacer.next_wait_s())
        pacer.observe(said)
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


def test_without_a_limit_nothing_waits():
    """In process there is no pace, whatever a header says."""
    pacer = Pacer(None, FakeClock())
    assert 0 == pacer.observe(Quota(10_000, 0, NOW + 30))
    assert [0.0] * 100 == [pacer.next_wait_s() for _ in range(100)]


@pytest.mark.parametrize(
    ("quota", "held_s"),
    [
        (Quota(10_000, 101, NOW + 30), 0),
        (Quota(10_000, 100, NOW + 30), 30),
        (Quota(10_000, 0, NOW + 30), 30),
        (Quota(None, 100, NOW + 30), 30),
        (Quota(200, 51, NOW + 30), 0),  # a quarter of a small limit is kept, not all of it
        (Quota(200, 50, NOW + 30), 30),
        (Quota(10_000, None, NOW + 30), 0),
        (Quota(10_000, 0, None), 0),
        (None, 0),
    ],
)
def test_the_reserve_is_left_to_production(quota, held_s):
    """When only the reserve is left, the line is held until the count starts again."""
    pacer = Pacer(LIMIT, FakeClock())
    assert held_s == pacer.observe(quota)
    assert held_s == pacer.next_wait_s()


def test_the_same_hold_is_told_once():
    """Eight answers that say the same are one wait, not eight."""
    pacer = Pacer(LIMIT, FakeClock())
    assert [30, 0, 0] == [pacer.observe(Quota(10_000, left, NOW + 30)) for left in (100, 99, 98)]


def test_a_later_reset_holds_longer():
    """A new minute that begins used up is waited for as well."""
    pacer = Pacer(LIMIT, FakeClock())
    pacer.observe(Quota(10_000, 0, NOW + 10))
    assert 40 == pacer.observe(Quota(10_000, 0, NOW + 40))
    assert 40 == pacer.next_wait_s()


@pytest.mark.parametrize("ahead_s", [61, 3600, 10**9])
def test_a_reset_of_another_clock_is_not_obeyed_forever(ahead_s):
    """A quota starts again within a minute, so no hold is longer, however far away the reset is said to be."""
    left = departures(LIMIT, [0, 1, 0], [Quota(10_000, 0, NOW + ahead_s)])
    assert [0, LONGEST_HOLD_S, LONGEST_HOLD_S + 1] == left


@pytest.mark.parametrize("ago_s", [0, 1, 3600])
def test_a_reset_in_the_past_holds_nothing(ago_s):
    """The count has started again."""
    assert [0, 5, 6] == departures(LIMIT, [0, 5, 0], [None, Quota(10_000, 0, NOW + 5 - ago_s)])
