"""Frames as files other programs open, without surprises."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # noqa: RUF001 - full width: East Asian spreadsheets run them too
"""What a spreadsheet takes for a formula when a text begins with it, white space aside."""
_CONTROL = ("\t", "\r", "\n")
"""What makes a spreadsheet lose its place, so that the rest stands for itself."""
_UNSEEN = " \t\r\n\v\f\0\xa0\u200b\u2060\ufeff"
"""What spreadsheets trim or pass over."""
_SIGNED_NUMBER = re.compile("[+-][0-9 ]*[0-9][ ]*")
"""Runs nothing, as a formula either; a telephone number as an id must still be found in another table."""


def frame_csv(frame: pd.DataFrame, *, head: bool = True) -> str:
    """Return *frame* as CSV; a text that a spreadsheet would run as a formula gets a leading apostrophe.

    A text that is only a sign and digits, such as ``+4915112345``, stays as it is.

    Args:
        frame: The rows.
        head: Whether the names of the columns come first.
    """
    out = without_formulas(frame)
    text = str(out.to_csv(index=False, lineterminator="\n", header=head))
    if "\r" in text:  # Python before 3.13 would not quote it, and every reader would begin a new row there
        text = str(out.to_csv(index=False, lineterminator="\n", header=head, quoting=csv.QUOTE_NONNUMERIC))
    return text


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
    risky = value.startswith(_CONTROL) or value.lstrip(_UNSEEN).startswith(_FORMULA)
    return f"'{value}" if risky and _SIGNED_NUMBER.fullmatch(value) is None else value
