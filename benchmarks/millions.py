"""Large runs through the simulator in process: rate, peak memory, size, and the time to open and to pivot."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import moe_nb as moe

KEYS = ["homepage-banner", "live-chat", "weekend-deals", "app-download", "new-serverside-experience"]
SIZES = (10_000, 100_000)
FULL_SIZES = (10_000, 100_000, 1_000_000)


def report(*, full: bool = False) -> str:
    """Sweep spaces of growing size into a file, each step in a process of its own, and tell what it took."""
    sizes = FULL_SIZES if full else SIZES
    head = (
        "contexts",
        "contexts/s",
        "CPU µs each",
        "peak MB, sweep",
        "peak MB, frames one by one",
        "peak MB, whole frame",
    )
    head = (*head, "bytes each", "ms to open and read", "ms from Parquet by pandas", "ms to a matrix")
    lines = ["### Runs of 5 experiences through the simulator in process, written to a file", ""]
    lines += [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            file = Path(folder) / f"{size}.moe"
            swept, parts, whole = (_child(step, file, size) for step in ("sweep", "parts", "whole"))
            cells = [
                f"{swept['contexts']:,}",
                f"{swept['contexts'] / swept['wall_s']:,.0f}",
                f"{swept['cpu_s'] / swept['contexts'] * 1e6:.0f}",
                f"{swept['peak_mb']:.0f}",
                f"{parts['peak_mb']:.0f}",
                f"{whole['peak_mb']:.0f}",
                f"{file.stat().st_size / swept['contexts']:.1f}",
                f"{whole['open_s'] * 1000:.0f}",
                f"{whole['parquet_s'] * 1000:.0f}",
                f"{whole['matrix_s'] * 1000:.0f}",
            ]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def space(size: int) -> moe.core.space.Space:
    """Return a week of four devices and as many campaigns as make *size* contexts."""
    campaigns = moe.axis("utm_campaign", [f"campaign {number}" for number in range(max(1, round(size / 672)))])
    return moe.week() * moe.user_agents.preset("devices") * campaigns


def _child(step: str, file: Path, size: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.millions", step, str(file), str(size)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _sweep(file: Path, size: int) -> dict[str, float]:
    ws, asked = moe.Workspace.simulated(), space(size)
    wall_s, cpu_s = time.perf_counter(), time.process_time()
    ws.sweep(asked, KEYS, file=file)
    return {
        "contexts": len(asked),
        "wall_s": time.perf_counter() - wall_s,
        "cpu_s": time.process_time() - cpu_s,
    }


def _parts(file: Path, _size: int) -> dict[str, float]:
    rows = sum(len(frame) for frame in moe.open_run(file).iter_frames())
    return {"rows": rows}


def _whole(file: Path, _size: int) -> dict[str, float]:
    run = moe.open_run(file)
    frame = run.to_frame()
    peak_mb = _peak_mb()
    parquet = run.export(file.with_suffix(".parquet"))
    import pandas as pd

    pd.read_parquet(parquet)  # once before: imports
    timed = {
        "open_s": lambda: moe.open_run(file).table,
        "parquet_s": lambda: pd.read_parquet(parquet),
        "matrix_s": lambda: run.matrix(KEYS[0], rows="hour", columns="user_agent"),
    }
    return {"rows": len(frame), "peak_mb": peak_mb} | {name: _median_s(way) for name, way in timed.items()}


def _median_s(way: object, rounds: int = 5) -> float:
    taken = []
    for _ in range(rounds):
        start_s = time.perf_counter()
        way()
        taken.append(time.perf_counter() - start_s)
    return sorted(taken)[rounds // 2]


def _peak_mb() -> float:
    own = Path("/proc/self/status")  # a process begins with the peak of the one that started it in getrusage's count
    if own.exists():
        return next(int(line.split()[1]) for line in own.read_text().splitlines() if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


if __name__ == "__main__":
    step, file, size = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    found = {"sweep": _sweep, "parts": _parts, "whole": _whole}[step](file, size)
    print(json.dumps({"peak_mb": _peak_mb()} | found))
