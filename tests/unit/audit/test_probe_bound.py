"""What random probes prove about the rest."""

from __future__ import annotations

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.audit.probe_bound import upper_share, upper_share_at_any_time


@pytest.mark.parametrize(
    ("found", "probes", "share"),
    [(0, 59, 1 - 0.05 ** (1 / 59)), (0, 1, 0.95), (1, 100, 0.0465598), (0, 0, 1.0), (3, 3, 1.0)],
)
def test_known_bounds(found, probes, share):
    """The closed form without a find, a value from tables with one, and no claim where nothing is proved."""
    assert share == pytest.approx(upper_share(found, probes), abs=1e-6)


@given(st.integers(1, 400), st.integers(0, 400), st.sampled_from([0.9, 0.95, 0.999]))
def test_at_the_bound_so_few_finds_are_improbable(probes, found, confidence):
    """The probability of so few finds is what the confidence leaves over."""
    found = min(found, probes - 1)
    share = upper_share(found, probes, confidence)
    so_few = sum(comb(probes, k) * share**k * (1 - share) ** (probes - k) for k in range(found + 1))
    assert 1 - confidence == pytest.approx(so_few, abs=1e-4)
    assert found / probes < share <= 1


@pytest.mark.parametrize("share", [0.008, 0.02, 0.2])
def test_a_bound_at_any_time_may_be_looked_at_after_every_probe(share):
    """Whoever stops at the first bound that is too low is still wrong in at most 5 % of cases, counted exactly."""
    too_low, by_found = 0.0, {0: 1.0}
    for probes in range(1, 500):
        after: dict[int, float] = {}
        for found, probability in by_found.items():
            after[found] = after.get(found, 0) + probability * (1 - share)
            after[found + 1] = after.get(found + 1, 0) + probability * share
        is_wrong = {found: upper_share_at_any_time(found, probes) < share for found in after if found < 12}
        too_low += sum(after[found] for found, wrong in is_wrong.items() if wrong)
        by_found = {found: after[found] for found, wrong in is_wrong.items() if not wrong}
    assert 0 < too_low <= 0.05


def test_it_costs_something_to_look():
    """A bound that may be looked at is wider, and narrower with more probes."""
    assert upper_share(1, 300) < upper_share_at_any_time(1, 300) < upper_share_at_any_time(1, 200)
