"""Matrices as a table without script: colour, code and words for every cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from markupsafe import Markup, escape

from moe_nb.core.answer import Outcome
from moe_nb.core.facts import Matrix
from moe_nb.views.html import render
from moe_nb.views.looks import COLOUR_BY, INFERRED, MEANINGS, MIXED, Look, looks_of
from moe_nb.views.matrix_words import axis_name, subtitle
from moe_nb.views.palette import TEXT, Palette
from moe_nb.views.patterns import background_of
from moe_nb.views.tables import aligned
from moe_nb.views.visible import named, one_line

MOST_BYTES = 1_000_000
"""About what a static matrix may weigh in a notebook; further rows are counted, not drawn."""
LONGEST_LEGEND = 500
"""Lines of a legend that are drawn; the rest is counted."""
KINDS = (Outcome.SERVED, Outcome.NOT_SERVED, INFERRED, MIXED, Outcome.FAILED, Outcome.NOT_ASKED)
"""The order of a legend."""


@dataclass(frozen=True, slots=True)
class CellView:
    """What all cells with the same content look like."""

    kind: str
    code: str
    words: str
    background: str
    colour: str
    count: int
    experience_key: str = ""


@dataclass(frozen=True, slots=True)
class MatrixView:
    """A matrix, ready to draw."""

    title: str
    subtitle: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[CellView, ...]], ...]
    hidden_rows: int
    legend: tuple[CellView, ...]
    """In the order of `KINDS`."""
    hidden_legend: int
    by_key: bool
    meaning: str
    """What the codes tell: heads their column."""
    notes: tuple[str, ...]


def matrix_view(
    matrix: Matrix, colour_by: str = COLOUR_BY[0], notes: Sequence[str] = (), palette: Palette | None = None
) -> MatrixView:
    """Decide what a matrix shows.

    Args:
        matrix: What stands where; for ``payload`` and ``stability`` one that tells those apart.
        colour_by: One of `COLOUR_BY`.
        notes: Sentences below the legend.
        palette: Letters and colours given so far, that of the run; if left out, all are new.
    """
    counts = np.bincount(matrix.codes.reshape(-1), minlength=len(matrix.contents)).tolist()
    looks = looks_of(matrix.contents, colour_by, palette)
    cells = [_cell(look, count) for look, count in zip(looks, counts, strict=True)]
    shown = _rows_that_fit(matrix, cells)
    legend = _legend(cells)
    rows = [
        (label, tuple(cells[code] for code in matrix.codes[row].tolist()))
        for row, label in enumerate(matrix.row_labels[:shown])
    ]
    coloured = "" if colour_by == COLOUR_BY[0] else f", coloured by {colour_by}"
    return MatrixView(
        matrix.experience_key or "Every experience key",
        subtitle(matrix) + coloured,
        f"{axis_name(matrix.row_axis)} ↓ / {axis_name(matrix.column_axis)} →",
        matrix.column_labels,
        tuple(rows),
        len(matrix.row_labels) - shown,
        legend[:LONGEST_LEGEND],
        max(0, len(legend) - LONGEST_LEGEND),
        matrix.experience_key is None,
        MEANINGS[colour_by],
        tuple(notes),
    )


def matrix_html(
    matrix: Matrix, colour_by: str = COLOUR_BY[0], notes: Sequence[str] = (), palette: Palette | None = None
) -> Markup:
    """Draw a matrix with its legend; at most about 1 MB, further rows are counted."""
    return render("matrix.html", view=matrix_view(matrix, colour_by, notes, palette), drawn=cache(_drawn))


def matrix_text(
    matrix: Matrix, colour_by: str = COLOUR_BY[0], notes: Sequence[str] = (), palette: Palette | None = None
) -> str:
    """Write a matrix for a terminal: codes in a grid, then the legend."""
    view = matrix_view(matrix, colour_by, notes, palette)
    grid = [("", *view.columns), *((label, *(cell.code for cell in cells)) for label, cells in view.rows)]
    lines = [f"{one_line(view.title)}  ({one_line(view.subtitle)})", *aligned(grid, right=True)]
    if view.hidden_rows:
        lines.append(f"… {view.hidden_rows:,} more rows")
    legend = [(cell.code, *([cell.experience_key] * view.by_key), cell.words, _cells(cell)) for cell in view.legend]
    lines += ["", *aligned(legend)]
    if view.hidden_legend:
        lines.append(f"… {view.hidden_legend:,} more codes")
    return "\n".join([*lines, *map(one_line, view.notes)])


def _cells(cell: CellView) -> str:
    return f"{cell.count:,} cell{'' if cell.count == 1 else 's'}"


def _cell(look: Look, count: int) -> CellView:
    colour = "inherit" if look.kind == Outcome.NOT_ASKED else TEXT
    return CellView(look.kind, look.code, look.words, background_of(look), colour, count, look.experience_key)


def _drawn(cell: CellView) -> Markup:
    return Markup('<td style="background:{};color:{};text-align:center" title="{}">{}</td>').format(
        cell.background, cell.colour, named(cell.words), named(cell.code)
    )


def _rows_that_fit(matrix: Matrix, cells: list[CellView]) -> int:
    sizes = np.array([len(_drawn(cell).encode()) for cell in cells])
    heads = np.array(
        [len(f'<tr><th scope="row">{escape(named(label))}</th></tr>\n'.encode()) for label in matrix.row_labels]
    )
    weight = (sizes[matrix.codes].sum(axis=1) + heads).cumsum()
    return max(1, int(np.searchsorted(weight, MOST_BYTES, side="right")))


def _legend(cells: list[CellView]) -> tuple[CellView, ...]:
    """Return what stands in the matrix, equal looks joined, the served first."""
    joined: dict[tuple[str, str, str], CellView] = {}
    for cell in cells:
        if cell.count:
            name = (cell.experience_key, cell.code, cell.words)
            before = joined.get(name)
            joined[name] = replace(cell, count=cell.count + (before.count if before else 0))

    def rank(cell: CellView) -> tuple[bool, str, int, str]:
        return not cell.experience_key, cell.experience_key, KINDS.index(cell.kind), cell.code  # not asked has no key

    return tuple(sorted(joined.values(), key=rank))
