"""A world in which every answer tells which context it belongs to, and workspaces that meet faults in it."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import contextmanager

import uvicorn

import moe_nb as moe
from moe_nb.client.http import HttpAsk
from moe_nb.client.transport import network_transport
from moe_nb.core.connection import ConnectionSettings, Timeouts
from moe_nb.core.credentials import Credentials, Environment
from moe_nb.core.retry import RetryPolicy
from moe_nb.core.secret import Secret
from moe_nb.simulator.faults.fault_file import parse_faults
from moe_nb.simulator.faults.transport import FaultyTransport
from moe_nb.simulator.http import Service
from moe_nb.simulator.server import port_config
from moe_nb.simulator.world_file import parse_world
from moe_nb.sweep.pace import Pacer
from moe_nb.testing import FakeClock
from moe_nb.workspace.connecting import IN_PROCESS_URL, Connection

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
KEYS = ("the-day", "the-hour-0", "the-hour-8", "the-hour-16", "everybody")
MANY_KEYS = (*KEYS, *(f"nobody-{number:02d}" for number in range(25)))
"""More than one request holds."""

RETRY = RetryPolicy(attempts=3, budget_s=100)
TIMES = Timeouts(connect_s=4, read_s=1, write_s=4, pool_s=5, whole_s=8)
PORT_TIMES = Timeouts(connect_s=2, read_s=0.2, write_s=2, pool_s=5, whole_s=2)
"""On a port the time of the network is real, and only the waits between tries are not."""


def audience(name, when):
    """Return an audience whose payload is its own name."""
    payload = {"title": {"type": "string", "value": f"for {name}"}}
    return {"id": name, "name": name, "when": when, "variations": [{"id": "1", "payload": payload}]}


def experience(key, audiences):
    return {"key": key, "name": key, "audiences": audiences}


def world_text(days=DAYS):
    """Return the world in which the audience of a day is called like the day, or like another one."""
    return json.dumps(
        {
            "experiences": [
                experience("the-day", [audience(name, {"day": [day]}) for name, day in zip(days, DAYS, strict=True)]),
                *(
                    experience(
                        f"the-hour-{first}",
                        [audience(f"{hour:02d}", {"hour": [f"{hour:02d}"]}) for hour in range(first, first + 8)],
                    )
                    for first in (0, 8, 16)
                ),
                experience("everybody", [audience("all", {})]),
            ]
        }
    )


WORLD_TEXT = world_text()
EARLIER = world_text((*DAYS[1:], DAYS[0]))
"""The world as it was before: every day had the next day's audience."""


def workspace(faults="", *, retry=RETRY, world=WORLD_TEXT):
    """Return a workspace on a world in process; *faults* are lines of a fault file, none is the quiet day."""
    clock = FakeClock()
    service = Service(parse_world(world))
    transport = FaultyTransport(service, parse_faults(f"faults: [{faults}]"), sleep=clock.sleep, epoch_s=clock.epoch_s)
    return _connected(transport, clock, IN_PROCESS_URL, TIMES, retry)


def port_workspace(base_url):
    """Return a workspace that asks over the network as production is asked, but waits between tries in no time."""
    return _connected(network_transport(ConnectionSettings()), FakeClock(), base_url, PORT_TIMES, RETRY)


def _connected(transport, clock, base_url, times, retry):
    """Return a workspace called the simulator, so that its runs stay in memory and need no yes."""
    key = Secret("not-a-secret")
    credentials = Credentials(
        workspace_id="SIMULATOR", api_key=key, base_url=base_url, environment=Environment.SIMULATOR
    )
    ask = HttpAsk(credentials, transport, clock=clock, timeouts=times, retry=retry)
    known = Environment.SIMULATOR, base_url, credentials.workspace_id, "telling"
    return moe.Workspace(Connection(ask, *known, pacer=Pacer(clock)), clock)


@contextmanager
def faulty_port():
    """Serve the world on a port of this process; gives its base URL, and a way to let requests meet faults."""
    config = port_config(parse_world(WORLD_TEXT), faults=parse_faults("faults: []"))
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            url = f"http://127.0.0.1:{listening.getsockname()[1]}/v1"
            yield url, lambda faults: config.app.meet(parse_faults(f"faults: [{faults}]"))
        finally:
            server.should_exit = server.force_exit = True
            thread.join()


def space(hours=(0, 9, 17, 23)):
    """Return contexts whose answers all differ: every day, at some hours."""
    return moe.days() * moe.hours(hours)
