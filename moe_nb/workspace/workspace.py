"""One MoEngage workspace, or the simulated one: connect, look, fetch, sweep."""

from __future__ import annotations

import time
from collections.abc import Coroutine, Iterable, Sequence
from pathlib import Path
from typing import Any, Self, TypeVar

from moe_nb.client.clock import SystemClock
from moe_nb.core.context import Context
from moe_nb.core.credentials import Credentials, Environment
from moe_nb.core.errors import AuthenticationError, MoeError, SpaceError
from moe_nb.core.events import Stopped
from moe_nb.core.metadata import Metadata
from moe_nb.core.pace import PaceLimit
from moe_nb.core.protocols import Ask
from moe_nb.core.run_facts import RunFacts
from moe_nb.core.secret import Secret
from moe_nb.core.space import Space
from moe_nb.results.answer import DisplayedAnswer
from moe_nb.results.display import Displayed
from moe_nb.results.metadata import DisplayedMetadata
from moe_nb.results.run import Run
from moe_nb.sweep.plan import Plan
from moe_nb.version import __version__
from moe_nb.views.code import Source
from moe_nb.views.html import render
from moe_nb.workspace import loop
from moe_nb.workspace.connecting import Connection, network_connection, simulated_connection
from moe_nb.workspace.fetching import ask_all, checked_keys, merge, needs_metadata
from moe_nb.workspace.progress_note import ProgressNote
from moe_nb.workspace.sweep_job import Listener, SweepJob

METADATA_FRESH_S = 300
"""Seconds for which metadata is good enough to name a cause; a sweep always fetches its own."""

Keys = str | Iterable[str] | None
T = TypeVar("T")


