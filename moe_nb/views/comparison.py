"""Two cells side by side, drawn."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from moe_nb.views.html import render
from moe_nb.views.values import LONGEST_NAME

LONGEST = 5 * LONGEST_NAME
"""Characters of one value that are shown."""


def comparison_html(
    titles: tuple[str, str], different: Sequence[tuple[str, str, str]], same: Sequence[tuple[str, str, str]]
) -> Markup:
    """Draw two cells as a table: what differs is open, what is the same is folded away.

    Args:
        titles: What the cells are called.
        different: Name, first and second value.
        same: The same, where both values are equal.
    """
    return render("comparison.html", titles=titles, different=different, same=same, cut=_cut)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text) - LONGEST:,} more characters)"
