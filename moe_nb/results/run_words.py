"""A run in words: its title, where and when it was made, and what went wrong."""

from __future__ import annotations

from datetime import UTC, datetime

from moe_nb.core.run_facts import RunFacts
from moe_nb.core.space import Space


def run_title(space: Space) -> str:
    """Return how many contexts there are, and of which axes."""
    axes = " × ".join(f"{len(axis)} {axis.name}" for axis in space.axes)
    return f"Run of {len(space):,} contexts ({axes})"


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
        notes.append(f"{stopped.failed:,} calls failed: those cells are not holes, they are not known.")
    if not stopped.reason.is_complete:
        told = f"The sweep did not finish ({stopped.reason}): the rest was not asked. {stopped.reason.next_step}"
        notes.append(told.rstrip())
    if stopped.error is not None:
        notes.append(f"{stopped.error.summary} {stopped.error.hint}".rstrip())
    return notes
