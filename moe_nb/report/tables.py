"""Frames as files other programs open, without surprises."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_SIGNS = "=+@＝＋－＠-"  # noqa: RUF001 - full width: East Asian spreadsheets run them too
"""What a spreadsheet takes for a formula when a text begins with it, white space aside."""
_SPLITS = ";|\t\r\n"
"""Where a spreadsheet that is set to another sign than the comma begins a new cell, inside of quotes too."""
_UNSEEN = r"\s\0\xad\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff"
"""What spreadsheets trim or pass over."""
# a control in front makes a spreadsheet lose its place, so that the rest stands for itself
_LEADING = re.compile(rf"[\t\r\n]|[{_UNSEEN}]*[{_SIGNS}]")
# the whole run before a sign, looked at once however long it is; ``; +http://`` is no formula, and robots are named so
_INNER = re.compile(rf"""(?<![{_UNSEEN}{_SPLITS}"])[{_UNSEEN}{_SPLITS}"]++(?=[{_SIGNS}])(?!\+https?://)""")
_SPLIT = re.compile(f"[{_SPLITS}]")
_SIGNED_NUMBER = re.compile("[+-][0-9 ]*[0-9][ ]*")
"""Runs nothing, as a formula either; a telephone number as an id must still be found in another table."""


def frame_csv(frame: pd.DataFrame, *, head: bool = True) -> str:
    """Return *frame* as CSV, texts in quotes; where a spreadsheet would find a formula, an apostrophe stands before it.

    That is at the beginning of a text, and inside of it behind a semicolon, a bar, a tab or a line break: spreadsheets
    in half of the world split a CSV at semicolons, and quotes that do not begin a cell of theirs quote nothing. A text
    that is only a sign and digits, such as ``+4915112345``, stays as it is.

    Args:
        frame: The rows.
        head: Whether the names of the columns come first.
    """
    out = texts_changed(frame, lambda value: _without_inner_formula(_without_formula(value)))
    return str(out.to_csv(index=False, lineterminator="\n", header=head, quoting=csv.QUOTE_NONNUMERIC))


def without_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    """Return *frame* with an apostrophe before every text that a spreadsheet would run as a formula."""
    return texts_changed(frame, _without_formula)


def texts_changed(frame: pd.DataFrame, change: Callable[[Any], Any]) -> pd.DataFrame:
    """Return *frame* with every value that is no number and no time, and every column name, put through *change*."""
    import pandas as pd  # noqa: PLC0415 - not paid for until wanted

    changed = {
        number: column
        if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column)
        else column.astype(object).map(change, na_action="ignore")
        for number, (_, column) in enumerate(frame.items())
    }
    out = pd.DataFrame(changed, index=frame.index)
    out.columns = pd.Index([change(name) for name in frame.columns])
    return out


def frame_json(frame: pd.DataFrame) -> str:
    """Return *frame* as a JSON list of records, times in ISO form."""
    return str(frame.to_json(orient="records", date_format="iso", indent=2, default_handler=str))


def _without_formula(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return f"'{value}" if _LEADING.match(value) and _SIGNED_NUMBER.fullmatch(value) is None else value


def _without_inner_formula(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return _INNER.sub(lambda run: _SPLIT.sub(r"\g<0>'", run[0]), value)
