"""A workspace that answers as told and remembers what it was asked; what a run says, as text."""

from __future__ import annotations

import asyncio
import json
import threading
import zlib
from collections import Counter
from dataclasses import replace

import httpx

import moe_nb as moe
from moe_nb.client.http import HttpAsk
from moe_nb.core.credentials import Credentials, Environment
from moe_nb.core.events import Answered, Failed
from moe_nb.core.metadata import ExperienceMeta, Metadata
from moe_nb.core.secret import Secret
from moe_nb.testing import FakeClock
from moe_nb.workspace.connecting import Connection

KEYS = ("banner", "chat", "offer")


def number_of(body):
    """Return a number that depends on what is asked about, and not on the keys."""
    about = {name: value for name, value in body.items() if name != "experience_key"}
    return zlib.crc32(json.dumps(about, sort_keys=True).encode())


def served(key, variation, text=""):
    """Return one experience as it is sent."""
    context = {"audience_id": f"A{variation}", "audience_name": f"All {text}", "moe_variation_id": str(variation)}
    return {"payload": {"T": {"value": f"{key} {variation} {text}"}}, "experience_context": context}


def usual(body, keys=KEYS, text=""):
    """Serve some of the keys, which and what depending on the context."""
    number = number_of(body)
    said = {
        key: served(key, (number + at) % 5, text)
        for at, key in enumerate(body.get("experience_key") or keys)
        if (number + at) % 3
    }
    return httpx.Response(200, json={"experiences": said})


def refusing(some):
    """Return a service that answers as usual, but refuses every *some*-th context with a 400."""
    return lambda body: httpx.Response(400) if number_of(body) % some == 0 else usual(body)


class Service(httpx.AsyncBaseTransport):
    """Answers request bodies.

    Args:
        answer: A response for a body.
        ahead: How many answers may wait to be told; None puts no bound on them.

    Attributes:
        asked: Every body, as text, and how often it was asked.
        most: After so many answers it is silent; None never is.
    """

    def __init__(self, answer=usual, ahead=None):
        self.answer = answer
        self.asked = Counter()
        self.most = None
        self._ahead, self._told = ahead, 0

    async def handle_async_request(self, request):
        body = json.loads(request.content)
        if self.calls == self.most:
            await asyncio.Event().wait()
        while self._ahead is not None and self.calls - self._told >= self._ahead:  # noqa: ASYNC110 - turns of the loop, not time
            await asyncio.sleep(0)
        self.asked[json.dumps(body, sort_keys=True)] += 1
        return self.answer(body)

    def listen(self, event):
        """Take note of what was told."""
        self._told += isinstance(event, Answered | Failed)

    @property
    def calls(self):
        """How many requests came."""
        return self.asked.total()


def workspace(service, *, url="https://simulator.invalid/v1", name="WORKSPACE1", world_hash="w1", key="a-key"):
    """Return a workspace that asks a service, without pace and without real waits."""
    credentials = Credentials(workspace_id=name, api_key=Secret(key), base_url=url, environment=Environment.SIMULATOR)
    ask = HttpAsk(credentials, service, clock=FakeClock())
    return moe.Workspace(Connection(ask, Environment.SIMULATOR, url, name, world_hash=world_hash))


def metadata(keys):
    """Return metadata in which these keys are Active."""
    return Metadata(tuple(ExperienceMeta(key, key.upper(), "Active") for key in keys))


def plan_of(space, keys=KEYS, indices=None):
    """Return the plan of a sweep; without keys, metadata is not known either."""
    plan = workspace(Service()).plan_with(None if keys is None else metadata(keys), space, keys)
    return replace(plan, indices=indices)


def swept(plan, service, file=None, listeners=()):
    """Sweep a plan to its end."""
    return workspace(service).start_sweep(plan, file=file, listeners=listeners).wait()


def stopped_after(plan, service, file, answers):
    """Sweep a plan and stop it after some answers, or let it end if it has fewer; without a plan, resume the file."""
    seen, begun, jobs = [], threading.Event(), []
    service.most = answers

    def listen(event):
        begun.wait(20)
        seen.append(isinstance(event, Answered | Failed))
        if sum(seen) == answers:
            jobs[0].stop()

    ws = workspace(service)
    jobs.append(
        ws.start_resume(file, listeners=[listen])
        if plan is None
        else ws.start_sweep(plan, file=file, listeners=[listen])
    )
    begun.set()
    return jobs[0].wait()


def told(run):
    """Return all a run says of its answers, except when they were asked and how long they took."""
    return run.to_frame().drop(columns=["elapsed_ms", "asked_at"]).to_csv(index=False)


def counts(run):
    """Return how a run ended."""
    stopped = run.facts.stopped
    return stopped.reason.name, stopped.answered, stopped.failed
