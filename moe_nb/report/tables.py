"""Frames as files other programs open, without surprises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula when a text begins with it."""


def frame_csv(frame: pd.DataFrame) -> str:
    """Return *frame* as CSV; a text that a spreadsheet would run as a formula gets a leading apostrophe."""
    import pandas as pd  # noqa: PLC0415 - not paid for until wanted

    safe = {
        number: column
        if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column)
        else column.astype(object).map(_without_formula, na_action="ignore")
        for number, (_, column) in enumerate(frame.items())
    }
    out = pd.DataFrame(safe, index=frame.index)
    out.columns = pd.Index([_without_formula(name) for name in frame.columns])
    return str(out.to_csv(index=False, lineterminator="\n"))


def frame_json(frame: pd.DataFrame) -> str:
    """Return *frame* as a JSON list of records, times in ISO form."""
    return str(frame.to_json(orient="records", date_format="iso", indent=2, default_handler=str))


def _without_formula(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
