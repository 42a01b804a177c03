"""A line that tells how a sweep goes: in a notebook one that changes, in a terminal on standard error."""

from __future__ import annotations

import sys
import time
from typing import Any, Protocol

QUIET_S = 0.4
"""A sweep that is over sooner needs no progress line."""

EVERY_S = 0.25


class Describes(Protocol):
    """Tells how far something has come."""

    def describe(self) -> str:
        """Return it in words."""
        ...


class Watched(Protocol):
    """A sweep, or several that belong together."""

    @property
    def progress(self) -> Describes:
        """How far it has come."""
        ...


class ProgressNote:
    """Call it now and then while a sweep runs.

    Args:
        job: The sweep.
    """

    def __init__(self, job: Watched) -> None:
        self._job = job
        self._begun_s = self._painted_s = time.monotonic()
        self._handle: Any = None
        self._in_kernel = in_kernel()

    def tick(self) -> None:
        """Show the progress, unless that was just done."""
        now_s = time.monotonic()
        if now_s - self._begun_s >= QUIET_S and now_s - self._painted_s >= EVERY_S:
            self._painted_s = now_s
            self._show(self._job.progress.describe())

    def end(self) -> None:
        """Show the last state, if any was shown."""
        if self._handle is not None:
            self._show(self._job.progress.describe())
        if self._handle is sys.stderr:
            sys.stderr.write("\n")

    def _show(self, text: str) -> None:
        if self._in_kernel:
            from IPython.display import display  # noqa: PLC0415 - only in a notebook

            said = {"text/plain": f"Sweep: {text}"}
            if self._handle is None:
                self._handle = display(said, raw=True, display_id=True)
            else:
                self._handle.update(said, raw=True)
        elif sys.stderr.isatty():
            self._handle = sys.stderr
            sys.stderr.write(f"\rSweep: {text}\x1b[K")
            sys.stderr.flush()


def in_kernel() -> bool:
    """Say whether this runs in a notebook's kernel, without importing IPython when it is not there already."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell is not None and hasattr(shell, "kernel")
