"""Gaps and overlaps as facts."""

from __future__ import annotations

from moe_nb.core.answer import Cause
from moe_nb.core.boxes import Box
from moe_nb.core.gap_facts import Gap, Region, Scatter


def test_a_gap_is_a_share_of_what_was_answered():
    """Rounded down; failed and not asked contexts are not counted in it."""
    assert 33.3 == Gap("k", 1, 3, {Cause.NO_MATCH: 1}, ()).percent
    assert 0.0 == Gap("k", 0, 0, {}, ()).percent


def test_a_region_counts_its_contexts():
    """Each value with each."""
    assert 6 == Region("Mon-Tue 00-02 UTC", Box(((0, 1), (0, 1, 2))), 0).contexts


def test_scattered_contexts_are_counted_in_words():
    """One, or several."""
    assert "1 context scattered as a control group is" == Scatter(1, 0).words
    assert "1,200 contexts scattered as a control group is" == Scatter(1_200, 0).words
