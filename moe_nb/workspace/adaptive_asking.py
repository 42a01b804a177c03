"""The sweeps of an adaptive sweep: one run that grows with every step, in memory or in one run file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.adaptive import inferred_of
from moe_nb.audit.answers import audience_results
from moe_nb.audit.survey import Effort, Survey
from moe_nb.core.inferred_facts import Inferred
from moe_nb.core.rule_facts import NOT_SERVED, Result
from moe_nb.core.words import counted
from moe_nb.results.adaptive import AdaptiveRun
from moe_nb.results.run import Run
from moe_nb.sweep.growing import more_in_file, more_in_memory
from moe_nb.sweep.plan import Plan
from moe_nb.sweep.recording import Recording
from moe_nb.workspace.adaptive_sweep import sweep_adaptively
from moe_nb.workspace.sweep_job import SweepJob

Start = Callable[[Recording], SweepJob]
"""Begins a sweep."""
Begin = Callable[[Plan], Recording]
"""Makes the place for a new run."""


class _EndedEarly(Exception):  # noqa: N818 - it ends the steps, and is no error
    """A step was stopped, or could not go on."""


@dataclass(slots=True)
class Steps:
    """How far an adaptive sweep has come."""

    most: int
    asked: int = 0
    purpose: str = ""

    def describe(self) -> str:
        """Return ``"random probes, 540 of at most 1,200 contexts asked"``."""
        return f"{self.purpose}, {self.asked:,} of at most {counted(self.most, 'context')} asked"


class AdaptiveAsking:
    """Asks what each step wants, and numbers the audiences alike in all of them.

    Args:
        plan: The whole space and the keys.
        effort: How much to ask.
        begin: Makes the place for the run.
        start: Begins a sweep.
    """

    def __init__(self, plan: Plan, effort: Effort, begin: Begin, start: Start) -> None:
        self.progress = Steps(effort.most_requests)
        self._plan, self._effort, self._begin, self._start = plan, effort, begin, start
        self._keys = plan.keys or ()
        self._results: dict[str, tuple[Result, ...]] = dict.fromkeys(self._keys, (NOT_SERVED,))
        self._run: Run | None = None
        self._survey: Survey | None = None
        self._job: SweepJob | None = None
        self._asked = np.zeros(0, np.int64)
        self._is_stopped = False

    def stop(self) -> None:
        """End the sweep; what was answered stays."""
        self._is_stopped = True
        if self._job is not None:
            self._job.stop()

    async def run(self, seed: int) -> AdaptiveRun:
        """Ask step by step to the end, or until somebody stops it."""
        inferred: tuple[Inferred, ...] = ()
        try:
            inferred = await sweep_adaptively(
                self._plan.space, len(self._keys), self._ask, self._effort, seed=seed, on_step=self._watch
            )
        except _EndedEarly:
            if self._survey is not None and self._survey.learned:
                inferred = tuple(inferred_of(self._survey, key) for key in range(len(self._keys)))
        if self._run is None:
            raise RuntimeError("the first step makes a run")
        return AdaptiveRun(self._run, inferred, [self._results[key] for key in self._keys])

    def _watch(self, survey: Survey) -> None:
        self._survey = survey
        self.progress.purpose, self.progress.asked = str(survey.step.purpose), len(survey.indices)

    async def _ask(self, indices: NDArray[np.int64]) -> NDArray[np.int64]:
        if self._is_stopped and self._run is not None:
            raise _EndedEarly
        self._job = self._start(self._recording(indices))
        run = self._run = await self._job
        self._asked = np.union1d(self._asked, indices)
        if not run.is_complete:
            raise _EndedEarly
        table, columns = run.table, []
        for position, key in enumerate(self._keys):
            codes, self._results[key] = audience_results(table, position, self._results[key])
            columns.append(codes[indices])
        return np.stack(columns, axis=1)

    def _recording(self, indices: NDArray[np.int64]) -> Recording:
        if self._run is None:
            return self._begin(replace(self._plan, indices=indices))
        so_far = replace(self._plan, indices=self._asked)
        if self._run.path is not None:
            return more_in_file(self._run.path, so_far, indices)
        return more_in_memory(so_far, self._run.table, self._run.facts, indices)
