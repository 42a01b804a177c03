"""The verbs of a workspace that ask more than once: repeats, visitors, samples chosen on the way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from moe_nb.audit.survey import Effort
from moe_nb.core.context import Context
from moe_nb.core.errors import UsageError
from moe_nb.core.events import Stopped, StopReason
from moe_nb.core.pace import PaceLimit
from moe_nb.core.run_facts import RunFacts
from moe_nb.core.space import Space
from moe_nb.core.words import counted
from moe_nb.results.adaptive import AdaptiveRun
from moe_nb.results.diff import Diff
from moe_nb.results.run import Run
from moe_nb.results.stability import DisplayedStability
from moe_nb.sweep.plan import Plan
from moe_nb.version import __version__
from moe_nb.workspace import loop
from moe_nb.workspace.adaptive_asking import AdaptiveAsking
from moe_nb.workspace.adaptive_sweep import usual_effort
from moe_nb.workspace.announcing import announce
from moe_nb.workspace.asking import Keys
from moe_nb.workspace.asking_visitors import AskingVisitors
from moe_nb.workspace.progress_note import ProgressNote
from moe_nb.workspace.repeating import (
    FEWEST_TIMES,
    asked_contexts,
    check_same_place,
    check_times,
    recheck_plan,
    rechecked,
    repeated,
)
from moe_nb.workspace.run_files import recording_of
from moe_nb.workspace.shown_sweep import shown
from moe_nb.workspace.starting import start_job
from moe_nb.workspace.termination import stopping_on_sigterm


class AskingAgain(AskingVisitors):
    """Everything of a workspace that asks more than once; each says its plan before it begins."""

    def recheck(self, diff: Diff, times: int = 1, *, pace: PaceLimit | None = None, confirm: bool = False) -> Diff:
        """Ask the changed cells of a diff again: what does not get the same again is unstable, and no drift.

        Args:
            diff: ``later.diff(earlier)``; the later run is of this workspace.
            times: How often to ask each changed context.
            pace: How fast; as for a sweep.
            confirm: Say yes to more than 2,500 calls against a real workspace.

        Raises:
            AuditError: If the later run is of another workspace, or of another world.
            ConfirmationError: If it is large and nobody said yes.
        """
        check_times(times)
        if not diff.drift.has_drift:
            return diff
        plan = recheck_plan(diff, self._planned(diff.after.table.space, diff.changed_keys, pace=pace))
        check_same_place(diff.after.facts, self._here(plan))
        self._announce(plan, times, confirmed=confirm)
        return rechecked(diff, plan, times, self._sweep)

    def stability(
        self,
        what: Space | Run,
        keys: Keys = None,
        *,
        times: int = 3,
        base: Context | None = None,
        pace: PaceLimit | None = None,
        confirm: bool = False,
    ) -> DisplayedStability:
        """Ask the same contexts several times, one sweep after the other: which cells are stable, which flicker.

        Of a run, its own answer counts as one more try.

        Args:
            what: A space, or a run: the contexts it asked are asked again, and no others.
            keys: Experience keys; a run's own, or the Active ones of the metadata if left out.
            times: How often, 2 or more.
            base: What stays the same in every context.
            pace: How fast; as for a sweep.
            confirm: Say yes to more than 2,500 calls against a real workspace.

        Raises:
            ConfirmationError: If it is large and nobody said yes.
            AuditError: If it was stopped in the first sweep, or the run is of another workspace or world.
        """
        check_times(times, FEWEST_TIMES)
        space, named = (what.space, keys or what.keys) if isinstance(what, Run) else (what, keys)
        plan = self._planned(space, named, base=base, pace=pace)
        if isinstance(what, Run):
            check_same_place(what.facts, self._here(plan), "The run")
            plan = replace(plan, indices=asked_contexts(what))
        self._announce(plan, times, confirmed=confirm)
        is_same = isinstance(what, Run) and plan.keys == what.keys and base is None
        return repeated(plan, times, self._sweep, what if isinstance(what, Run) and is_same else None)

    def adaptive(  # noqa: PLR0913 - as for a sweep
        self,
        space: Space,
        keys: Keys = None,
        *,
        base: Context | None = None,
        most_requests: int | None = None,
        wanted_share: float = 0.005,
        seed: int = 0,
        pace: PaceLimit | None = None,
        confirm: bool = False,
        file: str | Path | None = None,
    ) -> AdaptiveRun:
        """Ask a part of a space that is too large, chosen as the answers come, and infer the rest.

        Inferred cells look different everywhere, carry the measured error, and count in no coverage. Audiences are
        inferred; which variation a visitor draws is not.

        Args:
            space: The contexts.
            keys: Experience keys; None takes the Active ones of the metadata.
            base: What stays the same in every context.
            most_requests: Contexts to ask at most; 3 % of the space, but at least 300, if left out.
            wanted_share: Stop when at most this share of the inferred cells can be wrong (95 % confidence).
            seed: The same seed and the same answers give the same questions.
            pace: How fast; as for a sweep.
            confirm: Say yes to more than 2,500 calls against a real workspace.
            file: The run file; as for a sweep. Every answer is in it at once, and what was inferred never.

        Raises:
            UsageError: If no key is known, or nothing may be asked.
            ConfirmationError: If it is large and nobody said yes.
        """
        plan = self._planned(space, keys, base=base, pace=pace)
        if not plan.keys:
            raise UsageError("No experience key is known.", hint="Name them: keys=['homepage-banner'].")
        usual = usual_effort(plan.space)
        if most_requests is not None and most_requests < 1:
            raise UsageError(f"most_requests={most_requests} asks nothing.", hint="Give 1 or more.")
        most = usual.most_requests if most_requests is None else min(most_requests, len(plan.space))
        at_most = replace(plan, indices=np.arange(most))
        at_most.check_size(confirmed=confirm)
        announce(f"at most {at_most.describe()}, of {counted(len(plan.space), 'context')}")
        asking = AdaptiveAsking(
            plan,
            Effort(most, wanted_share),
            lambda first: recording_of(self._connection, first, file),
            lambda recording: start_job(self._connection, recording, self._clock),
        )
        note = ProgressNote(asking)
        with stopping_on_sigterm(asking.stop):
            found = loop.wait(loop.submit(asking.run(seed)), note.tick, on_interrupt=asking.stop)
            note.end()
        return found

    def _planned(self, space: Space, keys: Keys, *, base: Context | None = None, pace: PaceLimit | None = None) -> Plan:
        return loop.run(self.aplan(space, keys, base=base, pace=pace))

    def _here(self, plan: Plan) -> RunFacts:
        """Return where this workspace asks, as a run would say it."""
        return self._connection.run_facts(0.0, Stopped(StopReason.INTERRUPTED, 0, 0, 0.0), __version__, plan)

    def _announce(self, plan: Plan, times: int, *, confirmed: bool) -> None:
        """Say what is asked how often, and refuse it if it is large in all."""
        plan.check_size(confirmed=confirmed, times=times)
        often = "once" if times == 1 else f"{times} times"
        announce(f"{plan.describe()}, asked {often}")

    def _sweep(self, plan: Plan) -> Run:
        return shown(self.start_sweep(plan, confirm=True))
