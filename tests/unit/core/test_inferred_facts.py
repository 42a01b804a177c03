"""What is said of inferred cells."""

from __future__ import annotations

import numpy as np
import pytest

from moe_nb.core.inferred_facts import Inferred

TESTED = (
    "600 of 1,000 cells are inferred. 300 contexts chosen at random were asked after the answer had been inferred: "
    "2 got another answer than inferred. At most 2.71 % of the inferred cells are wrong (with 95% confidence)."
)


def inferred(answered, probes=0, disagreed=0, most_wrong=1.0, confidence=0.95):
    """Return 1,000 cells of which the first ones were answered."""
    return Inferred(
        np.zeros(1_000, np.int64), np.arange(1_000) >= answered, (), 0, probes, disagreed, confidence, most_wrong
    )


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (inferred(1_000, most_wrong=0.0), "All 1,000 cells were answered; none is inferred."),
        (inferred(100), "900 of 1,000 cells are inferred, and no random probe has tested them."),
        (inferred(400, 300, 2, 0.027011), TESTED),
    ],
)
def test_the_bound_is_said_and_rounded_up(one, words):
    """How much is inferred, how it was tested, and no smaller error than is proved."""
    assert words == one.words


def test_what_follows_no_rules_is_not_inferred_and_says_why():
    """How many cells are left, what the probes measured, and what it looks like; left cells are no answers."""
    one = Inferred(np.zeros(1_000, np.int64), np.zeros(1_000, bool), (), 0, 75, 14, 0.95, 0.38, 925)
    assert 75 == one.answered
    assert one.words.startswith(
        "925 of 1,000 cells were not answered, and none is inferred: of 75 contexts chosen at random, 14 got another "
        "answer than the rules said, while these were being mended. Who is served may be dealt at random, by a control "
    )
