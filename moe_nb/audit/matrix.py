"""A run table pivoted into a matrix, from codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.day_hour import DAYS
from moe_nb.core.errors import SpaceError
from moe_nb.core.facts import Matrix, Mixed
from moe_nb.core.local_week import LOCAL_NAMES
from moe_nb.core.run_table import Content, RunTable
from moe_nb.core.space import Space, shorten

KEYS = "experience_key"
"""The name of the column axis when the columns are the experience keys."""

Codes = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Layout:
    """What goes where in a matrix; made by `layout_of`, which checks it."""

    rows: str
    columns: str
    experience_key: str | None
    """The only key shown; None shows every key as a column."""
    at: Mapping[str, object] = field(default_factory=dict)


def layout_of(
    table: RunTable,
    experience: str | None = None,
    rows: str | None = None,
    columns: str | None = None,
    at: Mapping[str, object] | None = None,
) -> Layout:
    """Fill in what was left out and check the rest.

    One axis gives that axis by experience keys, or by the one that is named; two or more give two axes of one
    experience, a week with a zone by its local clock. Further axes are fixed with *at*, or a cell whose contexts differ
    reads "mixed".

    Raises:
        SpaceError: If an axis or key does not exist, or an experience must be named.
    """
    if experience is not None and experience not in table.keys:
        raise SpaceError(f"The run has no experience {experience!r}.", hint=f"It has {shorten(table.keys)}.")
    held = dict(at or {})
    for name in held:
        _check_held(table.space, name)
    free = [name for name in _default_order(table.space) if name not in held]
    by_key = columns == KEYS or (columns is None and experience is None and (rows is not None or len(free) == 1))
    if rows is None:
        rows = next((name for name in free if name != columns), free[0] if free else table.space.axes[0].name)
    if columns is None:
        columns = KEYS if by_key else next((name for name in free if name != rows), KEYS)
    for name in (rows, columns):
        if name != KEYS:
            _check_axis(table.space, name)
    if rows in {columns, KEYS}:
        raise SpaceError(f"Rows and columns cannot be {rows!r} and {columns!r}.", hint="Take two different axes.")
    if columns != KEYS and experience is None:
        if len(table.keys) != 1:
            raise SpaceError("Which experience?", hint=f"Name one: {shorten(table.keys)}.")
        experience = table.keys[0]
    return Layout(rows, columns, experience, held)


def matrix_of(table: RunTable, layout: Layout) -> Matrix:
    """Pivot: which audience and variation each cell gets; contents that differ only in their payload are one."""
    row_labels, row_of, column_labels, column_of, contexts = _places(table, layout)
    if layout.columns == KEYS:
        column_labels = table.keys if layout.experience_key is None else (layout.experience_key,)
        flat = (row_of[:, None] * len(column_labels) + np.arange(len(column_labels))).reshape(-1)
        positions = np.array([table.key_position(key) for key in column_labels], np.intp)
        codes = table.codes[contexts][:, positions].reshape(-1)
    else:
        flat = row_of * len(column_labels) + column_of
        codes = table.codes[contexts, table.key_position(str(layout.experience_key))]
    shape = len(row_labels), len(column_labels)
    grid, mixed = _cells(flat, _alike(table.contents)[codes], shape[0] * shape[1], len(table.contents))
    joined = tuple(Mixed(tuple(table.contents[code] for code in group)) for group in mixed)
    clock = table.space.local_week.describe() if _is_local(layout) and table.space.local_week else "UTC"
    return Matrix(
        None if layout.columns == KEYS else layout.experience_key,
        layout.rows,
        layout.columns,
        row_labels,
        column_labels,
        grid.reshape(shape),
        (*table.contents, *joined),
        {name: _axis_label(table.space, name, wanted) for name, wanted in layout.at.items()},
        clock,
    )


def contexts_in(table: RunTable, layout: Layout, row: int, column: int) -> list[int]:
    """Return the numbers of the contexts a cell stands for, each once, in order."""
    _, row_of, _, column_of, contexts = _places(table, layout)
    hit = row_of == row if layout.columns == KEYS else (row_of == row) & (column_of == column)
    return [int(index) for index in np.unique(contexts[hit])]  # a context can touch two hours of one local day


def _default_order(space: Space) -> list[str]:
    names = [axis.name for axis in space.axes]
    if space.local_week is None:
        return names
    return [*LOCAL_NAMES, *(name for name in names if name not in {"day", "hour"})]


def _check_axis(space: Space, name: str) -> None:
    if name in LOCAL_NAMES and space.local_week is not None:
        return
    if name in LOCAL_NAMES and name not in {axis.name for axis in space.axes}:
        raise SpaceError(f"There is no axis {name!r}.", hint='Sweep week(tz="...") to have local days and hours.')
    space.axis(name)


def _check_held(space: Space, name: str) -> None:
    if name in LOCAL_NAMES and space.local_week is not None:
        raise SpaceError(f"{name!r} cannot be held.", hint="Hold day or hour (UTC), or take it as rows or columns.")
    _check_axis(space, name)


def _is_local(layout: Layout) -> bool:
    return layout.rows in LOCAL_NAMES or layout.columns in LOCAL_NAMES


def _places(table: RunTable, layout: Layout) -> tuple[tuple[str, ...], Codes, tuple[str, ...], Codes, Codes]:
    """Return labels and cell numbers of rows and columns, and the context each number belongs to."""
    space = table.space
    contexts = _held(space, layout.at)
    grid = np.stack(np.unravel_index(contexts, [len(axis) for axis in space.axes]))
    local: tuple[Codes, Codes] | None = None
    if _is_local(layout) and space.local_week is not None:
        repeats, slots = _local_slots(space, grid)
        contexts, grid = np.repeat(contexts, repeats), np.repeat(grid, repeats, axis=1)
        local = slots // 24, slots % 24
    row_labels, row_of = _dimension(space, layout, layout.rows, grid, local)
    if layout.columns == KEYS:
        return row_labels, row_of, (), row_of, contexts
    column_labels, column_of = _dimension(space, layout, layout.columns, grid, local)
    return row_labels, row_of, column_labels, column_of, contexts


def _dimension(
    space: Space, layout: Layout, name: str, grid: Codes, local: tuple[Codes, Codes] | None
) -> tuple[tuple[str, ...], Codes]:
    if name in LOCAL_NAMES and local is not None:
        labels = DAYS if name == "local_day" else tuple(f"{hour:02d}" for hour in range(24))
        return labels, local[LOCAL_NAMES.index(name)]
    if name in layout.at:  # a single row or column: the other values were asked, but are not wanted here
        return (_axis_label(space, name, layout.at[name]),), np.zeros(grid.shape[1], np.intp)
    names = [axis.name for axis in space.axes]
    return space.axis(name).labels, grid[names.index(name)]


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


def _axis_label(space: Space, name: str, wanted: object) -> str:
    axis = space.axis(name)
    return axis.labels[axis.position(wanted)]


def _alike(contents: Sequence[Content]) -> NDArray[np.int32]:
    """Return for each content the position of the first one with the same outcome, audience and variation."""
    first: dict[Content, int] = {}
    bare = (replace(c, raw=b"", payload_hash="", experience_name="", campaign_id="") for c in contents)
    return np.array([first.setdefault(content, position) for position, content in enumerate(bare)], np.int32)


def _cells(
    flat: Codes, codes: NDArray[np.int32], cells: int, first: int
) -> tuple[NDArray[np.int32], list[tuple[int, ...]]]:
    """Return a code per cell; cells with several different codes get one of their own, from *first* on."""
    pairs = np.unique(flat.astype(np.int64) * first + codes)
    cell, code = pairs // first, pairs % first
    grid = np.zeros(cells, np.int32)
    grid[cell] = code
    several = np.flatnonzero(np.bincount(cell, minlength=cells) > 1)
    groups: dict[tuple[int, ...], int] = {}
    starts = np.searchsorted(cell, several)
    ends = np.searchsorted(cell, several, side="right")
    for at, start, end in zip(several, starts, ends, strict=True):
        group = tuple(int(value) for value in code[start:end])
        grid[at] = groups.setdefault(group, first + len(groups))
    return grid, list(groups)
