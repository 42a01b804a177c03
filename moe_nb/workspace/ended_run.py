"""What a user gets when a sweep is over, however it ended."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from moe_nb.core.errors import RunFileError
from moe_nb.core.events import StopReason
from moe_nb.core.run_facts import RunFacts
from moe_nb.results.run import Run
from moe_nb.sweep.journal import Journal
from moe_nb.sweep.own_file import gone
from moe_nb.sweep.recording import Recording
from moe_nb.sweep.run_counts import asked_of, counted
from moe_nb.sweep.run_file import RunFile
from moe_nb.sweep.run_reading import sides
from moe_nb.views.palette import Palette


def ended_run(recording: Recording, facts: RunFacts, palette: Palette) -> Run:
    """Close the run file, if there is one, and return the run.

    What could not be written is said in the run: what was answered before is there all the same.

    Args:
        recording: What was answered.
        facts: Where, when and how.
        palette: Letters and colours of the workspace.

    Raises:
        RunFileError: If the file cannot even be read, and memory does not hold the run.
    """
    journal, builder = recording.journal, recording.builder
    if journal is not None:
        facts = _closed(journal, facts, is_gone_on_with=recording.earlier is not None)
        try:
            journal.check_is_there()  # never another file in its place
            file = RunFile(journal.path)
            return Run(file, _with_sides(facts, journal.path), plan=file.plan, palette=palette)
        except RunFileError:
            if builder is None:
                raise
            facts = _with_sides(facts, journal.path)
    if builder is None:
        raise RuntimeError("a run in memory has a table")
    table = builder.table()
    if recording.earlier is not None:  # what earlier steps asked counts too
        answered, failed = counted([asked_of(table)])
        facts = replace(facts, stopped=replace(facts.stopped, answered=answered, failed=failed))
    return Run(table, facts, plan=recording.plan, palette=palette)


def _closed(journal: Journal, facts: RunFacts, *, is_gone_on_with: bool) -> RunFacts:
    """Close a run file; return the facts, and in them what went wrong."""
    try:
        if journal.is_gone:
            facts = _ended_by(gone(journal.path), facts)
            journal.save_beside()
        if is_gone_on_with:
            answered, failed = journal.counts()
            facts = replace(facts, stopped=replace(facts.stopped, answered=answered, failed=failed))
        journal.close(facts)  # after a full disk too: often there is room for the reason
    except RunFileError as error:
        return replace(facts, stopped=replace(facts.stopped, error=facts.stopped.error or error))
    finally:
        journal.abandon()
    return facts


def _ended_by(error: RunFileError, facts: RunFacts) -> RunFacts:
    return replace(facts, stopped=replace(facts.stopped, reason=StopReason.RUN_FILE, error=error))


def _with_sides(facts: RunFacts, path: Path) -> RunFacts:
    """Say, where answers are still beside the run file, that the files belong together."""
    error, names = facts.stopped.error, sides(path)
    if error is None or not names:
        return facts
    together = f"Until then {' and '.join(map(repr, [path.name, *names]))} belong together: copy or move all of them."
    said = RunFileError(error.description, hint=f"{error.hint} {together}")
    return replace(facts, stopped=replace(facts.stopped, error=said))
