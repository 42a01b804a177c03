"""Whose line a workspace stands in."""

from __future__ import annotations

import time

import pytest

import moe_nb as moe
from moe_nb.client.clock import SystemClock
from moe_nb.config.pace_folder import pace_folder
from moe_nb.workspace.connecting import network_connection, simulated_connection
from moe_nb.workspace.pacers import pacer_of


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
