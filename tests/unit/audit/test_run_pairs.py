"""Two spaces side by side: which contexts are the same ones."""

from __future__ import annotations

import pytest

from moe_nb.audit.run_pairs import pair_spaces
from moe_nb.core.context import Context
from moe_nb.core.space import axis
from moe_nb.sweep.weeks import days, hours, week


def pairs(before, after):
    """Return the common contexts by their numbers in both spaces, and what is noted."""
    pair = pair_spaces(before, after)
    return list(zip(pair.before_index.tolist(), pair.after_index.tolist(), strict=True)), pair.notes


def test_equal_spaces_pair_up_in_order():
    """Every context with itself, and nothing to note."""
    space = days(["Mon", "Tue"]) * hours([1, 2])
    assert ([(0, 0), (1, 1), (2, 2), (3, 3)], ()) == pairs(space, space)


def test_axes_may_stand_in_another_order():
    """The same context has another number there."""
    one, other = days(["Mon", "Tue"]) * hours([1, 2, 3]), hours([3, 1, 2]) * days(["Tue", "Mon"])
    found, notes = pairs(one, other)
    assert [one.context(a) for a, _ in found] == [other.context(b) for _, b in found]
    assert (6, ()) == (len(set(found)), notes)


def test_values_in_one_space_only_are_left_out_and_said():
    """Common values count, in the order of the first; the others are counted per run."""
    assert (
        [(1, 0)],
        ("hour: 1 of its 2 values is in the first run only.", "hour: 2 of its 3 values are in the second run only."),
    ) == pairs(hours([1, 2]), hours([2, 3, 4]))


def test_a_label_somebody_gave_finds_its_other_value():
    """A User-Agent of a newer version, a customer with another id: compared by label, and said."""
    one = axis("customer_id", ["t-1", "t-2"], ["gold", "free"])
    other = axis("customer_id", ["l-8", "l-9", "l-7"], ["free", "gold", "new"])
    found, notes = pairs(one, other)
    assert [(0, 1), (1, 0)] == found
    assert "customer_id: 'gold', 'free' stands for another value in each run; compared by its label." == notes[0]


def test_values_without_labels_are_never_taken_for_each_other():
    """What a value is called when nobody named it is no label."""
    found, notes = pairs(axis("plan", ["gold"]), axis("plan", ["silver"]))
    assert ([], "No context is in both runs: they share no value of plan.") == (found, notes[-1])


def test_an_axis_of_one_run_meets_the_fixed_value_of_the_other():
    """Or "not sent": a run of three plans is compared with a run of gold, and with one that sent no plan."""
    three = hours([1, 2]) * axis("plan", [None, "free", "gold"])
    gold = hours([1, 2]).given(Context(attributes={"plan": "gold"}))
    assert [(2, 0), (5, 1)] == pairs(three, gold)[0]
    assert [(0, 2), (1, 5)] == pairs(gold, three)[0]
    assert [(0, 0), (3, 1)] == pairs(three, hours([1, 2]))[0]
    assert [(0, 0), (1, 3)] == pairs(hours([1, 2]), three)[0]


def test_fixed_values_that_differ_are_told_apart_from_those_somebody_said_yes_to():
    """Another customer, a new attribute: each is named, and what may differ is only noted."""
    one = hours([1]).given(Context(customer_id="t-1"))
    other = hours([1]).given(Context(customer_id="l-1", attributes={"plan": "gold"}))
    pair = pair_spaces(one, other, across=["plan"])
    assert ("customer_id was 't-1' in the first run and 'l-1' in the second",) == pair.unequal
    assert ("plan was '(none)' in the first run and 'gold' in the second; compared all the same.",) == pair.notes
    assert ([0], [0]) == (pair.before_index.tolist(), pair.after_index.tolist())


def test_a_visitor_is_the_same_where_a_name_is_given_and_equal():
    """By customer id or another identifier, as an axis or fixed; who is anonymous is nobody in particular."""
    people = axis("customer_id", ["u-1", None, "u-2"])
    fixed = hours([1]).given(Context(customer_id="u-1"))
    assert [True, False, True] == pair_spaces(people, people).same_visitor.tolist()
    assert [True] == pair_spaces(people * hours([1]), fixed).same_visitor.tolist()
    mail = [hours([1]).given(Context(user_identifiers={"u_em": name})) for name in ("a@b.co", "c@d.co")]
    assert ([True], [False]) == tuple(pair_spaces(mail[0], other).same_visitor.tolist() for other in mail)
    assert [False] == pair_spaces(hours([1]), hours([1])).same_visitor.tolist()


def test_clocks_that_differ_are_noted():
    """Two zones, or two offsets: hours are compared as UTC, as they were asked; another week of one offset is none."""
    asia = [week(tz="Asia/Kolkata", week_of=day) for day in ("2026-11-23", "2026-07-06")]
    berlin = [week(tz="Europe/Berlin", week_of=day) for day in ("2026-11-23", "2026-07-06")]
    assert () == pair_spaces(*asia).notes
    for one, other in (berlin, (asia[0], berlin[0]), (week(), berlin[0])):
        (note,) = pair_spaces(one, other).notes
        assert note.endswith("hours are compared as UTC, as asked.")


@pytest.mark.parametrize("turned", [False, True])
def test_the_common_space_is_named_as_the_first(turned):
    """Its axes, the common values and the labels of the first run, whatever the order of the second."""
    one = days(["Mon", "Tue", "Wed"]) * axis("plan", ["a", "b"], ["A", "B"])
    other = axis("plan", ["b"], ["other"]) * days(["Wed", "Mon"])
    pair = pair_spaces(one, other) if not turned else pair_spaces(one, days(["Wed", "Mon"]) * axis("plan", ["b"]))
    assert [("day", ("Monday", "Wednesday")), ("plan", ("B",))] == [(a.name, tuple(a.labels)) for a in pair.space.axes]
    assert [1, 5] == pair.before_index.tolist()
