"""How long an audit takes, beside one pivot of the same answers in pandas."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd

import moe_nb as moe
from benchmarks.timing import compare, table
from moe_nb.audit.combinations import space_coverage
from moe_nb.audit.coverage import coverage_of
from moe_nb.audit.drift import drift_of
from moe_nb.audit.expectation_table import expectations_from
from moe_nb.audit.expectations import judge
from moe_nb.audit.gaps import gaps_of
from moe_nb.audit.overlap import overlaps_of
from moe_nb.audit.payload_checks import check_payloads
from moe_nb.audit.rules import rules_of
from moe_nb.audit.sensitivity import effects_of
from moe_nb.audit.witnesses import witnesses_of
from moe_nb.core.answer import Cause, Outcome
from moe_nb.core.expectation_facts import ExpectationTable
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
            raw = json.dumps({"payload": {"Title": {"value": name}, "Link": {"value": f"https://shop.example/{name}"}}})
            contents.append(Content(Outcome.SERVED, None, key, name, name, "1", payload_hash=name, raw=raw.encode()))
        grids.append(grid.reshape(-1))
    calls = np.ones((len(space), 1), np.int64)
    codes = np.ascontiguousarray(np.stack(grids, axis=1))
    keys = tuple(f"experience-{number}" for number in range(KEYS))
    return RunTable(space, keys, codes, tuple(contents), calls.astype(np.int16), calls.astype(np.float32), calls)


def changed(run: RunTable) -> RunTable:
    """Return a later run: on every third User-Agent one experience is served four hours later."""
    codes = run.codes.copy()
    grid = codes.reshape(ROWS, 7, 24, KEYS)
    grid[::3, :, :, 0] = np.roll(grid[::3, :, :, 0], 4, axis=2)
    return replace(run, codes=codes)


def twenty_rows() -> ExpectationTable:
    """Return what somebody expects: office hours of every experience, in four ways."""
    hours = ("09-17", "22-05", "*", "00-23")
    rows = [{"experience_key": f"experience-{n % KEYS}", "day": "Mon-Fri", "hour": hours[n % 4]} for n in range(20)]
    return expectations_from([(number, {**row, "expect": "served"}) for number, row in enumerate(rows, start=2)])


def report() -> str:
    """Time what an audit computes from one run, and from two."""
    run = made_run()
    later, expected = changed(run), twenty_rows()
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
        "payload checks": lambda: check_payloads(run),
        "20 expectations": lambda: judge(expected, run),
        "rules": lambda: rules_of(run),
        "drift": lambda: drift_of(run, later),
    }
    ways = {"pandas, one pivot": pivot, "audit, all of it": lambda: [part() for part in parts.values()]}
    taken = compare(ways | {f"audit: {name}": part for name, part in parts.items()})
    return table(f"Audit of {len(run.codes):,} contexts, {KEYS} experiences", taken)