class Workspace(Displayed):
    """Asks one workspace; make it with ``simulated``, ``connect`` or ``from_env``.

    Args:
        connection: Whom to ask and how.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._clock = SystemClock()
        self._metadata: tuple[float, Metadata] | None = None

    @classmethod
    def simulated(cls, world: str | Path = "demo") -> Self:
        """Return the simulated workspace: no account, no network.

        Args:
            world: ``"demo"``, ``"edge_cases"``, or the path of a world file.

        Raises:
            WorldError: If the world file has a mistake; the text names the place.
        """
        return cls(simulated_connection(world))

    @classmethod
    def connect(
        cls,
        credentials: Credentials | None = None,
        *,
        workspace_id: str = "",
        api_key: str | Secret | None = None,
        data_center: str | int | None = None,
        base_url: str | None = None,
        environment: Environment | str | None = None,
    ) -> Self:
        """Return a real workspace; nothing is sent yet.

        Args:
            credentials: All of it in one; or the parts:
            workspace_id: The Workspace ID.
            api_key: The Personalize API key; left out, the keyring's key of that workspace.
            data_center: ``"01"`` to ``"06"``, or ``"101"``.
            base_url: An explicit address instead of a data center.
            environment: ``"test"`` or ``"live"``, for the badge and the caution.

        Raises:
            CredentialsError: If something is missing or may not be used.
        """
        given = credentials or _credentials(workspace_id, api_key, data_center, base_url, environment)
        return cls(network_connection(given))

    @classmethod
    def from_env(cls) -> Self:
        """Return the workspace the environment names (``MOE_WORKSPACE_ID``, ``MOE_API_KEY``, ``MOE_DATA_CENTER``, …).

        Raises:
            CredentialsError: If a variable is missing; the text names it.
        """
        from moe_nb.config.environ import environment_credentials  # noqa: PLC0415 - only where it is wanted

        return cls(network_connection(environment_credentials()))

    @property
    def environment(self) -> Environment:
        """``simulator``, ``test`` or ``live``."""
        return self._connection.environment

    @property
    def source(self) -> Source:
        """Where requests go, as code names it."""
        return Source(self._connection.url, self.environment is Environment.SIMULATOR, self._connection.world)

    @property
    def proxy(self) -> str:
        """The proxy requests pass through, without its password; empty if none."""
        return self._connection.proxy

    def metadata(self) -> DisplayedMetadata:
        """Fetch what the workspace has; raises a `MoeError` when it cannot be had."""
        return DisplayedMetadata(self._now(self._fresh_metadata()))

    async def ametadata(self) -> DisplayedMetadata:
        """Fetch the metadata from an async function; see `metadata`."""
        return DisplayedMetadata(await loop.wait_async(loop.submit(self._fresh_metadata())))

    def fetch(self, context: Context | None = None, keys: Keys = None, **fields: Any) -> DisplayedAnswer:
        """Ask about one context.

        Args:
            context: The situation; or its fields by name: ``ws.fetch(day="Saturday", hour=19)``.
            keys: Experience keys, any number (25 go in a call); None asks for every experience.
            **fields: Fields of a `Context`.

        Raises:
            ContextError: If the context cannot be sent.
            MoeError: Refused, unreachable or malformed, after retries.
        """
        return self._now(self.afetch(context, keys, **fields))

    async def afetch(self, context: Context | None = None, keys: Keys = None, **fields: Any) -> DisplayedAnswer:
        """Ask about one context from an async function; see `fetch`."""
        asked = _context(context, fields)
        return await loop.wait_async(loop.submit(self._fetch(asked, checked_keys(keys))))

    def plan(
        self, space: Space, keys: Keys = None, *, base: Context | None = None, pace: PaceLimit | None = None
    ) -> Plan:
        """Say what a sweep would cost; asks the metadata only.

        Args:
            space: The contexts.
            keys: Experience keys; None takes the Active ones of the metadata.
            base: What stays the same in every context.
            pace: How fast; a quarter of the documented limit if left out, none in process.
        """
        return self._now(self.aplan(space, keys, base=base, pace=pace))

    async def aplan(
        self, space: Space, keys: Keys = None, *, base: Context | None = None, pace: PaceLimit | None = None
    ) -> Plan:
        """Plan from an async function; see `plan`."""
        return await loop.wait_async(loop.submit(self._plan(space, checked_keys(keys), base, pace)))

    def sweep(
        self,
        space: Space,
        keys: Keys = None,
        *,
        base: Context | None = None,
        pace: PaceLimit | None = None,
        confirm: bool = False,
        listeners: Sequence[Listener] = (),
    ) -> Run:
        """Ask every context of a space; Ctrl-C or the interrupt button stops it and keeps what was answered.

        Args:
            space: The contexts, e.g. ``moe.week() * moe.user_agents.preset("devices")``.
            keys: Experience keys; None takes the Active ones of the metadata.
            base: What stays the same in every context.
            pace: How fast; a quarter of the documented limit if left out, none in process.
            confirm: Say yes to a sweep of more than 2,500 calls against a real workspace.
            listeners: Told every event.

        Raises:
            ConfirmationError: If the sweep is large and nobody said yes.
        """
        job = self.start_sweep(self.plan(space, keys, base=base, pace=pace), confirm=confirm, listeners=listeners)
        note = ProgressNote(job)
        run = job.wait(note.tick)
        note.end()
        return run

    async def asweep(
        self,
        space: Space,
        keys: Keys = None,
        *,
        base: Context | None = None,
        pace: PaceLimit | None = None,
        confirm: bool = False,
        listeners: Sequence[Listener] = (),
    ) -> Run:
        """Sweep from an async function; see `sweep`."""
        plan = await self.aplan(space, keys, base=base, pace=pace)
        return await self.start_sweep(plan, confirm=confirm, listeners=listeners)

    def start_sweep(self, plan: Plan, *, confirm: bool = False, listeners: Sequence[Listener] = ()) -> SweepJob:
        """Begin a planned sweep and return its handle at once; see `sweep`."""
        plan.check_size(confirmed=confirm)

        def facts(started_epoch_s: float, stopped: Stopped) -> RunFacts:
            return self._connection.run_facts(started_epoch_s, stopped, __version__, plan.metadata)

        return SweepJob(self._connection.ask, plan, self._clock, facts, listeners).start()

    def close(self) -> None:
        """Close the connections; the workspace can be used again."""
        self._now(self._ask.aclose())

    @property
    def _ask(self) -> Ask:
        return self._connection.ask

    def _now(self, coroutine: Coroutine[Any, Any, T]) -> T:
        future = loop.submit(coroutine)

        def interrupt() -> None:
            future.cancel()
            raise KeyboardInterrupt

        return loop.wait(future, on_interrupt=interrupt)

    async def _fetch(self, context: Context, keys: tuple[str, ...] | None) -> DisplayedAnswer:
        got = await ask_all(self._ask, context, keys)
        metadata = await self._known_metadata() if needs_metadata(keys, got) else None
        return DisplayedAnswer(merge(context, keys, got, metadata), self.source, self.environment)

    def plan_with(
        self,
        metadata: Metadata | None,
        space: Space,
        keys: Keys = None,
        *,
        base: Context | None = None,
        pace: PaceLimit | None = None,
    ) -> Plan:
        """Plan with metadata that is already there; asks nothing. See `plan`."""
        if not space.axes:
            raise SpaceError("There is nothing to vary.", hint="Give at least one axis, e.g. moe.week().")
        around = space if base is None else space.given(base)
        named = checked_keys(keys)
        if named is None and metadata is not None:
            named = metadata.active_keys or None
        return Plan(around, named, metadata, self._connection.pace(pace))

    async def _plan(
        self, space: Space, keys: tuple[str, ...] | None, base: Context | None, pace: PaceLimit | None
    ) -> Plan:
        return self.plan_with(await self._try_metadata(), space, keys, base=base, pace=pace)

    async def _fresh_metadata(self) -> Metadata:
        metadata = await self._ask.metadata()
        self._metadata = time.monotonic(), metadata
        return metadata

    async def _known_metadata(self) -> Metadata | None:
        if self._metadata is not None and time.monotonic() - self._metadata[0] < METADATA_FRESH_S:
            return self._metadata[1]
        return await self._try_metadata()

    async def _try_metadata(self) -> Metadata | None:
        """Fetch the metadata; without it causes are "not known", but refused credentials are an error."""
        try:
            return await self._fresh_metadata()
        except AuthenticationError:
            raise
        except MoeError:
            return None

    def _text(self) -> str:
        where = "in process" if self.source.is_simulator else self._connection.url
        return f"Workspace {self._connection.workspace} ({self.environment.upper()}, {where})"

    def _html(self) -> str:
        rows = [("Environment", self.environment.upper()), ("Workspace", self._connection.workspace)]
        rows += [("Address", "in process, no network" if self.source.is_simulator else self._connection.url)]
        rows += [("Proxy", self.proxy)] if self.proxy else []
        return str(render("table.html", caption="Workspace", columns=("", ""), rows=rows))


def _context(context: Context | None, fields: dict[str, Any]) -> Context:
    if context is None:
        return Context(**fields)
    return context.with_values(fields) if fields else context


def _credentials(
    workspace_id: str,
    api_key: str | Secret | None,
    data_center: str | int | None,
    base_url: str | None,
    environment: Environment | str | None,
) -> Credentials:
    from moe_nb.config.key_store import load_key  # noqa: PLC0415 - the keyring is slow to import

    key = api_key if api_key is not None else load_key(workspace_id)
    return Credentials(
        workspace_id=workspace_id,
        api_key=key if isinstance(key, Secret) else Secret(key or ""),
        data_center=None if data_center is None else str(data_center),
        base_url=base_url,
        environment=None if environment is None else Environment(str(environment).lower()),
    )
