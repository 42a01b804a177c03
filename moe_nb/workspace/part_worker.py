"""What a Dask worker does with its part of a sweep: the same engine, its own credentials, its share of the pace."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from moe_nb.client.clock import SystemClock
from moe_nb.config.environ import environment_credentials
from moe_nb.core.credentials import Environment
from moe_nb.core.errors import CredentialsError, MoeError
from moe_nb.core.run_facts import RunFacts
from moe_nb.sweep.pace import Pacer
from moe_nb.sweep.parts import Part
from moe_nb.workspace import loop
from moe_nb.workspace.connecting import Connection, network_connection, simulated_connection
from moe_nb.workspace.run_files import recording_of
from moe_nb.workspace.starting import start_job


@dataclass(frozen=True, slots=True)
class Place:
    """Whom a worker asks, as far as it may travel: no key, and of the Workspace ID only what may be shown."""

    url: str
    workspace: str
    environment: Environment
    world: str = ""
    geo_database: str = ""

    @classmethod
    def of(cls, connection: Connection) -> Place:
        """Return the place of a connection."""
        return cls(
            connection.url, connection.workspace, connection.environment, connection.world, connection.geo_database
        )


@dataclass(frozen=True, slots=True)
class PartDone:
    """What came of a part."""

    first: int
    path: str
    facts: RunFacts


def ask_part(part: Part, place: Place, folder: str) -> PartDone:
    """Ask one part and leave it in *folder* as a run file and as Parquet; an earlier try is gone on with.

    Raises:
        CredentialsError: If this worker has no credentials for the workspace.
        RunFileError: If the folder cannot be written.
    """
    connection = _connection(place)
    path = Path(folder) / f"part-{part.number:05d}.moe"
    try:
        run = start_job(connection, recording_of(connection, part.whole_plan(), path), SystemClock()).wait()
    finally:
        loop.run(connection.ask.aclose())
    run.export(path.with_suffix(".parquet"))
    error = run.facts.stopped.error
    plain = None if error is None else MoeError(error.summary, hint=error.hint)  # travels whatever it was
    return PartDone(part.first, str(path), replace(run.facts, stopped=replace(run.facts.stopped, error=plain)))


def _connection(place: Place) -> Connection:
    if place.environment is Environment.SIMULATOR:
        return simulated_connection(place.world, place.geo_database or None)
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
    # a line of its own: its pace is a share already, and would be shared once more with the other workers here
    return network_connection(replace(credentials, environment=place.environment), pacer=Pacer(SystemClock()))
