"""Faults against a sweep on the workers of a Dask cluster: nothing is lost, duplicated or told of another context."""

from __future__ import annotations

import pytest
from cluster_sweeps import cluster_verdict, one_worker
from fault_matrix import line_of
from telling_world import faulty_port


@pytest.fixture(scope="module")
def tried():
    """Return what sweeps on a cluster under a fault, and judges what came of it."""
    with faulty_port() as port, one_worker() as client:
        yield lambda fault, mode: cluster_verdict(client, port, line_of(fault, mode))


@pytest.mark.parametrize("fault", ["reset during the body", "duplicate keys", "503 burst", "key revoked halfway"])
def test_a_sweep_on_a_cluster_survives(tried, fault):
    """Parts whose calls fail are joined with them, or the sweep ends with a typed error."""
    assert tried(fault, "sometimes").is_good


def test_a_sweep_on_a_cluster_loses_nothing_to_what_can_be_cured(tried):
    """Every context is answered, as on a quiet day."""
    verdict = tried("latency", "always")
    assert (140, 0, True) == (verdict.answered, verdict.failed, verdict.is_good)
