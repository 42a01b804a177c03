"""One part of an audit or a comparison, as a user holds it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from moe_nb.core.report_section import Section
from moe_nb.results.display import Displayed
from moe_nb.views.audit import section_html, section_text

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False, eq=False)
class DisplayedSection(Displayed):
    """A table with a sentence that says what it is."""

    section: Section
    _frame: Callable[[], pd.DataFrame]
    _folded: Sequence[tuple[str, Markup]] = ()
    """Titles, and what folds out under them."""

    def to_frame(self) -> pd.DataFrame:
        """Return all rows, with typed columns."""
        return self._frame()

    def _html(self) -> str:
        return str(section_html(self.section, self._folded))

    def _text(self) -> str:
        return section_text(self.section)
