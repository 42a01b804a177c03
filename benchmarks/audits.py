"""How long an audit takes, beside one pivot of the same answers in pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd

import moe_nb as moe
from benchmarks.timing import compare, table
from moe_nb.audit.combinations import space_coverage
from moe_nb.audit.coverage import coverage_of
from moe_nb.audit.gaps import gaps_of
from moe_nb.audit.overlap import overlaps_of
from moe_nb.audit.sensitivity import effects_of
from moe_nb.audit.witnesses import witnesses_of
from moe_nb.core.answer import Cause, Outcome
from moe_nb.core.run_table import NOT_ASKED, Content, RunTable
from moe_nb.sweep.frame import to_frame

ROWS, KEYS, AUDIENCES, SEED = 1000, 5, 5, 20261124


def made_run() -> RunTable:
    """Return a run of 1,000 User-Agents by a week: five experiences with five ordered audiences each."""
    dice = np.random.default_rng(SEED)
    agents = moe.user_agents({f"Phone {number:04d}": f"Phone/{number}" for number in range(ROWS)})
    space = agents * moe.week()
    device, grids, contents = dice.integers(0, 4, ROWS), [], [NOT_ASKED]
    for number in range(KEYS):
        key = f"experience-{number}"
        grid = np.full((ROWS, 7, 24), len(contents), np.int32)
        contents.append(Content(Outcome.NOT_SERVED, Cause.NO_MATCH, key))
        for audience in range(AUDIENCES):
            first, length = dice.integers(24), dice.integers(4, 16)
            hours = (np.arange(24) - first) % 24 < length
            days = (np.arange(7) - dice.integers(7)) % 7 < dice.integers(2, 7)
            inside = (device == dice.integers(4))[:, None, None] & days[:, None] & hours
            grid[inside] = len(contents)
            name = f"{number}{audience}A"
            contents.append(Content(Outcome.SERVED, None, key, name, name, "1", payload_hash=name))
        grids.append(grid.reshape(-1))
    calls = np.ones((len(space), 1), np.int64)
    codes = np.ascontiguousarray(np.stack(grids, axis=1))
    keys = tuple(f"experience-{number}" for number in range(KEYS))
    return RunTable(space, keys, codes, tuple(contents), calls.astype(np.int16), calls.astype(np.float32), calls)


def report() -> str:
    """Time what an audit computes from one run: coverage, gaps and overlaps, inputs that matter, witnesses."""
    run = made_run()
    frame = to_frame(run)
    slots = {"all": run.keys}

    def pivot() -> pd.DataFrame:
        return frame.pivot_table(
            index="user_agent",
            columns=["experience_key", "day", "hour"],
            values="variation_id",
            aggfunc="first",
            observed=False,
        )

    parts = {
        "coverage": lambda: (coverage_of(run), space_coverage(run)),
        "gaps": lambda: gaps_of(run),
        "overlaps": lambda: overlaps_of(run, slots),
        "inputs that matter": lambda: effects_of(run),
        "witnesses": lambda: witnesses_of(run),
    }
    ways = {"pandas, one pivot": pivot, "audit, all of it": lambda: [part() for part in parts.values()]}
    taken = compare(ways | {f"audit: {name}": part for name, part in parts.items()})
    return table(f"Audit of {len(run.codes):,} contexts, {KEYS} experiences", taken)
