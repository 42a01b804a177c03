"""Random contexts that are spread: every one as likely as any other, and together harder to hide from."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from moe_nb.audit.spread import MOST_SPREAD, spread_contexts
from moe_nb.audit.value_sets import Shape

SHAPE = Shape((7, 6, 5, 4), (True, False, False, False))
CONTEXTS, COUNT, DRAWS = 840, 60, 150
NOTHING = np.zeros((0, 4), np.int64)
SURE = 4
"""Standard deviations that chance may explain."""


@pytest.fixture(scope="module")
def drawn():
    """Return (draws, count): contexts of many seeds."""
    return np.stack([spread_contexts(SHAPE, NOTHING, COUNT, seed) for seed in range(DRAWS)])


def triples(points):
    """Count the different values of three axes."""
    return sum(len(np.unique(points[:, list(axes)], axis=0)) for axes in combinations(range(4), 3))


def test_they_show_more_triples_than_independent_ones(drawn):
    """Nine in ten of the values of three axes that so many contexts can show, in every draw."""
    rng = np.random.default_rng(0)
    alone = [triples(SHAPE.points(rng.integers(CONTEXTS, size=COUNT))) for _ in range(DRAWS)]
    spread = [triples(SHAPE.points(one)) for one in drawn]
    assert max(alone) < min(spread)
    assert min(spread) > 0.9 * 4 * COUNT


def test_no_context_is_likelier_than_another(drawn):
    """Of the first, of the last and of all."""
    for some in (drawn[:, :1], drawn[:, -20:], drawn):
        points = SHAPE.points(some.reshape(-1))
        for at, size in enumerate(SHAPE.sizes):
            share = 1 / size
            allowed = SURE * np.sqrt(len(points) * share * (1 - share))
            assert (abs(np.bincount(points[:, at], minlength=size) - len(points) * share) <= allowed).all()


def box(*sides):
    """Return which contexts have one of some values on every axis."""
    grid = np.zeros(SHAPE.sizes, bool)
    grid[np.ix_(*sides)] = True
    return grid.reshape(-1)


HIDDEN = {
    "three conditions": box([3], [2], [1], range(4)) | box([4], [2], [1], range(4)),
    "two conditions": box(range(7), range(6), [1], [3]),
    "scattered": np.random.default_rng(1).random(CONTEXTS) < 0.03,
    "two boxes": box([0], range(6), [0], range(4)) | box([1, 2], [1], range(5), [2]),
}


@pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN)
def test_what_is_wrong_is_missed_no_more_often_than_by_independent_ones(drawn, hidden):
    """The bound is computed as if each stood alone, and so must not find less than that."""
    share = hidden.mean()
    missed = (~hidden[drawn]).all(axis=1).mean()
    alone = (1 - share) ** COUNT
    assert missed <= alone + SURE * np.sqrt(alone * (1 - alone) / DRAWS)


def test_what_was_shown_before_is_not_shown_again():
    """Triples of a first sample count as taken."""
    before = SHAPE.points(spread_contexts(SHAPE, NOTHING, 40, 1))
    after = SHAPE.points(spread_contexts(SHAPE, before, 40, 2))
    apart = SHAPE.points(spread_contexts(SHAPE, NOTHING, 40, 2))
    assert triples(np.concatenate([before, after])) > triples(np.concatenate([before, apart]))


def test_the_same_seed_gives_the_same_contexts():
    """And another one others."""
    first, again, other = (spread_contexts(SHAPE, NOTHING, 20, seed).tolist() for seed in (1, 1, 2))
    assert (first, True) == (again, first != other)


@pytest.mark.parametrize("sizes", [(5,), (3, 4), (1, 1, 9)])
def test_few_axes_are_no_trouble(sizes):
    """Without triples every context is as good as any other."""
    shape = Shape(sizes, (False,) * len(sizes))
    found = spread_contexts(shape, np.zeros((0, len(sizes)), np.int64), 30, 0)
    assert (30, True) == (len(found), bool((found < np.prod(sizes)).all()))


def test_no_more_are_spread_than_pay():
    """A very long list ends."""
    assert MOST_SPREAD == len(spread_contexts(SHAPE, NOTHING, MOST_SPREAD + 1, 0))
