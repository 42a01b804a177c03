"""What a report can be written as, told before anything is computed."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from moe_nb.core.errors import UsageError

ENDINGS = {".ipynb": "a notebook", ".html": "one page", ".xlsx": "tables"}
"""Ending of a file to what is written into it; a folder gets all of them."""


def check_report_path(path: Path) -> None:
    """See that the name of a report says something that can be written.

    Args:
        path: Ends in one of `ENDINGS`, or is a folder (no ending), which need not exist.

    Raises:
        UsageError: If the ending is another one, or the extra is missing.
    """
    suffix = path.suffix.lower()
    if path.is_dir() or not suffix:
        return
    if suffix not in ENDINGS:
        raise UsageError(
            f"{path.name!r} ends in none of {', '.join(ENDINGS)}, and is no folder.",
            hint="Write " + ", ".join(f"{kind} ({ending})" for ending, kind in ENDINGS.items()) + ", or a folder.",
        )
    if suffix == ".xlsx" and find_spec("openpyxl") is None:
        raise UsageError("Writing Excel needs openpyxl.", hint='pip install "moe-nb[excel]", or write .html.')
