"""A world in which every answer tells which context it belongs to, and workspaces that meet faults in it."""

from __future__ import annotations

import json

import moe_nb as moe
from moe_nb.client.http import HttpAsk
from moe_nb.core.connection import Timeouts
from moe_nb.core.credentials import Credentials, Environment
from moe_nb.core.retry import RetryPolicy
from moe_nb.core.secret import Secret
from moe_nb.simulator.faults.fault_file import parse_faults
from moe_nb.simulator.faults.transport import FaultyTransport
from moe_nb.simulator.http import Service
from moe_nb.simulator.world_file import parse_world
from moe_nb.sweep.pace import Pacer
from moe_nb.testing import FakeClock
from moe_nb.workspace.connecting import IN_PROCESS_URL, Connection

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
KEYS = ("the-day", "the-hour-0", "the-hour-8", "the-hour-16", "everybody")
MANY_KEYS = (*KEYS, *(f"nobody-{number:02d}" for number in range(25)))
"""More than one request holds."""

RETRY = RetryPolicy(attempts=3, budget_s=100)
TIMES = Timeouts(connect_s=2, read_s=0.5, write_s=2, pool_s=5, whole_s=4)


def audience(name, when):
    """Return an audience whose payload is its own name."""
    payload = {"title": {"type": "string", "value": f"for {name}"}}
    return {"id": name, "name": name, "when": when, "variations": [{"id": "1", "payload": payload}]}


def experience(key, audiences):
    return {"key": key, "name": key, "audiences": audiences}


WORLD_TEXT = json.dumps(
    {
        "experiences": [
            experience("the-day", [audience(day, {"day": [day]}) for day in DAYS]),
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


def workspace(faults="", *, retry=RETRY):
    """Return a workspace on the world in process; *faults* are lines of a fault file, none is the quiet day."""
    service = Service(parse_world(WORLD_TEXT))
    credentials = Credentials(
        workspace_id=service.world.workspace.id,
        api_key=Secret(service.world.workspace.api_key),
        base_url=IN_PROCESS_URL,
        environment=Environment.SIMULATOR,
    )
    clock = FakeClock()
    transport = FaultyTransport(service, parse_faults(f"faults: [{faults}]"), sleep=clock.sleep, epoch_s=clock.epoch_s)
    ask = HttpAsk(credentials, transport, clock=clock, timeouts=TIMES, retry=retry)
    known = Environment.SIMULATOR, IN_PROCESS_URL, credentials.workspace_id, "telling"
    return moe.Workspace(Connection(ask, *known, pacer=Pacer(clock)), clock)


def space(hours=(0, 9, 17, 23)):
    """Return contexts whose answers all differ: every day, at some hours."""
    return moe.days() * moe.hours(hours)
