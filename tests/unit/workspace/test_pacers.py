"""Whose line a workspace stands in."""

from __future__ import annotations

import time

import httpx
import pytest

import moe_nb as moe
from moe_nb.client.clock import SystemClock
from moe_nb.config.pace_folder import pace_folder
from moe_nb.core.credentials import Environment
from moe_nb.core.errors import RateLimitedError
from moe_nb.core.events import StopReason
from moe_nb.testing import scripted_ask
from moe_nb.workspace.connecting import Connection, network_connection, simulated_connection
from moe_nb.workspace.pacers import pacer_of, share_pacer


def credentials(workspace_id="WORKSPACE1", api_key="MARKER-KEY-1", base_url="https://sdk-01.moengage.com/v1"):
    """Return made-up credentials."""
    return moe.Credentials(workspace_id=workspace_id, api_key=api_key, base_url=base_url)


def test_a_workspace_has_one_line():
    """However often it is connected, and whatever its key is."""
    one, other = network_connection(credentials()), network_connection(credentials(api_key="MARKER-KEY-2"))
    assert one.pacer is other.pacer


@pytest.mark.parametrize("change", [{"workspace_id": "WORKSPACE2"}, {"base_url": "https://sdk-02.moengage.com/v1"}])
def test_another_workspace_has_another_line(change):
    """One workspace's sweep does not slow another's down."""
    clock = SystemClock()
    assert pacer_of(credentials(), clock) is not pacer_of(credentials(**change), clock)


def test_simulated_workspaces_have_nothing_in_common():
    """In process everybody is alone."""
    assert simulated_connection("demo").pacer is not simulated_connection("demo").pacer


def test_the_folder_tells_neither_workspace_nor_key(scripted, serves):
    """What lies on the disk is two times under a name that says nothing."""
    workspace = scripted(lambda _: serves(["k"]))
    workspace.sweep(moe.hours(), "k", file=None)
    files = list(pace_folder().iterdir())
    assert any(path.suffix == ".line" for path in files)
    said = "".join(f"{path} {path.read_text(encoding='utf-8')}" for path in files)
    assert "WORKSPACE1" not in said
    assert "MARKER" not in said
    assert {0o600} == {path.stat().st_mode & 0o777 for path in files if path.suffix == ".line"}


def test_a_fetch_counts_in_the_line(scripted, serves):
    """What a person asks is part of the workspace's pace: the machine's line is taken further."""
    workspace = scripted(lambda _: serves(["k"]))
    begun_s = time.time()
    workspace.fetch(keys="k")
    free_s = max(float(path.read_text().split()[0]) for path in pace_folder().glob("*.line"))
    assert begun_s < free_s


def test_a_folder_in_the_way_is_told_and_no_error(scripted, serves):
    """The sweep keeps its own pace, and its listeners hear why."""
    folder = pace_folder()
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.exists():
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
    folder.write_text("in the way")
    told = []
    try:
        run = scripted(lambda _: serves(["k"])).sweep(
            moe.hours([1]), "k", listeners=[lambda event: told.append(getattr(event, "reason", ""))]
        )
    finally:
        folder.unlink()
    assert run.is_complete
    assert any("the pace is not shared with other kernels" in reason for reason in told)


def test_shares_of_a_pace_stand_in_the_line_of_the_machine():
    """A worker of a cluster takes places in the same file as everybody else, and the line goes by the whole pace."""
    own, clock = credentials(workspace_id="SHARED1"), SystemClock()
    before = set(pace_folder().glob("*.line"))
    share_pacer(own, clock, 3000).place_in_s(moe.PaceLimit(750, burst=1))
    (path,) = set(pace_folder().glob("*.line")) - before
    first_s, interval_s = (float(text) for text in path.read_text().split()[:2])
    pacer_of(own, clock).place_in_s(moe.PaceLimit(3000, burst=1))
    assert (0.02, True) == (interval_s, float(path.read_text().split()[0]) > first_s)


def test_a_fetch_behind_a_long_refusal_says_so_at_once():
    """The service wants ten minutes: the next fetch and the next sweep ask nothing and say how long."""
    asked = []

    def answer(request):
        asked.append(request.url.path)
        return httpx.Response(429, headers={"retry-after": "600"})

    connection = Connection(scripted_ask(answer), Environment.TEST, "https://sdk-01.moengage.com/v1", "W")
    workspace = moe.Workspace(connection)
    for _ in range(2):
        with pytest.raises(RateLimitedError, match="10 min") as caught:
            workspace.fetch(keys="k")
        assert 590 < caught.value.retry_after_s <= 600
    run = workspace.sweep(moe.hours([1]), "k", file=None)
    assert StopReason.RATE_LIMIT is run.facts.stopped.reason
    assert ["/v1/experiences/fetch"] == [path for path in asked if path.endswith("fetch")]


def test_a_run_is_gone_on_with_by_the_policy_given(scripted, tmp_path):
    """A failed cell is asked once more and not four times, where the policy says so."""
    asked = []

    def answer(said):
        asked.append(said)
        return 500, b"{}"

    workspace, once = scripted(answer), moe.RetryPolicy(attempts=1)
    workspace.sweep(moe.hours([1]), "k", file=tmp_path / "run.moe", retry=once)
    workspace.resume(tmp_path / "run.moe", retry=once)
    assert 2 == len(asked)
