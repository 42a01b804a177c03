"""How stable cells are, laid into a run in the place of what was served."""

from __future__ import annotations

import numpy as np
import pytest
from made_tables import FAILED, HOLE, shown, table_of

from moe_nb.audit.coverage import coverage_of
from moe_nb.audit.matrix import layout_of, matrix_of
from moe_nb.audit.stability import stability_of
from moe_nb.audit.steady_cells import with_stability
from moe_nb.core.errors import AuditError
from moe_nb.core.run_table import NOT_ASKED
from moe_nb.core.stability_facts import Stability, Steadiness
from moe_nb.core.steady_content import SteadyContent
from moe_nb.sweep.weeks import hours

RUN = [shown("1"), shown("2"), HOLE, shown("1"), FAILED, NOT_ASKED]
AGAIN = [shown("1"), shown("2"), HOLE, shown("2"), shown("1"), shown("1")]


def of_hours(*contents, keys=("k",)):
    """Return a run in which hour 0, 1, … got these."""
    return table_of(hours(range(len(contents))), keys, lambda context, _: contents[context.hour])


def cells(table, key=0):
    """Return the steadiness of every context, or its outcome where there is none."""
    found = [table.content(index, key) for index in range(len(table.codes))]
    return [one.steadiness if isinstance(one, SteadyContent) else str(one.outcome) for one in found]


def test_answers_carry_what_repeats_say():
    """Failed and not asked cells of the run stay what they are, even where repeats were answered."""
    stability = stability_of([of_hours(*RUN), of_hours(*AGAIN)])
    assert [Steadiness.STABLE] * 3 + [Steadiness.FLICKERS, "failed", "not_asked"] == cells(
        with_stability(of_hours(*RUN), stability)
    )


def test_two_stable_variations_are_one_content():
    """In a cell of several contexts nothing is mixed when all of them are stable."""
    steady = with_stability(of_hours(*RUN[:2]), stability_of([of_hours(*RUN[:2])] * 2))
    matrix = matrix_of(steady, layout_of(steady, rows="hour", columns="experience_key"))
    assert matrix.codes[0, 0] == matrix.codes[1, 0]
    assert "served" == matrix.cell(0, 0).outcome


def test_coverage_is_that_of_the_run():
    """How many were served, not served, failed and not asked does not change."""

    def counts(table):
        return [(key.asked, key.served, key.failed) for key in coverage_of(table)]

    before = of_hours(*RUN)
    assert counts(before) == counts(with_stability(before, stability_of([of_hours(*AGAIN)] * 2)))


def test_a_key_that_was_not_repeated_is_not_known():
    """Repeats of one key say nothing of another one."""
    table = of_hours(shown("1"), HOLE, keys=("other", "k"))
    steady = with_stability(table, stability_of([of_hours(shown("1"), HOLE)] * 2))
    assert [[Steadiness.NOT_KNOWN] * 2, [Steadiness.STABLE] * 2] == [cells(steady, key) for key in (0, 1)]


@pytest.mark.parametrize(
    "other",
    [stability_of([of_hours(HOLE)] * 2), stability_of([of_hours(HOLE, HOLE, keys=("l",))] * 2), Stability(2, ())],
    ids=["other contexts", "other keys", "nothing"],
)
def test_repeats_of_another_run_are_refused(other):
    """Sizes and keys of both are named, and what to do."""
    with pytest.raises(AuditError, match=r"the run has 2 contexts and the keys k.*ws\.stability"):
        with_stability(of_hours(HOLE, HOLE), other)


def test_not_asked_stays_the_first_content():
    """A cell that a matrix cannot fill is not asked, whatever repeats say."""
    steady = with_stability(of_hours(*RUN), stability_of([of_hours(*AGAIN)] * 2))
    assert NOT_ASKED == steady.contents[0]
    assert np.int32 == steady.codes.dtype
