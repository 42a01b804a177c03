"""A connection: whom to ask, over what, and how it may be named in public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from moe_nb.client.clock import SystemClock
from moe_nb.client.http import HttpAsk
from moe_nb.client.transport import network_transport
from moe_nb.config.environ import connection_settings
from moe_nb.config.key_store import load_key
from moe_nb.core.credentials import Credentials, Environment, parse_environment
from moe_nb.core.errors import CredentialsError
from moe_nb.core.events import Stopped
from moe_nb.core.frozen_map import FrozenMap
from moe_nb.core.pace import PaceLimit
from moe_nb.core.protocols import Ask
from moe_nb.core.retry import RetryPolicy
from moe_nb.core.run_facts import Place, RunFacts
from moe_nb.core.secret import Secret
from moe_nb.simulator.faults.fault_file import load_faults
from moe_nb.simulator.faults.transport import FaultyTransport
from moe_nb.simulator.http import Service
from moe_nb.simulator.places import GeoDatabase, address_per_country
from moe_nb.simulator.transport import SimulatorTransport
from moe_nb.simulator.world_file import load_world, world_hash
from moe_nb.sweep.lane import LaneTurn
from moe_nb.sweep.pace import Pacer
from moe_nb.sweep.plan import Plan
from moe_nb.views.palette import Palette
from moe_nb.workspace.pacers import pacer_of

IN_PROCESS_URL = "https://simulator.invalid/v1"
"""What requests to the simulator in process are addressed to; the name can never be looked up (RFC 2606)."""

FETCH_PACE = PaceLimit(reserve_per_min=0)
"""A request that a person waits for counts in the line of its workspace; the reserve is there for it too."""

FETCH_RETRY = RetryPolicy(budget_s=90)
"""How long a person waits for one answer."""


@dataclass(frozen=True, slots=True)
class Connection:
    """Everything a workspace needs of its other side; holds no secret in sight."""

    ask: Ask
    environment: Environment
    url: str
    workspace: str
    """The Workspace ID, masked (the simulator's in full)."""
    world: str = ""
    """The simulator's world: a name or a path."""
    world_hash: str = ""
    geo_database: str = ""
    """The simulator's MaxMind DB file, if one was named."""
    faults: str = ""
    """What disturbs the simulator: a name or a path."""
    addresses: Mapping[str, str] = FrozenMap()
    """For the simulator: one IP address per country, by the name of its place."""
    proxy: str = ""
    pacer: Pacer = field(default_factory=lambda: Pacer(SystemClock()))
    """The line all requests stand in."""
    palette: Palette = field(default_factory=Palette, compare=False)
    """Letters and colours given so far: the same in all runs."""

    def fetch_turn(self) -> LaneTurn:
        """Return the turn of one request that a person waits for: in front of all sweeps."""
        limit = None if self.environment is Environment.SIMULATOR else FETCH_PACE
        return LaneTurn(self.pacer, limit, retry=FETCH_RETRY, in_front=True)

    @property
    def place(self) -> Place:
        """Who answers, as `RunFacts.place` says it of a run."""
        url = "simulator" if self.environment is Environment.SIMULATOR else self.url
        return url, self.workspace, self.world_hash

    def pace(self, wanted: PaceLimit | None) -> PaceLimit | None:
        """Return the pace of a sweep: what is wanted, the default, or none in process."""
        return wanted if wanted is not None or self.environment is Environment.SIMULATOR else PaceLimit()

    def run_facts(self, started_epoch_s: float, stopped: Stopped, version: str, plan: Plan) -> RunFacts:
        """Return what a run remembers of this connection."""
        return RunFacts(
            self.environment,
            self.place[0],
            self.workspace,
            started_epoch_s,
            stopped,
            version,
            self.world_hash,
            plan.metadata,
            plan.pace,
        )


def credentials_of(
    workspace_id: str,
    api_key: Secret | None,
    data_center: str | int | None,
    base_url: str | None,
    environment: Environment | str | None,
) -> Credentials:
    """Return credentials from their parts; a key left out comes from the keyring.

    Raises:
        CredentialsError: If something is missing or may not be used.
    """
    key = api_key if api_key is not None else load_key(workspace_id)
    return Credentials(
        workspace_id=workspace_id,
        api_key=key or Secret(""),
        data_center=None if data_center is None else str(data_center),
        base_url=base_url,
        environment=None if environment is None else parse_environment(environment),
    )


def simulated_connection(
    world: str | Path, geo_database: str | Path | None = None, faults: str | Path | None = None
) -> Connection:
    """Connect the real client to the simulator in process."""
    loaded = load_world(world)
    database = None if geo_database is None else GeoDatabase(geo_database)
    credentials = Credentials(
        workspace_id=loaded.workspace.id,
        api_key=Secret(loaded.workspace.api_key),
        base_url=IN_PROCESS_URL,
        environment=Environment.SIMULATOR,
    )
    service = Service(loaded, database)
    transport = SimulatorTransport(service) if faults is None else FaultyTransport(service, load_faults(faults))
    ask = HttpAsk(credentials, transport, clock=SystemClock())
    return Connection(
        ask,
        Environment.SIMULATOR,
        IN_PROCESS_URL,
        loaded.workspace.id,
        str(world),
        world_hash(loaded, database.name if database else ""),
        geo_database="" if geo_database is None else str(geo_database),
        faults="" if faults is None else str(faults),
        addresses=address_per_country(loaded),
    )


def network_connection(credentials: Credentials, *, pacer: Pacer | None = None) -> Connection:
    """Connect the client to the network, by way of the proxy and certificates this machine uses.

    Args:
        credentials: Whom to ask as.
        pacer: The line to stand in; the one all kernels of this machine share if left out.

    Raises:
        CredentialsError: If the credentials call a real address the simulator: it would be asked without pace or yes.
    """
    if credentials.environment is Environment.SIMULATOR:
        raise CredentialsError(
            "A workspace with an address is test or live, a simulator on a port too.",
            hint="Use environment='test', or Workspace.simulated() for the simulator in process.",
        )
    settings = connection_settings(credentials.url)
    transport = network_transport(settings)
    ask = HttpAsk(credentials, transport, clock=SystemClock(), timeouts=settings.timeouts)
    environment = credentials.environment or Environment.LIVE
    return Connection(
        ask,
        environment,
        credentials.url,
        credentials.masked_workspace,
        proxy=settings.shown_proxy,
        pacer=pacer or pacer_of(credentials, SystemClock()),
    )
