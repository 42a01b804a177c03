"""Boxes: regions of a space that take some values of every axis, each with each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Box:
    """The contexts that have, on every axis, one of some values.

    Days ``Sat-Mon`` and hours ``22-05`` need nothing special: a box holds any values of an axis, and `describe_box`
    joins those that follow each other on the clock.
    """

    positions: tuple[tuple[int, ...], ...]
    """Per axis of the space, in its order: positions on the axis, ascending."""

    @property
    def contexts(self) -> int:
        """Number of contexts in the box."""
        return prod(len(some) for some in self.positions)

    def holds(self, coordinates: Sequence[int]) -> bool:
        """Say whether the context at *coordinates* (a position per axis) lies in the box."""
        return all(at in some for at, some in zip(coordinates, self.positions, strict=True))

    def grid(self, shape: Sequence[int]) -> NDArray[np.bool_]:
        """Return an array of *shape* (length per axis) that is True inside the box."""
        inside = np.zeros(tuple(shape), np.bool_)
        inside[np.ix_(*self.positions)] = True
        return inside
