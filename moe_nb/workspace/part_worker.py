"""What a Dask worker does with its part of a sweep: the same engine, its own credentials, its share of the pace."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from moe_nb.client.clock import SystemClock
from moe_nb.config.environ import environment_credentials
from moe_nb.core.credentials import Environment
from moe_nb.core.errors import CredentialsError, MoeError
from moe_nb.core.pace import PaceLimit
from moe_nb.core.retry import RetryPolicy
from moe_nb.core.run_facts import RunFacts
from moe_nb.sweep.parts import Part
from moe_nb.workspace import loop
from moe_nb.workspace.connecting import Connection, network_connection, simulated_connection
from moe_nb.workspace.pacers import share_pacer
from moe_nb.workspace.run_files import recording_of
from moe_nb.workspace.starting import start_job
from moe_nb.workspace.sweep_job import SweepJob

STOP = "stop"
"""The file that stops every part of a sweep."""

LOOK_EVERY_S = 0.5


@dataclass(frozen=True, slots=True)
class Place:
    """Whom a worker asks, as far as it may travel: no key, and of the Workspace ID only what may be shown."""

    url: str
    workspace: str
    environment: Environment
    world: str = ""
    geo_database: str = ""
    faults: str = ""
    together_per_min: float = 0.0
    """The pace of all workers together; a part's own is a share of it."""

    @classmethod
    def of(cls, connection: Connection, pace: PaceLimit | None = None) -> Place:
        """Return the place of a connection that all workers together ask at *pace*."""
        return cls(
            connection.url,
            connection.workspace,
            connection.environment,
            connection.world,
            connection.geo_database,
            connection.faults,
            0.0 if pace is None else pace.rate_per_min,
        )


@dataclass(frozen=True, slots=True)
class PartDone:
    """What came of a part."""

    path: str
    facts: RunFacts


def ask_part(part: Part, place: Place, folder: str, retry: RetryPolicy | None = None) -> PartDone:
    """Ask one part and leave it in *folder* as a run file; an earlier try is gone on with.

    A file called ``stop`` in the folder stops it; what was answered stays.

    Raises:
        CredentialsError: If this worker has no credentials for the workspace.
        RunFileError: If the folder cannot be written.
    """
    connection = _connection(place)
    recording = recording_of(connection, part.whole_plan(), Path(folder) / part_name(part))
    try:
        job = start_job(connection, recording, SystemClock(), retry=retry)
        run = job.wait(_stopping(job, Path(folder) / STOP))
    finally:
        loop.run(connection.ask.aclose())
    error = run.facts.stopped.error
    plain = None if error is None else MoeError(error.summary, hint=error.hint)  # travels whatever it was
    return PartDone(str(run.path), replace(run.facts, stopped=replace(run.facts.stopped, error=plain)))


def part_name(part: Part) -> str:
    """Return the name of a part's run file; it tells where the part begins."""
    return f"part-{part.first}-{part.number}.moe"


def first_of(path: Path) -> int:
    """Return where a part begins, from the name of its run file."""
    return int(path.name.split("-")[1])


def _stopping(job: SweepJob, wish: Path) -> Callable[[], None]:
    """Return what looks, twice a second, whether somebody wishes the sweep to stop."""
    looked_s = [time.monotonic()]

    def look() -> None:
        if time.monotonic() - looked_s[0] >= LOOK_EVERY_S:
            looked_s[0] = time.monotonic()
            if wish.exists():
                job.stop()

    return look


def _connection(place: Place) -> Connection:
    if place.environment is Environment.SIMULATOR:
        return simulated_connection(place.world, place.geo_database or None, place.faults or None)
    hint = "Set MOE_WORKSPACE_ID, MOE_API_KEY and MOE_DATA_CENTER (or MOE_BASE_URL) where the workers are started."
    try:
        credentials = environment_credentials()
    except CredentialsError as error:
        raise CredentialsError(
            f"This worker has no credentials for workspace {place.workspace} at {place.url}: {error.description}",
            hint=hint,
        ) from None
    if (credentials.url, credentials.masked_workspace) != (place.url, place.workspace):
        raise CredentialsError(
            f"This worker has credentials for workspace {credentials.masked_workspace} at {credentials.url}, "
            f"not for {place.workspace} at {place.url}.",
            hint=hint,
        )
    pacer = share_pacer(credentials, SystemClock(), place.together_per_min)
    return network_connection(replace(credentials, environment=place.environment), pacer=pacer)
