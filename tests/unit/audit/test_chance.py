"""How often chance alone shows so much."""

from __future__ import annotations

import pytest

from moe_nb.audit.chance import at_least


@pytest.mark.parametrize(
    ("hits", "trials", "share", "expected"),
    [(0, 0, 0.5, 1), (0, 9, 0.1, 1), (1, 1, 0.1, 0.1), (5, 5, 0.5, 1 / 32), (2, 3, 0.5, 0.5), (1, 2, 0.1, 0.19)],
)
def test_few_trials_are_counted(hits, trials, share, expected):
    """Every outcome with its probability."""
    assert pytest.approx(expected) == at_least(hits, trials, share)


def test_more_hits_are_rarer():
    """From none, which is certain, on."""
    tails = [at_least(hits, 40, 0.3) for hits in range(41)]
    assert sorted(tails, reverse=True) == tails
    assert 1 == tails[0]


def test_many_trials_are_approximated():
    """Where counting ends, the normal curve goes on: half of all outcomes above the middle, 2.2 % two deviations up."""
    assert pytest.approx(0.5, abs=1e-3) == at_least(1001, 2001, 0.5)
    assert pytest.approx(0.0221, abs=5e-4) == at_least(1046, 2001, 0.5)
