"""What was inferred, laid into the cells of a run that were not asked."""

from __future__ import annotations

import numpy as np
from made_tables import FAILED, HOLE, shown, table_of

from moe_nb.audit.coverage import coverage_of
from moe_nb.audit.inferred_cells import with_inferred
from moe_nb.audit.matrix import layout_of, matrix_of
from moe_nb.core.inferred_content import InferredContent
from moe_nb.core.inferred_facts import Inferred
from moe_nb.core.rule_facts import NOT_SERVED, Result
from moe_nb.core.run_table import NOT_ASKED
from moe_nb.sweep.weeks import hours
from moe_nb.views.matrix import matrix_html
from moe_nb.views.matrix_words import describe

SAID = {7: shown("1"), 8: NOT_ASKED, 9: FAILED, 10: NOT_ASKED, 11: HOLE}
RESULTS = (NOT_SERVED, Result(is_served=True, audience_id="A", audience_name="Audience A", variation_id="1"))
INFERRED = Inferred(np.array([1, 1, 1, 0, 0]), np.array([False, True, True, True, False]), (), 0, 0, 0, 0.95, 1.0)


def filled():
    """Return a run of five hours with two guesses, and what it was before."""
    table = table_of(hours(list(SAID)), ["k"], lambda context, _: SAID[context.hour])
    return with_inferred(table, "k", INFERRED, RESULTS), table


def test_only_cells_that_were_not_asked_are_filled():
    """An answer, a hole and a failure stay what they are, whatever is inferred there."""
    table, before = filled()
    words = [describe(table.content(index, 0)) for index in range(5)]
    assert ["Inferred: Audience A / Variation 1", "Inferred: not served"] == [words[1], words[3]]
    assert [before.content(index, 0) for index in (0, 2, 4)] == [table.content(index, 0) for index in (0, 2, 4)]
    assert [NOT_ASKED] * 2 == [before.content(index, 0) for index in (1, 3)]


def test_guesses_are_never_counted():
    """Coverage of the filled run is that of the run."""
    table, before = filled()
    assert coverage_of(before) == coverage_of(table)


def test_a_static_matrix_shows_guesses_apart():
    """They have a code and a pattern of their own in the table without script too."""
    table, _ = filled()
    matrix = matrix_of(table, layout_of(table))
    html = matrix_html(matrix)
    assert isinstance(matrix.cell(1, 0), InferredContent)
    assert ">≈A1</td>" in html
    assert ">≈–</td>" in html
    assert 'style="background:repeating-linear-gradient(0deg,#77aadd' in html
