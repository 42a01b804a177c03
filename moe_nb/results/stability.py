"""The same contexts asked several times, as a user holds the result."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from moe_nb.audit.stability import stability_of
from moe_nb.core.report_section import Section, section
from moe_nb.core.run_table import RunTable
from moe_nb.core.stability_facts import Stability, Steadiness
from moe_nb.results.display import Displayed
from moe_nb.views.audit import section_html, section_text
from moe_nb.views.context_words import context_words
from moe_nb.views.matrix_words import describe

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("Experience key", "Stable", "Flickers", "Payload flickers", "Not known", "For example")


class DisplayedStability(Displayed):
    """Which cells got the same every time.

    Args:
        tables: The repeats.
    """

    def __init__(self, tables: Sequence[RunTable]) -> None:
        self.facts: Stability = stability_of(tables)
        self._space = tables[0].space

    @property
    def is_stable(self) -> bool:
        """Whether no cell flickered, payloads included; cells answered less than twice are not known."""
        return not self.facts.unsteady.any()

    def to_frame(self) -> pd.DataFrame:
        """Return one row per key: ``experience_key``, ``stable``, ``flickers``, ``payload_flickers``, ``not_known``."""
        import pandas as pd  # noqa: PLC0415 - not paid for until wanted

        rows = [(key.experience_key, *(key.count(kind) for kind in _ORDER)) for key in self.facts.keys]
        return pd.DataFrame(rows, columns=["experience_key", "stable", "flickers", "payload_flickers", "not_known"])

    @cached_property
    def _section(self) -> Section:
        rows = []
        for key in self.facts.keys:
            example = ""
            if key.flickers:
                first = key.flickers[0]
                seen = "; ".join(f"{describe(content)} ({count}×)" for content, count in first.seen)
                example = f"{context_words(self._space, first.index)}: {seen}"
            rows.append((key.experience_key, *(f"{key.count(kind):,}" for kind in _ORDER), example))
        intro = (
            f"Each context was asked {self.facts.repeats} times. Counts are contexts; one answer alone says nothing."
        )
        return section("stability", self.facts.words, intro, COLUMNS, rows, "No key was asked.")

    def _html(self) -> str:
        return str(section_html(self._section))

    def _text(self) -> str:
        return section_text(self._section)


_ORDER = (Steadiness.STABLE, Steadiness.FLICKERS, Steadiness.PAYLOAD_FLICKERS, Steadiness.NOT_KNOWN)
