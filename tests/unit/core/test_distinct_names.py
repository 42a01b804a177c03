"""Audiences of one experience that share a name, told apart by their ids."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from moe_nb.core.answer import Cause, Outcome
from moe_nb.core.distinct_names import with_distinct_names
from moe_nb.core.run_table import NOT_ASKED, Content, RunTable
from moe_nb.core.space import axis

HOLE = Content(Outcome.NOT_SERVED, Cause.NO_MATCH, "k")


def served(audience, name="Promo", key="k"):
    """Return a served content."""
    return Content(Outcome.SERVED, None, key, audience, name, "1")


def table(*contents):
    """Return a run that holds these contents."""
    space = axis("hour", range(len(contents)))
    calls = np.zeros((len(contents), 1), np.int64)
    codes = np.arange(1, len(contents) + 1, dtype=np.int32).reshape(-1, 1)
    return RunTable(space, ("k",), codes, (NOT_ASKED, *contents), calls, calls, calls)


def names(*tables):
    """Return the names of each run's audiences as told apart."""
    return [[one.audience_name for one in some.contents[1:]] for some in with_distinct_names(*tables)]


def test_a_name_of_two_audiences_gets_their_ids():
    """Each is called by both; nothing but the name changes."""
    contents = served("1"), served("2"), HOLE
    (told,) = with_distinct_names(table(*contents))
    assert ["Promo (id 1)", "Promo (id 2)", ""] == [one.audience_name for one in told.contents[1:]]
    assert contents == tuple(
        replace(one, audience_name=sent.audience_name) for one, sent in zip(told.contents[1:], contents, strict=True)
    )


def test_a_name_is_shared_across_runs_that_are_told_of_together():
    """An audience made again has its name and another id."""
    assert [["Promo (id 1)"], ["Promo (id 2)"]] == names(table(served("1")), table(served("2")))


@pytest.mark.parametrize(
    ("contents", "expected"),
    [
        ([served("1"), served("1")], ["Promo", "Promo"]),
        ([served("1"), served("2", "Sale")], ["Promo", "Sale"]),
        ([served("1"), served("2", key="other")], ["Promo", "Promo"]),
        ([served("1", ""), served("2", "")], ["", ""]),
        ([served("1"), served("")], ["Promo (id 1)", "Promo"]),
    ],
)
def test_other_names_stay_as_they_are(contents, expected):
    """One audience, other names, other experiences, no name, no id to tell it by."""
    assert [expected] == names(table(*contents))
