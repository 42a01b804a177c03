"""One cell of a matrix, as a user holds it."""

from __future__ import annotations

from dataclasses import dataclass

from moe_nb.core.answer import KeyOutcome
from moe_nb.core.context import Context
from moe_nb.core.words import counted
from moe_nb.results.display import Displayed
from moe_nb.views.card import cards_html
from moe_nb.views.context_words import said_in
from moe_nb.views.html import render
from moe_nb.views.visible import one_line

MOST_CARDS = 12
"""Cards that a reading shows; the rest is counted."""
LONGEST_CHIP = 300
"""Characters of a context's value that a reading shows."""


@dataclass(frozen=True, repr=False)
class Cell(Displayed):
    """What a cell stands for."""

    title: str
    """Row and column, and the zone where they are on a local clock."""
    words: str
    """What the cell says."""
    contexts: tuple[Context, ...]
    """The contexts behind it: one, or several when axes are joined."""
    outcomes: tuple[KeyOutcome, ...]
    """The different outcomes of those contexts."""
    note: str = ""
    """What else is known: what repeats of it say, how far a guess can be trusted."""

    def html(self, *, images: bool = False) -> str:
        """Return a card for each different outcome."""
        return str(cards_html(self.outcomes, images=images))

    def reading(self) -> str:
        """Return what stands beside a matrix: the cell's name, its words, its context and its cards."""
        more = len(self.outcomes) - MOST_CARDS
        return str(
            render(
                "cell.html",
                title=self.title,
                words=self.words,
                note=self.note,
                said=said_in(self.contexts),
                longest=LONGEST_CHIP,
                contexts=len(self.contexts),
                cards=cards_html(self.outcomes[:MOST_CARDS]),
                more=max(0, more),
            )
        )

    def _html(self) -> str:
        return self.html()

    def _text(self) -> str:
        note = f" {one_line(self.note)}" if self.note else ""
        return f"{one_line(self.title)}: {one_line(self.words)} ({counted(len(self.contexts), 'context')}){note}"
