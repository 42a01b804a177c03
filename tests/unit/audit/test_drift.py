"""Two runs compared cell by cell: what is not known is never a change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from made_tables import FAILED, HOLE, PAUSED, shown, table_of

from moe_nb.audit.drift import drift_of
from moe_nb.core.context import Context
from moe_nb.core.day_hour import DAYS
from moe_nb.core.drift_facts import Change, Match
from moe_nb.core.errors import AuditError
from moe_nb.core.run_table import NOT_ASKED
from moe_nb.core.shift_facts import Shift
from moe_nb.core.space import axis
from moe_nb.sweep.weeks import days, hours, week


def by_hour(*contents, keys=("k",)):
    """Return a run of the first hours of a day in which one customer got these contents."""
    space = hours(range(len(contents))).given(Context(customer_id="u-1"))
    return table_of(space, keys, lambda context, _key: contents[context.hour])


def compared(before, after, **how):
    """Return the drift of the only key of two runs of the same hours."""
    (key,) = drift_of(by_hour(*before), by_hour(*after), **how).keys
    return key


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (shown(), shown(), Change.SAME),
        (HOLE, HOLE, Change.SAME),
        (HOLE, PAUSED, Change.SAME),
        (HOLE, shown(), Change.APPEARED),
        (shown(), PAUSED, Change.DISAPPEARED),
        (shown("1", "A"), shown("1", "B"), Change.AUDIENCE_CHANGED),
        (shown("1", "A"), shown("2", "B"), Change.AUDIENCE_CHANGED),
        (shown("1"), shown("2"), Change.VARIATION_CHANGED),
        (shown(payload="p"), shown(payload="q"), Change.PAYLOAD_EDITED),
        (NOT_ASKED, shown(), Change.NOT_COMPARABLE),
        (shown(), NOT_ASKED, Change.NOT_COMPARABLE),
        (FAILED, shown(), Change.NOT_COMPARABLE),
        (HOLE, FAILED, Change.NOT_COMPARABLE),
        (NOT_ASKED, NOT_ASKED, Change.NOT_COMPARABLE),
    ],
)
def test_each_cell_is_judged_by_what_matters_most(before, after, change):
    """Whether served, then which audience, then which variation, then what is in it."""
    key = compared([before], [after])
    assert [change] == key.changes.tolist()
    assert {change: 1} == {one: count for one, count in key.counts.items() if count}
    assert change.is_drift is bool(key.changed) is bool(key.transitions)


def test_a_new_campaign_id_is_no_change():
    """An experience that was copied as it is serves the same."""
    assert 0 == compared([shown()], [replace(shown(), campaign_id="other", experience_name="Copy")]).changed


def test_transitions_group_cells_by_what_they_got():
    """The most contexts first, each with a witness in both runs and the regions in words."""
    before = [shown("1")] * 3 + [shown("2"), HOLE, shown("1")]
    after = [HOLE] * 3 + [shown("1"), shown("1"), FAILED]
    key = compared(before, after)
    assert [
        (Change.DISAPPEARED, "1", "", 3, 0, ("00-02 UTC",)),
        (Change.VARIATION_CHANGED, "2", "1", 1, 3, ("03 UTC",)),
        (Change.APPEARED, "", "1", 1, 4, ("04 UTC",)),
    ] == [
        (one.change, one.before.variation_id, one.after.variation_id, one.contexts, one.before_index, one.where)
        for one in key.transitions
    ]


def test_edited_payloads_of_one_variation_are_one_transition():
    """A personalised text that was edited is one finding, not one per visitor."""
    before, after = ([shown(payload=f"{word} {n}") for n in range(4)] for word in ("Hi", "Hello"))
    (one,) = compared(before, after).transitions
    assert (Change.PAYLOAD_EDITED, 4) == (one.change, one.contexts)


def test_two_causes_of_nothing_are_no_two_transitions():
    """What appeared is one group, whether the key was paused or nobody matched before."""
    assert [2] == [one.contexts for one in compared([HOLE, PAUSED], [shown(), shown()]).transitions]


def test_another_cause_is_told_and_not_counted_as_change():
    """Nobody got anything before and after, but now because it is paused."""
    key = compared([HOLE, HOLE, shown()], [PAUSED, HOLE, shown()])
    assert (0, {("no audience matched or control group", "paused"): 1}) == (key.changed, key.cause_changes)


A, B = shown("1", "A"), shown("1", "B")


@pytest.mark.parametrize(
    ("before", "after", "shift", "counts"),
    [
        ([A, HOLE], [A, HOLE], Shift.SAME, (1, 1, 0, 0)),
        ([A, HOLE], [A, A], Shift.WIDER, (1, 2, 1, 0)),
        ([A, A], [B, A], Shift.NARROWER, (2, 1, 0, 1)),
        ([A, HOLE], [HOLE, A], Shift.MOVED, (1, 1, 1, 1)),
        ([HOLE, HOLE], [HOLE, A], Shift.NEW, (0, 1, 1, 0)),
        ([A, A], [HOLE, B], Shift.GONE, (2, 0, 0, 2)),
        ([A, A], [A, FAILED], Shift.SAME, (1, 1, 0, 0)),
        ([A, NOT_ASKED], [A, A], Shift.SAME, (1, 1, 0, 0)),
        ([A, HOLE], [shown("2", "A", "other"), HOLE], Shift.SAME, (1, 1, 0, 0)),
    ],
)
def test_an_audience_is_wider_narrower_or_moved(before, after, shift, counts):
    """By the contexts that were answered in both runs; another variation moves nothing."""
    (one,) = [one for one in compared(before, after).shifts if one.audience_id == "A"]
    assert (shift, counts) == (one.shift, (one.before, one.after, one.gained, one.lost))


def test_an_audience_seen_only_where_nothing_can_be_compared_is_not_called_gone():
    """It is not mentioned: nothing is known."""
    assert () == compared([A, HOLE], [FAILED, HOLE]).shifts


def test_shifts_say_where():
    """Gained and lost regions in words, a long list cut with what is missing counted."""
    space = days() * hours()
    before = table_of(space, ["k"], lambda context, _key: A if 9 <= context.hour <= 17 else HOLE)
    after = table_of(space, ["k"], lambda context, _key: A if 13 <= context.hour <= 21 else HOLE)
    (one,) = drift_of(before, after).keys[0].shifts
    assert (("any day, 18-21 UTC",), ("any day, 09-12 UTC",)) == (one.gained_where, one.lost_where)
    assert (
        "Audience A moved: gained 28 contexts (any day, 18-21 UTC), lost 28 contexts (any day, 09-12 UTC)"
    ) == one.words
    assert "Audience A is the same" == compared([A], [A]).shifts[0].words


def test_regions_that_are_not_named_are_counted():
    """Another hour on each day: four regions in words, and how many contexts lie elsewhere."""
    space = days() * hours()
    none = table_of(space, ["k"], lambda _context, _key: HOLE)
    some = table_of(space, ["k"], lambda context, _key: A if context.hour == 3 * DAYS.index(context.day) else HOLE)
    (one,) = drift_of(none, some).keys[0].shifts
    assert (7, ("Mon 00 UTC", "Tue 03 UTC", "Wed 06 UTC", "Thu 09 UTC", "and 3 more contexts")) == (
        one.gained,
        one.gained_where,
    )


def test_two_environments_are_matched_by_name():
    """TEST and LIVE give their own ids: by id everything changed, by name nothing."""
    test = [replace(shown("1", "1A"), audience_name="Gold"), replace(shown("1", "2A"), audience_name="All")]
    live = [replace(shown("1", "9X"), audience_name="Gold"), replace(shown("1", "2A"), audience_name="Everybody")]
    assert [Change.AUDIENCE_CHANGED, Change.SAME] == compared(test, live).changes.tolist()
    by_name = drift_of(by_hour(*test), by_hour(*live), match="name")
    assert [Change.SAME, Change.AUDIENCE_CHANGED] == by_name.keys[0].changes.tolist()
    assert Match.NAME is by_name.match


def test_an_audience_without_id_goes_by_its_name():
    """Ids were not sent in either run: the names tell."""
    bare = replace(shown("1", ""), audience_name="Gold")
    assert [Change.SAME] == compared([bare], [bare]).changes.tolist()


def test_names_that_changed_or_stand_twice_are_noted():
    """An id with another name; and, matched by name, two ids that count as one."""
    renamed = replace(A, audience_name="New name")
    assert ("k: audience A is called 'Audience A' in the first run, 'New name' later.",) == drift_of(
        by_hour(A), by_hour(renamed)
    ).notes
    twins = [A, replace(B, audience_name="Audience A")]
    notes = drift_of(by_hour(*twins), by_hour(A, A), match="name").notes
    assert 1 == len(notes)
    assert notes[0].startswith("k: 2 audiences of the first run are called 'Audience A'. Which is which cannot be told")


def test_audiences_of_one_name_cannot_be_judged_by_name():
    """A boundary between two of them may have moved: their cells are not compared, others are, and words say so."""
    x, y = (replace(one, audience_name="X") for one in (A, B))
    drift = drift_of(by_hour(x, x, y, y, HOLE), by_hour(x, y, y, y, x), match="name")
    (key,) = drift.keys
    assert [Change.NOT_COMPARABLE] * 4 + [Change.APPEARED] == key.changes.tolist()
    assert ((), False) == (key.shifts, drift.is_whole)
    (said,) = drift.not_compared
    assert said.startswith("k: 4 contexts cannot be judged: several audiences are called 'X', and a name does not tell")
    assert drift_of(by_hour(x, y), by_hour(x, y)).is_whole


def test_an_id_that_changed_is_told_with_what_to_do():
    """One name, another id: it counts as gone and new, and the note says how to compare by name."""
    copied = replace(B, audience_name="Audience A")
    (note,) = drift_of(by_hour(A), by_hour(copied)).notes
    assert "k: audience 'Audience A' has another id later (A then, B now) and counts as two." in note
    assert note.endswith('compare by name: match="name", or --match name in a shell.')
    assert () == drift_of(by_hour(A), by_hour(copied), match="name").notes
    assert () == drift_of(by_hour(A), by_hour(B)).notes


def test_an_unknown_way_to_match_is_refused():
    """Only id and name."""
    with pytest.raises(AuditError, match="colour"):
        drift_of(by_hour(A), by_hour(A), "colour")


def test_keys_of_one_run_only_are_named_and_not_compared():
    """A key that was not asked appeared or disappeared nowhere."""
    one = table_of(hours([1]), ["a", "b"], lambda _context, key: shown(key=key))
    other = table_of(hours([1]), ["b", "c"], lambda _context, key: shown(key=key))
    drift = drift_of(one, other)
    assert (["b"], ("a",), ("c",), False, 1) == (
        [key.experience_key for key in drift.keys],
        drift.keys_only_before,
        drift.keys_only_after,
        drift.has_drift,
        drift.compared,
    )


def test_flickering_cells_can_be_left_out():
    """What is unsteady in the later run is not comparable there."""
    unsteady = np.array([[True], [False]])
    key = compared([A, A], [B, B], unsteady=unsteady)
    assert [Change.NOT_COMPARABLE, Change.AUDIENCE_CHANGED] == key.changes.tolist()


def test_changed_contexts_are_listed_to_be_asked_again():
    """By their numbers in both runs, whichever key changed."""
    before = table_of(hours([0, 1, 2]), ["a", "b"], lambda _context, _key: HOLE)
    after = table_of(
        hours([2, 1, 0]), ["a", "b"], lambda context, key: A if (context.hour, key) in {(0, "a"), (1, "b")} else HOLE
    )
    asked = Context(customer_id="u-1")
    named = [replace(table, space=table.space.given(asked)) for table in (before, after)]
    one, other = drift_of(*named).changed_contexts()
    assert ([0, 1], [2, 1]) == (one.tolist(), other.tolist())


def test_nothing_in_common_is_no_drift():
    """And the notes say why nothing was compared."""
    drift = drift_of(table_of(hours([1]), ["k"], lambda *_: A), table_of(hours([2]), ["k"], lambda *_: HOLE))
    assert (False, 0) == (drift.has_drift, drift.compared)
    assert "No context is in both runs: they share no value of hour." == drift.notes[-1]
    assert (
        "1 context stands in the first run only.",
        "1 context stands in the second run only.",
    ) == drift.not_compared


def test_contexts_of_one_run_are_counted_and_leave_it_open():
    """Two of four hours are in both runs: what was compared is the same, and that is not everything."""
    one, other = (table_of(hours(range(*part)), ["k"], lambda *_: A) for part in ((0, 3), (1, 4)))
    drift = drift_of(one, other)
    assert (False, False, 1, 1) == (drift.has_drift, drift.is_whole, drift.only_before, drift.only_after)
    assert "1 context stands in the first run only." == drift.not_compared[0]
    assert drift_of(one, one).is_whole


def test_what_no_run_asked_leaves_nothing_open():
    """Two samples of the same contexts are compared whole; a cell that one of them asked and the other not is open."""
    sample = by_hour(A, NOT_ASKED)
    assert drift_of(sample, sample).is_whole
    drift = drift_of(sample, by_hour(A, A))
    assert (1, False) == (drift.keys[0].open, drift.is_whole)
    assert ("1 cell was asked in one run only, or failed: it is not known, and no change.",) == drift.not_compared


def test_what_flickers_is_not_said_to_be_unasked():
    """Both runs asked it, and it did not get the same again; what only one of them asked stands apart."""
    unsteady = np.array([[True], [True], [False], [False]])
    drift = drift_of(by_hour(A, NOT_ASKED, A, FAILED), by_hour(B, A, A, A), unsteady=unsteady)
    assert (
        "2 cells were asked in one run only, or failed: they are not known, and no change.",
        "1 cell flickers and cannot be compared.",
    ) == drift.not_compared


def fixed(content, **inputs):
    """Return a run of two hours with other inputs that stay the same."""
    space = hours([1, 2]).given(Context(**inputs))
    return table_of(space, ["k"], lambda *_: content)


@pytest.mark.parametrize(
    "inputs",
    [
        ({"day": "Monday"}, {"day": "Saturday"}),
        ({"customer_id": "u-1"}, {"customer_id": "u-2"}),
        ({"ip_address": "203.0.113.9"}, {"ip_address": "198.51.100.7"}),
        ({"attributes": {"plan": "gold"}}, {}),
    ],
    ids=["day", "customer", "country", "attribute"],
)
def test_runs_asked_with_other_inputs_are_not_compared(inputs):
    """What differs may be the input: nothing is called a change, and the words name it, unless somebody says yes."""
    one, other = (fixed(content, **said) for content, said in zip((A, B), inputs, strict=True))
    drift = drift_of(one, other)
    assert (False, 0, False) == (drift.has_drift, drift.compared, drift.is_whole)
    name = next(iter({**one.space.base.values(), **other.space.base.values()}))
    assert f"Asked with other inputs, so nothing is compared: {name} was " in drift.not_compared[0]
    said_yes = drift_of(one, other, across=[name])
    assert (2, 2, True) == (said_yes.keys[0].changed, said_yes.compared, said_yes.is_whole)
    assert said_yes.notes[0].endswith("; compared all the same.")


def test_an_axis_of_one_value_is_a_fixed_input_too():
    """One customer swept in each run: no common context, unless the two are compared on purpose."""
    one, other = (table_of(hours([1]) * axis("customer_id", [name]), ["k"], lambda *_: A) for name in ("u-1", "u-2"))
    assert (0, 1) == (drift_of(one, other).compared, drift_of(one, other, across=("customer_id",)).compared)


@pytest.mark.parametrize("across", [["custmer_id"], "day"])
def test_an_input_that_no_run_has_is_refused(across):
    """A mistyped name must not look like a yes."""
    with pytest.raises(AuditError, match="across"):
        drift_of(fixed(A, day="Monday"), fixed(A, day="Monday"), across=across)


def anonymous(*contents):
    """Return a run of hours in which an anonymous visitor got these contents."""
    return table_of(hours(range(len(contents))), ["k"], lambda context, _key: contents[context.hour])


def test_another_variation_of_an_anonymous_visitor_is_the_split():
    """Drawn anew in two of four hours, with the shares it has: no change, and the words say so."""
    one, two = shown("1"), shown("2")
    drift = drift_of(anonymous(one, two, one, two), anonymous(one, one, two, two))
    (key,) = drift.keys
    assert (0, 2, False) == (key.changed, key.counts[Change.DRAWN_ANEW], drift.has_drift)
    (redraw,) = key.redraws
    assert (2, {"1": 2, "2": 2}, {"1": 2, "2": 2}) == (redraw.redrawn, redraw.before, redraw.after)
    assert redraw.words.startswith(
        "Audience A, no visitor the same in both runs: 2 contexts drawn anew, and the split can be the same"
    )
    assert () == key.transitions


def test_a_split_that_drawing_anew_does_not_explain_is_a_change():
    """Twelve anonymous contexts with variation 1, then twelve with variation 2: that is no chance."""
    drift = drift_of(anonymous(*[shown("1")] * 12), anonymous(*[shown("2")] * 12))
    (key,) = drift.keys
    assert (12, 12) == (key.changed, key.counts[Change.VARIATION_CHANGED])
    assert "the split is another one (variation 1: 12 → 0, variation 2: 0 → 12" in key.redraws[0].words


@pytest.mark.parametrize("contexts", [1, 4])
def test_few_contexts_show_neither_a_split_nor_another(contexts):
    """One variation, then only another one: replaced, or drawn anew. Nothing is claimed, and nothing passed."""
    drift = drift_of(anonymous(*[shown("1")] * contexts), anonymous(*[shown("2")] * contexts))
    assert (False, 0, False) == (drift.has_drift, drift.compared, drift.is_whole)
    (said,) = drift.not_compared
    assert "cannot be judged: no variation of 'Audience A' was seen in both runs" in said
    assert ["not compared"] == [one.kind for one in drift.keys[0].redraws]
    assert [Shift.SAME] == [one.shift for one in drift.keys[0].shifts]


def test_a_variation_that_was_replaced_in_a_small_audience_is_a_change():
    """Five contexts with one variation, then with another only: an even split does that one time in 500."""
    drift = drift_of(anonymous(*[shown("1")] * 5), anonymous(*[shown("2")] * 5))
    assert [(Change.VARIATION_CHANGED, 5)] == [(one.change, one.contexts) for one in drift.keys[0].transitions]


def test_variations_that_overlap_are_held_against_chance():
    """Five contexts that drew other shares of the same variations: few enough to be one split."""
    one, two = shown("1"), shown("2")
    assert not drift_of(anonymous(one, one, one, one, two), anonymous(two, two, two, two, two)).has_drift


def test_another_customer_draws_anew_and_the_same_one_does_not():
    """Labelled customers of two environments are others; by the same id a visitor is expected to keep a variation."""

    def of(ids, content):
        return table_of(axis("customer_id", ids, ["gold", "free"]), ["k"], lambda *_: content)

    others = drift_of(of(["t-1", "t-2"], shown("1")), of(["l-1", "l-2"], shown("2")))
    same = drift_of(of(["t-1", "t-2"], shown("1")), of(["t-1", "t-2"], shown("2")))
    assert [0, 2] == [drift.keys[0].changed for drift in (others, same)]


def test_another_audience_of_an_anonymous_visitor_is_a_change():
    """Audiences follow from what was asked, whoever asks."""
    assert 2 == drift_of(anonymous(A, A), anonymous(B, B)).keys[0].changed


def test_few_that_came_and_went_may_be_a_control_group():
    """Of an anonymous visitor they are left open, and no change; of a named one there is no doubt."""
    drift = drift_of(anonymous(A, A, HOLE, A), anonymous(A, HOLE, A, A))
    assert (False, False, 2) == (drift.has_drift, drift.is_whole, drift.keys[0].counts[Change.NOT_COMPARABLE])
    assert drift.not_compared[0].startswith(
        "k: 2 contexts cannot be judged: served in one run only, they may be of a control group"
    )
    assert 2 == drift_of(by_hour(A, A, HOLE, A), by_hour(A, HOLE, A, A)).keys[0].changed


def test_few_of_many_that_came_and_went_are_told_with_a_note():
    """A control group of a twentieth takes more of a week; a smaller one would look the same, and a note says so."""

    def of(*holes):
        return table_of(week(), ["k"], lambda context, _key: HOLE if (context.day, context.hour) in holes else A)

    drift = drift_of(of(("Monday", 3)), of(("Friday", 20)))
    assert 2 == drift.keys[0].changed
    (note,) = drift.notes
    assert note.startswith(
        "k: 1 context appeared and 1 disappeared, with no visitor the same in both runs: so few may be"
    )


@pytest.mark.parametrize(("keys", "has_drift"), [(1, True), (4, False)])
def test_the_more_splits_are_tested_the_less_one_may_look_odd(keys, has_drift):
    """A chance of one in 1,500 is a change where one split was tested, and none where four were."""
    one, two = shown("1"), shown("2")
    even = [one, two] * 6, [two, one] * 6
    odd = [one] * 10 + [two] * 2, [one] + [two] * 11
    names = [f"k{number}" for number in range(keys)]
    before, after = (
        table_of(
            hours(range(12)), names, lambda context, key, side=side: (odd if key == "k0" else even)[side][context.hour]
        )
        for side in (0, 1)
    )
    assert has_drift == drift_of(before, after).has_drift
