"""Rules in words, and what a list of them claims."""

from __future__ import annotations

import pytest

from moe_nb.core.boxes import Box
from moe_nb.core.rule_facts import NOT_SERVED, Result, Rule, RuleList

TESTED = (
    "exact on all 100 cells answered (68 of 168 not asked or failed); on the 20 cells held out of a first list, 3 wrong"
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


def listed(total, answered, wrong, held_out=0, held_out_wrong=0, **more):
    """Return a list of two lines."""
    rules = (
        Rule(Box(((0,),)), "18-23 UTC", EVENING, 5, wrong),
        Rule(Box(((0, 1),)), "otherwise", NOT_SERVED, answered - 5, 0),
    )
    return RuleList("k", rules if answered else (), total, answered, held_out, held_out_wrong, **more)


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (listed(168, 168, 0), "exact on all 168 cells"),
        (
            listed(1_680, 1_680, 0, 336, 1),
            "exact on all 1,680 cells; on the 336 cells held out of a first list, 1 wrong",
        ),
        (listed(168, 168, 2, 33, 4), "wrong on 2 of 168 cells; on the 33 cells held out of a first list, 4 wrong"),
        (listed(168, 100, 0, 20, 3), TESTED),
        (
            listed(168, 10, 0),
            (
                "exact on all 10 cells answered (158 of 168 not asked or failed); "
                "too few cells to hold some out of a first list"
            ),
        ),
        (
            listed(168, 150, 0, 30, 0, flickering=8),
            (
                "exact on all 150 steady cells (10 of 168 not asked or failed, 8 of 168 left out, as they flicker)"
                "; on the 30 cells held out of a first list, 0 wrong"
            ),
        ),
        (
            listed(168, 168, 9, 33, 2, control=9),
            (
                "right on all but 9 of 168 cells; those were served nothing, scattered as a control group is"
                " (a hole of few cells would look the same);"
                " on the 33 cells held out of a first list, 2 wrong, those of a control group included"
            ),
        ),
        (
            listed(168, 168, 9, 33, 2, control=5),
            (
                "wrong on 4 of 168 cells, besides 5 that were served nothing, scattered as a control group is"
                " (a hole of few cells would look the same);"
                " on the 33 cells held out of a first list, 2 wrong, those of a control group included"
            ),
        ),
        (
            listed(168, 168, 0, 33, 0, names_variations=False),
            (
                "exact on all 168 cells; on the 33 cells held out of a first list, 0 wrong;"
                " no rule was found for which variation of an audience is served, as where a split deals them"
            ),
        ),
        (
            listed(168, 167, 0, flickering=1),
            (
                "exact on all 167 steady cells (1 of 168 left out, as it flickers); "
                "too few cells to hold some out of a first list"
            ),
        ),
        (
            listed(672, 626, 3, 100, 1, flickering=46),
            (
                "wrong on 3 of 626 steady cells (46 of 672 left out, as they flicker); "
                "on the 100 cells held out of a first list, 1 wrong"
            ),
        ),
        (listed(168, 0, 0), "nothing was answered"),
        (listed(168, 0, 0, flickering=168), "nothing steady was answered (168 of 168 left out, as they flicker)"),
    ],
)
def test_no_list_claims_more_than_was_answered(one, words):
    """What was not asked, flickers, is laid to a control group or was held out is told apart, wherever it is not 0."""
    assert words == one.accuracy


def test_exact_is_said_of_the_whole_space():
    """All of it was answered, and nothing is wrong, a control group neither."""
    some = (listed(168, 168, 0), listed(168, 100, 0), listed(168, 168, 1), listed(168, 168, 1, control=1))
    assert [True, False, False, False] == [one.is_exact for one in some]


def test_a_list_is_read_from_the_top():
    """A line per rule, the accuracy at the end."""
    assert [
        "18-23 UTC → Evening app users / Variation 2",
        "otherwise → not served",
        "wrong on 2 of 168 cells; on the 33 cells held out of a first list, 3 wrong",
    ] == listed(168, 168, 2, 33, 3).words.splitlines()
