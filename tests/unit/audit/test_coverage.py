"""What a run saw of each key, counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_tables import FAILED, HOLE, PAUSED, shown, table_of

from moe_nb.audit.coverage import coverage_of, not_observed
from moe_nb.core.answer import Cause
from moe_nb.core.context import Context
from moe_nb.core.errors import SpaceError
from moe_nb.core.facts import VariationCount
from moe_nb.core.run_table import NOT_ASKED
from moe_nb.core.space import axis
from moe_nb.sweep.weeks import hours

KINDS = [NOT_ASKED, HOLE, PAUSED, FAILED, shown("1"), shown("1", payload="q"), shown("2"), shown("1", "B")]


def covered(*contents):
    """Return the coverage of a run of hours with these contents."""
    table = table_of(hours(range(len(contents))), ["k"], lambda context, _key: contents[context.hour])
    (one,) = coverage_of(table)
    return one


def test_every_outcome_is_counted_as_itself():
    """A failed context was asked, a hole was asked and not served, an unasked one is neither."""
    one = covered(shown(), shown(), HOLE, PAUSED, PAUSED, FAILED, NOT_ASKED)
    assert ("k", 7, 6, 2, 1, 1) == (one.experience_key, one.total, one.asked, one.served, one.failed, one.not_asked)
    assert {Cause.NO_MATCH: 1, Cause.PAUSED: 2} == one.not_served


def test_variations_with_the_most_contexts_come_first():
    """Each with its audience, its count and the first context that showed it."""
    one = covered(shown("2"), shown("1"), HOLE, shown("1"))
    assert (
        VariationCount("A", "Audience A", "1", 2, 1),
        VariationCount("A", "Audience A", "2", 1, 0),
    ) == one.variations


def test_equal_counts_come_in_the_order_of_the_space():
    """Whichever answer arrived first, the list is the same."""
    one = covered(shown("9"), shown("1"), shown("5"))
    assert ["9", "1", "5"] == [variation.variation_id for variation in one.variations]


def test_another_payload_is_the_same_variation():
    """Personalised texts are counted together, and the witness is the first of all."""
    one = covered(HOLE, shown("1", payload="for Asha"), shown("1", payload="for Ben"), shown("1", payload="for Asha"))
    assert (VariationCount("A", "Audience A", "1", 3, 1),) == one.variations


def test_an_audience_of_the_same_variation_is_another():
    """Variation 1 of two audiences is two lines."""
    assert 2 == len(covered(shown("1", "A"), shown("1", "B")).variations)


def test_each_key_is_counted_by_itself():
    """In the order of the run."""
    table = table_of(
        hours([1, 2]), ["b", "a"], lambda context, key: shown(key=key) if context.hour == 2 or key == "a" else HOLE
    )
    assert [("b", 1), ("a", 2)] == [(one.experience_key, one.served) for one in coverage_of(table)]


def test_a_run_without_keys_has_no_coverage():
    """Nothing to count, and nothing breaks."""
    assert () == coverage_of(table_of(hours([1, 2]), [], lambda _context, _key: HOLE))


@given(st.lists(st.sampled_from(KINDS), min_size=1, max_size=24))
def test_the_parts_are_the_whole(contents):
    """Nothing is counted twice or lost, and each witness did show its variation."""
    one = covered(*contents)
    assert len(contents) == one.total == one.served + one.failed + one.not_asked + sum(one.not_served.values())
    assert one.served == sum(variation.contexts for variation in one.variations)
    for variation in one.variations:
        seen = [(content.audience_id, content.variation_id) for content in contents]
        assert variation.first_index == seen.index((variation.audience_id, variation.variation_id))
        assert variation.contexts == seen.count((variation.audience_id, variation.variation_id))


def test_expected_variations_that_were_not_seen():
    """By variation alone, or by id or name of the audience; what was seen is not listed."""
    table = table_of(hours(range(4)), ["k"], lambda at, _key: (shown("1"), HOLE, FAILED, NOT_ASKED)[at.hour])
    wanted = ["1", "2", ("A", "1"), ("Audience A", "1"), ("B", "1"), ("A", "3")]
    assert [("", "2"), ("B", "1"), ("A", "3")] == [
        (one.audience, one.variation_id) for one in not_observed(table, {"k": wanted})
    ]


def test_only_answers_count():
    """What failed or was not asked could not have shown anything, and a hole shows no split."""
    table = table_of(hours(range(4)), ["k"], lambda at, _key: (shown("1"), HOLE, FAILED, NOT_ASKED)[at.hour])
    assert [(2, 1, 0)] == [(one.answered, one.served, one.visitors) for one in not_observed(table, {"k": ["2"]})]


CUSTOMERS = axis("customer_id", ["asha", "ben", "chen", None])


@pytest.mark.parametrize(
    ("space", "draws"),
    [
        (hours() * CUSTOMERS, (24 * 4, 3)),
        (CUSTOMERS * hours(), (24 * 4, 3)),
        (CUSTOMERS, (4, 3)),
        (hours().given(Context(customer_id="asha")), (24, 1)),
        (hours(), (24, 0)),
        (hours() * axis("customer_id", [None, "asha"]), (48, 1)),
    ],
)
def test_a_visitor_is_one_draw(space, draws):
    """In however many contexts somebody comes, the split may have been drawn once; an anonymous visitor is no draw."""
    (one,) = not_observed(table_of(space, ["k"], lambda _context, _key: shown("1", "A")), {"k": [("A", "2")]})
    assert draws == (one.served, one.visitors)


def test_only_who_was_served_the_audience_is_a_draw():
    """Asha gets A, Ben gets B, Chen nothing: A's split was drawn for one visitor, and C's for none."""
    got = {"asha": shown("1", "A"), "ben": shown("1", "B"), "chen": HOLE, None: shown("1", "A")}
    table = table_of(hours() * CUSTOMERS, ["k"], lambda context, _key: got[context.customer_id])
    missing = not_observed(table, {"k": [("A", "2"), ("Audience B", "2"), ("C", "2")]})
    assert [(48, 1), (24, 1), (0, 0)] == [(one.served, one.visitors) for one in missing]


@pytest.mark.parametrize("served", [["A"], ["A", "B"]])
def test_without_an_audience_there_is_no_split_to_bound(served):
    """The variation may be one of an audience that was not served: visitors of A say nothing about the shares of B."""
    table = table_of(CUSTOMERS, ["k"], lambda at, _key: shown("1", served[0 if at.customer_id == "asha" else -1]))
    (one,) = not_observed(table, {"k": ["2"]})
    assert (4, 0, None) == (one.served, one.visitors, one.share_bound)


def test_expecting_a_key_that_was_not_asked_is_an_error():
    """A misspelt key is not a finding."""
    with pytest.raises(SpaceError, match="no experience 'z'"):
        not_observed(table_of(hours([1]), ["k"], lambda _at, _key: HOLE), {"z": ["1"]})
