"""Measuring: several rounds of every way in turn, medians, and ratios to the first."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

ROUNDS = 5


@dataclass(frozen=True)
class Taken:
    """What one way took: medians over the rounds."""

    wall_s: float
    cpu_s: float


def compare(ways: Mapping[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, Taken]:
    """Time every way, in turn, round by round: what slows the machine slows all of them."""
    samples: dict[str, list[Taken]] = {name: [] for name in ways}
    for way in ways.values():
        way()  # warm up: imports, caches, connections
    for _ in range(rounds):
        for name, way in ways.items():
            wall_s, cpu_s = time.perf_counter(), time.process_time()
            way()
            samples[name].append(Taken(time.perf_counter() - wall_s, time.process_time() - cpu_s))
    return {
        name: Taken(statistics.median(s.wall_s for s in taken), statistics.median(s.cpu_s for s in taken))
        for name, taken in samples.items()
    }


def table(title: str, taken: Mapping[str, Taken], *, per: int = 1, unit: str = "", cpu: bool = True) -> str:
    """Write the medians as a Markdown table, ratios to the first way.

    Args:
        title: What was measured.
        taken: Way to medians.
        per: How many things one call does.
        unit: What those things are; adds a column of them per second.
        cpu: Whether this process did the work, so that its CPU time says something.
    """
    first = next(iter(taken.values()))
    head = ["way", "wall ms", *(["CPU ms"] * cpu), "wall, ratio to the first", *([f"{unit}/s"] if unit else [])]
    lines = [f"### {title}", "", f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    for name, one in taken.items():
        cells = [name, f"{one.wall_s * 1000:,.1f}", *([f"{one.cpu_s * 1000:,.1f}"] * cpu)]
        cells += [f"{one.wall_s / first.wall_s:.2f}", *([f"{per / one.wall_s:,.0f}"] if unit else [])]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])
