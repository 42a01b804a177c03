"""Which request meets which fault: by range, by number, by dice that fall the same way every time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.simulator.faults.fault_file import parse_faults
from moe_nb.simulator.faults.schedule import Schedule

FETCH = "/v1/experiences/fetch"
METADATA = "/v1/experiences/metadata"


def struck(conditions, count=20, *, seed=0, path=FETCH):
    """Return the numbers of the requests that a fault with these conditions strikes."""
    schedule = Schedule(parse_faults(f"seed: {seed}\nfaults: [{{fault: drip{conditions}}}]"))
    return [number for number in range(1, count + 1) if schedule.next(path).fault is not None]


@pytest.mark.parametrize(
    ("conditions", "numbers"),
    [
        ("", list(range(1, 21))),
        (", every: 7", [7, 14]),
        (", first: 18", [18, 19, 20]),
        (", last: 2", [1, 2]),
        (", first: 5, last: 10, every: 3", [6, 9]),
        (", chance: 0", []),
        (", chance: 1", list(range(1, 21))),
        (", on: [metadata]", []),
    ],
)
def test_conditions_choose_requests(conditions, numbers):
    """All of them must hold."""
    assert numbers == struck(conditions)


@given(st.integers(0, 2**40), st.floats(0, 1, allow_subnormal=False))
def test_the_same_seed_rolls_the_same_dice(seed, chance):
    """Two runs of one file strike the same requests."""
    conditions = f", chance: {chance:f}"
    assert struck(conditions, seed=seed) == struck(conditions, seed=seed)


def test_another_seed_rolls_other_dice():
    """The seed matters."""
    assert struck(", chance: 0.5", 100, seed=1) != struck(", chance: 0.5", 100, seed=2)


def test_a_chance_is_kept_in_the_long_run():
    """Three in ten is about three thousand of ten thousand (five standard deviations)."""
    assert abs(len(struck(", chance: 0.3", 10_000)) - 3000) < 230


def test_requests_are_counted_for_each_endpoint_a_fault_is_on():
    """The third fetch is the third fetch, however often the metadata was asked."""
    schedule = Schedule(parse_faults("faults: [{fault: drip, first: 3, last: 3, on: [fetch]}]"))
    paths = [METADATA, FETCH, METADATA, FETCH, METADATA, FETCH, FETCH]
    assert [5] == [at for at, path in enumerate(paths) if schedule.next(path).fault is not None]


def test_the_first_fault_wins_and_latencies_add_up():
    """A slow server can still refuse."""
    text = "faults: [{fault: latency, wait_s: 1}, {fault: drip}, {fault: latency, wait_s: 2}, {fault: empty_body}]"
    meeting = Schedule(parse_faults(text)).next(FETCH)
    assert (3, "drip") == (meeting.delay_s, meeting.fault.fault)


def test_jitter_stays_in_its_bounds_and_varies():
    """From what is said up to that much more."""
    schedule = Schedule(parse_faults("faults: [{fault: latency, wait_s: 1, jitter_s: 0.5}]"))
    delays = [schedule.next(FETCH).delay_s for _ in range(100)]
    assert 1 <= min(delays) < 1.1
    assert 1.4 < max(delays) < 1.5
