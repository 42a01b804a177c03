"""Whether a run can be gone on with, what is said of that, and the Python for it; knows no widget."""

from __future__ import annotations

from pathlib import Path

from moe_nb.core.credentials import Environment
from moe_nb.core.errors import UsageError
from moe_nb.core.words import counted
from moe_nb.results.run import Run
from moe_nb.sweep.plan import CALLS_WITHOUT_ASKING, Plan
from moe_nb.views.code import Source, literal, workspace_line
from moe_nb.workspace.workspace import Workspace


def wants_more(run: Run) -> bool:
    """Say whether something is missing of a run: it ended early, or calls failed."""
    return not run.is_complete or run.facts.stopped.failed > 0


def missing_of(run: Run) -> str:
    """Return in words what is missing of a run and what going on would do."""
    stopped = run.facts.stopped
    ended = "it was asked to the end" if run.is_complete else f"it did not finish ({stopped.reason})"
    failed = f", {counted(stopped.failed, 'call')} failed" if stopped.failed else ""
    where = "" if run.path else " It is written into a run file of this machine first."
    answered = counted(stopped.answered, "call")
    return f"{ended}; {answered} answered{failed}. Going on asks only what is missing.{where}"


def may_be_large(run: Run) -> bool:
    """Say whether going on may take so many calls of a real workspace that it wants a yes."""
    calls = Plan(run.space, run.keys, None, None).calls - run.facts.stopped.answered
    return run.facts.environment is not Environment.SIMULATOR and calls > CALLS_WITHOUT_ASKING


def going_on_python(file: Path, source: Source) -> str:
    """Return the Python that goes on with a run file."""
    lines = ["import moe_nb as moe", "", workspace_line(source)]
    return "\n".join([*lines, f"run = ws.resume({literal(str(file))})", "run"])


def check_same_place(run: Run, workspace: Workspace) -> None:
    """Raise a `UsageError` unless the workspace is the one that answered the run: answers of two are never mixed."""
    if run.facts.place != workspace.place:
        raise UsageError(
            f"This run was made with workspace {run.facts.workspace} at {run.facts.url}: "
            "the panel is connected to another one, or the simulator's world has changed.",
            hint="Connect to that workspace in step 1, then go on.",
        )
