"""Repeats of a run: its own answers count, and only repeats from the same place do."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_runs import NOT_SERVED, run_of, served

import moe_nb as moe
from moe_nb.core.errors import AuditError
from moe_nb.core.finding_facts import FindingKind
from moe_nb.results.run import Run


def test_the_run_itself_counts_as_a_try():
    """What all repeats got and the run did not is no change, and no rule."""
    contents = (served("1"), NOT_SERVED)
    run, again, before = (run_of(moe.hours([1, 2]), codes, contents) for codes in ([1, 2], [1, 1], [1, 1]))
    assert not run.diff(before, stability=[again, again]).has_drift
    (finding,) = [one for one in run.audit(stability=[again, again]).findings if one.kind is FindingKind.FLICKERS]
    assert "1 context did not get the same in all of up to 3 tries." == finding.words


def test_repeats_of_another_place_are_refused():
    """Another workspace, or another world, says nothing of this run."""
    run, again = (run_of(moe.hours([1, 2]), [1, 1], (served("1"),)) for _ in range(2))
    for elsewhere in ({"workspace": "****1234"}, {"world_hash": "another"}, {"url": "https://elsewhere.example"}):
        one = Run(again.table, replace(again.facts, **elsewhere))
        with pytest.raises(AuditError, match="its repeats with workspace"):
            run.audit(stability=[one, one])
