"""What a run file costs while it is written, on the disk, and when it is opened again beside Parquet."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

import moe_nb as moe
from benchmarks.timing import compare, table
from moe_nb.core.answer import Outcome
from moe_nb.core.credentials import Environment
from moe_nb.core.events import Stopped, StopReason
from moe_nb.core.metadata import Metadata
from moe_nb.core.run_facts import RunFacts
from moe_nb.core.run_table import NOT_ASKED, Content, RunTable, content_of, key_outcome
from moe_nb.sweep.run_writing import write_run

CONTEXTS, KEYS, CONTENTS = 1_000_000, 5, 200


def report(contexts: int = CONTEXTS) -> str:
    """Time a recorded week, and open a million contexts."""
    with tempfile.TemporaryDirectory() as folder:
        return "\n".join([_week(Path(folder)), _large(Path(folder), contexts)])


def _week(folder: Path) -> str:
    ws, numbers = moe.Workspace.simulated(), iter(range(1_000_000))
    taken = compare(
        {
            "ws.sweep(moe.week())": lambda: ws.sweep(moe.week()),
            'ws.sweep(moe.week(), file="week.moe")': lambda: ws.sweep(moe.week(), file=folder / f"{next(numbers)}.moe"),
        },
        rounds=9,
    )
    return table("168 contexts × 10 experiences in process, in memory and in a file", taken, per=168, unit="contexts")


def _large(folder: Path, contexts: int) -> str:
    made, file, parquet = _run(contexts), folder / "large.moe", folder / "large.parquet"
    begun_s = time.perf_counter()
    write_run(file, made, _facts(contexts))
    written_s = time.perf_counter() - begun_s
    moe.open_run(file).export(parquet)
    taken = compare(
        {
            "pandas.read_parquet of the same table": lambda: pd.read_parquet(parquet),
            "moe.open_run": lambda: moe.open_run(file),
            "… and all answers: run.table": lambda: moe.open_run(file).table,
            "… and a matrix": lambda: moe.open_run(file).matrix("key 1", rows="b", columns="c", at={"a": "0"}),
            "… and a frame: run.to_frame()": lambda: moe.open_run(file).to_frame(),
        },
        rounds=5,
    )
    sizes = f"{file.stat().st_size / contexts:.1f} bytes per context (Parquet: {parquet.stat().st_size / contexts:.1f})"
    head = f"{contexts:,} contexts × {KEYS} experiences; written in {written_s:.1f} s, {sizes}"
    return table(head, taken, per=contexts, unit="contexts")


def _run(contexts: int) -> RunTable:
    """Return a run like a real one: few contents, answers that depend on the context, some failures."""
    dice = np.random.default_rng(7)
    sides = (100, 100, contexts // 10_000)
    axes = [moe.axis(name, [str(n) for n in range(size)]) for name, size in zip("abc", sides, strict=True)]
    keys = tuple(f"key {number}" for number in range(KEYS))
    contents: list[Content] = [NOT_ASKED]
    for number in range(CONTENTS):
        raw = (
            f'{{"payload": {{"T": {{"value": "{number}"}}}}, "experience_context": {{"audience_id": "{number % 9}"}}}}'
        )
        bare = Content(Outcome.SERVED, None, keys[number % KEYS], raw=raw.encode())
        contents.append(content_of(key_outcome(bare), bare.raw))
    shape = (contexts, 1)
    codes = 1 + KEYS * dice.integers(0, CONTENTS // KEYS, (contexts, KEYS), np.int32) + np.arange(KEYS, dtype=np.int32)
    status = np.full(shape, 200, np.int16)
    asked = 1_800_000_000_000 + np.arange(contexts, dtype=np.int64).reshape(shape) * 6
    elapsed = dice.gamma(4, 20, shape).astype(np.float32)
    return RunTable(axes[0] * axes[1] * axes[2], keys, codes, tuple(contents), status, elapsed, asked)


def _facts(contexts: int) -> RunFacts:
    stopped = Stopped(StopReason.COMPLETED, contexts, 0, contexts * 0.006)
    return RunFacts(
        Environment.TEST, "https://sdk-01.moengage.com/v1", "WO…E1", 1.8e9, stopped, "", metadata=Metadata(())
    )
