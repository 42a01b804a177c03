"""A control group that is drawn anew is no change; a region, another share or a kept membership that changed is one."""

from __future__ import annotations

import numpy as np
import pytest
from made_tables import HOLE, PAUSED, shown, table_of

import moe_nb as moe
from moe_nb.audit.drift import drift_of
from moe_nb.core.context import Context
from moe_nb.core.drift_facts import Change
from moe_nb.core.shift_facts import Shift

WEEK = moe.week()
NAMED = WEEK.given(Context(customer_id="u-1"))


def everybody(_context):
    """Return what all get who are in no control group."""
    return shown()


def dealt(seed, share, content=everybody, space=WEEK, unserved=HOLE):
    """Return a run in which every context is put into a control group by lot."""
    lots = iter((np.random.default_rng(seed).random(len(space)) < share).tolist())
    return table_of(space, ["k"], lambda context, _key: unserved if next(lots) else content(context))


def key_of(before, after, **how):
    """Return the drift of the only key."""
    (key,) = drift_of(before, after, **how).keys
    return key


@pytest.mark.parametrize("share", [0.05, 0.1, 0.2])
@pytest.mark.parametrize("seed", range(4))
def test_a_control_group_that_is_drawn_anew_is_no_change(share, seed):
    """Every anonymous request draws: dozens of contexts are served in one run only, and nothing changed."""
    drift = drift_of(dealt(2 * seed, share), dealt(2 * seed + 1, share))
    (key,) = drift.keys
    assert (False, True, ()) == (drift.has_drift, drift.is_whole, key.transitions)
    assert 0 < key.counts[Change.DRAWN_ANEW] == key.redraws[0].redrawn
    assert [Shift.SAME] == [one.shift for one in key.shifts]
    assert f"{key.redraws[0].redrawn} contexts drawn anew, and the share can be the same" in key.redraws[0].words


@pytest.mark.full
def test_hardly_any_of_many_control_groups_is_called_a_change():
    """Of 600 comparisons of unchanged worlds at most three give an alarm: as many as the tests allow for."""
    alarms = [
        (share, seed)
        for share in (0.05, 0.1, 0.2)
        for seed in range(200)
        if drift_of(dealt(2 * seed, share), dealt(2 * seed + 1, share)).has_drift
    ]
    assert len(alarms) <= 3


SMALL = {
    "a day": moe.hours(),
    "a day on three mediums": moe.hours() * moe.axis("utm_medium", ["a", "b", "c"]),
    "twelve mediums": moe.days() * moe.axis("utm_medium", list("abcdefghijkl")),
    "a week": WEEK,
}


@pytest.mark.parametrize("share", [0.05, 0.2, 0.4, 0.6])
@pytest.mark.parametrize("name", SMALL)
@pytest.mark.parametrize("seed", range(3))
def test_neither_a_small_run_nor_a_large_control_group_makes_a_change(seed, name, share):
    """Where no run shows that there is a lot, it is left open; nothing changed, and no change is told."""
    runs = [dealt([seed, number], share, space=SMALL[name]) for number in (0, 1)]
    drift = drift_of(*runs)
    (key,) = drift.keys
    assert not drift.has_drift
    assert key.counts[Change.DRAWN_ANEW] == sum(one.redrawn for one in key.redraws if not one.is_open)
    assert drift.is_whole or sum(one.contexts for one in key.unjudged) == key.counts[Change.NOT_COMPARABLE] > 0


@pytest.mark.full
def test_no_unchanged_world_of_many_is_called_a_change():
    """Of 480 comparisons at most one: from a day to six weeks, with control groups of 5 to 60 %."""
    spaces = (*SMALL.values(), WEEK * moe.axis("utm_medium", list("abcdef")))
    alarms = [
        (len(space), share, seed)
        for space in spaces
        for share in (0.05, 0.1, 0.2, 0.3, 0.4, 0.6)
        for seed in range(16)
        if drift_of(dealt([seed, 0], share, space=space), dealt([seed, 1], share, space=space)).has_drift
    ]
    assert len(alarms) <= 1


@pytest.mark.parametrize(
    ("name", "share", "is_gone"),
    [
        ("a day on three mediums", 0.05, lambda context: context.hour >= 18),
        ("twelve mediums", 0.05, lambda context: context.day == "Saturday"),
        ("a week", 0.2, lambda context: context.day == "Saturday"),
        ("a week", 0.4, lambda context: context.hour >= 16),
    ],
)
@pytest.mark.parametrize("seed", range(3))
def test_a_region_that_is_gone_is_named_beside_any_control_group(seed, name, share, is_gone):
    """All that was served there is told to be gone, and hardly anything besides."""
    space = SMALL[name]
    before = dealt([seed, 0], share, space=space)
    after = dealt([seed, 1], share, lambda context: HOLE if is_gone(context) else shown(), space)
    gone = np.array([is_gone(context) for context in space]) & (before.codes[:, 0] == before.contents.index(shown()))
    hit = key_of(before, after).changes == Change.DISAPPEARED
    assert hit[gone].all()
    assert np.count_nonzero(hit & ~gone) <= 4


@pytest.mark.parametrize(("contexts", "expected"), [(7, True), (6, False)])
def test_all_that_was_served_is_gone(contexts, expected):
    """Seven contexts, and then none: no control group takes none of them and then all; of six it is left open."""
    space = moe.hours(range(contexts))
    drift = drift_of(dealt(0, 0, space=space), table_of(space, ["k"], lambda *_: HOLE))
    assert (expected, expected) == (drift.has_drift, drift.is_whole)


