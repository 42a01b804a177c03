"""A real connection with the marker key, to a loopback port that answers well or badly."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # marker_key and loopback are shared by the tests here

from loopback import Loopback, loopback
from marker_key import KEY, WORKSPACE

from moe_nb.client.http import HttpAsk
from moe_nb.client.transport import network_transport, plain_transport
from moe_nb.core.connection import ConnectionSettings, Timeouts
from moe_nb.core.credentials import Credentials, Environment
from moe_nb.core.secret import Secret
from moe_nb.sweep.pace import Pacer
from moe_nb.testing import FakeClock
from moe_nb.workspace.connecting import Connection
from moe_nb.workspace.workspace import Workspace

IMPATIENT = Timeouts(read_s=0.05)
"""For the server that never answers; the others are given the usual time."""


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loopback]:
    """The port."""
    with loopback(tmp_path_factory.mktemp("worlds")) as started:
        yield started


@pytest.fixture
def carrier() -> str:
    """The library requests leave through: "fast", the usual one, or "plain", the fallback."""
    return "fast"


@pytest.fixture
def connect(server: Loopback, carrier: str) -> Iterator[Callable[[str], Connection]]:
    """Connect with the marker key to one of the server's ways of answering; waits between tries take no time."""
    made = []

    def connection(kind: str) -> Connection:
        credentials = Credentials(workspace_id=WORKSPACE, api_key=Secret(KEY), base_url=server.url(kind))
        timeouts = IMPATIENT if kind == "silent" else Timeouts()
        build = {"fast": network_transport, "plain": plain_transport}[carrier]
        transport = build(ConnectionSettings(timeouts=timeouts))
        clock = FakeClock()
        ask = HttpAsk(credentials, transport, clock=clock, timeouts=timeouts)
        masked, line = credentials.masked_workspace, Pacer(clock)
        made.append(Connection(ask, Environment.LIVE, credentials.url, masked, pacer=line))
        return made[-1]

    yield connection
    for used in made:
        Workspace(used).close()


@pytest.fixture
def workspace(connect: Callable[[str], Connection]) -> Callable[[str], Workspace]:
    """Make a workspace on such a connection."""
    return lambda kind: Workspace(connect(kind))
