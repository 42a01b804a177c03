"""Changed cells that were asked again: what changed is what must repeat."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from made_tables import FAILED, HOLE, PAUSED, shown, table_of

from moe_nb.audit.confirmations import confirmed
from moe_nb.audit.drift import drift_of
from moe_nb.core.context import Context
from moe_nb.core.recheck_facts import Recheck
from moe_nb.core.run_table import NOT_ASKED
from moe_nb.sweep.weeks import hours, week

NAMED, ANONYMOUS = Context(customer_id="u-1"), Context()
SURE, UNSTABLE, OPEN = Recheck(1, 1, 0), Recheck(1, 0, 1), Recheck(1, 0, 0)


def run(content, base=NAMED):
    """Return a run of one context."""
    return table_of(hours([1]).given(base), ["k"], lambda *_: content)


def asked_again(before, after, *repeats, base=NAMED):
    """Return what came of the only cell, and whether it counts as unsteady."""
    later = run(after, base)
    unsteady, found = confirmed(drift_of(run(before, base), later), later, [run(one, base) for one in repeats])
    assert bool(unsteady[0, 0]) is bool(found.unstable)
    return found


@pytest.mark.parametrize(
    ("before", "after", "again", "expected"),
    [
        (shown("1", "A"), shown("1", "B"), shown("1", "B"), SURE),
        (shown("1", "A"), shown("1", "B"), shown("2", "B", "other"), SURE),
        (shown("1", "A"), shown("1", "B"), shown("1", "A"), UNSTABLE),
        (shown("1", "A"), shown("1", "B"), HOLE, UNSTABLE),
        (shown(), HOLE, HOLE, SURE),
        (shown(), HOLE, PAUSED, SURE),
        (shown(), HOLE, shown(), UNSTABLE),
        (HOLE, shown(), shown(), SURE),
        (shown("1"), shown("2"), shown("2", payload="other"), SURE),
        (shown("1"), shown("2"), shown("1"), UNSTABLE),
        (shown(payload="p"), shown(payload="q"), shown(payload="q"), SURE),
        (shown(payload="p"), shown(payload="q"), shown(payload="r"), UNSTABLE),
        (shown(), HOLE, FAILED, OPEN),
        (shown(), HOLE, NOT_ASKED, OPEN),
    ],
)
def test_what_changed_must_repeat(before, after, again, expected):
    """An audience where the audience changed, a variation where that did, a text where that was edited."""
    assert expected == asked_again(before, after, again)


@pytest.mark.parametrize(
    ("again", "expected"),
    [
        ([shown("2", payload="x")], OPEN),
        ([shown("2", payload="x"), shown("1", payload="q")], SURE),
        ([shown("2", payload="x"), shown("1", payload="p")], UNSTABLE),
        ([shown("1", "B", "q")], UNSTABLE),
    ],
    ids=["drawn anew", "drawn anew, then confirmed", "drawn anew, then the old text", "another audience"],
)
def test_an_anonymous_visitor_who_draws_another_variation_says_nothing_of_an_edit(again, expected):
    """Neither for nor against: the text of the other variation is another one anyway."""
    assert expected == asked_again(shown("1", payload="p"), shown("1", payload="q"), *again, base=ANONYMOUS)


def test_an_audience_that_changed_is_confirmed_whatever_variation_is_drawn():
    """A split that draws anew takes nothing from a rule that changed."""
    assert SURE == asked_again(shown("1", "A"), shown("1", "B"), shown("2", "B"), shown("1", "B"), base=ANONYMOUS)


def test_one_repeat_that_speaks_against_is_enough():
    """Twice confirmed and once not is unstable."""
    assert UNSTABLE == asked_again(shown(), HOLE, HOLE, shown(), HOLE)


def test_repeats_may_hold_some_keys_only():
    """Those that changed are asked again; the cells are found by key."""
    space = hours([1, 2]).given(Context(customer_id="u-1"))
    before = table_of(space, ["a", "b"], lambda *_: shown())
    after = table_of(space, ["a", "b"], lambda context, key: HOLE if (key, context.hour) == ("b", 2) else shown())
    again = replace(after, keys=("b",), codes=after.codes[:, [1]])
    unsteady, found = confirmed(drift_of(before, after), after, [again])
    assert (SURE, False) == (found, unsteady.any())


def test_cells_that_repeat_beside_others_that_flip_are_dealt():
    """Two of a week appeared and two went; asked again, one of them flips: who is served is drawn, and no drift."""

    def of(*holes):
        return table_of(week(), ["k"], lambda context, _key: HOLE if (context.day, context.hour) in holes else shown())

    first, second = ("Monday", 3), ("Tuesday", 9)
    third, fourth = ("Friday", 20), ("Saturday", 1)
    after = of(third, fourth)
    unsteady, found = confirmed(drift_of(of(first, second), after), after, [of(third)])
    assert (4, Recheck(4, 0, 1, 3)) == (np.count_nonzero(unsteady), found)
    assert "3 got the same by chance, as far as can be told" in found.words


def test_a_region_that_is_gone_outweighs_one_that_flips():
    """Eleven of twelve stay without anything: no lot does that."""

    def of(hours):
        is_hole = {("Monday", hour) for hour in hours}
        return table_of(
            week(), ["k"], lambda context, _key: HOLE if (context.day, context.hour) in is_hole else shown()
        )

    after, again = of(range(12)), of(range(1, 12))
    unsteady, found = confirmed(drift_of(of([]), after), after, [again, again])
    assert (1, Recheck(12, 11, 1)) == (int(unsteady.sum()), found)


def test_a_share_that_changed_is_not_taken_back_by_who_draws_it():
    """Where the control group's share is the change, one visitor who is served again says nothing."""
    lots = [
        (np.random.default_rng(seed).random(168) < share).tolist() for seed, share in ((0, 0.05), (1, 0.28), (2, 0.28))
    ]
    runs = []
    for lot in lots:
        drawn = iter(lot)
        runs.append(table_of(week(), ["k"], lambda _context, _key, drawn=drawn: HOLE if next(drawn) else shown()))
    unsteady, found = confirmed(drift_of(runs[0], runs[1]), runs[1], [runs[2]])
    assert (False, 0, 0) == (bool(unsteady.any()), found.unstable, found.dealt)
    assert found.cells > 30
