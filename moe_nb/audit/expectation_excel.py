"""Expectations in an Excel sheet: the first sheet of the file, names of the columns in its first row."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from moe_nb.core.errors import ExpectationError

LARGEST_EXACT = 10**15
"""Longer numbers (ids!) have lost their last digits before anybody can read them."""
LARGEST_UNPACKED = 50_000_000
"""Bytes; an .xlsx file is a zip, and a small zip can hold very much."""
MOST_MARKS = 1_500_000
"""Beginnings of XML elements, a cell being three or four; an empty cell takes a hundred times its place in memory."""

_UNUSABLE = {"f": "it is a formula; paste its value instead.", "e": "the cell holds an error of Excel."}
"""Types of cells in openpyxl that are no value of their own."""


@dataclass(frozen=True, slots=True)
class UnusableCell:
    """A cell that is no plain value."""

    value: str
    why: str


def read_excel(
    content: bytes, source: str, most_rows: int, most_columns: int
) -> list[tuple[int, list[str | UnusableCell]]]:
    """Return row number and cells of the first sheet, one row more than *most_rows*; the first holds the names.

    Args:
        content: The file.
        source: Its name, for errors.
        most_rows: How many rows are read.
        most_columns: How many columns are read; a row with more ends the reading and is one cell longer.

    Raises:
        ExpectationError: If openpyxl is not installed, or the file is no Excel workbook or unpacks too large.
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
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what the file says of its own size is not trusted
            rows: list[tuple[int, list[str | UnusableCell]]] = []
            for number, row in enumerate(sheet.iter_rows(max_row=most_rows + 1), start=1):
                rows.append((number, _cells(row, most_columns)))
                if len(rows[-1][1]) > most_columns:
                    break
            book.close()
    except Exception as error:  # noqa: BLE001 - a broken workbook fails in as many ways as there are libraries below
        raise ExpectationError(
            f"{source}: not a readable Excel workbook ({type(error).__name__}: {str(error)[:100]}).",
            hint="Save it again as .xlsx, or as CSV UTF-8.",
        ) from None
    return rows


def _cells(row: Sequence[Any], most: int) -> list[str | UnusableCell]:
    """Return the cells of a row; of those beyond *most* the first that holds something, if there is one."""
    beyond = next((cell for cell in row[most:] if cell.value is not None), None)
    return [_text(cell) for cell in (*row[:most], *([] if beyond is None else [beyond]))]


def _check_size(content: bytes, source: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
            marks = 0 if size > LARGEST_UNPACKED else sum(packed.read(entry).count(b"<") for entry in packed.infolist())
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError, OSError):
        raise ExpectationError(
            f"{source}: not an Excel workbook (.xlsx).", hint="Save it again as .xlsx, or as CSV UTF-8."
        ) from None
    if size > LARGEST_UNPACKED or marks > MOST_MARKS:
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
