"""Where the contexts of a space stand in a matrix: rows, columns, and what is behind a cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.day_hour import DAYS
from moe_nb.core.facts import JOIN
from moe_nb.core.local_week import LOCAL_NAMES
from moe_nb.core.space import Space

KEYS = "experience_key"
"""The name of the column axis when the columns are the experience keys."""

Codes = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Layout:
    """What goes where in a matrix; made by `moe_nb.audit.matrix.layout_of`, which checks it."""

    rows: str
    columns: str
    experience_key: str | None
    """The only key shown; None shows every key as a column."""
    at: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """One entry per context shown; a context that touches two local hours has two."""

    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]
    """Empty when the columns are the experience keys."""
    row_of: Codes
    column_of: Codes
    """All 0 when the columns are the experience keys."""
    contexts: Codes

    @property
    def width(self) -> int:
        """Cells in a row that stand for different contexts: 1 where the columns are the experience keys."""
        return max(1, len(self.column_labels))

    def by_cell(self) -> tuple[Codes, Codes]:
        """Return the contexts cell after cell, each once per cell, and where those of each cell begin and end."""
        total = int(self.contexts.max()) + 1
        pairs = np.unique((self.row_of * self.width + self.column_of) * total + self.contexts)
        starts = np.searchsorted(pairs // total, np.arange(len(self.row_labels) * self.width + 1))
        return pairs % total, starts


def parts_of(space: Space, side: str) -> tuple[str, ...]:
    """Return the axes on one side of a matrix: ``"day × hour"`` names two."""
    return (side,) if side in {axis.name for axis in space.axes} else tuple(side.split(JOIN))


def is_local(space: Space, layout: Layout) -> bool:
    """Say whether a side of the matrix is a local day or hour."""
    return bool(set(LOCAL_NAMES) & {*parts_of(space, layout.rows), *parts_of(space, layout.columns)})


def places_of(space: Space, layout: Layout) -> Places:
    """Find the row and column of every context that a layout shows."""
    contexts = _held(space, layout.at)
    grid = np.stack(np.unravel_index(contexts, [len(axis) for axis in space.axes]))
    local: tuple[Codes, Codes] | None = None
    if is_local(space, layout) and space.local_week is not None:
        repeats, slots = _local_slots(space, grid)
        contexts, grid = np.repeat(contexts, repeats), np.repeat(grid, repeats, axis=1)
        local = slots // 24, slots % 24
    row_labels, row_of = _side(space, layout, layout.rows, grid, local)
    if layout.columns == KEYS:
        return Places(row_labels, (), row_of, np.zeros_like(row_of), contexts)
    column_labels, column_of = _side(space, layout, layout.columns, grid, local)
    return Places(row_labels, column_labels, row_of, column_of, contexts)


def labels_of(space: Space, name: str, at: Mapping[str, object]) -> tuple[str, ...]:
    """Return what the values of one axis are called, the local clock's included."""
    if name in LOCAL_NAMES and space.local_week is not None:
        return DAYS if name == "local_day" else tuple(f"{hour:02d}" for hour in range(24))
    return (axis_label(space, name, at[name]),) if name in at else tuple(space.axis(name).labels)


def axis_label(space: Space, name: str, wanted: object) -> str:
    """Return what a value of an axis is called."""
    axis = space.axis(name)
    return axis.labels[axis.position(wanted)]


def _side(
    space: Space, layout: Layout, side: str, grid: Codes, local: tuple[Codes, Codes] | None
) -> tuple[tuple[str, ...], Codes]:
    """Join the axes of one side, the left one outermost."""
    first, *others = parts_of(space, side)
    labels, positions = labels_of(space, first, layout.at), _positions(space, layout, first, grid, local)
    for name in others:
        inner = labels_of(space, name, layout.at)
        positions = positions * len(inner) + _positions(space, layout, name, grid, local)
        labels = tuple(f"{outer} · {label}" for outer in labels for label in inner)
    return labels, positions


def _positions(space: Space, layout: Layout, name: str, grid: Codes, local: tuple[Codes, Codes] | None) -> Codes:
    if name in LOCAL_NAMES and local is not None:
        return local[LOCAL_NAMES.index(name)]
    if name in layout.at:  # a single row or column: the other values were asked, but are not wanted here
        return np.zeros(grid.shape[1], np.intp)
    found: Codes = grid[[axis.name for axis in space.axes].index(name)]
    return found


def _local_slots(space: Space, grid: Codes) -> tuple[Codes, Codes]:
    """Return how many local hours each context touches, and which (0 = Monday 00)."""
    week = space.local_week
    if week is None:
        return np.ones(grid.shape[1], np.intp), np.zeros(grid.shape[1], np.intp)
    names = [axis.name for axis in space.axes]
    day_axis, hour_axis = space.axis("day"), space.axis("hour")
    slots = np.array([[week.slots(DAYS.index(day), hour) for hour in hour_axis.values] for day in day_axis.values])
    touched = slots[grid[names.index("day")], grid[names.index("hour")]]
    return np.full(len(touched), touched.shape[1], np.intp), touched.reshape(-1)


def _held(space: Space, at: Mapping[str, object]) -> Codes:
    """Return the numbers of the contexts whose fixed axes have the wanted value."""
    shape = [len(axis) for axis in space.axes]
    index: list[slice | int] = [slice(None)] * len(shape)
    for name, wanted in at.items():
        index[[axis.name for axis in space.axes].index(space.axis(name).name)] = space.axis(name).position(wanted)
    chosen: Codes = np.arange(len(space)).reshape(shape)[tuple(index)]
    return chosen.reshape(-1)
