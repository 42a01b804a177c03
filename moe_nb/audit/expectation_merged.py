"""Merged cells of a sheet: Excel shows one value over many cells and keeps it in the first of them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO
from xml.parsers import expat

_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")
_LETTERS = 26


@dataclass(frozen=True, slots=True)
class UnusableCell:
    """A cell that is no plain value."""

    value: str
    why: str


Row = list[str | UnusableCell]


@dataclass(frozen=True, slots=True)
class Merged:
    """A range of merged cells; rows count from 1 as people see them, columns from 0, the last ones are part of it."""

    name: str
    """``"D2:D5"``."""
    first_row: int
    last_row: int
    first_column: int
    last_column: int


def merged_ranges(sheet: IO[bytes]) -> list[Merged]:
    """Return the merged cells of a sheet, which openpyxl does not tell where it reads without building every cell.

    Args:
        sheet: The XML of the sheet.

    Raises:
        expat.ExpatError: If it is no XML.
    """
    found: list[Merged] = []

    def see(tag: str, attributes: Mapping[str, str]) -> None:
        said = _RANGE.fullmatch(attributes.get("ref", "")) if tag.rpartition(":")[2] == "mergeCell" else None
        if said:
            rows, columns = (int(said[2]), int(said[4])), (_column(said[1]), _column(said[3]))
            found.append(Merged(said[0], *rows, *columns))

    parser = expat.ParserCreate()
    parser.StartElementHandler = see
    parser.ParseFile(sheet)
    return found


def fill_merged(rows: Mapping[int, Row], merged: Sequence[Merged]) -> None:
    """Give every cell of a merged range what Excel shows there; rows are changed in place.

    Downwards the value of the first cell holds for every row that says something itself. Across columns nobody can tell
    which of them it means, so that it is no value of any: an empty cell would mean *any*, and check less than is shown.

    Args:
        rows: Number of a row to its cells, those that hold anything; the first one holds the names of the columns.
        merged: The ranges.

    Raises:
        ValueError: If they hold more cells than the table, which Excel does not let them.
    """
    numbers = sorted(rows)
    if not numbers:
        return
    width = len(rows[numbers[0]])
    budget = width * len(numbers)
    for one in merged:
        if one.first_row <= numbers[0]:  # names of columns are no values
            continue
        shown = _shown(one, rows.get(one.first_row, []))
        inside = numbers[bisect_left(numbers, one.first_row) : bisect_right(numbers, one.last_row)]
        columns = range(one.first_column, min(one.last_column + 1, width))
        budget -= len(inside) * len(columns)
        if budget < 0:
            raise ValueError("merged cells overlap")
        for number in inside if shown else ():
            row = rows[number]
            row += [""] * (width - len(row))
            for column in columns:
                row[column] = shown


def _shown(one: Merged, first: Row) -> str | UnusableCell:
    """Return what every cell of a range holds; empty where Excel shows nothing."""
    value = first[one.first_column] if one.first_column < len(first) else ""
    if one.first_column == one.last_column or (isinstance(value, str) and not value.strip()):
        return value
    why = f"{one.name} is merged over several columns, so which of them it means cannot be told; unmerge it."
    return UnusableCell(value if isinstance(value, str) else value.value, why)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number - 1
