"""A sweep on the workers of a real Dask cluster of two processes."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest
from dask.distributed import Client, LocalCluster

import moe_nb as moe
from moe_nb.core.errors import CredentialsError, RunFileError, UsageError
from moe_nb.core.events import Answered, StopReason
from moe_nb.sweep.parts import split
from moe_nb.sweep.plan import Plan
from moe_nb.workspace.connecting import network_connection
from moe_nb.workspace.scale_out import Way, share_of, sweep_on

KEYS = ["homepage-banner", "live-chat"]
LONGEST_S = 60


@pytest.fixture(scope="module")
def client():
    """Two worker processes, each asking one part at a time."""
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": "127.0.0.1:0"}
    with LocalCluster(**options) as cluster, Client(cluster) as client:
        yield client


def said(run):
    """Return what a run says of every context and key."""
    frame = run.to_frame().drop(columns=["elapsed_ms", "asked_at"])
    return frame.astype(object).where(frame.notna(), None).to_numpy().tolist()


def test_the_joined_run_is_the_one_a_single_process_makes(demo, client, tmp_path):
    """Where a sweep runs makes no difference to what it says, ids that come again included."""
    space = moe.customer_ids([*(f"u-{number}" for number in range(40)), "u-3", "u-4"]) * moe.days()
    run = demo.sweep(space, KEYS, file=tmp_path / "big.moe", on=client)
    assert run.palette is demo.palette  # it looks like every other run of the workspace
    assert run.is_complete
    assert 40 * 7 == run.facts.stopped.answered
    assert said(demo.sweep(space, KEYS)) == said(run)


def test_dask_reads_the_rows(demo, client, tmp_path):
    """The rows of the run are there as Parquet too, each once, ids that come again included."""
    import dask.dataframe as dd

    for name, space in (("week", moe.week()), ("users", moe.customer_ids(["a", "b", "a"]) * moe.days())):
        run = demo.sweep(space, KEYS, file=tmp_path / f"{name}.moe", on=client)
        rows = dd.read_parquet(str(tmp_path / f"{name}.parts" / "*.parquet")).compute()
        assert len(run) * len(KEYS) == len(rows)
        assert sorted(map(str, run.to_frame()["outcome"])) == sorted(rows["outcome"])


def test_a_run_is_gone_on_with(demo, client, tmp_path):
    """A file that holds the same sweep is not asked again; another sweep is refused before a call leaves."""
    file = tmp_path / "week.moe"
    first = demo.sweep(moe.days() * moe.hours([1, 2]), KEYS, file=file, on=client)
    again = demo.sweep(moe.days() * moe.hours([1, 2]), KEYS, file=file, on=client)
    assert first.to_frame()["asked_at"].tolist() == again.to_frame()["asked_at"].tolist()
    with pytest.raises(RunFileError, match="holds another sweep"):
        demo.sweep(moe.days(), KEYS, file=file, on=client)


def test_what_one_process_left_is_gone_on_with(demo, client, tmp_path):
    """A run that was stopped in one process goes on on a cluster; only what is missing is asked."""
    file = tmp_path / "week.moe"
    enough = threading.Event()
    plan = demo.plan(moe.week(), KEYS, pace=moe.PaceLimit(rate_per_min=3_000, burst=1, reserve_per_min=0))
    job = demo.start_sweep(
        plan, file=file, listeners=[lambda event: enough.set() if isinstance(event, Answered) else None]
    )
    assert enough.wait(LONGEST_S)
    job.stop()
    before = job.wait()
    assert not before.is_complete
    run = demo.sweep(moe.week(), KEYS, file=file, on=client)
    assert run.is_complete
    known = before.to_frame().dropna(subset="asked_at").set_index(["context", "experience_key"])["asked_at"]
    assert known.equals(run.to_frame().set_index(["context", "experience_key"])["asked_at"].loc[known.index])


def test_ctrl_c_stops_every_part(demo, client, tmp_path):
    """An interrupt stops the workers, keeps what was answered, and the run says so; it can be gone on with."""
    pace = moe.PaceLimit(rate_per_min=1_200, burst=1, reserve_per_min=0)
    threading.Thread(target=interrupt_at_work, args=(tmp_path / "long.parts",)).start()
    run = demo.sweep(moe.week(), KEYS, pace=pace, file=tmp_path / "long.moe", on=client)
    assert StopReason.STOPPED is run.facts.stopped.reason
    assert 0 < run.facts.stopped.answered < 168
    assert [] == list((tmp_path / "long.parts").glob("under way/*"))
    assert demo.sweep(moe.week(), KEYS, file=tmp_path / "long.moe", on=client).is_complete


def interrupt_at_work(folder):
    """Press Ctrl-C once parts are being written."""
    wait_for_parts(folder)
    os.kill(os.getpid(), signal.SIGINT)


def test_a_lost_worker_costs_nothing(demo, client, tmp_path):
    """When a worker is killed in the middle, its part is asked again from where it was, and the run is whole."""
    pace = moe.PaceLimit(rate_per_min=12_000, burst=2, reserve_per_min=0)
    killed: list[int] = []
    killer = threading.Thread(target=lambda: killed.append(kill_one_at_work(client, tmp_path / "lost.parts")))
    killer.start()
    run = demo.sweep(moe.week(), KEYS, pace=pace, file=tmp_path / "lost.moe", on=client)
    killer.join()
    (pid,) = killed
    assert pid not in workers(client)
    assert run.is_complete
    assert said(demo.sweep(moe.week(), KEYS)) == said(run)


def kill_one_at_work(client, folder):
    """Kill a worker once a part is being written, and return its process."""
    wait_for_parts(folder)
    pid = workers(client)[0]
    os.kill(pid, signal.SIGKILL)
    return pid


def wait_for_parts(folder):
    """Return when a part is being written."""
    end_s = time.monotonic() + LONGEST_S
    while not list(folder.glob("under way/*-wal")):
        assert time.monotonic() < end_s
        threading.Event().wait(0.01)


def workers(client):
    """Return the processes of the workers that answer: one that was just killed may still be asked."""
    found = client.run(os.getpid, on_error="return").values()
    return [pid for pid in found if isinstance(pid, int)]


def test_a_worker_without_credentials_says_so(client, tmp_path):
    """The key does not travel: a worker that has none fails with the sentence that names what to set."""
    credentials = moe.Credentials(workspace_id="WORKSPACE1", api_key="a-key", base_url="http://127.0.0.1:9/v1")
    plan = Plan(moe.days(), ("homepage-banner",), None, None)
    said = r"This worker has no credentials for workspace .* at http://127\.0\.0\.1:9/v1: .*MOE_API_KEY"
    with pytest.raises(CredentialsError, match=said):
        sweep_on(Way(client, network_connection(credentials)), plan, tmp_path / "none.moe")


def test_workers_have_the_faults_of_the_simulator(client, tmp_path):
    """A revoked key is revoked for them too: nothing runs undisturbed that was to be disturbed."""
    faults = tmp_path / "revoked.yaml"
    faults.write_text("faults: [{fault: revoked, on: [fetch]}]\n", encoding="utf-8")
    ws = moe.Workspace.simulated(faults=faults)
    run = ws.sweep(moe.days(), KEYS, file=tmp_path / "days.moe", on=client)
    assert StopReason.COMPLETED is not run.facts.stopped.reason
    assert "Invalid API_KEY" in str(run.facts.stopped.error)


def test_the_pace_is_shared_out():
    """All parts together keep the pace of the whole."""
    share = share_of(moe.PaceLimit(rate_per_min=1000, burst=8), 4)
    assert (250, 2) == (share.rate_per_min, share.burst)
    assert share_of(None, 4) is None


@pytest.mark.parametrize("parts", [1, 2, 3, 7, 50, 1000])
def test_every_context_is_in_one_part(demo, parts):
    """However a plan is split, each context that is asked is asked once."""
    for space in (moe.week(), moe.customer_ids(["a", "b", "a", "c", "b"]) * moe.days()):
        plan = demo.plan(space, KEYS)
        found = [part.first + index for part in split(plan, parts) for index in part.plan.indices]
        assert list(plan.distinct_contexts()) == sorted(found)
        assert len(set(found)) == len(found)


def test_listeners_are_refused(demo, client, tmp_path):
    """Nobody waits for events that never come."""
    with pytest.raises(UsageError, match="no listeners"):
        demo.sweep(moe.days(), KEYS, on=client, file=tmp_path / "x.moe", listeners=[print])


def test_on_takes_a_dask_client_only(demo):
    """Anything else is refused before a call leaves."""
    with pytest.raises(UsageError, match="on=str is no Dask client"):
        demo.sweep(moe.days(), KEYS, on="tcp://127.0.0.1:8786")
