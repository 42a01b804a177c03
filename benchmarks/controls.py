"""How soon a sweep does what it is told: start, pause, resume, stop, Ctrl-C, SIGTERM and a kernel's interrupt."""

from __future__ import annotations

import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from jupyter_client.manager import start_new_kernel

import moe_nb as moe

ROUNDS = 5
PACE = moe.PaceLimit(rate_per_min=12_000, burst=20, reserve_per_min=0)
CONTEXTS = 100_000

SWEEP = f"""
import moe_nb as moe
ws = moe.Workspace.connect(workspace_id="LIMITED", api_key="not-a-secret", base_url={{url!r}})
pace = moe.PaceLimit(rate_per_min=12_000, burst=20, reserve_per_min=0)
seen = []
def tell(event):
    if not seen and type(event).__name__ == "Answered":
        seen.append(event)
        print("under way", flush=True)
run = ws.sweep(moe.axis("n", range({CONTEXTS})), ["k1"], pace=pace, confirm=True, listeners=[tell], file={{file!r}})
"""


def report() -> str:
    """Time every way to control a sweep of 200 requests/s, each answered after 30-200 ms, with a run file."""
    with _server() as url, tempfile.TemporaryDirectory() as folder:
        code = [_from_code(url, f"{folder}/code{n}.moe") for n in range(ROUNDS)]
        taken = {name: [each[name] for each in code] for name in code[0]}
        for name, number in (("Ctrl-C in a script", signal.SIGINT), ("SIGTERM in a script", signal.SIGTERM)):
            taken[name] = [_by_signal(url, f"{folder}/{number.name}{n}.moe", number) for n in range(ROUNDS)]
        taken["the interrupt button of a kernel"] = _by_interrupt(url, folder)
    lines = ["### From a word to its effect: 200 requests/s, answers after 30-200 ms, a run file", ""]
    lines += ["| what | effect | median ms | worst ms |", "| --- | --- | --- | --- |"]
    for name, found in taken.items():
        what, _, effect = name.partition(": ")
        effect = effect or "the run is closed, and what follows it runs"
        lines.append(f"| {what} | {effect} | {statistics.median(found) * 1000:.0f} | {max(found) * 1000:.0f} |")
    return "\n".join([*lines, ""])


def _from_code(url: str, file: str) -> dict[str, float]:
    """Start, pause, resume and stop one sweep; the last answer after a pause is what was under way."""
    ws = moe.Workspace.connect(workspace_id="LIMITED", api_key="not-a-secret", base_url=url)
    plan = ws.plan(moe.axis("n", range(CONTEXTS)), ["k1"], pace=PACE)
    answered_s: list[float] = []
    news = threading.Event()

    def tell(event: object) -> None:
        if type(event).__name__ == "Answered":
            answered_s.append(time.perf_counter())
            news.set()

    def next_answer() -> None:
        news.clear()
        news.wait(10)

    job = ws.start_sweep(plan, confirm=True, listeners=[tell], file=file)
    found = {"job.start(): the first answer is kept": _seconds(job.start, next_answer)}
    next_answer()
    job.pause()
    paused_s = time.perf_counter()
    while news.wait(0.5):
        news.clear()
    found["job.pause(): the last answer under way is kept"] = max(0.0, answered_s[-1] - paused_s)
    found["job.resume(): the next answer is kept"] = _seconds(job.resume, next_answer)
    found["job.stop(): the run is closed"] = _seconds(job.stop, job.wait)
    ws.close()
    return found


def _seconds(act: Callable[[], object], until: Callable[[], object]) -> float:
    start_s = time.perf_counter()
    act()
    until()
    return time.perf_counter() - start_s


def _by_signal(url: str, file: str, number: signal.Signals) -> float:
    """Return how long a script takes from the signal to its end."""
    command = [sys.executable, "-c", SWEEP.format(url=url, file=file)]
    script = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    while script.stdout.readline().strip() != "under way":
        pass
    taken_s = _seconds(lambda: script.send_signal(number), script.wait)
    script.stdout.close()
    return taken_s


def _by_interrupt(url: str, folder: str) -> list[float]:
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        return [_interrupted(manager, client, SWEEP.format(url=url, file=f"{folder}/kernel{n}.moe")) for n in range(5)]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def _interrupted(manager: object, client: object, code: str) -> float:
    """Return how long a cell takes from the interrupt to its end."""
    asked = client.execute(code)
    _until(client, asked, lambda message: "under way" in str(message["content"].get("text")))
    return _seconds(
        manager.interrupt_kernel,
        lambda: _until(client, asked, lambda message: message["content"].get("execution_state") == "idle"),
    )


def _until(client: object, asked: str, is_it: Callable[[dict], bool]) -> None:
    while True:
        message = client.get_iopub_msg(timeout=30)
        if message["parent_header"].get("msg_id") == asked and is_it(message):
            return


@contextmanager
def _server() -> Iterator[str]:
    command = [sys.executable, "-m", "benchmarks.limited_server", "--limit", "100000000"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield f"{server.stdout.readline().strip()}/v1"
    finally:
        server.terminate()
        server.wait(10)
        server.stdout.close()


if __name__ == "__main__":
    print(report())
