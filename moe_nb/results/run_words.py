"""A run in words: its title, where and when it was made, and what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from moe_nb.core.facts import KeyCoverage
from moe_nb.core.run_facts import RunFacts
from moe_nb.core.space import Space
from moe_nb.core.words import counted
from moe_nb.views.tables import RUN_COLUMNS, run_html, run_row, text_table
from moe_nb.views.visible import one_line


def run_as_html(space: Space, facts: RunFacts, coverage: Sequence[KeyCoverage]) -> str:
    """Draw a run: its title, what was seen of each key, and what went wrong."""
    title, subtitle = run_title(space), run_subtitle(space, facts)
    return str(
        run_html(coverage, title=title, subtitle=subtitle, badge=facts.environment, notes=_notes(facts, coverage))
    )


def run_as_text(space: Space, facts: RunFacts, coverage: Sequence[KeyCoverage]) -> str:
    """Write the same for a terminal."""
    said = [one_line(text) for text in (run_title(space), run_subtitle(space, facts), *_notes(facts, coverage))]
    return "\n".join([*said, text_table(RUN_COLUMNS, [run_row(key) for key in coverage])])


def _notes(facts: RunFacts, coverage: Sequence[KeyCoverage]) -> list[str]:
    """Return what went wrong; a run without any experience has no row to say so."""
    return [
        *run_notes(facts),
        *([] if coverage else ["No experience is in this run: none came back, or was asked for."]),
    ]


def run_title(space: Space) -> str:
    """Return how many contexts there are, and of which axes."""
    axes = " × ".join(f"{len(axis)} {axis.name}" for axis in space.axes)
    return f"Run of {counted(len(space), 'context')} ({axes})"


def run_subtitle(space: Space, facts: RunFacts) -> str:
    """Return where, when and how it ended."""
    started, stopped = datetime.fromtimestamp(facts.started_epoch_s, UTC), facts.stopped
    zone = f" · {space.local_week.describe()}" if space.local_week else ""
    return (
        f"{facts.url} · workspace {facts.workspace} · {started:%Y-%m-%d %H:%M} UTC · "
        f"{stopped.elapsed_s:.1f} s · {stopped.reason}{zone}"
    )


def run_notes(facts: RunFacts) -> list[str]:
    """Return what went wrong, each with what to do."""
    stopped, notes = facts.stopped, []
    if stopped.failed:
        notes.append(f"{counted(stopped.failed, 'call')} failed: those cells are not holes, they are not known.")
    if not stopped.reason.is_complete:
        told = f"The sweep did not finish ({stopped.reason}): the rest was not asked. {stopped.reason.next_step}"
        notes.append(told.rstrip())
    if stopped.error is not None:
        notes.append(f"{stopped.error.summary} {stopped.error.hint}".rstrip())
    return notes
