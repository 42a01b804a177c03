"""A sweep that is killed at a random moment, in a process of its own."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from recorded import Service, metadata, refusing, workspace

import moe_nb as moe

KEYS = tuple(f"key {number}" for number in range(30))
"""Two calls per context."""

IN_FLIGHT = 8
"""Answers that may not have been told yet: the calls under way at once."""

FILE_PLAN = workspace(Service()).plan_with(metadata(KEYS), moe.week(), KEYS)


def slow_service():
    """Return the service of all these sweeps: a few contexts are refused, and answers wait for the disk."""
    return Service(refusing(9), ahead=IN_FLIGHT)


@dataclass(frozen=True)
class Killed:
    """What a killed process said before."""

    told: frozenset
    is_done: bool


def killed(file, seed):
    """Start the worker, kill it after a random number of lines and some instants; return what it said."""
    dice, calls = random.Random(seed), 2 * len(FILE_PLAN.space)  # noqa: S311 - a seeded choice, no secret
    # the file is made after the first line and packed after the last one: moments of their own
    lines = dice.choice([1, calls + 1, dice.randrange(calls), dice.randrange(calls)])
    command = [sys.executable, Path(__file__).with_name("kill_worker.py"), file]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        said = [process.stdout.readline() for _ in range(lines)]
        for _ in range(dice.randrange(100_000)):
            pass  # some instants more, without a clock
        process.kill()
        said += process.stdout.read().splitlines(keepends=True)
    words = [line.decode().strip() for line in said if line.endswith(b"\n")]
    told = {tuple(map(int, line.split())) for line in words if line not in {"ready", "done"}}
    return Killed(frozenset(told), "done" in words)
