"""Matrices as a table without script: colour, code and words for every cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from markupsafe import Markup, escape

from moe_nb.core.answer import Outcome
from moe_nb.core.facts import JOIN, Matrix, Mixed
from moe_nb.core.inferred_content import InferredContent
from moe_nb.core.run_table import Content
from moe_nb.views.html import render
from moe_nb.views.palette import TEXT, Swatch, swatches_with_audiences
from moe_nb.views.tables import aligned
from moe_nb.views.visible import named, one_line

MOST_BYTES = 1_000_000
"""About what a static matrix may weigh in a notebook; further rows are counted, not drawn."""
LONGEST_LEGEND = 500
"""Lines of a legend that are drawn; the rest is counted."""

_HATCH = "repeating-linear-gradient(45deg,#d8d8d8,#d8d8d8 3px,#f2f2f2 3px,#f2f2f2 7px)"
_STRIPE = "repeating-linear-gradient(90deg,#f3c9c4,#f3c9c4 3px,#fbe9e7 3px,#fbe9e7 7px)"
_PLAIN = {
    Outcome.NOT_SERVED: ("–", _HATCH),
    Outcome.FAILED: ("!", _STRIPE),
    Outcome.NOT_ASKED: ("·", "rgba(127,127,127,.12)"),
}


@dataclass(frozen=True, slots=True)
class CellView:
    """What all cells with the same content look like."""

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
    """In the order: served, not served, mixed, failed, not asked."""
    hidden_legend: int
    by_key: bool


def matrix_view(matrix: Matrix) -> MatrixView:
    """Decide what a matrix shows."""
    colours = swatches_with_audiences(content for content in matrix.contents if isinstance(content, Content))
    counts = np.bincount(matrix.codes.reshape(-1), minlength=len(matrix.contents)).tolist()
    cells = [_cell(content, count, colours) for content, count in zip(matrix.contents, counts, strict=True)]
    shown = _rows_that_fit(matrix, cells)
    legend = _legend(cells)
    rows = [
        (label, tuple(cells[code] for code in matrix.codes[row].tolist()))
        for row, label in enumerate(matrix.row_labels[:shown])
    ]
    return MatrixView(
        matrix.experience_key or "Every experience key",
        subtitle(matrix),
        f"{axis_name(matrix.row_axis)} ↓ / {axis_name(matrix.column_axis)} →",
        matrix.column_labels,
        tuple(rows),
        len(matrix.row_labels) - shown,
        legend[:LONGEST_LEGEND],
        max(0, len(legend) - LONGEST_LEGEND),
        matrix.experience_key is None,
    )


def matrix_html(matrix: Matrix) -> Markup:
    """Draw a matrix with its legend; at most about 1 MB, further rows are counted."""
    return render("matrix.html", view=matrix_view(matrix), drawn=cache(_drawn))


def matrix_text(matrix: Matrix) -> str:
    """Write a matrix for a terminal: codes in a grid, then the legend."""
    view = matrix_view(matrix)
    grid = [("", *view.columns), *((label, *(cell.code for cell in cells)) for label, cells in view.rows)]
    lines = [f"{one_line(view.title)}  ({one_line(view.subtitle)})", *aligned(grid, right=True)]
    if view.hidden_rows:
        lines.append(f"… {view.hidden_rows:,} more rows")
    legend = [(cell.code, *([cell.experience_key] * view.by_key), cell.words, _cells(cell)) for cell in view.legend]
    lines += ["", *aligned(legend)]
    if view.hidden_legend:
        lines.append(f"… {view.hidden_legend:,} more codes")
    return "\n".join(lines)


def _cells(cell: CellView) -> str:
    return f"{cell.count:,} cell{'' if cell.count == 1 else 's'}"


def describe(content: Content | Mixed) -> str:
    """Say in words what a cell holds."""
    if isinstance(content, Mixed):
        return "Mixed: " + "; ".join(describe(part) for part in content.contents)
    if isinstance(content, InferredContent):
        variation = f" / Variation {content.variation_id}" if content.variation_id else ""
        return f"Inferred: {audience_words(content)}{variation}" if content.is_served else "Inferred: not served"
    if content.outcome is Outcome.SERVED:
        return f"{audience_words(content)} / Variation {content.variation_id or '(none sent)'}"
    if content.outcome is Outcome.FAILED:
        return f"Failed: {content.error}"
    return "Not asked" if content.outcome is Outcome.NOT_ASKED else f"Not served: {content.cause}"


def audience_words(content: Content) -> str:
    """Return what the audience of a served content is called."""
    return content.audience_name or content.audience_id or "(no audience named)"


def _cell(content: Content | Mixed, count: int, colours: Mapping[tuple[str, tuple[str, str]], Swatch]) -> CellView:
    if isinstance(content, Mixed):
        parts = sorted((_cell(part, 0, colours) for part in content.contents), key=_served_first)
        several = 3
        bands = ",".join(f"{part.background} {n * 50}% {(n + 1) * 50}%" for n, part in enumerate(parts))
        plain = all(part.background.startswith("#") for part in parts) and len(parts) < several
        background = f"linear-gradient(90deg,{bands})" if plain else "#dddddd"
        code = "/".join(part.code for part in parts) if len(parts) < several else "mixed"
        words = "Mixed: " + "; ".join(part.words for part in parts)
        key = next((part.experience_key for part in parts if part.experience_key), "")
        return CellView(code, words, background, TEXT, count, key)
    if content.outcome is Outcome.SERVED:
        swatch = colours[content.experience_key, content.group]
        return CellView(swatch.code, describe(content), swatch.colour, TEXT, count, content.experience_key)
    if isinstance(content, InferredContent):
        return _guess(content, count, colours.get((content.experience_key, content.group)))
    code, background = _PLAIN[content.outcome]
    colour = "inherit" if content.outcome is Outcome.NOT_ASKED else TEXT
    return CellView(code, describe(content), background, colour, count, content.experience_key)


def _guess(content: InferredContent, count: int, swatch: Swatch | None) -> CellView:
    code, colour = (swatch.code, swatch.colour) if swatch and content.is_served else ("–", "#d8d8d8")
    lines = f"repeating-linear-gradient(0deg,{colour},{colour} 3px,#ffffff 3px,#ffffff 6px)"
    return CellView(f"≈{code}", describe(content), lines, TEXT, count, content.experience_key)


def _served_first(cell: CellView) -> tuple[bool, str]:
    return not cell.background.startswith("#"), cell.code


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
            total = cell.count + (before.count if before else 0)
            joined[name] = CellView(cell.code, cell.words, cell.background, cell.colour, total, cell.experience_key)
    order = ["served", "–", "≈", "mixed", "!", "·"]

    def rank(cell: CellView) -> tuple[bool, str, int, str]:
        kind = "≈" if cell.code.startswith("≈") else "mixed" if cell.words.startswith("Mixed: ") else "served"
        kind = cell.code if cell.code in order else kind
        return not cell.experience_key, cell.experience_key, order.index(kind), cell.code  # not asked has no key

    return tuple(sorted(joined.values(), key=rank))


def subtitle(matrix: Matrix) -> str:
    """Say what is held, and whose clock the hours are."""
    fixed = [f"{axis_name(name)}: {value}" for name, value in matrix.fixed.items()]
    used = {*matrix.row_axis.split(JOIN), *matrix.column_axis.split(JOIN), *matrix.fixed}
    times = {"day", "hour", "local_day", "local_hour"} & used
    clock = [f"hours in {matrix.clock}"] if times else []
    return ", ".join([*fixed, *clock]) or "all contexts"


def axis_name(name: str) -> str:
    """Return what people call an axis, or several that share a side."""
    shown = {"user_agent": "User-Agent", "ip_address": "IP address", "experience_key": "experience key"}
    clock = {"local_day": "local day", "local_hour": "local hour", "customer_id": "customer ID"}
    words = {**shown, **clock}
    return JOIN.join(
        words.get(part, part) for part in name.split(JOIN)
    )  # an attribute stands under its own name, to the letter
