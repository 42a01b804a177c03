"""The way in to the live matrix: of a run, or of a sweep that is still filling it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import replace

from moe_nb.audit.matrix import Side
from moe_nb.core.errors import UsageError
from moe_nb.core.run_table import RunTable
from moe_nb.core.stability_facts import Stability
from moe_nb.results.adaptive import AdaptiveRun
from moe_nb.results.matrix_colours import MatrixColours, chosen_colours
from moe_nb.results.run import Run
from moe_nb.results.stability import Repeats, repeats_of
from moe_nb.views.palette import Palette
from moe_nb.views.visible import named
from moe_nb.widgets.matrix_view import MatrixView
from moe_nb.workspace import loop
from moe_nb.workspace.sweep_job import SweepJob

TICK_S = 0.2
"""Seconds between two paintings: one message for many answers."""
SHARE = 5
"""Painting takes one part of the time in so many, however large the matrix is."""
KEEP_S = 120.0
"""Seconds between two tables for places without a kernel."""


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

    def paint(self, table: RunTable, palette: Palette) -> None:
        """Paint in the colours of a workspace, and rest for as long as that took, several times over."""
        start_s = time.monotonic()
        self._view.fill(table, palette)
        end_s = time.monotonic()
        self._due_s = end_s + SHARE * (end_s - start_s)

    def stop(self, error: UsageError) -> None:
        """Leave what is painted as it is, and say why nothing more comes: the run is in its file only by now."""
        self._view.is_live = False
        self._view.note = str(named(f"{error.summary} {error.hint}".strip()))


def matrix_view(
    source: Run | SweepJob | AdaptiveRun,
    experience: str | None = None,
    rows: Side | None = None,
    columns: Side | None = None,
    at: Mapping[str, object] | None = None,
    colour_by: str | None = None,
    *,
    stability: Repeats | None = None,
) -> MatrixView:
    """Return a matrix to walk through with the mouse or the arrow keys; of a running sweep it fills by itself.

    A saved notebook holds the table as it was when it was displayed; while a sweep fills it, that table is replaced
    every two minutes and at the end.

    Args:
        source: A run, a sweep under way, or an adaptive run: its inferred cells have a pattern of their own, count in
            no coverage, and the legend says how far they can be trusted.
        experience: The experience key to begin with.
        rows: An axis, or several that share the side; ``local_day`` / ``local_hour`` for a week with a zone.
        columns: Another axis, or several, or ``experience_key``.
        at: Axes held at one value, by value or label.
        colour_by: ``variation``, ``audience``, ``cause``, ``payload``, ``outcome`` or ``stability``; by stability if
            left out beside *stability*.
        stability: Repeats of the same contexts, ``ws.stability(run)`` or a list of runs: which cells are stable and
            which flicker.

    Raises:
        SpaceError: If an axis, value or key does not exist.
        UsageError: If it cannot be coloured so.
        AuditError: If the repeats are of another run.
    """
    table = source.table() if isinstance(source, SweepJob) else source.table
    run = source.run if isinstance(source, AdaptiveRun) else source
    repeats = repeats_of(stability, run if isinstance(run, Run) else None)
    view = MatrixView(_colours(source, table, colour_by, None if repeats is None else repeats.facts))
    view.fill(table)
    if (experience, rows, columns, at) != (None, None, None, None):
        view.arrange(experience, rows, columns, at)
    if isinstance(source, SweepJob):
        view.is_live = True
        loop.submit(_follow(view, source))
    return view


def _colours(
    source: Run | SweepJob | AdaptiveRun, table: RunTable, colour_by: str | None, stability: Stability | None
) -> MatrixColours:
    chosen = chosen_colours(table, colour_by, stability, source.palette)
    return replace(chosen, trust=source.trust) if isinstance(source, AdaptiveRun) else chosen


async def _follow(view: MatrixView, job: SweepJob) -> None:
    painter, kept_s = Painter(view), time.monotonic()
    try:
        while not job.is_done:
            painter.paint(job.table(), job.palette)
            if time.monotonic() > kept_s + KEEP_S:
                view.keep_output()
                kept_s = time.monotonic()
            await asyncio.sleep(max(TICK_S, painter.wait_s))
        painter.paint(job.table(), job.palette)
    except UsageError as error:
        painter.stop(error)
    finally:
        view.keep_output()
        view.is_live = False
