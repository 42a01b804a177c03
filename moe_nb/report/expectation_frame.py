"""Judged expectations as a frame: one row per row of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from moe_nb.core.expectation_facts import ExpectationReport

if TYPE_CHECKING:
    import pandas as pd


def expectation_frame(report: ExpectationReport) -> pd.DataFrame:
    """Return one row per expectation, and after them one per unusable cell of a row without verdict.

    Columns: ``row`` (number in the file), ``experience_key``, ``where``, ``expected``, ``verdict`` (of a row that
    could not be read ``not read``), ``contexts`` (matched), ``agreed``, ``contradicted``, ``failed``,
    ``not_asked``, ``half_inside`` (those of the contexts matched whose UTC hour lies only partly in the local hours;
    they are judged like the others), ``first_counterexample`` (number of a context; missing if none) and ``words``.
    """
    import pandas as pd  # noqa: PLC0415 - not paid for until wanted

    rows = [
        {
            "row": result.row.number,
            "experience_key": result.row.experience_key,
            "where": result.row.where,
            "expected": result.row.what,
            "verdict": result.verdict.value,
            "contexts": result.matched,
            "agreed": result.agreed,
            "contradicted": result.contradicted,
            "failed": result.failed,
            "not_asked": result.not_asked,
            "half_inside": result.half_inside,
            "first_counterexample": result.counterexamples[0].index if result.counterexamples else None,
            "words": result.words,
        }
        for result in report.results
    ]
    rows += [
        {"row": problem.row, "where": problem.column, "verdict": "not read", "words": problem.words}
        for problem in report.unread
    ]
    columns = [
        *("row", "experience_key", "where", "expected", "verdict", "contexts", "agreed", "contradicted", "failed"),
        *("not_asked", "half_inside", "first_counterexample", "words"),
    ]
    frame = pd.DataFrame(rows, columns=columns)
    counts = [*columns[5:12], "row"]
    return frame.astype(dict.fromkeys(counts, "Int64"))
