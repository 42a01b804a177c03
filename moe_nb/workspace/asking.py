"""The async half of a workspace: everything that asks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from moe_nb.client.clock import SystemClock
from moe_nb.core.context import Context
from moe_nb.core.credentials import Environment
from moe_nb.core.errors import SpaceError
from moe_nb.core.metadata import Metadata
from moe_nb.core.pace import PaceLimit
from moe_nb.core.protocols import Clock
from moe_nb.core.retry import RetryPolicy
from moe_nb.core.run_facts import Place
from moe_nb.core.space import Space
from moe_nb.results.answer import DisplayedAnswer
from moe_nb.results.metadata import DisplayedMetadata
from moe_nb.results.run import Run
from moe_nb.sweep.plan import Plan
from moe_nb.sweep.sampling import sampled
from moe_nb.views.code import Source
from moe_nb.views.palette import Palette
from moe_nb.workspace import loop
from moe_nb.workspace.connecting import Connection
from moe_nb.workspace.fetching import ask_all, checked_keys, context_of, merge, needs_metadata
from moe_nb.workspace.known_metadata import KnownMetadata
from moe_nb.workspace.run_files import recording_of, resumed
from moe_nb.workspace.starting import start_job
from moe_nb.workspace.sweep_job import Listener, SweepJob

Keys = str | Iterable[str] | None
Sample = str | int | None


class AsyncWorkspace:
    """Asks one workspace from async functions; all of it runs on the private loop.

    Args:
        connection: Whom to ask and how.
        clock: The time; the machine's if left out.
    """

    def __init__(self, connection: Connection, clock: Clock | None = None) -> None:
        self._connection = connection
        self._clock = clock or SystemClock()
        self._metadata = KnownMetadata(connection.ask, self._clock)

    @property
    def environment(self) -> Environment:
        """``simulator``, ``test`` or ``live``."""
        return self._connection.environment

    @property
    def source(self) -> Source:
        """Where requests go, as code names it."""
        said = self._connection
        is_simulator = self.environment is Environment.SIMULATOR
        return Source(said.url, is_simulator, said.world, said.geo_database, said.faults, self.environment)

    @property
    def proxy(self) -> str:
        """The proxy requests pass through, without its password; empty if none."""
        return self._connection.proxy

    @property
    def place(self) -> Place:
        """Who answers: address, masked Workspace ID, hash of the simulator's world."""
        return self._connection.place

    @property
    def palette(self) -> Palette:
        """The letters and colours that variations were given so far; every run and view of this workspace has them."""
        return self._connection.palette

    def share_palette(self, palette: Palette) -> None:
        """Look like another workspace of the same place from now on, in runs to come."""
        self._connection = replace(self._connection, palette=palette)

    async def ametadata(self) -> DisplayedMetadata:
        """Fetch the metadata from an async function; see `Workspace.metadata`."""
        return DisplayedMetadata(await loop.hand_over(self._metadata.fetched()))

    async def afetch(self, context: Context | None = None, keys: Keys = None, **fields: Any) -> DisplayedAnswer:
        """Ask about one context from an async function; see `Workspace.fetch`."""
        asked = context_of(context, fields)
        return await loop.hand_over(self._fetch(asked, checked_keys(keys)))

    async def aplan(
        self,
        space: Space,
        keys: Keys = None,
        *,
        base: Context | None = None,
        pace: PaceLimit | None = None,
        sample: Sample = None,
    ) -> Plan:
        """Plan from an async function; see `Workspace.plan`."""
        metadata = await loop.hand_over(self._metadata.tried())
        plan = self.plan_with(metadata, space, keys, base=base, pace=pace)
        return plan if sample is None else replace(plan, indices=sampled(plan.space, sample))

    async def asweep(  # noqa: PLR0913 - each says one thing about a sweep, by name
        self,
        space: Space,
        keys: Keys = None,
        *,
        base: Context | None = None,
        pace: PaceLimit | None = None,
        confirm: bool = False,
        listeners: Sequence[Listener] = (),
        file: str | Path | None = None,
        retry: RetryPolicy | None = None,
        sample: Sample = None,
    ) -> Run:
        """Sweep from an async function; see `Workspace.sweep`."""
        plan = await self.aplan(space, keys, base=base, pace=pace, sample=sample)
        return await self.start_sweep(plan, confirm=confirm, listeners=listeners, file=file, retry=retry)

    async def aresume(
        self,
        file: str | Path,
        *,
        confirm: bool = False,
        listeners: Sequence[Listener] = (),
        retry: RetryPolicy | None = None,
    ) -> Run:
        """Go on with a run file from an async function; see `Workspace.resume`."""
        return await self.start_resume(file, confirm=confirm, listeners=listeners, retry=retry)

    def plan_with(
        self,
        metadata: Metadata | None,
        space: Space,
        keys: Keys = None,
        *,
        base: Context | None = None,
        pace: PaceLimit | None = None,
    ) -> Plan:
        """Plan with metadata that is already there; asks nothing. See `Workspace.plan`."""
        if not space.axes:
            raise SpaceError("There is nothing to vary.", hint="Give at least one axis, e.g. moe.week().")
        around = space if base is None else space.given(base)
        named = checked_keys(keys)
        if named is None and metadata is not None:
            named = metadata.active_keys or None
        return Plan(around, named, metadata, self._connection.pace(pace))

    def start_sweep(
        self,
        plan: Plan,
        *,
        confirm: bool = False,
        listeners: Sequence[Listener] = (),
        file: str | Path | None = None,
        retry: RetryPolicy | None = None,
    ) -> SweepJob:
        """Begin a planned sweep and return its handle at once; see `Workspace.sweep`."""
        plan.check_size(confirmed=confirm)
        return start_job(self._connection, recording_of(self._connection, plan, file), self._clock, listeners, retry)

    def start_resume(
        self,
        file: str | Path,
        *,
        confirm: bool = False,
        listeners: Sequence[Listener] = (),
        retry: RetryPolicy | None = None,
    ) -> SweepJob:
        """Go on with a run file and return the handle at once; see `Workspace.resume`."""
        recording = resumed(self._connection, file, confirmed=confirm)
        return start_job(self._connection, recording, self._clock, listeners, retry)

    async def aclose(self) -> None:
        """Close the connections; the workspace can be used again."""
        await loop.hand_over(self._connection.ask.aclose())

    async def _fetch(self, context: Context, keys: tuple[str, ...] | None) -> DisplayedAnswer:
        got = await ask_all(self._connection.ask, context, keys, self._connection.fetch_turn)
        metadata = await self._metadata.recent() if needs_metadata(keys, got) else None
        return DisplayedAnswer(merge(context, keys, got, metadata), self.source, self.environment)
