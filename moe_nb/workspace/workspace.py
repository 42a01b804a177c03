"""One MoEngage workspace, or the simulated one: connect, look, fetch, sweep."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from moe_nb.core.context import Context
from moe_nb.core.credentials import Credentials, Environment
from moe_nb.core.errors import UsageError
from moe_nb.core.pace import PaceLimit
from moe_nb.core.retry import RetryPolicy
from moe_nb.core.secret import Secret, as_secret
from moe_nb.core.space import Space
from moe_nb.results.answer import DisplayedAnswer
from moe_nb.results.display import Displayed
from moe_nb.results.metadata import DisplayedMetadata
from moe_nb.results.run import Run
from moe_nb.sweep.plan import Plan
from moe_nb.views.html import render
from moe_nb.workspace import loop
from moe_nb.workspace.asking import Keys, Sample
from moe_nb.workspace.asking_again import AskingAgain
from moe_nb.workspace.connecting import credentials_of, network_connection, simulated_connection
from moe_nb.workspace.named_workspace import NamedWorkspace
from moe_nb.workspace.run_files import new_path
from moe_nb.workspace.scale_out import Way, sweep_on
from moe_nb.workspace.shown_sweep import shown
from moe_nb.workspace.sweep_job import Listener


class Workspace(NamedWorkspace, AskingAgain, Displayed):
    """Asks one workspace; make it with ``simulated``, ``connect`` or ``from_env``.

    Every method works in a notebook, a script and a widget's callback alike; those that begin with ``a`` are for
    async functions.
    """

    @classmethod
    def simulated(
        cls,
        world: str | Path = "demo",
        *,
        geo_database: str | Path | None = None,
        faults: str | Path | None = None,
    ) -> Self:
        """Return the simulated workspace: no account, no network.

        Args:
            world: ``"demo"``, ``"edge_cases"``, or the path of a world file.
            geo_database: A MaxMind DB file for IP addresses that the world does not name (needs the extra ``geo``).
            faults: What goes wrong on the way: ``"bad_day"``, or the path of a fault file.

        Raises:
            WorldError: If a world file has a mistake; the text names the place.
            FaultFileError: If a fault file has one.
        """
        return cls(simulated_connection(world, geo_database, faults))

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
        api_key = None if api_key is None else as_secret(api_key)
        given = credentials or credentials_of(workspace_id, api_key, data_center, base_url, environment)
        return cls(network_connection(given))

    def metadata(self) -> DisplayedMetadata:
        """Fetch what the workspace has; raises a `MoeError` when it cannot be had."""
        return loop.run(self.ametadata())

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
        return loop.run(self.afetch(context, keys, **fields))

    def plan(
        self,
        space: Space,
        keys: Keys = None,
        *,
        base: Context | None = None,
        pace: PaceLimit | None = None,
        sample: Sample = None,
    ) -> Plan:
        """Say what a sweep would cost; asks the metadata only.

        Args:
            space: The contexts.
            keys: Experience keys; None takes the Active ones of the metadata.
            base: What stays the same in every context.
            pace: How fast; a quarter of the documented limit if left out, none in process.
            sample: ``"pairs"``, ``"triples"`` or a number of contexts to ask; None asks all.
        """
        return loop.run(self.aplan(space, keys, base=base, pace=pace, sample=sample))

    def sweep(  # noqa: PLR0913 - each says one thing about a sweep, by name
        self,
        space: Space,
        keys: Keys = None,
        *,
        base: Context | None = None,
        pace: PaceLimit | None = None,
        confirm: bool = False,
        listeners: Sequence[Listener] = (),
        file: str | Path | None = None,
        on: Any = None,
        retry: RetryPolicy | None = None,
        sample: Sample = None,
    ) -> Run:
        """Ask every context of a space; Ctrl-C or the interrupt button stops it and keeps what was answered.

        So does SIGTERM in a script, which then ends with exit code 143.

        Args:
            space: The contexts, e.g. ``moe.week() * moe.user_agents.preset("devices")``.
            keys: Experience keys; None takes the Active ones of the metadata.
            base: What stays the same in every context.
            pace: How fast; a quarter of the documented limit if left out, none in process.
            confirm: Say yes to a sweep of more than 2,500 calls against a real workspace.
            listeners: Told every event.
            file: The run file every answer is written into at once (``"friday.moe"``); one that holds the same sweep is
                gone on with. Left out, a real workspace's run gets a file in this machine's folder (`moe_nb.runs`),
                and one of the simulator in process stays in memory (``run.save_as``).
            on: A ``dask.distributed.Client``: the sweep is split among its workers, which have credentials in their own
                environment or keyring and see the folder of *file* (needs the extra ``dask``).
            retry: Which failures are asked again, how often and for how long.
            sample: Ask some contexts only, the others stay not asked: ``"pairs"`` or ``"triples"`` (every two or three
                values of different axes meet at least once), or a number of contexts drawn at random.

        Raises:
            ConfirmationError: If the sweep is large and nobody said yes.
            RunFileError: If the file cannot be written, or holds another sweep.
            UsageError: If *on* is no Dask client, has no workers, or listeners are given with it.
            CredentialsError: If a worker has no credentials for this workspace.
        """
        plan = self.plan(space, keys, base=base, pace=pace, sample=sample)
        if on is not None:
            plan.check_size(confirmed=confirm)
            if listeners:
                raise UsageError("A sweep on a cluster has no listeners: its calls are made elsewhere.")
            return sweep_on(Way(on, self._connection, retry), plan, new_path(plan, file))
        return shown(self.start_sweep(plan, confirm=confirm, listeners=listeners, file=file, retry=retry))

    def resume(
        self,
        file: str | Path,
        *,
        confirm: bool = False,
        listeners: Sequence[Listener] = (),
        retry: RetryPolicy | None = None,
    ) -> Run:
        """Go on with a run that was stopped, failed in part or was killed: only what is missing is asked.

        Args:
            file: The run file.
            confirm: Say yes to more than 2,500 calls against a real workspace.
            listeners: Told every event.
            retry: When to ask again; the client's own policy if left out.

        Raises:
            ConfirmationError: If much is missing and nobody said yes.
            RunFileError: If the file cannot be written, is another workspace's, or another world's.
        """
        return shown(self.start_resume(file, confirm=confirm, listeners=listeners, retry=retry))

    def close(self) -> None:
        """Close the connections; the workspace can be used again."""
        loop.run(self._connection.ask.aclose())

    def _text(self) -> str:
        where = "in process" if self.source.is_simulator else self._connection.url
        return f"Workspace {self._connection.workspace} ({self.environment.upper()}, {where})"

    def _html(self) -> str:
        rows = [("Environment", self.environment.upper()), ("Workspace", self._connection.workspace)]
        rows += [("Address", "in process, no network" if self.source.is_simulator else self._connection.url)]
        rows += [("Proxy", self.proxy)] if self.proxy else []
        return str(render("table.html", caption="Workspace", columns=("", ""), rows=rows))
