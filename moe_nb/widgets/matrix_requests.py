"""What the page of a live matrix may ask for: read with suspicion, answered with HTML that is escaped here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from moe_nb.audit.matrix import layout_of
from moe_nb.audit.places import KEYS, Layout, parts_of
from moe_nb.core.run_table import RunTable
from moe_nb.core.space import Space
from moe_nb.results.comparison import compare
from moe_nb.results.matrix import DisplayedMatrix
from moe_nb.views.looks import COLOUR_BY
from moe_nb.widgets.matrix_sheet import sides_of


@dataclass(frozen=True, slots=True)
class Select:
    """These rows and columns are selected: say what is in them."""

    number: int
    """Of the request; the answer carries it, so that the page can drop answers that come late."""
    rows: tuple[int, ...]
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """Two cells are pinned: say how they differ."""

    number: int
    cells: tuple[tuple[int, int], tuple[int, int]]
    """Row and column of each."""


@dataclass(frozen=True, slots=True)
class Arrange:
    """Show it otherwise; all are positions in the lists of the sheet."""

    experience: int
    """-1 for every experience key."""
    rows: int
    columns: int
    at: Mapping[int, int]
    """Number of an axis to number of a value."""
    colour_by: int


Request = Select | Compare | Arrange


def read_request(content: Any, sheet: Mapping[str, Any]) -> Request | None:
    """Return what a message asks for; None for a stale one, and for anything that is none.

    Args:
        content: The message, as it came.
        sheet: What the page was told.
    """
    stamp = "lists" if isinstance(content, dict) and content.get("kind") == "arrange" else "serial"
    if not isinstance(content, dict) or not sheet or content.get(stamp) != sheet[stamp]:
        return None  # who chooses twice quickly makes the second wish before the answer to the first
    try:
        return _READERS[content["kind"]](content, sheet)
    except (KeyError, IndexError, TypeError, ValueError):  # not what our page sends
        return None


def arranged(request: Arrange, table: RunTable, before: Layout) -> tuple[Layout, str]:
    """Return the layout that is meant, and what to colour by.

    Whoever takes the other side's axis swaps the two; whoever takes every experience gets the keys as columns.

    Raises:
        SpaceError: If it cannot be shown so.
    """
    space, sides = table.space, sides_of(table.space)
    rows, columns = sides[request.rows], sides[request.columns]
    experience = None if request.experience < 0 else table.keys[request.experience]
    wanted: str | None = columns
    if experience != before.experience_key:  # another experience was chosen, or every one
        wanted = KEYS if experience is None else None if columns == KEYS else columns
    elif rows != before.rows and rows == columns:
        wanted = before.rows
    elif columns != before.columns and rows == columns:
        rows = before.columns
    elif set(parts_of(space, rows)) & set(parts_of(space, columns)):
        rows, wanted = (rows, None) if rows != before.rows else (_another(sides, space, columns), columns)
    if wanted == KEYS:
        experience = None
    elif experience is None:
        experience = table.keys[0]
    if rows == KEYS:  # keys stand in columns only: a swap with them is none
        rows, wanted, experience = before.rows, KEYS, None
    used = {*parts_of(space, rows), *parts_of(space, wanted or "")}
    held = [(axis, request.at[number]) for number, axis in enumerate(space.axes) if number in request.at]
    at = {axis.name: axis.values[value] for axis, value in held if axis.name not in used and value < len(axis)}
    return layout_of(table, experience, rows, wanted, at), COLOUR_BY[request.colour_by]


def reading_of(request: Select | Compare, matrix: DisplayedMatrix) -> str:
    """Write what stands beside the matrix: cards of a cell, what a region shares, or what two cells do not."""
    if isinstance(request, Compare):
        return compare(*(matrix.cell_at(*cell) for cell in request.cells))._repr_html_()
    if len(request.rows) == len(request.columns) == 1:
        return matrix.cell_at(request.rows[0], request.columns[0]).reading()
    return matrix.region_at(request.rows, request.columns)._repr_html_() if request.rows and request.columns else ""


def _another(sides: Sequence[str], space: Space, taken: str) -> str:
    parts = set(parts_of(space, taken))
    return next((side for side in sides if not parts & set(parts_of(space, side)) and side != KEYS), sides[0])


def _read_select(content: Mapping[str, Any], sheet: Mapping[str, Any]) -> Select:
    rows = tuple(_within(row, sheet["rows"]["labels"]) for row in content["rows"])
    columns = tuple(_within(column, sheet["columns"]["labels"]) for column in content["columns"])
    return Select(_whole(content["number"]), rows, columns)


def _read_compare(content: Mapping[str, Any], sheet: Mapping[str, Any]) -> Compare:
    cells = [
        (_within(row, sheet["rows"]["labels"]), _within(column, sheet["columns"]["labels"]))
        for row, column in content["cells"]
    ]
    first, second = cells
    return Compare(_whole(content["number"]), (first, second))


def _read_arrange(content: Mapping[str, Any], sheet: Mapping[str, Any]) -> Arrange:
    at = {_whole(axis): _whole(value) for axis, value in content["at"] if _whole(value) >= 0}
    experience = _whole(content["experience"])
    return Arrange(
        experience if experience < 0 else _within(experience, sheet["experiences"]),
        _within(content["rows"], sheet["sides"]),
        _within(content["columns"], sheet["sides"]),
        at,
        _within(content["colour_by"], sheet["colours"]),
    )


_READERS: Mapping[str, Callable[[Mapping[str, Any], Mapping[str, Any]], Request]] = {
    "select": _read_select,
    "compare": _read_compare,
    "arrange": _read_arrange,
}


def _whole(value: Any) -> int:
    if type(value) is not int:  # True is none
        raise TypeError(value)
    return value


def _within(value: Any, things: Sequence[Any]) -> int:
    if not 0 <= _whole(value) < len(things):
        raise IndexError(value)
    return int(value)
