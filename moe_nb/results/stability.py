"""The same contexts asked several times, as a user holds the result."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.stability import stability_of
from moe_nb.audit.stickiness import has_visitors, stickiness_of
from moe_nb.core.report_section import Section, section
from moe_nb.core.run_facts import RunFacts
from moe_nb.core.run_table import RunTable
from moe_nb.core.stability_facts import Stability, Steadiness, Stickiness
from moe_nb.results.display import Displayed
from moe_nb.views.audit import section_html, section_text
from moe_nb.views.context_words import context_words
from moe_nb.views.matrix_words import describe

if TYPE_CHECKING:
    import pandas as pd

STICKINESS_COLUMNS = ("Experience key", "Named visitors over all contexts and repeats")
COLUMNS = ("Experience key", "Stable", "Flickers", "Payload flickers", "Not known", "For example")


class Repeat(Protocol):
    """A run that asked the same as another one."""

    @property
    def table(self) -> RunTable:
        """Its answers."""

    @property
    def facts(self) -> RunFacts:
        """Where, when and how they came."""

    def save_as(self, path: str | Path) -> Path:
        """Write it into a new run file, and return its path."""


class DisplayedStability(Displayed):
    """Which cells got the same every time.

    Args:
        repeats: Two or more runs of the same contexts and keys.

    Raises:
        SpaceError: If there are fewer, or they did not ask the same.
    """

    def __init__(self, repeats: Sequence[Repeat]) -> None:
        self.repeats: tuple[Repeat, ...] = tuple(repeats)
        self.facts: Stability = stability_of([one.table for one in repeats])
        self._space = repeats[0].table.space

    @cached_property
    def stickiness(self) -> tuple[Stickiness, ...]:
        """Per key, whether named visitors kept their variation over all contexts and repeats; empty without any."""
        tables = [one.table for one in self.repeats]
        return stickiness_of(*tables) if has_visitors(self._space) else ()

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

    @cached_property
    def _visitors(self) -> Section | None:
        if not any(one.watched for one in self.stickiness):
            return None
        rows = [(one.experience_key, one.words) for one in self.stickiness]
        intro = (
            "Another audience in another context is what targeting is for; another variation of one audience is not."
        )
        return section("stickiness", "Visitors", intro, STICKINESS_COLUMNS, rows)

    def _html(self) -> str:
        visitors = "" if self._visitors is None else str(section_html(self._visitors))
        return str(section_html(self._section)) + visitors

    def _text(self) -> str:
        visitors = "" if self._visitors is None else f"\n\n{section_text(self._visitors)}"
        return section_text(self._section) + visitors


Repeats = DisplayedStability | Sequence[Repeat]
"""What ``ws.stability(run)`` returned, or the runs themselves, such as those of run files."""


def repeats_of(given: Repeats | None) -> DisplayedStability | None:
    """Return repeats as a result; None for none.

    Raises:
        SpaceError: If runs are given that are fewer than two, or did not ask the same.
    """
    return given if given is None or isinstance(given, DisplayedStability) else DisplayedStability(given)


def unsteady_of(given: Repeats | None) -> NDArray[np.bool_] | None:
    """Return which cells flicker, payloads included, (contexts, keys); None without repeats."""
    repeats = repeats_of(given)
    return None if repeats is None else repeats.facts.unsteady


_ORDER = (Steadiness.STABLE, Steadiness.FLICKERS, Steadiness.PAYLOAD_FLICKERS, Steadiness.NOT_KNOWN)
