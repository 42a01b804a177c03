"""Killed with kill -9 at random moments: what was told is in the file, and only what is missing is asked again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from killed import FILE_PLAN, IN_FLIGHT, KEYS, killed
from recorded import Service, refusing, swept, told, workspace

import moe_nb as moe
from moe_nb.sweep.run_reading import holds_nothing

AT_ONCE = 4
"""Killed sweeps side by side."""


@pytest.fixture(scope="module")
def expected():
    """What the sweep says that nobody killed, once with its refusals and once completed."""
    return told(swept(FILE_PLAN, Service(refusing(9)))), told(swept(FILE_PLAN, Service()))


def check(folder, seed, expected):
    """Kill one sweep, look into its file, and complete it."""
    file = folder / f"{seed}.moe"
    said = killed(file, seed)
    if not file.exists() or holds_nothing(file):  # killed before its first transaction
        assert not said.told
        return swept(FILE_PLAN, Service(), file)
    run = moe.open_run(file)
    asked = run.table.asked_epoch_ms != 0
    stored = set(map(tuple, zip(*(positions.tolist() for positions in asked.nonzero()), strict=True)))
    assert said.told <= stored, f"seed {seed}: told but not stored: {said.told - stored}"
    assert len(stored - said.told) <= IN_FLIGHT
    answered = run.facts.stopped.answered
    assert len(stored) == answered + run.facts.stopped.failed
    assert [file] == list(folder.glob(f"{seed}.moe*"))
    rest = Service()
    resumed = workspace(rest).resume(file)
    assert 2 * len(FILE_PLAN.space) - answered == rest.calls
    assert {1} >= set(rest.asked.values())
    assert expected[1] == told(resumed) == told(moe.open_run(file))
    assert [file] == list(folder.glob(f"{seed}.moe*"))
    return resumed


def check_all(folder, seeds, expected):
    """Kill many, some at once."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        runs = list(pool.map(lambda seed: check(folder, seed, expected), seeds))
    assert all(run.is_complete for run in runs)


def test_the_sweep_that_is_killed_asks_in_two_calls():
    """Half a context can be in the file when the process dies."""
    assert 2 == FILE_PLAN.calls_per_context
    assert KEYS == FILE_PLAN.keys


def test_killed_a_few_times(tmp_path, expected):
    """The file opens, holds what was told, and is completed with the calls that are missing."""
    check_all(tmp_path, range(4), expected)


def test_killed_twice_in_a_row(tmp_path, expected):
    """A resume that is killed too loses nothing of either."""
    file = tmp_path / "run.moe"
    first, second = killed(file, 11), killed(file, 12)
    stored = moe.open_run(file).table.asked_epoch_ms != 0
    assert all(stored[call] for call in first.told | second.told)
    assert expected[1] == told(workspace(Service()).resume(file))


@pytest.mark.full
def test_killed_two_hundred_times(tmp_path, expected):
    """The same, with two hundred moments."""
    check_all(tmp_path, range(1_000, 1_200), expected)
