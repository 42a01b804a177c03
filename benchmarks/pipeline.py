"""The whole way of a sweep over a local server, beside what one would write by hand: ``python -m benchmarks.pipeline``.

Context, request, answer, run file, row: everything is included, the pace is off.
"""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import count, islice
from pathlib import Path

import moe_nb as moe
from benchmarks import other_clients
from benchmarks.local_server import keys, server
from moe_nb.config.event_loop import LOOP_VARIABLE

NO_PACE = moe.PaceLimit(rate_per_min=100_000_000, burst=1_000)
QUICK, FULL = ((0, 5), (30, 5)), ((0, 1), (0, 5), (30, 1), (30, 5))
"""Latency in milliseconds, experiences per answer."""

ROUNDS = 5
PLAIN = "httpx.AsyncClient, semaphore of 64"
OURS = "moe_nb: ws.sweep(...).to_frame()"
RAW = "raw aiohttp, answers thrown away"
EXPERT = "aiohttp, gather, json, list of dicts to DataFrame (the expert's script)"

Way = Callable[[int], int]
"""Asks about as many contexts, and says how many it asked."""

USER_AGENT = moe.user_agents.preset("all").axes[0].values[0]


@dataclass(frozen=True)
class Speed:
    """Medians over the rounds."""

    contexts_per_s: float
    cpu_us: float
    """Of this process, per context."""


def report(*, full: bool = False) -> str:
    """Time every way against a server that answers at once and one that takes 30 ms, then once more with uvloop."""
    tables = [_table(latency_ms, experiences, full=full) for latency_ms, experiences in (FULL if full else QUICK)]
    if not os.environ.get(LOOP_VARIABLE):
        command = [sys.executable, "-m", "benchmarks.pipeline", *(["--full"] if full else [])]
        environ = {**os.environ, LOOP_VARIABLE: "uvloop"}
        tables.append(subprocess.run(command, capture_output=True, text=True, env=environ, check=True).stdout)
    return "\n".join(tables)


def _table(latency_ms: int, experiences: int, *, full: bool) -> str:
    with server(latency_ms, experiences) as base_url, tempfile.TemporaryDirectory() as folder:
        ways = _ways(base_url, Path(folder), experiences)
        speeds = _measured(ways, seconds=2.0 if full else 0.5)
        wrk = other_clients.wrk_per_s(f"{base_url}/experiences/fetch", _bodies(1, experiences)[0])
    loop = os.environ.get(LOOP_VARIABLE, "asyncio")
    title = f"{latency_ms} ms latency, {experiences} experience(s) per answer, moe_nb on {loop}"
    return _markdown(title, speeds, wrk)


def _ways(base_url: str, folder: Path, experiences: int) -> dict[str, Way]:
    live = moe.Workspace.connect(workspace_id="SIMULATOR", api_key="not-a-secret", base_url=base_url)
    numbers, url = count(), f"{base_url}/experiences/fetch"

    def ours(contexts: int) -> int:
        run = live.sweep(
            space_of(contexts),
            keys(experiences),
            base=moe.Context(user_agent=USER_AGENT),
            pace=NO_PACE,
            confirm=True,
            file=folder / f"{next(numbers)}.moe",
        )
        return len(run.to_frame()) // experiences

    def by_hand(function: Callable[[str, other_clients.Bodies], object], contexts: int) -> int:
        function(url, _bodies(contexts, experiences))
        return contexts

    functions = {
        "requests.Session, one after another": other_clients.requests_loop,
        "httpx.Client in 16 threads": other_clients.httpx_threads,
        PLAIN: other_clients.httpx_async,
        RAW: other_clients.raw_aiohttp,
        EXPERT: other_clients.expert,
    }
    return {name: partial(by_hand, function) for name, function in functions.items()} | {OURS: ours}


def space_of(contexts: int) -> moe.Space:
    """Return at least as many contexts: whole weeks."""
    return moe.week() * moe.axis("utm_source", [f"source-{number}" for number in range(-(-contexts // 168))])


def _bodies(contexts: int, experiences: int) -> list[dict[str, object]]:
    return [
        {
            "experience_key": keys(experiences),
            "utm_source": context.attributes["utm_source"],
            "DAY_OF_THE_WEEK": context.day,
            "TIME_OF_THE_DAY": f"{context.hour:02d}",
            "USER_AGENT": USER_AGENT,
        }
        for context in islice(space_of(contexts), contexts)
    ]


def _measured(ways: dict[str, Way], seconds: float) -> dict[str, Speed]:
    """Time every way, in turn, round by round; each asks as many contexts as take about *seconds*."""
    sizes = {name: _size(way, seconds) for name, way in ways.items()}
    rounds = [{name: _once(way, sizes[name]) for name, way in ways.items()} for _ in range(ROUNDS)]
    return {
        name: Speed(
            statistics.median(taken[name].contexts_per_s for taken in rounds),
            statistics.median(taken[name].cpu_us for taken in rounds),
        )
        for name in ways
    }


def _size(way: Way, seconds: float) -> int:
    """Return how many contexts take about *seconds*; warms up on the way there."""
    contexts = 16
    for _ in range(3):  # the first connections cost more than the requests on them
        contexts = max(16, int(_once(way, contexts).contexts_per_s * seconds))
    return contexts


def _once(way: Way, contexts: int) -> Speed:
    gc.collect()
    wall_s, cpu_s = time.perf_counter(), time.process_time()
    asked = way(contexts)
    wall_s, cpu_s = time.perf_counter() - wall_s, time.process_time() - cpu_s
    return Speed(asked / wall_s, cpu_s / asked * 1e6)


def _markdown(title: str, speeds: dict[str, Speed], wrk: float | None) -> str:
    ours = speeds[OURS].contexts_per_s
    lines = [
        f"### {title}",
        "",
        "| way | contexts/s | CPU µs | moe_nb is … times as fast |",
        "| --- | --- | --- | --- |",
    ]
    lines += [
        f"| {name} | {one.contexts_per_s:,.0f} | {one.cpu_us:,.0f} | {ours / one.contexts_per_s:.2f} |"
        for name, one in speeds.items()
    ]
    lines += [f"| wrk, the limit of the machine | {'not installed' if wrk is None else f'{wrk:,.0f}'} | | |"]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    print(report(full="--full" in sys.argv))
