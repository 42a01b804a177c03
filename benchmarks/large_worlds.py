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


@dataclass(frozen=True)
class LargeWorld:
    """Audiences, first match wins; each is a set of values per axis."""

    audiences: tuple[tuple[NDArray[np.bool_], ...], ...]

    def winners(self) -> NDArray[np.int64]:
        """Return, per context, the number of the audience served, from 1 on; 0 is nobody."""
        served = np.zeros(SIZES, np.int64)
        for number, audience in reversed(list(enumerate(self.audiences, 1))):
            served[np.ix_(*(np.flatnonzero(values) for values in audience))] = number
        return served.reshape(-1)


def large_space() -> Space:
    """Return the 40,320 contexts: day, hour, User-Agent, country, UTM medium."""
    agents = moe.user_agents({f"Device {number}": f"Device/{number}" for number in range(SIZES[2])})
    countries = moe.axis("ip_address", [f"203.0.113.{number}" for number in range(SIZES[3])])
    return moe.week() * agents * countries * moe.axis("utm_medium", [f"medium {number}" for number in range(SIZES[4])])


def large_world(seed: int, *, narrow: bool = False) -> LargeWorld:
    """Make 3 to 6 audiences of 1 to 3 conditions; narrow ones have 3, of at most three hours, days or two values."""
    dice = np.random.default_rng(seed)
    return LargeWorld(tuple(_audience(dice, narrow) for _ in range(dice.integers(3, 7))))


def _audience(dice: np.random.Generator, narrow: bool) -> tuple[NDArray[np.bool_], ...]:  # noqa: FBT001
    allowed = [np.ones(size, bool) for size in SIZES]
    for at in dice.choice(len(SIZES), 3 if narrow else dice.integers(1, 4), replace=False):
        size = SIZES[at]
        longest = 3 if narrow else min(size - 1, 12)
        window = (dice.integers(size) + np.arange(dice.integers(1, longest + 1))) % size
        most = 2 if narrow else size // 2
        some = window if at in CLOCKS else dice.choice(size, dice.integers(1, most + 1), replace=False)
        allowed[at] = np.isin(np.arange(size), some)
    return tuple(allowed)
