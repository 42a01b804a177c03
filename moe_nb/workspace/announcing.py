"""What is about to be asked, told before it is asked."""

from __future__ import annotations

import sys

from moe_nb.workspace.progress_note import in_kernel


def announce(words: str) -> None:
    """Show a plan: in a notebook as an output, in a terminal on standard error, elsewhere nowhere."""
    if in_kernel():
        from IPython.display import display  # noqa: PLC0415 - only in a notebook

        display({"text/plain": f"Plan: {words}"}, raw=True)
    elif sys.stderr.isatty():
        sys.stderr.write(f"Plan: {words}\n")
