"""Cells dealt by chance among others, and cells that gather."""

from __future__ import annotations

import numpy as np
import pytest

from moe_nb.audit.scatter import is_scattered
from moe_nb.audit.value_sets import Shape

SHAPE = Shape((7, 24, 4), (True, True, False))
POINTS = SHAPE.points(np.arange(7 * 24 * 4))
DAY, HOUR, DEVICE = POINTS.T


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("share", [0.02, 0.1, 0.3])
def test_a_lot_is_scattered(seed, share):
    """Dealt by chance, few or many."""
    assert is_scattered(POINTS, np.random.default_rng(seed).random(len(POINTS)) < share, SHAPE)


@pytest.mark.parametrize(
    "gathered",
    [
        HOUR == 13,
        (DAY == 2) & (HOUR < 6),
        (DEVICE == 1) & (DAY > 4),
        (DEVICE == 1) & (DAY == 3) & (HOUR > 5),
    ],
    ids=["an hour", "a night", "a weekend on one device", "a day on one device"],
)
def test_a_hole_is_not_scattered(gathered):
    """Cells that share values lie closer together than chance would put them, also among a lot."""
    assert not is_scattered(POINTS, gathered, SHAPE)
    lot = np.random.default_rng(0).random(len(POINTS)) < 0.03
    assert not is_scattered(POINTS, gathered | lot, SHAPE)


def test_nothing_marked_is_scattered_and_so_is_all():
    """There is nothing that could gather."""
    none = np.zeros(len(POINTS), bool)
    assert (True, True, True) == tuple(
        is_scattered(POINTS[:size], marked[:size], SHAPE) for size, marked in ((672, none), (672, ~none), (0, none))
    )