def test_a_visitor_who_is_the_same_is_compared_exactly():
    """One customer id in both runs: whoever is served no more has lost something."""
    key = key_of(dealt(0, 0.2, space=NAMED), dealt(1, 0.2, space=NAMED))
    assert (0, ()) == (key.counts[Change.DRAWN_ANEW], key.redraws)
    assert key.changed == key.counts[Change.APPEARED] + key.counts[Change.DISAPPEARED] > 0


def test_another_share_is_a_change():
    """A control group of 5 % that became one of 28 %."""
    key = key_of(dealt(0, 0.05), dealt(1, 0.28))
    assert key.counts[Change.DISAPPEARED] > 30
    assert "the share that is served nothing, scattered, is another one (not served: " in key.redraws[0].words


def test_a_region_that_is_served_nothing_is_named_beside_a_lot():
    """A hole of fourteen hours is no chance; a drawn hour beside it may go with it, the rest is drawn anew."""

    def with_hole(context):
        return HOLE if context.day == "Saturday" and 6 <= context.hour <= 19 else shown()

    before, after = dealt(0, 0.1), dealt(1, 0.1, with_hole)
    key = key_of(before, after)
    hit = key.changes == Change.DISAPPEARED
    expected = [context.day == "Saturday" and 6 <= context.hour <= 19 for context in WEEK]
    served = before.codes[:, 0] == before.contents.index(shown())
    gone = np.array(expected) & served
    assert hit[gone].all()
    assert np.count_nonzero(hit & ~gone) <= 1
    assert key.counts[Change.DRAWN_ANEW] > 5


def nights(first_hour):
    """Return what is served in nights that begin at an hour, and nothing by day."""
    return lambda context: shown("1", "Night") if context.hour >= first_hour or context.hour <= 5 else HOLE


@pytest.mark.parametrize("seed", range(4))
def test_a_lot_beside_hours_without_anything_is_a_lot(seed):
    """What it takes at the edge of the day makes no hole of it, as the day was served nothing before."""
    assert not drift_of(dealt(2 * seed, 0.15, nights(22)), dealt(2 * seed + 1, 0.15, nights(22))).has_drift


@pytest.mark.parametrize("seed", range(4))
def test_nights_that_begin_later_are_named_beside_a_lot(seed):
    """An hour of every day is more than a control group takes."""
    before, after = dealt(2 * seed, 0.15, nights(22)), dealt(2 * seed + 1, 0.15, nights(23))
    key = key_of(before, after)
    served = [code == before.contents.index(shown("1", "Night")) for code in before.codes[:, 0].tolist()]
    gone = [was and context.hour == 22 for was, context in zip(served, WEEK, strict=True)]
    assert (key.changes[gone] == Change.DISAPPEARED).all()


def test_a_lot_that_stays_is_held_to():
    """The same contexts of a control group in both runs: then three more that are served nothing are a change."""
    extra = {("Monday", 3), ("Thursday", 11), ("Sunday", 20)}

    def with_holes(context):
        return HOLE if (context.day, context.hour) in extra else shown()

    before, after = dealt(0, 0.1), dealt(0, 0.1, with_holes)
    gone = sum(before.content(index, 0) == shown() for index, c in enumerate(WEEK) if (c.day, c.hour) in extra)
    assert {Change.DISAPPEARED: gone} == {one.change: one.contexts for one in key_of(before, after).transitions}
    assert gone > 0


def test_a_control_group_that_one_run_does_not_show_is_not_judged():
    """None, then a few scattered contexts: too few to say that somebody switched it on, and too many to say nothing."""
    drift = drift_of(dealt(0, 0), dealt(5, 0.04))
    (key,) = drift.keys
    (one,) = key.unjudged
    assert (False, False) == (drift.has_drift, drift.is_whole)
    assert key.counts[Change.NOT_COMPARABLE] == one.contexts == key.redraws[0].redrawn > 0
    (said,) = drift.not_compared
    assert said.startswith(
        f"k: {one.contexts} contexts cannot be judged: served in one run only, they may be of a control"
    )


def test_an_audience_that_is_gone_is_no_lot():
    """All 14 contexts of a small audience, wherever they lie, are more than a control group takes."""
    few = {
        (day, hour)
        for day, hours in zip(("Monday", "Friday"), ((1, 5, 8, 11, 15, 18, 22), (0, 2, 6, 9, 13, 17, 20)), strict=True)
        for hour in hours
    }

    def small(there):
        return lambda context: there if (context.day, context.hour) in few else shown()

    before, after = dealt(0, 0.1, small(shown("1", "B"))), dealt(1, 0.1, small(HOLE))
    key = key_of(before, after)
    assert ["B"] == [one.before.audience_id for one in key.transitions]
    assert [Change.DISAPPEARED] == [one.change for one in key.transitions]


def test_a_paused_experience_is_no_control_group():
    """The cause must allow for it."""
    key = key_of(dealt(0, 0.2, unserved=PAUSED), dealt(1, 0.2, unserved=PAUSED))
    assert (0, True) == (key.counts[Change.DRAWN_ANEW], key.changed > 0)


def test_what_flickers_does_not_hide_that_there_is_a_lot():
    """Cells that were asked again and flicker are left out; what is left is still drawn anew, and no change."""
    before, after, again = (dealt(seed, 0.2) for seed in (0, 1, 2))
    unsteady = np.array([[x != y] for x, y in zip(after.codes[:, 0], again.codes[:, 0], strict=True)])
    key = key_of(before, after, unsteady=unsteady)
    assert (0, int(unsteady.sum())) == (key.changed, key.flickering)
