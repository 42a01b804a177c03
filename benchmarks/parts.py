"""What a context of a sweep over the network costs, and where: ``python -m benchmarks.parts``."""

from __future__ import annotations

import asyncio
import os
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import psutil

import moe_nb as moe
from benchmarks.local_server import answer, keys, server
from benchmarks.pipeline import NO_PACE, USER_AGENT, space_of
from moe_nb.client.clock import SystemClock
from moe_nb.client.http import HttpAsk
from moe_nb.core.exchange import Exchange
from moe_nb.core.request_template import RequestTemplate, SpaceQuestion
from moe_nb.core.wire_answer import read_answer
from moe_nb.sweep.lane import LaneTurn
from moe_nb.sweep.pace import Pacer
from moe_nb.workspace import loop
from moe_nb.workspace.connecting import network_connection

CONTEXTS, ROUNDS, EXPERIENCES = 15_120, 5, 1
CREDENTIALS = {"workspace_id": "SIMULATOR", "api_key": "not-a-secret"}
NOWHERE = "http://127.0.0.1:9/v1"


class AtOnce:
    """A transport, and its sender, that answers without a network."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def sender(self, _headers: object, _timeouts: object) -> AtOnce:
        return self

    async def send(self, _method: str, _url: str, _body: bytes) -> Exchange:
        await asyncio.sleep(0)
        return Exchange(200, self._body, {})

    async def aclose(self) -> None:
        pass


def report() -> str:
    """Say which thread spends the CPU time of a sweep, and what each part costs alone."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = folder  # the line of this measurement is nobody else's
        threads = _threads(Path(folder))
        alone = asyncio.run(_alone())
        alone |= {"the whole sweep with its run file, all threads, answered without a network": _whole(Path(folder))}
    lines = [f"### CPU µs per context of a sweep over loopback, 0 ms, {EXPERIENCES} experience per answer", ""]
    lines += ["| thread | µs |", "| --- | --- |", *(f"| {name} | {us:.0f} |" for name, us in threads.items()), ""]
    lines += [
        "| part, measured alone | µs |",
        "| --- | --- |",
        *(f"| {name} | {us:.1f} |" for name, us in alone.items()),
    ]
    return "\n".join([*lines, ""])


def _threads(folder: Path) -> dict[str, float]:
    """Return the CPU time of a sweep over loopback by thread: the best of some rounds."""
    with server(0, EXPERIENCES) as url:
        ws = moe.Workspace.connect(**CREDENTIALS, base_url=url)
        _sweep(ws, folder / "first.moe")
        rounds = [_by_thread(lambda n=n: _sweep(ws, folder / f"{n}.moe")) for n in range(ROUNDS)]
        ws.close()
    return min(rounds, key=lambda found: sum(found.values()))


def _by_thread(work: Callable[[], object]) -> dict[str, float]:
    names = {loop.run(_native_id()): "the sweep's event loop", threading.get_native_id(): "the caller: start and end"}
    before, whole_s = _cpu_by_thread(), time.process_time()
    work()
    spent = {thread: cpu_s - before.get(thread, 0.0) for thread, cpu_s in _cpu_by_thread().items()}
    found = dict.fromkeys([*names.values(), "HTTP in Rust: pyreqwest's thread"], 0.0)
    for thread, cpu_s in spent.items():
        found[names.get(thread, "HTTP in Rust: pyreqwest's thread")] += cpu_s
    found["the run file's writer, which has ended"] = time.process_time() - whole_s - sum(spent.values())
    return {name: max(0.0, cpu_s) / CONTEXTS * 1e6 for name, cpu_s in found.items()}


async def _native_id() -> int:
    return threading.get_native_id()


def _cpu_by_thread() -> dict[int, float]:
    return {one.id: one.user_time + one.system_time for one in psutil.Process().threads()}


async def _alone() -> dict[str, float]:
    """Return what parts of the way cost, each by itself."""
    body = answer(EXPERIENCES, 1)
    template = RequestTemplate(space_of(CONTEXTS), [tuple(keys(EXPERIENCES))])
    questions = [SpaceQuestion(template, n, 0) for n in range(CONTEXTS)]
    ask = HttpAsk(moe.Credentials(**CREDENTIALS, base_url=NOWHERE), AtOnce(body), clock=SystemClock())
    gate = asyncio.Event()
    gate.set()
    turn = LaneTurn(Pacer(SystemClock()), NO_PACE, gate)

    async def place(_question: SpaceQuestion) -> None:
        await turn.take()
        await turn.wait()
        turn.end()

    async def written(question: SpaceQuestion) -> None:
        question.body  # noqa: B018 - it is made when it is read

    async def read(_question: SpaceQuestion) -> None:
        read_answer(body)

    nothing = await _us(questions, lambda _: asyncio.sleep(0))
    return {
        "a turn of the event loop": nothing,
        "the request, put together from its pieces": await _us(questions, written),
        "the answer, split into experiences": await _us(questions, read),
        "a place in the line": await _us(questions, place),
        "the client: request, answer, tries, credentials looked for, headers": await _us(questions, ask.ask) - nothing,
    }


async def _us(questions: list[SpaceQuestion], act: Callable[[SpaceQuestion], Awaitable[object]]) -> float:
    rounds = []
    for _ in range(ROUNDS):
        start_s = time.thread_time()
        for question in questions:
            await act(question)
        rounds.append(time.thread_time() - start_s)
    return min(rounds) / len(questions) * 1e6


def _whole(folder: Path) -> float:
    credentials = moe.Credentials(**CREDENTIALS, base_url=NOWHERE)
    ask = HttpAsk(credentials, AtOnce(answer(EXPERIENCES, 1)), clock=SystemClock())
    ws = moe.Workspace(replace(network_connection(credentials), ask=ask))
    rounds = []
    for number in range(ROUNDS):
        start_s = time.process_time()
        _sweep(ws, folder / f"at-once-{number}.moe")
        rounds.append(time.process_time() - start_s)
    return min(rounds) / CONTEXTS * 1e6


def _sweep(ws: moe.Workspace, file: Path) -> None:
    base = moe.Context(user_agent=USER_AGENT)
    ws.sweep(space_of(CONTEXTS), keys(EXPERIENCES), base=base, pace=NO_PACE, confirm=True, file=file)


if __name__ == "__main__":
    print(report())
