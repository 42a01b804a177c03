"""A grid in which values of an axis that behave alike everywhere (all phones, say) are one.

What is computed on it costs as much as different things happen, not as many contexts as were asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

WANTED = 2
"""The state of a cell that must be covered; 1 may be, 0 must not."""


@dataclass(frozen=True, slots=True, eq=False)
class MergedGrid:
    """One cell per combination of merged values."""

    state: NDArray[np.uint8]
    """0 forbidden, 1 allowed, `WANTED`."""
    groups: tuple[tuple[tuple[int, ...], ...], ...]
    """Per axis and merged value: the positions it stands for."""

    def weights(self) -> NDArray[np.int64]:
        """Return how many contexts each cell stands for."""
        sizes = [np.array([len(group) for group in axis], np.int64) for axis in self.groups]
        return np.asarray(reduce(np.multiply.outer, sizes, np.ones((), np.int64)), np.int64)

    def positions(self, axis: int, merged: NDArray[np.intp]) -> tuple[int, ...]:
        """Return the positions on an axis that some merged values stand for, ascending."""
        return tuple(sorted(position for at in merged.tolist() for position in self.groups[axis][at]))


def merge(state: NDArray[np.uint8]) -> MergedGrid:
    """Merge the values of every axis that have the same state beside all values of the others."""
    groups = []
    for axis in range(state.ndim):
        lines = np.ascontiguousarray(np.moveaxis(state, axis, 0)).reshape(state.shape[axis], -1)
        alike: dict[bytes, list[int]] = {}
        for position, line in enumerate(lines):
            alike.setdefault(line.tobytes(), []).append(position)
        state = state.take([group[0] for group in alike.values()], axis=axis)
        groups.append(tuple(tuple(group) for group in alike.values()))
    return MergedGrid(state, tuple(groups))
