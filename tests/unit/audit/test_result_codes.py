"""Answers as numbers of results."""

from __future__ import annotations

from made_tables import FAILED, HOLE, PAUSED, shown, table_of

from moe_nb import hours
from moe_nb.audit.result_codes import result_codes
from moe_nb.core.rule_facts import NOT_SERVED, Result
from moe_nb.core.run_table import NOT_ASKED

SAID = [HOLE, shown("1"), FAILED, shown("2"), PAUSED, NOT_ASKED, shown("1", payload="q"), shown("1", "B")]
A1, A2, B1 = (Result(name, f"Audience {name}", number) for name, number in (("A", "1"), ("A", "2"), ("B", "1")))


def table(contents):
    """Return a run in which the hours got these contents."""
    return table_of(hours(range(len(contents))), ["k"], lambda context, _key: contents[context.hour])


def test_equal_results_have_equal_numbers():
    """Nothing is 0 whatever the cause, no answer is -1, and payloads make no difference."""
    codes, results = result_codes(table(SAID), 0)
    assert [0, 1, -1, 2, 0, -1, 1, 3] == codes.tolist()
    assert (NOT_SERVED, A1, A2, B1) == results


def test_variations_can_be_left_out():
    """Then an audience is one result."""
    codes, results = result_codes(table(SAID), 0, with_variation=False)
    assert [0, 1, -1, 1, 0, -1, 1, 2] == codes.tolist()
    assert (None, None) == (results[1].variation_id, results[2].variation_id)


def test_known_results_keep_their_numbers():
    """Another part of a run numbers them alike and adds what is new."""
    codes, results = result_codes(table([shown("1", "B"), shown("3")]), 0, known=(NOT_SERVED, A1, A2, B1))
    assert [3, 4] == codes.tolist()
    assert (NOT_SERVED, A1, A2, B1) == results[:4]
