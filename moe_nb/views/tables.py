"""Small tables: metadata, and what a run saw of each key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from moe_nb.core.facts import KeyCoverage
from moe_nb.core.metadata import Metadata
from moe_nb.core.words import counted
from moe_nb.views.html import render
from moe_nb.views.visible import one_line

if TYPE_CHECKING:
    import pandas as pd

RUN_COLUMNS = ("Experience key", "Served", "Not served", "Failed", "Not asked", "Audiences", "Variations")


def metadata_html(metadata: Metadata) -> Markup:
    """Draw the experiences of a workspace."""
    rows = [(line.key, line.name, line.status) for line in metadata]
    counts = ", ".join(f"{number} {status}" for status, number in metadata.counts().items())
    caption = f"{counted(len(metadata), 'experience')} ({counts})" if rows else "No experiences"
    return render("table.html", caption=caption, columns=("Experience key", "Name", "Status"), rows=rows)


def run_html(coverage: Sequence[KeyCoverage], *, title: str, subtitle: str, badge: str, notes: Sequence[str]) -> Markup:
    """Draw the summary of a run."""
    return render(
        "run.html",
        title=title,
        subtitle=subtitle,
        badge=badge,
        notes=notes,
        columns=RUN_COLUMNS,
        rows=[run_row(key) for key in coverage],
    )


def runs_html(rows: Sequence[Sequence[object]], columns: Sequence[str], folder: str) -> Markup:
    """Draw the list of the runs of a folder."""
    number = counted(len(rows), "run") if rows else "No runs"
    return render("table.html", caption=f"{number} in {folder}", columns=columns, rows=rows)


def run_row(key: KeyCoverage) -> tuple[str, ...]:
    """Return one line of the summary; causes stand beside the number of contexts not served."""
    causes = "; ".join(f"{cause}: {number:,}" for cause, number in key.not_served.items())
    not_served = sum(key.not_served.values())
    return (
        key.experience_key,
        f"{key.served:,} of {key.asked:,}",
        f"{not_served:,} ({causes})" if causes else "0",
        f"{key.failed:,}",
        f"{key.not_asked:,}",
        f"{len({(v.audience_id, v.audience_name) for v in key.variations}):,}",
        f"{len(key.variations):,}",
    )


def frame_html(frame: pd.DataFrame, caption: str) -> Markup:
    """Draw a small pandas frame; missing values are empty."""
    shown = frame.astype(object).where(frame.notna(), "")
    return render("table.html", caption=caption, columns=list(shown.columns), rows=shown.to_numpy().tolist())


def text_table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Write a table for a terminal, columns aligned, their names underlined."""
    return "\n".join(aligned([columns, *rows], underlined=True))


def aligned(rows: Sequence[Sequence[object]], *, right: bool = False, underlined: bool = False) -> list[str]:
    """Return *rows* as lines whose columns stand below each other.

    Args:
        rows: Cells, the same number in every row.
        right: Whether every column but the first is flush right.
        underlined: Whether a rule follows the first row.
    """
    lines = [[one_line(value) for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    if underlined:
        lines.insert(1, ["-" * width for width in widths])
    signs = ["<", *(">" if right else "<" for _ in widths[1:])]
    between = " " if right else "  "
    return [
        between.join(f"{v:{sign}{width}}" for v, sign, width in zip(line, signs, widths, strict=True)).rstrip()
        for line in lines
    ]
