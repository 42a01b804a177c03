"""A run table pivoted into a matrix, from codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.places import KEYS, Codes, Layout, axis_label, is_local, parts_of, places_of
from moe_nb.core.distinct_names import with_distinct_names
from moe_nb.core.errors import SpaceError
from moe_nb.core.facts import JOIN, Matrix, Mixed
from moe_nb.core.local_week import LOCAL_NAMES
from moe_nb.core.run_table import Content, RunTable
from moe_nb.core.space import Space, shorten

Side = str | Sequence[str]
"""An axis, or several that share one side of a matrix, the outermost first."""


def layout_of(
    table: RunTable,
    experience: str | None = None,
    rows: Side | None = None,
    columns: Side | None = None,
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
    space, held = table.space, dict(at or {})
    for name in held:
        _check_held(space, name)
    rows, columns = (None if side is None else _joined(side) for side in (rows, columns))
    free = [name for name in _default_order(space) if name not in held]
    by_key = columns == KEYS or (columns is None and experience is None and (rows is not None or len(free) == 1))
    if rows is None:
        taken = parts_of(space, columns or "")
        rows = next((name for name in free if name not in taken), free[0] if free else space.axes[0].name)
    if columns is None:
        taken = parts_of(space, rows)
        columns = KEYS if by_key else next((name for name in free if name not in taken), KEYS)
    _check_sides(space, rows, columns)
    if columns != KEYS and experience is None:
        if len(table.keys) != 1:
            raise SpaceError("Which experience?", hint=f"Name one: {shorten(table.keys)}.")
        experience = table.keys[0]
    return Layout(rows, columns, experience, held)


def matrix_of(table: RunTable, layout: Layout, *, payloads: bool = False) -> Matrix:
    """Pivot: which audience and variation each cell gets.

    Args:
        table: The answers.
        layout: What goes where.
        payloads: Keep contents apart that differ only in their payload; otherwise they are one.
    """
    places = places_of(table.space, layout)
    column_labels = places.column_labels
    if layout.columns == KEYS:
        column_labels = table.keys if layout.experience_key is None else (layout.experience_key,)
        flat = (places.row_of[:, None] * len(column_labels) + np.arange(len(column_labels))).reshape(-1)
        positions = np.array([table.key_position(key) for key in column_labels], np.intp)
        codes = table.codes[places.contexts][:, positions].reshape(-1)
    else:
        flat = places.row_of * len(column_labels) + places.column_of
        codes = table.codes[places.contexts, table.key_position(str(layout.experience_key))]
    shape = len(places.row_labels), len(column_labels)
    one_of = np.arange(len(table.contents), dtype=np.int32) if payloads else _alike(table.contents)
    grid, mixed = _cells(flat, one_of[codes], shape[0] * shape[1], len(table.contents))
    contents = with_distinct_names(table)[0].contents
    joined = tuple(Mixed(tuple(contents[code] for code in group)) for group in mixed)
    week = table.space.local_week if is_local(table.space, layout) else None
    return Matrix(
        None if layout.columns == KEYS else layout.experience_key,
        layout.rows,
        layout.columns,
        places.row_labels,
        column_labels,
        grid.reshape(shape),
        (*contents, *joined),
        {name: axis_label(table.space, name, wanted) for name, wanted in layout.at.items()},
        "UTC" if week is None else week.describe(),
    )


def contexts_in(table: RunTable, layout: Layout, row: int, column: int) -> list[int]:
    """Return the numbers of the contexts a cell stands for, each once, in order."""
    places = places_of(table.space, layout)
    contexts, starts = places.by_cell()  # a context can touch two hours of one local day
    cell = row if places.width == 1 else row * places.width + column
    return [int(index) for index in contexts[starts[cell] : starts[cell + 1]]]


def _joined(side: Side) -> str:
    return side if isinstance(side, str) else JOIN.join(side)


def _default_order(space: Space) -> list[str]:
    names = [axis.name for axis in space.axes]
    if space.local_week is None:
        return names
    return [*LOCAL_NAMES, *(name for name in names if name not in {"day", "hour"})]


def _check_sides(space: Space, rows: str, columns: str) -> None:
    sides = [(rows, parts_of(space, rows)), (columns, () if columns == KEYS else parts_of(space, columns))]
    for _, parts in sides:
        for name in parts:
            if name != KEYS:
                _check_axis(space, name)
    used = [*sides[0][1], *sides[1][1]]
    if KEYS in used or len(set(used)) < len(used):
        raise SpaceError(f"Rows and columns cannot be {rows!r} and {columns!r}.", hint="Take two different axes.")


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
