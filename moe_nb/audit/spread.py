"""Random contexts that are spread: as few of them as possible have the same three values.

Each one is any context with the same chance, as if it stood alone: among some drawn at random the one is taken that
shares the fewest triples of values with those before it, and nothing else is looked at, so no value is preferred. An
audience of three conditions is then missed by all of them less often than by independent ones, and other patterns no
more often, as far as was tried.
"""

from __future__ import annotations

from itertools import combinations
from math import prod

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.value_sets import Points, Shape

CANDIDATES = 50
"""Contexts drawn for each one that is taken."""
MOST_SPREAD = 3_000
"""Contexts that are spread at most; those after them are independent."""
LARGEST_SHARE = 4
"""Triples of axes with more combinations than this times the contexts are not looked at: nearly all differ anyway."""
WAYS = 3


def spread_contexts(shape: Shape, before: Points, count: int, seed: int) -> NDArray[np.int64]:
    """Return numbers of contexts in the order to ask them.

    Args:
        shape: The axes.
        before: Contexts whose triples count as taken; they must say nothing about which values are special.
        count: How many, at most `MOST_SPREAD` of them spread.
        seed: The same seed gives the same contexts.
    """
    rng = np.random.default_rng([seed, count])
    wanted = min(count, MOST_SPREAD)
    families = [
        axes
        for axes in combinations(range(len(shape.sizes)), WAYS)
        if prod(shape.sizes[at] for at in axes) <= LARGEST_SHARE * wanted
    ]
    taken = [np.zeros([shape.sizes[at] for at in axes], bool) for axes in families]
    for seen, axes in zip(taken, families, strict=True):
        seen[tuple(before[:, at] for at in axes)] = True
    found = np.zeros((wanted, len(shape.sizes)), np.int64)
    for number in range(wanted):
        drawn = np.stack([rng.integers(size, size=CANDIDATES) for size in shape.sizes], axis=1)
        new = np.zeros(CANDIDATES, np.int64)
        for seen, axes in zip(taken, families, strict=True):
            new += ~seen[tuple(drawn[:, at] for at in axes)]
        found[number] = drawn[int(new.argmax())]
        for seen, axes in zip(taken, families, strict=True):
            seen[tuple(found[number, at] for at in axes)] = True
    return shape.numbers(found)
