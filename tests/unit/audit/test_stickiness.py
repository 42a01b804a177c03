"""Whether a visitor keeps the variation of an audience from context to context."""

from __future__ import annotations

import pytest
from made_tables import FAILED, HOLE, shown, table_of

from moe_nb.audit.stickiness import stickiness_of
from moe_nb.core.errors import SpaceError
from moe_nb.core.run_table import NOT_ASKED
from moe_nb.core.space import axis
from moe_nb.sweep.long_columns import customer_ids
from moe_nb.sweep.weeks import hours


def seen(*visitors, turned=False):
    """Return the stickiness of visitors who got these contents hour by hour; None is anonymous."""
    names = [name for name, _ in visitors]
    clock, people = hours(range(len(visitors[0][1]))), axis("customer_id", names)
    got = dict(visitors)
    table = table_of(
        clock * people if turned else people * clock,
        ["k"],
        lambda context, _key: got[context.customer_id][context.hour],
    )
    (one,) = stickiness_of(table)
    return one


@pytest.mark.parametrize("turned", [False, True])
def test_a_visitor_with_two_variations_of_one_audience_has_switched(turned):
    """Told with a witness and a count for each variation, wherever the axis of visitors stands."""
    one = seen(("u-1", [shown("1"), shown("2"), shown("1")]), ("u-2", [shown("2")] * 3), turned=turned)
    assert (2, 1) == (one.watched, one.switched)
    (switch,) = one.switches
    witnesses = [("1", 0, 2), ("2", 2 if turned else 1, 1)]
    assert ("u-1", witnesses) == (switch.visitor, [(c.variation_id, at, count) for c, at, count in switch.seen])
    assert "1 of 2 visitors were served several variations of one audience." == one.words


@pytest.mark.parametrize(
    "contents",
    [
        [shown("1", "A"), shown("2", "B")],
        [shown("1", payload="p"), shown("1", payload="q")],
        [shown("1"), HOLE],
        [shown("1"), FAILED],
        [shown("1"), NOT_ASKED],
    ],
    ids=["another audience", "another text", "a hole", "a failure", "not asked"],
)
def test_everything_else_is_no_switch(contents):
    """Another audience is targeting; what failed or was not asked says nothing."""
    assert 0 == seen(("u-1", contents)).switched


def test_a_visitor_seen_once_shows_nothing():
    """Neither sticky nor not: not counted."""
    one = seen(("u-1", [shown("1"), HOLE]), ("u-2", [HOLE, HOLE]))
    assert (0, "No visitor was served one audience twice, so nothing can be said.") == (one.watched, one.words)
    assert 0 == seen(("u-1", [HOLE, FAILED])).watched


def test_anonymous_contexts_are_nobody():
    """Without an id the service cannot know that it is the same visitor."""
    one = seen((None, [shown("1"), shown("2")]), ("u-1", [shown("1")] * 2))
    assert (1, 0) == (one.watched, one.switched)


def test_shown_switches_are_bounded():
    """Thirty visitors switch, twenty are shown."""
    one = seen(*[(f"u-{number}", [shown("1"), shown("2")]) for number in range(30)])
    assert (30, 20) == (one.switched, len(one.switches))


def test_a_run_without_visitors_is_refused():
    """The axis that tells them apart is missing."""
    with pytest.raises(SpaceError, match="customer_id"):
        stickiness_of(table_of(hours([1]), ["k"], lambda *_: HOLE))


def test_the_simulator_is_sticky(demo):
    """A known visitor keeps the variation in every hour of a day; many visitors get different ones."""
    people = axis("customer_id", [f"visitor-{number}" for number in range(40)])
    run = demo.sweep(people * hours(range(18, 22)) * axis("utm_medium", ["email"]), "promo-strip")
    (one,) = stickiness_of(run.table)
    assert (40, 0) == (one.watched, one.switched)


def test_a_customer_who_comes_again_in_a_list_is_one_visitor():
    """Two rows of a list with the same id are watched as one."""
    space = customer_ids(["u-1", "u-2", "u-1"])
    given = iter([shown("1"), shown("2"), shown("2")])
    (one,) = stickiness_of(table_of(space, ["k"], lambda *_: next(given)))
    assert (1, 1, "u-1") == (one.watched, one.switched, one.switches[0].visitor)


def test_repeats_are_further_contexts_of_the_same_visitors():
    """Asked about once, and again: another variation the second time is a switch, with its context in the run."""
    space = axis("customer_id", ["u-1", "u-2"])
    one, other = (table_of(space, ["k"], lambda *_, v=variation: shown(v)) for variation in ("1", "2"))
    (same,), (moved,) = stickiness_of(one, one), stickiness_of(one, other)
    assert [(2, 0), (2, 2)] == [(found.watched, found.switched) for found in (same, moved)]
    assert [("1", 0, 1), ("2", 0, 1)] == [(c.variation_id, at, n) for c, at, n in moved.switches[0].seen]
