"""Several frames as the sheets of one Excel file."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from moe_nb.core.errors import UsageError
from moe_nb.report.tables import texts_changed, without_formulas
from moe_nb.report.whole_file import replaced
from moe_nb.views.visible import visible

if TYPE_CHECKING:
    import pandas as pd

LONGEST_CELL = 32_767
"""Characters of a cell (Excel specifications and limits)."""
_NOT_IN_XML = {0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}
"""What XML cannot hold and is not spelled out either."""
_SPELLED_SIGN = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""Excel reads ``_x003D_`` as an equals sign, ``_x202E_`` as a turn of direction (ISO 29500-1, ST_Xstring)."""
_ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"}
"""What a sheet takes for an error of its own."""
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
                without_formulas(texts_changed(frames[name], _text)).to_excel(writer, sheet_name=name, index=False)
                writer.sheets[name].freeze_panes = "A2"
    except ImportError:
        raise UsageError(".xlsx files need the extra 'excel'.", hint="pip install moe-nb[excel]") from None
    return replaced(path, content.getvalue())


def _text(value: object) -> object:
    if not isinstance(value, str):
        return value
    if value in _ERRORS:
        return f"'{value}"
    shown = str(visible(value)).translate(_NOT_IN_XML)
    return _SPELLED_SIGN.sub("_x005F_", shown)[: LONGEST_CELL - 1]  # one is left for an apostrophe
