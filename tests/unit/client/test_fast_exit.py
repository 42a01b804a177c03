"""The end of a process: whatever is open or under way, Python ends as it would without the network."""

from __future__ import annotations

import subprocess
import sys

import pytest

ANSWER = b'{"experiences":{"home":{"payload":{}}}}'

START = """
import asyncio, signal, sys, threading
from moe_nb.client.clock import SystemClock
from moe_nb.client.http import HttpAsk
from moe_nb.client.transport import network_transport
from moe_nb.core.connection import ConnectionSettings
from moe_nb.core.context import Context
from moe_nb.core.credentials import Credentials
from moe_nb.core.reply import Question

credentials = Credentials(workspace_id="W", api_key="k", base_url=sys.argv[1])
ask = HttpAsk(credentials, network_transport(ConnectionSettings()), clock=SystemClock())
question = Question(Context(day="Mon"))
"""
ENDINGS = {
    "after an answer": "asyncio.run(ask.ask(question))",
    "after closing": "async def go():\n    await ask.ask(question)\n    await ask.aclose()\nasyncio.run(go())",
    "in the middle of many calls": """
begun = threading.Event()
async def go():
    while True:
        await asyncio.gather(*(ask.ask(question) for _ in range(8)))
        begun.set()
threading.Thread(target=lambda: asyncio.run(go()), daemon=True).start()
begun.wait(10)
""",
}


def ended(serve, ending):
    """Run a process to its end; return its exit code and what it complained about."""
    server = serve(lambda _method, _path: (200, {}, ANSWER))
    command = [sys.executable, "-c", START + ending + "\nprint('the end')", server.url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout, done.stderr


FORKED = """
import os
asyncio.run(ask.ask(question))
child = os.fork() if hasattr(os, "fork") else None
if child:
    _, status = os.waitpid(child, 0)
    assert status == 0
elif child == 0:
    signal.alarm(20)
    assert ["home"] == list(asyncio.run(ask.ask(question)).experiences)
    os._exit(0)
"""


@pytest.mark.parametrize("ending", ENDINGS)
def test_python_ends_in_peace(serve, ending):
    """Nothing is aborted and nothing is said: the library's own thread has let go of Python before."""
    assert (0, "the end\n", "") == ended(serve, ENDINGS[ending])


@pytest.mark.full
@pytest.mark.parametrize("ending", ENDINGS)
def test_python_ends_in_peace_every_time(serve, ending):
    """The same fifty times: what goes wrong here goes wrong in one process of ten."""
    assert [(0, "the end\n", "")] * 50 == [ended(serve, ENDINGS[ending]) for _ in range(50)]


def test_a_forked_process_asks_too(serve):
    """A forked child has no copy of the library's thread: it asks in the plain way and does not wait for ever."""
    assert (0, "the end\n", "") == ended(serve, FORKED)
