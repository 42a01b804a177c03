"""Several frames as the sheets of one Excel file."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from moe_nb.core.errors import UsageError
from moe_nb.report.tables import without_formulas
from moe_nb.report.whole_file import replaced
from moe_nb.views.visible import visible

if TYPE_CHECKING:
    import pandas as pd

LONGEST_CELL = 32_767
"""Characters of a cell (Excel specifications and limits)."""
_NOT_IN_XML = {0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}
"""What XML cannot hold and is not spelled out either."""
FIRST = ("certificate", "findings")
"""The sheets to see first."""


def write_workbook(path: Path, frames: Mapping[str, pd.DataFrame]) -> Path:
    """Write frames as sheets: no text becomes a formula, what XML cannot hold is spelled out.

    Args:
        path: Ends in ``.xlsx``.
        frames: By the name of the sheet.

    Raises:
        UsageError: If the extra ``excel`` is missing.
        RunFileError: If the file cannot be written.
    """
    import pandas as pd  # noqa: PLC0415 - not paid for until wanted

    content = io.BytesIO()
    names = [*(name for name in FIRST if name in frames), *(name for name in frames if name not in FIRST)]
    try:
        with pd.ExcelWriter(content, engine="openpyxl") as writer:
            for name in names:
                without_formulas(_writable(frames[name])).to_excel(writer, sheet_name=name, index=False)
                writer.sheets[name].freeze_panes = "A2"
    except ImportError:
        raise UsageError(".xlsx files need the extra 'excel'.", hint="pip install moe-nb[excel]") from None
    return replaced(path, content.getvalue())


def _writable(frame: pd.DataFrame) -> pd.DataFrame:
    columns = [
        name for name in frame.columns if frame[name].dtype == object or str(frame[name].dtype) in {"string", "str"}
    ]
    return frame.assign(**{name: frame[name].map(_text, na_action="ignore") for name in columns})


def _text(value: object) -> object:
    return str(visible(value)).translate(_NOT_IN_XML)[:LONGEST_CELL] if isinstance(value, str) else value
