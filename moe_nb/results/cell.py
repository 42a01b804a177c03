"""One cell of a matrix, as a user holds it."""

from __future__ import annotations

from dataclasses import dataclass

from moe_nb.core.answer import KeyOutcome
from moe_nb.core.context import Context
from moe_nb.results.display import Displayed
from moe_nb.views.card import cards_html
from moe_nb.views.visible import one_line


@dataclass(frozen=True, repr=False)
class Cell(Displayed):
    """What a cell stands for."""

    title: str
    """Row and column."""
    words: str
    """What the cell says."""
    contexts: tuple[Context, ...]
    """The contexts behind it: one, or several when axes are joined."""
    outcomes: tuple[KeyOutcome, ...]
    """The different outcomes of those contexts."""

    def html(self, *, images: bool = False) -> str:
        """Return a card for each different outcome."""
        return str(cards_html(self.outcomes, images=images))

    def _html(self) -> str:
        return self.html()

    def _text(self) -> str:
        return f"{one_line(self.title)}: {one_line(self.words)} ({len(self.contexts):,} contexts)"
