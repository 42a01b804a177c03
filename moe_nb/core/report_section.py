"""One part of an audit as people read it: a title, a sentence, a table of texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_ROWS = 200
"""Rows that are drawn; the rest is counted, and is in the frames."""


@dataclass(frozen=True, slots=True)
class Section:
    """A table with what it means; every text in it may come from anybody."""

    name: str
    """``"gaps"``: what code calls it."""
    title: str
    intro: str
    """What the rows are, and what they do not say; ours, no text from elsewhere."""
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """At most `MOST_ROWS`."""
    total: int
    """Rows there are."""
    empty: str = "Nothing."
    """What to say where there is no row."""
    named: int = 0
    """How many there are of what the title names, to stand beside it; 0 where no number says it."""

    @property
    def hidden(self) -> int:
        """Rows that are not drawn."""
        return self.total - len(self.rows)


def section(
    name: str,
    title: str,
    intro: str,
    columns: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    empty: str = "Nothing.",
    named: int | None = None,
) -> Section:
    """Return a section that shows the first rows and counts the others; *named* are the rows unless it is given."""
    number = len(rows) if named is None else named
    return Section(name, title, intro, columns, tuple(rows[:MOST_ROWS]), len(rows), empty, number)
