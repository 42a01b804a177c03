"""Worlds of ordered audiences over a space too large to ask, as plain arrays: nothing of moe_nb decides here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

import moe_nb as moe
from moe_nb.core.space import Space

SIZES = (7, 24, 8, 6, 5)
CLOCKS = (0, 1)
"""Day and hour: windows that may go round; the other axes have sets of values."""


Values = tuple[NDArray[np.bool_], ...]
"""Per axis: which values an audience wants."""


@dataclass(frozen=True)
class LargeWorld:
    """Audiences, first match wins; each is a set of values per axis, without those it excludes."""

    audiences: tuple[Values, ...]
    excluded: tuple[Values | None, ...]
    """Of each audience; None excludes nobody."""

    def winners(self) -> NDArray[np.int64]:
        """Return, per context, the number of the audience served, from 1 on; 0 is nobody."""
        served = np.zeros(SIZES, np.int64)
        for number, (audience, excluded) in reversed(
            list(enumerate(zip(self.audiences, self.excluded, strict=True), 1))
        ):
            is_inside = _grid(audience)
            served[is_inside if excluded is None else is_inside & ~_grid(excluded)] = number
        return served.reshape(-1)


def large_space() -> Space:
    """Return the 40,320 contexts: day, hour, User-Agent, country, UTM medium."""
    agents = moe.user_agents({f"Device {number}": f"Device/{number}" for number in range(SIZES[2])})
    countries = moe.axis("ip_address", [f"203.0.113.{number}" for number in range(SIZES[3])])
    return moe.week() * agents * countries * moe.axis("utm_medium", [f"medium {number}" for number in range(SIZES[4])])


def large_world(seed: int, *, narrow: bool = False, excluding: bool = False) -> LargeWorld:
    """Make 3 to 6 audiences of 1 to 3 conditions.

    Args:
        seed: Makes the same world again.
        narrow: Always 3 conditions, of at most three hours, three days or two values.
        excluding: Every other audience excludes visitors by conditions of the same kind.
    """
    dice = np.random.default_rng(seed)
    audiences = tuple(_audience(dice, narrow=narrow) for _ in range(dice.integers(3, 7)))
    excluded = (_audience(dice, narrow=narrow) if excluding and at % 2 == 0 else None for at in range(len(audiences)))
    return LargeWorld(audiences, tuple(excluded))


def _grid(values: Values) -> NDArray[np.bool_]:
    grid = np.zeros(SIZES, bool)
    grid[np.ix_(*(np.flatnonzero(some) for some in values))] = True
    return grid


def _audience(dice: np.random.Generator, *, narrow: bool) -> Values:
    allowed = [np.ones(size, bool) for size in SIZES]
    for at in dice.choice(len(SIZES), 3 if narrow else dice.integers(1, 4), replace=False):
        size = SIZES[at]
        longest = 3 if narrow else min(size - 1, 12)
        window = (dice.integers(size) + np.arange(dice.integers(1, longest + 1))) % size
        most = 2 if narrow else size // 2
        some = window if at in CLOCKS else dice.choice(size, dice.integers(1, most + 1), replace=False)
        allowed[at] = np.isin(np.arange(size), some)
    return tuple(allowed)
