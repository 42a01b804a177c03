"""How much of a space was answered."""

from __future__ import annotations

import pytest
from made_tables import FAILED, HOLE, shown, table_of

from moe_nb.audit.combinations import space_coverage
from moe_nb.core.errors import SpaceError
from moe_nb.core.run_table import NOT_ASKED
from moe_nb.core.space import Space, axis
from moe_nb.sweep.weeks import days, hours

MAIL = axis("utm_medium", ["email", None])


def test_a_full_product_covers_everything():
    """Served or not: what counts is that there was an answer."""
    table = table_of(days() * hours() * MAIL, ["k"], lambda context, _key: HOLE if context.hour < 6 else shown())
    coverage = space_coverage(table)
    assert (336, 336, 100.0) == (coverage.contexts, coverage.answered, coverage.percent)
    # single values: 7 + 24 + 2; pairs: 7*24 + 7*2 + 24*2; triples: 7*24*2
    assert [(1, 33, 33), (2, 230, 230), (3, 336, 336)] == [(one.ways, one.covered, one.total) for one in coverage.ways]
    assert all(one.missing == () for one in coverage.ways)


def test_what_is_missing_is_listed():
    """Pairs that no answered context has, by axis and label; singles may all be covered."""
    space = days(["Mon", "Tue"]) * MAIL
    coverage = space_coverage(
        table_of(space, ["k"], lambda at, _key: NOT_ASKED if (at.day, at.attributes) == ("Tuesday", {}) else HOLE)
    )
    assert [(4, 4), (3, 4)] == [(one.covered, one.total) for one in coverage.ways]
    assert ["day Tuesday, utm_medium (none)"] == [one.words for one in coverage.ways[1].missing]


def test_a_failed_context_covers_nothing():
    """It was asked, but nobody knows what it would have got."""
    coverage = space_coverage(table_of(hours([1, 2]), ["k"], lambda at, _key: FAILED if at.hour == 2 else HOLE))
    assert (1, ["hour 02"]) == (coverage.answered, [one.words for one in coverage.ways[0].missing])


def test_a_context_counts_when_every_key_was_answered():
    """One key alone can be asked for."""
    table = table_of(hours([1, 2]), ["a", "b"], lambda at, key: FAILED if (at.hour, key) == (2, "b") else HOLE)
    assert [1, 2, 1] == [space_coverage(table, key).answered for key in (None, "a", "b")]


def test_a_long_list_is_cut_and_counted():
    """A hundred are listed; how many are missing is exact."""
    many = axis("customer_id", [f"u-{number}" for number in range(1000)])
    (way,) = space_coverage(table_of(many, ["k"], lambda at, _key: HOLE if at.customer_id == "u-0" else NOT_ASKED)).ways
    assert (100, 999, 0.1) == (len(way.missing), way.not_covered, way.percent)


def test_no_keys_no_coverage():
    """A run without keys knows nothing of any context."""
    assert 0 == space_coverage(table_of(hours([1, 2]), [], lambda _at, _key: HOLE)).answered


def test_a_space_without_axes_has_nothing_to_combine():
    """Its one context is counted."""
    coverage = space_coverage(table_of(Space(()), ["k"], lambda _at, _key: HOLE))
    assert (1, 1, ()) == (coverage.contexts, coverage.answered, coverage.ways)


def test_an_unknown_key_is_refused():
    """The message names it and what there is."""
    with pytest.raises(SpaceError, match=r"no experience 'z'.*'k'"):
        space_coverage(table_of(hours([1]), ["k"], lambda _at, _key: HOLE), "z")
