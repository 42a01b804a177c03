"""What a control group that no run shows may explain."""

from __future__ import annotations

import numpy as np
import pytest

from moe_nb.audit.control_doubts import may_be_lot, turns_evenly


@pytest.mark.parametrize(
    ("came", "went", "kept", "expected"),
    [
        (0, 0, 24, False),
        (1, 0, 23, True),
        (0, 6, 18, True),
        (0, 4, 164, False),
        (0, 8, 160, True),
        (0, 30, 138, False),
        (12, 9, 140, True),
        (0, 7, 0, False),
        (0, 6, 0, True),
        (1, 1, 0, True),
    ],
)
def test_a_lot_must_explain_how_many_differ_and_which_way(came, went, kept, expected):
    """Few of few may be a lot; few of very many, all of them, or many one way only may not."""
    assert expected == may_be_lot(came, went, kept)


@pytest.mark.parametrize("share", [0.05, 0.2, 0.6])
def test_what_a_lot_leaves_is_hardly_ever_denied_to_be_one(share):
    """Of 2,000 pairs of draws of 168 contexts at most four: fewer than that is nobody's promise."""
    rng = np.random.default_rng(3)
    one, other = rng.random((2, 2_000, 168)) >= share
    counts = [(~one & other).sum(axis=1), (one & ~other).sum(axis=1), (one & other).sum(axis=1)]
    denied = [each for each in zip(*(some.tolist() for some in counts), strict=True) if not may_be_lot(*each)]
    assert len(denied) <= 4


def test_the_chance_of_an_uneven_turn():
    """Two-sided: of five coins, all on one side one time in sixteen; where nothing turned there is nothing to tell."""
    assert (1 / 16, 1.0, 1.0) == (pytest.approx(turns_evenly(0, 5)), turns_evenly(2, 2), turns_evenly(0, 0))
