"""Files of expectations: CSV, Excel or YAML in, numbered rows of cells out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from moe_nb.audit.expectation_cells import BEYOND
from moe_nb.audit.expectation_excel import is_filled, read_excel
from moe_nb.audit.expectation_merged import UnusableCell
from moe_nb.audit.expectation_yaml import read_yaml
from moe_nb.core.errors import ExpectationError

LARGEST_FILE = 5_000_000
"""Bytes; a table of expectations is written by people."""

MOST_ROWS = 5_000
MOST_COLUMNS = 1_000
"""More than any table of expectations has; a small file can say that it has very many."""

KEY_COLUMN = "experience_key"
_SEPARATOR = re.compile(r"\"?sep=([,;|\t])\"?[,;\t ]*(?:\r\n|\r|\n)", re.IGNORECASE)
Cells = dict[str, object]
"""Name of a column to a text, a list of texts, or an `UnusableCell`."""


def read_rows(path: str | Path) -> list[tuple[int, Cells]]:
    """Return row number and cells of every row that is not empty.

    Args:
        path: A file that ends in ``.csv``, ``.tsv``, ``.txt``, ``.xlsx``, ``.yaml`` or ``.yml``.

    Raises:
        ExpectationError: If the file cannot be read as a table at all.
    """
    source, content = str(path), _content(Path(path))
    suffix = Path(path).suffix.lower()
    if suffix in {".yaml", ".yml"}:
        rows: list[tuple[int, Cells]] = [*read_yaml(_decoded(content, source), source)]
    elif suffix in {".xlsx", ".xlsm"}:
        rows = named(read_excel(content, source, MOST_ROWS + 1, MOST_COLUMNS, KEY_COLUMN), source)
    elif suffix in {".csv", ".tsv", ".txt"}:
        rows = named(_csv_rows(_decoded(content, source), source), source)
    else:
        raise ExpectationError(
            f"{source}: {suffix or 'a file without an ending'} is not read.", hint="Use .csv, .xlsx or .yaml."
        )
    if len(rows) > MOST_ROWS:
        raise ExpectationError(f"{source}: more than {MOST_ROWS:,} rows.", hint="Split it into several files.")
    return rows


def named(rows: Iterable[tuple[int, Sequence[str | UnusableCell]]], source: str) -> list[tuple[int, Cells]]:
    """Put the names of the first row to the cells of the others; empty rows are left out.

    Raises:
        ExpectationError: If there is no first row with ``experience_key``, or a name stands twice.
    """
    filled = [(number, row) for number, row in rows if is_filled(row)]
    if not filled:
        raise ExpectationError(f"{source}: it is empty.", hint=f"Begin with a row of names: {KEY_COLUMN},day,hour,...")
    if max(len(row) for _, row in filled) > MOST_COLUMNS:
        raise ExpectationError(f"{source}: more than {MOST_COLUMNS:,} columns.", hint="Keep the table only.")
    header = [str(cell).strip() for cell in filled[0][1]]
    if KEY_COLUMN not in [name.lower() for name in header]:
        raise ExpectationError(
            f"{source}: the first row names no column {KEY_COLUMN!r} (it reads {', '.join(header)[:120]!r}).",
            hint="Begin with a row of names.",
        )
    for name in header:
        if name and header.count(name) > 1:
            raise ExpectationError(f"{source}: two columns are called {name!r}.", hint="Keep one of the two.")
    return [(number, _cells(header, row)) for number, row in filled[1:]]


def _cells(header: Sequence[str], row: Sequence[str | UnusableCell]) -> Cells:
    cells: Cells = {}
    for position, cell in enumerate(row):
        name = header[position] if position < len(header) else ""
        if name:
            cells[name] = cell
        elif not isinstance(cell, str) or cell.strip():
            cells[BEYOND] = cell
    return cells


def _csv_rows(text: str, source: str) -> list[tuple[int, list[str]]]:
    text, delimiter, line = _with_delimiter(text)
    skipped = line - 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        for row in reader:
            if is_filled(row):  # empty ones do not count, wherever they stand
                rows.append((line, row))
            line = (
                skipped + reader.line_num + 1
            )  # a quoted cell may hold line breaks: a row begins after the one before it
            if len(rows) > MOST_ROWS + 1:
                break
    except csv.Error as error:
        raise ExpectationError(f"{source}: not CSV near line {line} ({error}).", hint="Check the quotes.") from None
    return rows


def _with_delimiter(text: str) -> tuple[str, str, int]:
    """Return the rows, what stands between their cells, and in which line they begin.

    Where a comma is the decimal sign, Excel writes semicolons; some tools say so in a first line, ``sep=;``.
    """
    said = _SEPARATOR.match(text)
    if said:
        return text[said.end() :], said[1], 2
    first = text.lstrip().partition("\n")[0]
    return text, max((",", ";", "\t"), key=first.count), 1


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)  # a device says that it has no size, and never ends
    except (OSError, ValueError) as error:  # ValueError: a path with NUL in it
        said = getattr(error, "strerror", None) or error
        raise ExpectationError(f"{path}: cannot be read ({said}).", hint="Check the path.") from None
    if len(content) > LARGEST_FILE:
        raise ExpectationError(f"{path}: larger than {LARGEST_FILE // 1_000_000} MB.", hint="Keep the table only.")
    return content


def _decoded(content: bytes, source: str) -> str:
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"  # Excel's "Unicode Text"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise ExpectationError(
            f"{source}: not UTF-8 (byte {error.start}).", hint='Save it as "CSV UTF-8" or .xlsx.'
        ) from None
