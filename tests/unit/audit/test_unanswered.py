"""A run in which nothing was answered says so, with the cause, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from made_tables import FAILED, HOLE, shown, table_of

import moe_nb as moe
from moe_nb.audit.drift import drift_of
from moe_nb.audit.expectation_table import expectations_from
from moe_nb.audit.expectations import judge
from moe_nb.audit.unanswered import unanswered
from moe_nb.core.run_table import NOT_ASKED

SPACE = moe.hours(range(3))
GOOD = table_of(SPACE, ["k"], lambda *_: shown())
DEAD = table_of(SPACE, ["k", "l"], lambda *_: FAILED)


def bare(status, asked=3):
    """Return a run of calls that named no key and brought none, the first of them asked."""
    epoch_ms = np.array([[number < asked] for number in range(3)], np.int64)
    return replace(
        table_of(SPACE, [], lambda *_: HOLE), status=np.full((3, 1), status, np.int16), asked_epoch_ms=epoch_ms
    )


@pytest.mark.parametrize("content", [HOLE, shown()])
def test_one_answer_is_enough(content):
    """What is known of one context is told as ever, whether it was served or not."""
    run = table_of(SPACE, ["k"], lambda context, _: content if context.hour == 1 else FAILED)
    assert "" == unanswered(run)


@pytest.mark.parametrize(
    ("run", "says"),
    [
        (DEAD, "All 3 contexts failed, so nothing is known. The service failed: 503"),
        (
            table_of(SPACE, ["k"], lambda context, _: NOT_ASKED if context.hour else FAILED),
            "None of 3 contexts was answered: 1 failed, 2 not asked, so nothing is known. The service failed: 503",
        ),
        (table_of(SPACE, ["k"], lambda *_: NOT_ASKED), "None of 3 contexts was asked, so nothing is known. It broke."),
        (bare(0), "All 3 contexts failed, so nothing is known. The service could not be reached, or did not answer"),
        (bare(503), "All 3 contexts failed, so nothing is known. The service answered with status 503."),
        (bare(503, 1), "None of 3 contexts was answered: 1 failed, 2 not asked, so nothing is known. The service answ"),
        (
            bare(200),
            "No experience was asked for by name, and none came back in 3 contexts, so nothing is known of any",
        ),
    ],
)
def test_why_nothing_is_known_is_told(run, says):
    """How many failed, how many nobody asked, and the cause as far as the run holds it."""
    assert unanswered(run, "It broke.").startswith(says)


@pytest.mark.parametrize("run", [DEAD, bare(0)])
def test_expectations_are_not_said_to_be_of_another_run(run):
    """A row is not checked because everything failed, whether or not a key came to be known."""
    report = judge(expectations_from([(2, {"experience_key": "x", "expect": "served"})]), run)
    assert report.results[0].why.startswith("All 3 contexts failed, so nothing is known.")


@pytest.mark.parametrize(("runs", "which"), [((DEAD, GOOD), "first"), ((GOOD, bare(0)), "second")])
def test_a_comparison_says_which_run_has_no_answers(runs, which):
    """That is why nothing is compared, rather than keys that one of the two lacks."""
    drift = drift_of(*runs)
    (said,) = drift.not_compared
    assert said.startswith(f"In the {which} run nothing was answered. All 3 contexts failed, so nothing is known.")
    assert (0, False) == (drift.compared, drift.is_whole)
