"""The way in to the live matrix: of a run, or of a sweep that is still filling it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping

from moe_nb.audit.matrix import Side
from moe_nb.core.errors import UsageError
from moe_nb.core.run_table import RunTable
from moe_nb.results.run import Run
from moe_nb.views.visible import visible
from moe_nb.widgets.matrix_view import MatrixView
from moe_nb.workspace import loop
from moe_nb.workspace.sweep_job import SweepJob

TICK_S = 0.2
"""Seconds between two paintings: one message for many answers."""
SHARE = 5
"""Painting takes one part of the time in so many, however large the matrix is."""


class Painter:
    """Paints a matrix now and then, never so often that painting holds the sweep up.

    Args:
        view: What is painted.
    """

    def __init__(self, view: MatrixView) -> None:
        self._view = view
        self._due_s = 0.0

    @property
    def wait_s(self) -> float:
        """Seconds until it may paint again."""
        return max(0.0, self._due_s - time.monotonic())

    def paint(self, table: RunTable) -> None:
        """Paint, and rest for as long as that took, several times over."""
        start_s = time.monotonic()
        self._view.fill(table)
        end_s = time.monotonic()
        self._due_s = end_s + SHARE * (end_s - start_s)

    def stop(self, error: UsageError) -> None:
        """Leave what is painted as it is, and say why nothing more comes: the run is in its file only by now."""
        self._view.is_live = False
        self._view.note = str(visible(f"{error.summary} {error.hint}".strip()))


def matrix_view(
    source: Run | SweepJob,
    experience: str | None = None,
    rows: Side | None = None,
    columns: Side | None = None,
    at: Mapping[str, object] | None = None,
    colour_by: str = "variation",
) -> MatrixView:
    """Return a matrix to walk through with the mouse or the arrow keys; of a running sweep it fills by itself.

    A saved notebook holds the table as it was when it was displayed: display it again after the end of a sweep.

    Args:
        source: A run, or a sweep under way.
        experience: The experience key to begin with.
        rows: An axis, or several that share the side; ``local_day`` / ``local_hour`` for a week with a zone.
        columns: Another axis, or several, or ``experience_key``.
        at: Axes held at one value, by value or label.
        colour_by: ``variation``, ``audience``, ``cause``, ``payload`` or ``outcome``.

    Raises:
        SpaceError: If an axis, value or key does not exist.
        UsageError: If it cannot be coloured so.
    """
    view = MatrixView()
    view.fill(source.table if isinstance(source, Run) else source.table())
    if (experience, rows, columns, at, colour_by) != (None, None, None, None, "variation"):
        view.arrange(experience, rows, columns, at, colour_by)
    if isinstance(source, SweepJob):
        view.is_live = True
        loop.submit(_follow(view, source))
    return view


async def _follow(view: MatrixView, job: SweepJob) -> None:
    painter = Painter(view)
    try:
        while not job.is_done:
            painter.paint(job.table())
            await asyncio.sleep(max(TICK_S, painter.wait_s))
        painter.paint(job.table())
    except UsageError as error:
        painter.stop(error)
    finally:
        view.is_live = False
