"""Expectations in an Excel sheet: the first one that is not hidden, names of the columns in its first row."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from moe_nb.audit.expectation_merged import Row, UnusableCell, fill_merged, merged_ranges
from moe_nb.core.errors import ExpectationError

LARGEST_EXACT = 10**15
"""Longer numbers (ids!) have lost their last digits before anybody can read them."""
LARGEST_UNPACKED = 50_000_000
"""Bytes; an .xlsx file is a zip, and a small zip can hold very much."""
MOST_MARKS = 1_500_000
"""Beginnings of XML elements, a cell being three or four; an empty cell takes a hundred times its place in memory."""

MOST_MERGED = 20_000
"""Mentions of merged cells; openpyxl takes a hundred times their place in memory for them too."""
LAST_ROW = 1_048_576
"""Of a sheet in Excel; a file can name a row far beyond it, and all the empty ones before it would be gone through."""
TOP_ROWS = 100
"""Rows of another sheet that are looked through for names of columns."""

_UNUSABLE = {"f": "it is a formula; paste its value instead.", "e": "the cell holds an error of Excel."}
"""Types of cells in openpyxl that are no value of their own."""


def read_excel(
    content: bytes, source: str, most_rows: int, most_columns: int, key_column: str
) -> list[tuple[int, Row]]:
    """Return row number and cells of every row that is not empty; the first holds the names.

    Merged cells hold what Excel shows in them; see `moe_nb.audit.expectation_merged`.

    Args:
        content: The file.
        source: Its name, for errors.
        most_rows: How many rows are read; one more ends the reading. Empty ones do not count, wherever they stand.
        most_columns: How many columns are read; a row with more ends the reading and is one cell longer.
        key_column: The name by which a table of expectations is known.

    Raises:
        ExpectationError: If openpyxl is not installed, or the file is no Excel workbook, unpacks too large, hides all
            its sheets, or shows a second one with expectations: they would be left out.
    """
    try:
        import openpyxl  # noqa: PLC0415 - optional: the extra "excel"
    except ImportError:
        raise ExpectationError(
            f"{source}: reading Excel needs openpyxl.", hint='pip install "moe-nb[excel]", or save the sheet as CSV.'
        ) from None
    _check_size(content, source)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of validations, themes and the like, which say nothing here
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
            sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
            rows = {} if sheet is None else _rows(sheet, most_rows, most_columns)
            others = [one.title for one in book.worksheets if one is not sheet and _is_table(one, key_column)]
            book.close()
    except Exception as error:  # noqa: BLE001 - a broken workbook fails in as many ways as there are libraries below
        raise ExpectationError(
            f"{source}: not a readable Excel workbook ({type(error).__name__}: {str(error)[:100]}).",
            hint="Save it again as .xlsx, or as CSV UTF-8.",
        ) from None
    if sheet is None:
        raise ExpectationError(f"{source}: every sheet is hidden.", hint="Show the sheet with the table.")
    if others:
        raise ExpectationError(
            f"{source}: the sheets {sheet.title!r} and {others[0]!r} both hold expectations, and one sheet is read.",
            hint="Keep all rows in one sheet, or hide the other.",
        )
    return sorted(rows.items())


def _rows(sheet: Any, most_rows: int, most_columns: int) -> dict[int, Row]:
    """Return the rows of a sheet that hold something, by number."""
    sheet.reset_dimensions()  # what the file says of its own size is not trusted
    rows: dict[int, Row] = {}
    for number, row in enumerate(sheet.iter_rows(max_row=LAST_ROW + 1), start=1):
        if number > LAST_ROW:
            raise ValueError("it names a row beyond the last one of Excel")
        cells = _cells(row, most_columns)
        if is_filled(cells):
            rows[number] = cells
        if len(cells) > most_columns or len(rows) > most_rows:
            break
    with sheet._get_source() as opened:  # noqa: SLF001 - openpyxl tells no merged cells where it streams
        fill_merged(rows, merged_ranges(opened))
    return rows


def _is_table(sheet: Any, key_column: str) -> bool:
    """Say whether people see a table of expectations in a sheet: its first row that holds anything names the key."""
    if sheet.sheet_state != "visible":
        return False
    sheet.reset_dimensions()
    rows = (row for row in sheet.iter_rows(max_row=TOP_ROWS, values_only=True) if any(row))
    return key_column in {str(value).strip().lower() for value in next(rows, ())}


def is_filled(row: Sequence[str | UnusableCell]) -> bool:
    """Say whether a row holds anything; blanks are nothing."""
    return any(not isinstance(cell, str) or cell.strip() for cell in row)


def _cells(row: Sequence[Any], most: int) -> Row:
    """Return the cells of a row; of those beyond *most* the first that holds something, if there is one."""
    beyond = next((cell for cell in row[most:] if cell.value is not None), None)
    return [_text(cell) for cell in (*row[:most], *([] if beyond is None else [beyond]))]


def _check_size(content: bytes, source: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
            parts = [] if size > LARGEST_UNPACKED else [packed.read(entry) for entry in packed.infolist()]
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError, OSError):
        raise ExpectationError(
            f"{source}: not an Excel workbook (.xlsx).", hint="Save it again as .xlsx, or as CSV UTF-8."
        ) from None
    if sum(part.count(b"mergeCell") for part in parts) > MOST_MERGED:
        raise ExpectationError(f"{source}: more merged cells than any table of expectations has.", hint="Unmerge them.")
    if size > LARGEST_UNPACKED or sum(part.count(b"<") for part in parts) > MOST_MARKS:
        much = f"{LARGEST_UNPACKED // 1_000_000} MB" if size > LARGEST_UNPACKED else "any table of expectations has"
        raise ExpectationError(f"{source}: it unpacks to more than {much}.", hint="Keep the table only.")


def _text(cell: Any) -> str | UnusableCell:
    """Return a cell as its text; what Excel made of it without being asked is named, never guessed back."""
    value = cell.value
    unusable = _UNUSABLE.get(cell.data_type, "")
    if isinstance(value, datetime | date | time | timedelta):
        unusable = "Excel made a date or time of it; format the column as Text and type it again (09-17)."
    if isinstance(value, int | float) and abs(value) >= LARGEST_EXACT:
        unusable = "Excel keeps 15 digits of a number; format the column as Text and type it again."
    if unusable:
        return UnusableCell(str(value), unusable)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)
