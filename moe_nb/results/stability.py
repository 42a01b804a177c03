"""The same contexts asked several times, as a user holds the result."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.stability import asked_the_same, stability_of
from moe_nb.audit.stability_findings import check_shape
from moe_nb.audit.stickiness import has_visitors, stickiness_of
from moe_nb.core.errors import AuditError
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
        of: The run that they repeat: its own answer is one more try, as it may be the one that differs.

    Raises:
        SpaceError: If there are fewer, or they did not ask the same.
        AuditError: If they are of another run than *of*, or of another workspace or world.
    """

    def __init__(self, repeats: Sequence[Repeat], of: Repeat | None = None) -> None:
        self.repeats: tuple[Repeat, ...] = tuple(repeats)
        tries = [one.table for one in repeats]
        if of is not None:
            _check_repeats(of, repeats)
            tries += [] if any(_is_one(of, one) for one in repeats) else [of.table]
        self._tries = tries
        self.facts: Stability = stability_of(tries)
        self._space = repeats[0].table.space

    @cached_property
    def stickiness(self) -> tuple[Stickiness, ...]:
        """Per key, whether named visitors kept their variation over all contexts and repeats; empty without any."""
        return stickiness_of(*self._tries) if has_visitors(self._space) else ()

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
        own = ", the run itself included" if len(self._tries) > len(self.repeats) else ""
        intro = (
            f"Each context was asked {self.facts.repeats} times{own}. "
            "Counts are contexts; one answer alone says nothing."
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


def repeats_of(given: Repeats | None, run: Repeat | None) -> DisplayedStability | None:
    """Return repeats of a run as a result in which the run, if it is known, counts as one more try.

    Raises:
        SpaceError: If runs are given that are fewer than two, or did not ask the same.
        AuditError: If they are of another run, or of another workspace or world.
    """
    if given is None:
        return None
    repeats = given if isinstance(given, DisplayedStability) else DisplayedStability(given)
    return repeats if run is None else DisplayedStability(repeats.repeats, run)


def unsteady_of(given: Repeats | None, run: Repeat) -> NDArray[np.bool_] | None:
    """Return which cells of a run flicker, payloads included, (contexts, keys); None without repeats."""
    repeats = repeats_of(given, run)
    return None if repeats is None else repeats.facts.unsteady


def _check_repeats(run: Repeat, repeats: Sequence[Repeat]) -> None:
    for one in repeats:
        check_shape(run.table, one.table.codes)
        if not asked_the_same(run.table, one.table):
            raise AuditError("The repeats asked other contexts or keys than the run.", hint=_HINT)
        if one.facts.place != run.facts.place:
            raise AuditError(
                f"The run was made with workspace {run.facts.workspace} at {run.facts.url}, its repeats with workspace "
                f"{one.facts.workspace} at {one.facts.url}, or with another world of the simulator.",
                hint=_HINT,
            )


def _is_one(run: Repeat, other: Repeat) -> bool:
    """Whether both are one run, read from its file again perhaps: one answer is not two tries."""
    same = run.facts.started_epoch_s == other.facts.started_epoch_s
    same = same and np.array_equal(run.table.asked_epoch_ms, other.table.asked_epoch_ms)
    return run.table is other.table or (same and np.array_equal(run.table.codes, other.table.codes))


_HINT = "Repeat this run with the workspace that made it: ws.stability(run)."
_ORDER = (Steadiness.STABLE, Steadiness.FLICKERS, Steadiness.PAYLOAD_FLICKERS, Steadiness.NOT_KNOWN)
