"""A run that is asked more of its space, step by step, in memory and in a file."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import moe_nb as moe
from moe_nb.client.clock import SystemClock
from moe_nb.sweep.growing import more_in_file, more_in_memory
from moe_nb.workspace.connecting import simulated_connection
from moe_nb.workspace.starting import start_job

KEYS = ["homepage-banner"]


@pytest.mark.parametrize("where", ["memory", "file"])
def test_steps_make_one_run(demo, tmp_path, where):
    """What was asked in all steps is in one run, and nothing was asked twice."""
    file = tmp_path / "x.moe" if where == "file" else None
    plan = replace(demo.plan(moe.week(), KEYS), indices=np.array([3, 9]))
    run = demo.start_sweep(plan, file=file).wait()
    times = run.table.asked_epoch_ms[[3, 9]].tolist()
    more = np.array([9, 100])
    recording = more_in_file(run.path, plan, more) if file else more_in_memory(plan, run.table, run.facts, more)
    assert 1 == recording.plan.calls
    grown = start_job(simulated_connection("demo"), recording, SystemClock()).wait()
    assert [3, 9, 100] == np.flatnonzero(grown.table.asked_epoch_ms[:, 0]).tolist()
    assert times == grown.table.asked_epoch_ms[[3, 9]].tolist()
    assert (True, 3) == (grown.is_complete, grown.facts.stopped.answered)


def test_a_file_says_what_is_to_be_asked_before_it_is(demo, tmp_path):
    """Killed before the first call, it is gone on with where it was."""
    plan = replace(demo.plan(moe.week(), KEYS), indices=np.array([3]))
    run = demo.start_sweep(plan, file=tmp_path / "x.moe").wait()
    more_in_file(run.path, plan, np.array([7])).journal.abandon()
    resumed = demo.resume(tmp_path / "x.moe")
    assert [3, 7] == np.flatnonzero(resumed.table.asked_epoch_ms[:, 0]).tolist()
