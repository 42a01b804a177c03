"""A sweep on the workers of a Dask cluster under a fault: they ask over the network, as the environment says."""

from __future__ import annotations

import os
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

from dask.distributed import Client, LocalCluster
from operations import Got, rows_of
from telling_world import KEYS, space
from verdicts import Verdict, judged, quiet_day

import moe_nb as moe

RETRY = moe.RetryPolicy(attempts=2, budget_s=1)
"""Workers wait by the real clock."""
WAITING = {"latency beyond the timeout", "drip beyond the timeout"}
"""Faults that are over when the timeouts of production are, and not before: the cluster is not put through them."""


@contextmanager
def one_worker():
    """Start a worker in a thread of this process; gives its client."""
    options = {"n_workers": 1, "threads_per_worker": 2, "processes": False, "dashboard_address": "127.0.0.1:0"}
    # by an address: in process, Dask would look for this machine's address in the Internet
    with LocalCluster(**options, host="127.0.0.1", protocol="tcp") as cluster, Client(cluster) as client:
        yield client


@contextmanager
def credentials_for(base_url):
    """Let the environment of this process, and so of the worker, hold credentials for a port."""
    before = dict(os.environ)
    os.environ.pop("MOE_DATA_CENTER", None)
    os.environ.update({"MOE_WORKSPACE_ID": "SIMULATOR", "MOE_API_KEY": "not-a-secret", "MOE_BASE_URL": base_url})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def cluster_verdict(client, port, line):
    """Sweep on a cluster under the line of a fault file, and judge what came of it."""
    base_url, meet = port
    meet(line)
    with credentials_for(base_url), closing(moe.Workspace.from_env()) as ws, tempfile.TemporaryDirectory() as folder:
        try:
            run = ws.sweep(space(), KEYS, file=Path(folder) / "run.moe", on=client, retry=RETRY)
        except moe.MoeError as error:
            return Verdict(tried=1, survived=int(type(error) is not moe.MoeError), failed=1)
        return judged(Got(rows_of(run.to_frame()), run.is_complete), quiet_day("sweep"))
