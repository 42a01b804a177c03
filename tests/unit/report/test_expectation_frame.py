"""Judged expectations as a frame."""

from __future__ import annotations

import pandas as pd

from moe_nb.core.answer import Outcome
from moe_nb.core.expectation_facts import (
    Condition,
    Counterexample,
    ExpectationReport,
    ExpectationRow,
    RowProblem,
    RowResult,
    Verdict,
)
from moe_nb.core.run_table import Content
from moe_nb.report.expectation_frame import expectation_frame

ROW = ExpectationRow(2, "k", (Condition("day", ("Monday",), "Mon"),), "UTC", is_served=True, audiences=("A",))
WRONG = RowResult(ROW, Verdict.FAIL, 4, 1, 2, 1, 0, 0, (Counterexample(7, Content(Outcome.NOT_SERVED)),))


def test_a_row_per_expectation_and_per_cell_that_could_not_be_used():
    """Counts are whole numbers also where they are missing, and nothing reads like a pass that was none."""
    report = ExpectationReport("e.csv", (WRONG,), (RowProblem(3, "day", "x", "no day."),), (), ())
    frame = expectation_frame(report)
    assert [(2, "k", "day Mon (UTC)", "served, audience A", "fail", 4, 1, 2, 1, 0, 0, 7)] == [
        tuple(row) for row in frame.iloc[:1, :12].itertuples(index=False)
    ]
    assert "2 of 4 contexts got something else." == frame["words"][0]
    second = frame.iloc[1]
    assert (3, "day", "not read") == (second["row"], second["where"], second["verdict"])
    assert second[["contexts", "agreed", "first_counterexample"]].isna().all()
    assert {pd.Int64Dtype()} == set(frame.dtypes[["row", "contexts", "agreed", "first_counterexample"]])


def test_an_empty_report_is_an_empty_frame():
    """With all its columns."""
    frame = expectation_frame(ExpectationReport("e.csv", (), (), (), ()))
    assert (0, 13) == frame.shape
