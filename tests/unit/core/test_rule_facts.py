"""Rules in words, and what a list of them claims."""

from __future__ import annotations

import pytest

from moe_nb.core.boxes import Box
from moe_nb.core.rule_facts import NOT_SERVED, Result, Rule, RuleList

TESTED = (
    "exact on all 100 cells answered"
    " (68 of 168 not asked or failed; a list made without 20 answers got 3 of those wrong)"
)
EVENING = Result("42D", "Evening app users", "2")


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (EVENING, "Evening app users / Variation 2"),
        (Result("42D", "Evening app users"), "Evening app users"),
        (Result("42D"), "42D"),
        (Result(), "(unnamed audience)"),
        (NOT_SERVED, "not served"),
    ],
)
def test_a_result_in_words(result, words):
    """Names before ids; a variation only where there is one."""
    assert words == result.words


def listed(total, answered, wrong, held_out=0, held_out_wrong=0):
    """Return a list of two lines."""
    rules = (
        Rule(Box(((0,),)), "18-23 UTC", EVENING, 5, wrong),
        Rule(Box(((0, 1),)), "otherwise", NOT_SERVED, answered - 5, 0),
    )
    return RuleList("k", rules, total, answered, held_out, held_out_wrong)


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (listed(1_680, 1_680, 0, 336, 1), "exact on all 1,680 cells"),
        (listed(168, 168, 2), "wrong on 2 of 168 cells"),
        (listed(168, 100, 0), "exact on all 100 cells answered (68 of 168 not asked or failed)"),
        (listed(168, 100, 0, 20, 3), TESTED),
    ],
)
def test_no_list_claims_more_than_was_answered(one, words):
    """Exact is said of the whole space only when all of it was answered."""
    assert words == one.accuracy
    assert (words == "exact on all 1,680 cells") == one.is_exact


def test_a_list_is_read_from_the_top():
    """A line per rule, the accuracy at the end."""
    assert [
        "18-23 UTC → Evening app users / Variation 2",
        "otherwise → not served",
        "wrong on 2 of 168 cells",
    ] == listed(168, 168, 2).words.splitlines()
