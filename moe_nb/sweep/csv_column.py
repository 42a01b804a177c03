"""One column of a CSV file, whichever sign parts the columns."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from moe_nb.core.errors import SpaceError

DELIMITERS = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}
"""What spreadsheets part columns with; Excel takes the semicolon where the comma is the decimal sign."""
_NO_DELIMITER = "\x1f"
"""A sign no text holds: a file of one column has no delimiter, and a comma in it belongs to the value."""
_QUOTED = re.compile('"(?:[^"]|"")*"')


def csv_values(name: str, path: Path, wanted: str | None) -> Iterator[str]:
    """Return the values of one column, row by row.

    Args:
        name: The axis.
        path: The file; its first line names the columns.
        wanted: The column; left out, the only one, or the one called like the axis.

    Raises:
        SpaceError: If it cannot be read, it is not clear what parts its columns or which is meant, or a row has more
            fields than the head.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, delimiter=_delimiter(file, wanted or name, path))
            column = chosen_column(name, list(rows.fieldnames or ()), wanted, repr(path.name))
            if wanted is None:
                _check_head(name, column, path)
            for number, row in enumerate(rows, start=1):
                if any(row.get(None) or ()):  # the fields beyond the head
                    raise SpaceError(
                        f"Row {number:,} of {path.name!r} has more fields than the head, so its value is not sure.",
                        hint='Put a value that holds the delimiter in quotes: "a,b".',
                    )
                yield row[column] or ""
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise unreadable(path, error) from None


def _check_head(name: str, head: str, path: Path) -> None:
    """Refuse a first line that looks like a value: it would be left out without a word."""
    if head != name and any(sign.isdigit() or sign == "@" for sign in head):
        raise SpaceError(
            f"The first line of {path.name!r} should name its column, and {head!r} looks like a value.",
            hint=f"Write {name} above it; if it is the name of the column: column={head!r}.",
        )


def unreadable(path: Path, error: Exception) -> SpaceError:
    """Return that a file of values cannot be read, in words."""
    return SpaceError(
        f"{path.name!r} cannot be read ({type(error).__name__}: {error}).",
        hint="Save it as CSV in UTF-8, or as Parquet.",
    )


def chosen_column(name: str, columns: list[str], wanted: str | None, where: str) -> str:
    """Return the column to take: the one that is named, the only one, or the one called like the axis.

    Raises:
        SpaceError: If it is not there, or not clear.
    """
    wanted = None if wanted is None else str(wanted)
    if wanted is not None and wanted not in columns:
        raise SpaceError(f"{where} has no column {wanted!r}.", hint=f"It has {', '.join(columns)}.")
    chosen = columns[0] if wanted is None and len(columns) == 1 else wanted or name
    if columns.count(chosen) == 1:
        return chosen
    if chosen in columns:
        raise SpaceError(f"{where} has {columns.count(chosen)} columns {chosen!r}.", hint="Rename all but one.")
    raise SpaceError(f"Which column of {where}?", hint=f"Name one of {', '.join(columns)}: column=...")


def _delimiter(file: TextIO, column: str, path: Path) -> str:
    """Return what parts the columns: the sign that stands in the first line, or under which the column is there."""
    head = file.readline()
    file.seek(0)
    bare = _QUOTED.sub("", head)
    found = [sign for sign in DELIMITERS if sign in bare]
    if len(found) > 1:
        found = [sign for sign in found if column in next(csv.reader([head], delimiter=sign))]
        if len(found) != 1:
            signs = " or ".join(words for sign, words in DELIMITERS.items() if sign in bare)
            raise SpaceError(
                f"It is not clear what parts the columns of {path.name!r}: {signs}.",
                hint="Put names of columns that hold one of them in quotes, or keep one column only.",
            )
    return found[0] if found else _NO_DELIMITER
