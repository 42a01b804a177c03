"""A million requests through the client to the simulator on a port: ``python -m benchmarks.soak [requests]``.

Prints memory and open descriptors of both after the first tenth and at the end: neither grows.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

import moe_nb as moe

REQUESTS = 1_000_000
KEYS = ["homepage-banner"]
NO_PACE = moe.PaceLimit(rate_per_min=100_000_000, burst=1_000)
GROWTH_MB, GROWTH_DESCRIPTORS = 8, 16
"""What may differ without a leak: the allocator's coming and going, and connections that are open at the moment."""


def main(requests: int) -> int:
    """Ask in sweeps of a week; returns 1 if memory or descriptors grew."""
    space = moe.week() * moe.axis("utm_campaign", [f"campaign-{number}" for number in range(20)])
    asked, began_s, first = 0, time.monotonic(), None
    print(
        f"{'requests':>12} {'requests/s':>11} {'client MB':>10} {'server MB':>10} {'client fd':>10} {'server fd':>10}"
    )
    with _simulator() as (url, server), tempfile.TemporaryDirectory() as folder:
        ws = moe.Workspace.connect(workspace_id="SIMULATOR", api_key="not-a-secret", base_url=url)
        while asked < requests:
            tenth = asked + max(requests // 10, 1)
            while asked < tenth:
                file = Path(folder) / f"{asked}.moe"
                run = ws.sweep(space, KEYS, pace=NO_PACE, confirm=True, file=file)
                if run.facts.stopped.failed:
                    print(run)
                    return 1
                asked += len(run)
                del run
                file.unlink()  # a million answers need not be kept
            now = (_memory_mb(os.getpid()), _memory_mb(server.pid), _descriptors(os.getpid()), _descriptors(server.pid))
            rate = asked / (time.monotonic() - began_s)
            print(f"{asked:>12,} {rate:>11,.0f} {now[0]:>10.1f} {now[1]:>10.1f} {now[2]:>10} {now[3]:>10}", flush=True)
            first = first or now
        ws.close()
    allowed = (GROWTH_MB, GROWTH_MB, GROWTH_DESCRIPTORS, GROWTH_DESCRIPTORS)
    grown = [after - before > most for before, after, most in zip(first, now, allowed, strict=True)]
    print("something grew" if any(grown) else "nothing grew after the first tenth")
    return int(any(grown))


def _memory_mb(pid: int) -> float:
    return psutil.Process(pid).memory_info().rss / 1e6


def _descriptors(pid: int) -> int:
    return psutil.Process(pid).num_fds()


@contextmanager
def _simulator() -> Iterator[tuple[str, subprocess.Popen[str]]]:
    command = [sys.executable, "-m", "moe_nb", "simulator", "--port", "0", "--rate-limit", "off"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        server.stdout.readline()
        yield server.stdout.readline().split()[-1], server
    finally:
        server.terminate()
        server.wait(10)
        server.stdout.close()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else REQUESTS))
