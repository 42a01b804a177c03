"""What the panel knows and does, without a single widget: views observe it and call it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import traitlets

from moe_nb.core.context import Context
from moe_nb.core.credentials import Environment
from moe_nb.core.run_facts import Place
from moe_nb.core.space import Space
from moe_nb.results.run import Run
from moe_nb.views.palette import Palette
from moe_nb.widgets.going_on import check_same_place
from moe_nb.widgets.history import KeptRun, instead, kept_answer, kept_run
from moe_nb.widgets.one_at_a_time import OneAtATime
from moe_nb.workspace import loop
from moe_nb.workspace.run_files import kept_in_file
from moe_nb.workspace.sweep_job import SweepJob
from moe_nb.workspace.workspace import Workspace

LONGEST_HISTORY = 50
"""Answers that stay at hand; the oldest goes first."""
TICK_S = 0.2
"""Seconds between two paintings of a running sweep: one message for many answers."""


class PanelState(OneAtATime):
    """One panel's state.

    Work runs on the private loop, so no cell and no button ever waits; what comes of it arrives in the traits.

    Args:
        workspace: Where to begin.
        cell_id: The notebook's cell that makes the panel; its steps are built later, when another cell may run.
    """

    workspace = traitlets.Instance(Workspace)
    environment = traitlets.Unicode()
    metadata = traitlets.Any(None, allow_none=True)
    """A `DisplayedMetadata`, once fetched."""
    answer = traitlets.Any(None, allow_none=True)
    """The last `DisplayedAnswer`."""
    answers = traitlets.Tuple(())
    """The answers of this panel, each a `KeptAnswer`, the last one last."""
    job = traitlets.Any(None, allow_none=True)
    """The sweep under way, or the last one."""
    run = traitlets.Any(None, allow_none=True)
    """The last `Run`."""
    runs = traitlets.Tuple(())
    """Every run of this panel, swept or opened, as a `KeptRun`; the last one last."""
    tick = traitlets.Int(0)
    """Counts paintings of a running sweep."""

    def __init__(self, workspace: Workspace, cell_id: str = "") -> None:
        super().__init__(workspace=workspace, environment=str(workspace.environment))
        self.cell_id = cell_id
        self._palettes: dict[Place, Palette] = {}
        self._keep_colours(workspace)

    def use(self, workspace: Workspace) -> None:
        """Switch to a workspace and test it; raises a `UsageError` while something is under way."""
        self.check_free()
        left = self.workspace
        self._keep_colours(workspace)
        self.workspace = workspace
        self.environment = str(workspace.environment)
        self.metadata = None
        self.test()
        if left is not workspace:
            loop.submit(left.aclose())

    def relabel(self, environment: str) -> None:
        """Call the workspace test or live; raises a `MoeError` while something is under way."""
        self.check_free()
        self.workspace = self.workspace.relabelled(environment)
        self.environment = environment

    def test(self) -> None:
        """Fetch the metadata: proves that address and credentials work."""
        workspace = self.workspace

        async def work() -> None:
            found = await workspace.ametadata()
            if workspace is self.workspace:
                self.metadata = found
                counts = ", ".join(f"{number} {status}" for status, number in found.metadata.counts().items())
                self.said = f"Connected: {len(found)} experience{'' if len(found) == 1 else 's'} ({counts or 'none'})."

        self.start("testing the connection", work())

    def fetch(self, context: Context, keys: Sequence[str] | None) -> None:
        """Ask about one context."""
        workspace = self.workspace

        async def work() -> None:
            answer = await workspace.afetch(context, keys)
            self.answers = (*self.answers, kept_answer(answer))[-LONGEST_HISTORY:]
            self.answer = answer

        self.start("fetching", work())

    def sweep(
        self, space: Space, keys: Sequence[str] | None, base: Context, *, confirmed: bool, code: str = ""
    ) -> None:
        """Ask a whole space; `tick` counts while it runs, `run` is set at the end.

        Args:
            space: What to ask.
            keys: Experience keys; None takes the Active ones.
            base: What stays the same.
            confirmed: Whether a person said yes to many calls.
            code: The Python that sweeps the same: it is kept with the run.
        """
        self.check_free()
        workspace = self.workspace

        async def work() -> None:
            plan = await workspace.aplan(space, keys, base=base)
            run = await self._watched(workspace.start_sweep(plan, confirm=confirmed))
            self.take(run, code=code)
            self._tell_end(run)

        self.job, self.tick = None, 0
        self.start("sweeping", work())

    def go_on(self, run: Run, *, confirmed: bool) -> None:
        """Ask what is missing of a run, in its file; one in memory gets a file first. The whole run takes its place.

        Args:
            run: The run.
            confirmed: Whether a person said yes to many calls.

        Raises:
            UsageError: If another workspace answered it, or something is under way.
        """
        self.check_free()
        workspace = self.workspace
        check_same_place(run, workspace)

        async def work() -> None:
            path = await asyncio.to_thread(kept_in_file, run)
            whole = await self._watched(workspace.start_resume(path, confirm=confirmed))
            self._replace(run, whole)
            self._tell_end(whole)

        self.job, self.tick = None, 0
        self.start("sweeping", work())

    async def _watched(self, job: SweepJob) -> Run:
        self.job = job
        while not job.is_done:
            self.tick += 1
            await asyncio.sleep(TICK_S if self.tick > 1 else 0.02)
        return await job.wait_async()

    def _tell_end(self, run: Run) -> None:
        self.error = run.facts.stopped.error  # what ended it, unless it completed or was stopped
        self.tick += 1

    def _replace(self, old: Run, new: Run) -> None:
        """Keep a run in the place of another, whose file it has."""
        new.palette = old.palette
        self.runs = tuple(instead(one, new) if one.run is old else one for one in self.runs)
        self.run = new

    def take(self, run: Run, name: str = "", code: str = "") -> None:
        """Make a run the one that is looked at, and keep it at hand.

        Args:
            run: The run.
            name: What to call it; its beginning and size if left out.
            code: The Python that sweeps the same, where it is known.
        """
        run.palette = self._palettes.setdefault(run.facts.place, run.palette)
        self.runs = (*self.runs, KeptRun(name, run, code) if name else kept_run(run, code))
        self.run = run

    def _keep_colours(self, workspace: Workspace) -> None:
        """Let all runs of one place look alike in this panel: swept before or after another connection, or opened."""
        workspace.share_palette(self._palettes.setdefault(workspace.place, workspace.palette))

    def kept(self, run: Run | None) -> KeptRun | None:
        """Return what is kept of a run; None of one this panel does not have."""
        return next((one for one in self.runs if one.run is run), None)

    def stop(self) -> None:
        """End what is under way: a sweep keeps its answers, a fetch is given up."""
        job: SweepJob | None = self.job
        if self.busy == "sweeping" and job is not None:
            job.stop()  # one that has just ended too: its run is about to arrive
        else:
            self.give_up()


def badge_of(environment: str) -> str:
    """Return what the badge says: SIMULATOR, TEST or LIVE."""
    return Environment(environment).upper()
