"""How the visitors of one situation are split, and what can be said of those who got nothing."""

from __future__ import annotations

import pytest
from made_tables import FAILED, HOLE, PAUSED, shown, table_of

from moe_nb.audit.split import split_of
from moe_nb.core.answer import Cause
from moe_nb.core.context import Context
from moe_nb.core.errors import SpaceError
from moe_nb.core.run_table import NOT_ASKED
from moe_nb.core.space import axis
from moe_nb.sweep.weeks import hours


def visited(*contents, **how):
    """Return the split of visitors who got these contents."""
    space = axis("customer_id", [f"u-{number}" for number in range(len(contents))])
    given = dict(zip(space.axes[0].values, contents, strict=True))
    return split_of(table_of(space, ["k"], lambda context, _key: given[context.customer_id]), "k", **how)


def test_visitors_are_counted_per_variation():
    """With shares and intervals; payloads do not matter, failed and unasked visitors stand apart."""
    split = visited(*[shown("1")] * 6, *[shown("2", payload=str(n)) for n in range(2)], FAILED, NOT_ASKED)
    (audience,) = split.audiences
    assert (8, 1, 1, 8) == (split.visitors, split.failed, split.not_asked, audience.visitors)
    assert [("1", 6, 0.75), ("2", 2, 0.25)] == [
        (one.variation_id, one.visitors, one.observed.share) for one in audience.shares
    ]
    assert (None, None) == (audience.test, audience.shares[0].expected)
    assert audience.shares[0].observed.low < 0.75 < audience.shares[0].observed.high


def test_each_audience_is_split_by_itself():
    """Visitors of two audiences are two splits, the larger first."""
    split = visited(shown("1", "A"), *[shown("1", "B")] * 3, shown("2", "A"), expected={"A": {"1": 50, "2": 50}})
    assert [("B", 3, False), ("A", 2, True)] == [
        (one.audience_id, one.visitors, one.test is not None) for one in split.audiences
    ]


@pytest.mark.parametrize("name", ["A", "Audience A"])
def test_a_split_is_tested_against_the_expected_one(name):
    """By id or name of the audience, weights in any unit, ids of variations as texts or numbers."""
    right = visited(*[shown("1")] * 55, *[shown("2")] * 45, expected={name: {"1": 50, 2: 50}})
    wrong = visited(*[shown("1")] * 90, *[shown("2")] * 10, expected={name: {"1": 1, "2": 1}})
    assert [False, True] == [split.audiences[0].test.is_mismatch for split in (right, wrong)]
    assert [0.5, 0.5] == [share.expected for share in right.audiences[0].shares]


def test_a_variation_nobody_got_is_listed():
    """With 0 visitors and an interval that says how large its share may be all the same."""
    (audience,) = visited(*[shown("1")] * 20, expected={"A": {"1": 90, "2": 10}}).audiences
    last = audience.shares[-1]
    assert ("2", 0, 0.1, 0.0) == (last.variation_id, last.visitors, last.expected, last.observed.low)
    assert 0.1 < last.observed.high < 0.2


def test_a_variation_that_should_not_be_there_is_a_mismatch():
    """One visitor is enough."""
    (audience,) = visited(*[shown("1")] * 20, shown("9"), expected={"A": {"1": 100}}).audiences
    assert audience.test.is_mismatch


def test_who_got_nothing_may_be_a_control_group_and_nothing_more_is_claimed():
    """Not served where others were: at most the control group, since nobody can tell from outside."""
    split = visited(*[shown()] * 90, *[HOLE] * 10)
    assert (0.1, {Cause.NO_MATCH: 10}) == (split.unserved.share, split.not_served)
    assert split.control_words.startswith("10.0% of 100 visitors got nothing where others were served (5.5% to 17.4%).")
    assert "cannot be told apart from visitors who match no audience" in split.control_words


def test_nobody_unserved_bounds_the_control_group():
    """A larger one would probably have shown itself."""
    assert visited(*[shown()] * 96).control_words == (
        "All 96 visitors were served: a control group above 3.8% would probably have shown itself."
    )


def test_nothing_is_said_of_a_control_group_where_nobody_was_served():
    """A hole for everybody is no control group; a paused experience neither."""
    for content in (HOLE, PAUSED, FAILED):
        split = visited(content, content)
        assert split.unserved is None
        assert split.control_words == "Nobody was served, so nothing can be said of a control group."


def test_other_axes_are_held():
    """A visitor counts once: without holding the hour, the same people would count again and again."""
    space = axis("customer_id", ["u-1", "u-2"]) * hours([1, 2])
    table = table_of(
        space.given(Context(attributes={"plan": "gold"})),
        ["k"],
        lambda context, _key: shown(str(context.hour)) if context.hour else HOLE,
    )
    with pytest.raises(SpaceError, match="Hold it: at="):
        split_of(table, "k")
    split = split_of(table, "k", at={"hour": 2})
    assert [("2", 2)] == [(one.variation_id, one.visitors) for one in split.audiences[0].shares]
    assert {"hour": "02", "plan": "gold"} == split.situation


@pytest.mark.parametrize(("key", "at"), [("other", {}), ("k", {"city": "x"}), ("k", {"hour": 99})])
def test_what_the_run_does_not_have_is_refused(key, at):
    """Another key, an unknown axis or value, in words."""
    table = table_of(axis("customer_id", ["u-1"]) * hours([1]), ["k"], lambda *_: HOLE)
    with pytest.raises(SpaceError):
        split_of(table, key, at=at)


def test_a_run_without_visitors_has_no_split():
    """The axis that tells them apart is missing."""
    with pytest.raises(SpaceError, match="customer_id"):
        split_of(table_of(hours([1]), ["k"], lambda *_: HOLE), "k")


def test_the_demo_world_keeps_its_promised_split(demo):
    """The simulator's 70/20/10 passes for 600 visitors, and 10/20/70 does not."""
    people = axis("customer_id", [f"visitor-{number}" for number in range(600)])
    run = demo.sweep(people.given(Context(attributes={"utm_medium": "email"})), "promo-strip", confirm=True)
    honest, wrong = (
        split_of(run.table, "promo-strip", expected={"51A": dict(zip("123", shares, strict=True))}).audiences[0].test
        for shares in ((70, 20, 10), (10, 20, 70))
    )
    assert [False, True] == [honest.is_mismatch, wrong.is_mismatch]
