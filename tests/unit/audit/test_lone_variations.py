"""Variations that only one run saw: replaced, or not drawn."""

from __future__ import annotations

import pytest
from made_tables import shown, table_of

from moe_nb.audit.drift import drift_of
from moe_nb.core.context import Context
from moe_nb.core.drift_facts import Change
from moe_nb.sweep.weeks import hours


def drift(before, after, **base):
    """Compare two runs of hours that got these variations."""
    runs = [
        table_of(hours(range(len(some))).given(Context(**base)), ["k"], lambda c, _key, some=some: shown(some[c.hour]))
        for some in (before, after)
    ]
    return drift_of(*runs)


def test_a_variation_replaced_beside_one_that_stays_is_a_change():
    """Variation 2 then, 3 now, eleven contexts each: one split does not draw so one time in a hundred."""
    found = drift("1" + "2" * 11, "1" + "3" * 11)
    assert (True, 11) == (found.has_drift, found.keys[0].counts[Change.VARIATION_CHANGED])
    assert ["another split"] == [one.kind for one in found.keys[0].redraws]


def test_a_variation_that_may_have_been_replaced_is_not_compared():
    """Of four contexts chance does as much: nothing is claimed, nothing passed, and both variations are named."""
    found = drift("1212", "1313")
    (said,) = found.not_compared
    assert (False, False) == (found.has_drift, found.is_whole)
    assert said.startswith("k: 2 contexts cannot be judged: 'Audience A': variations 2 and 3 seen in one run only;")
    assert "variations 2 and 3 seen in one run only, in too few contexts" in found.keys[0].redraws[0].words


def test_a_rare_variation_that_one_run_did_not_draw_is_not_compared():
    """Switched off, or not drawn: nobody can tell."""
    found = drift("1" * 20 + "22", "1" * 22)
    assert (False, False, 2) == (found.has_drift, found.is_whole, found.keys[0].counts[Change.NOT_COMPARABLE])
    assert "variation 2 seen in one run only" in found.not_compared[0]


@pytest.mark.parametrize(("before", "after"), [("12", "21"), ("1122", "1212")])
def test_variations_that_both_runs_saw_are_drawn_anew(before, after):
    """The same ones in other contexts, as a split deals them."""
    found = drift(before, after)
    assert (False, True, ()) == (found.has_drift, found.is_whole, found.notes)


def test_payloads_that_are_compared_with_nothing_are_told():
    """A variation of one run only has no partner; each is noted with the run that saw it."""
    assert (
        "k: variation 2 of 'Audience A' was seen in the first run only: its payload could be compared with nothing.",
        "k: variation 3 of 'Audience A' was seen in the second run only: its payload could be compared with nothing.",
    ) == drift("1" + "2" * 11, "1" + "3" * 11).notes


def test_one_visitor_who_is_named_leaves_no_doubt():
    """Every cell is compared with its partner: another variation is a change, and no note is needed."""
    found = drift("12", "13", customer_id="u-1")
    assert (1, ()) == (found.keys[0].counts[Change.VARIATION_CHANGED], found.notes)
