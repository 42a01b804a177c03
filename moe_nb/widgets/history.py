"""What the panel has at hand: answers and runs, under names people recognise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from moe_nb.core.context import FIELDS
from moe_nb.core.user_agent import describe_user_agent
from moe_nb.results.answer import DisplayedAnswer
from moe_nb.results.run import Run
from moe_nb.sweep.known_user_agents import known_user_agents
from moe_nb.views.visible import one_line

LONGEST_NAME = 90
"""Characters of what was asked that a name holds."""


@dataclass(frozen=True, slots=True, eq=False)
class KeptAnswer:
    """An answer with a name."""

    name: str
    answer: DisplayedAnswer


@dataclass(frozen=True, slots=True, eq=False)
class KeptRun:
    """A run with a name."""

    name: str
    run: Run
    code: str = ""
    """The Python that sweeps the same; empty where it is not known, as for a run that was opened."""


def kept_answer(answer: DisplayedAnswer) -> KeptAnswer:
    """Return an answer as ``"12:31:07 UTC: Monday, hour 10, u-42 (2 of 3 served)"``."""
    said = [_said(name, value) for name, value in answer.context.values().items()]
    asked = one_line(", ".join(said) or "nothing said")
    short = asked if len(asked) <= LONGEST_NAME else f"{asked[:LONGEST_NAME]}…"
    served = len(answer.answer.served)
    return KeptAnswer(f"{answer.answer.asked_at:%H:%M:%S} UTC: {short} ({served} of {len(answer)} served)", answer)


def _said(name: str, value: Any) -> str:
    """Return a value of a question as a short name says it: a header by its label, an attribute with its own name."""
    if name == "hour":
        return f"hour {value:02d}"
    if name == "user_agent":
        return _labels().get(value) or describe_user_agent(value)
    return str(value) if name in FIELDS else f"{name}={value}"


@cache
def _labels() -> dict[str, str]:
    return {one.user_agent: one.label for one in known_user_agents()}


def kept_run(run: Run, code: str = "") -> KeptRun:
    """Return a run, and the Python that sweeps the same, under a name made of its beginning, axes and whom it asked."""
    started = datetime.fromtimestamp(run.facts.started_epoch_s, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    axes = " × ".join(f"{len(axis):,} {axis.name}" for axis in run.space.axes)
    unfinished = "" if run.is_complete else ", not finished"
    return KeptRun(f"{started}: {axes} ({run.facts.environment.upper()}{unfinished})", run, code)


def instead(kept: KeptRun, run: Run) -> KeptRun:
    """Return a run in the place of one that it goes on with: under its name where a person gave it."""
    own = kept_run(kept.run).name
    return kept_run(run, kept.code) if kept.name == own else KeptRun(kept.name, run, kept.code)
