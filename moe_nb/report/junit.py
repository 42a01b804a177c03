"""Judged expectations as JUnit XML, which every CI server reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as ET

from moe_nb.core.answer import Outcome
from moe_nb.core.expectation_facts import Counterexample, ExpectationReport, RowProblem, RowResult, Verdict
from moe_nb.core.run_table import Content
from moe_nb.views.visible import one_line, visible

_ILLEGAL = re.compile("[\ufffe\uffff]")
"""What XML 1.0 cannot hold (production 2: Char) and is not spelled out with what is hidden."""


def junit_xml(report: ExpectationReport, name: str = "expectations") -> str:
    """Return a test suite with a case per row of the table, also of the rows that could not be read.

    A row that fails is a ``failure``; one that was not (wholly) asked, or could not be read, is an ``error``: a CI
    server shows skipped cases in green, and nothing here may look checked that was not. So is a table without rows.

    Args:
        report: The judged table.
        name: What to call the suite.
    """
    whys = {(problem.row, problem.advice): problem for problem in report.problems}
    cases = [_of_result(result, whys.get((result.row.number, result.why))) for result in report.results]
    cases += [_of_problems(problems) for problems in _unread(report)]
    cases = cases or [_of_nothing()]
    counts = {"tests": len(cases), "failures": _having(cases, "failure"), "errors": _having(cases, "error")}
    attributes = {"name": _legal(name), **{word: str(count) for word, count in counts.items()}}
    root = ET.Element("testsuites", attributes)
    suite = ET.SubElement(root, "testsuite", {**attributes, "skipped": "0", "file": _legal(report.source)})
    suite.extend(cases)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _of_result(result: RowResult, problem: RowProblem | None) -> ET.Element:
    """Return the case of a row that could be read; *problem* is what kept it from being judged, if anything did."""
    row = result.row
    case = _case(row.experience_key, f"row {row.number}: {row.where} → {row.what}")
    if result.verdict is Verdict.PASS:
        return case
    kind = "failure" if result.verdict is Verdict.FAIL else "error"
    outcome = ET.SubElement(case, kind, {"type": result.verdict.value, "message": _legal(result.words)})
    lines = [f"{_where(example)}: {_got(example.got)}" for example in result.counterexamples]
    more = result.contradicted - len(result.counterexamples)
    lines += [f"and {more:,} more"] if more > 0 else []
    lines += [problem.words] if problem else []
    outcome.text = _legal("\n".join(lines)) or None
    return case


def _unread(report: ExpectationReport) -> Iterable[list[RowProblem]]:
    """Return what is wrong with each row that has no result; what kept a row from being judged is told with it.

    The number alone does not tell rows apart: in YAML two may stand in one line.
    """
    rows: dict[int, list[RowProblem]] = {}
    for problem in report.unread:
        rows.setdefault(problem.row, []).append(problem)
    return rows.values()


def _of_problems(problems: Sequence[RowProblem]) -> ET.Element:
    columns = list(dict.fromkeys(problem.column for problem in problems))
    case = _case("table", f"row {problems[0].row}, column{'s' * (len(columns) > 1)} {', '.join(columns)}")
    words = " ".join(problem.words for problem in problems)
    ET.SubElement(case, "error", {"type": "not read", "message": _legal(words)})
    return case


def _of_nothing() -> ET.Element:
    case = _case("table", "no rows")
    words = "The table has no row that expects anything, so nothing was checked."
    ET.SubElement(case, "error", {"type": "not checked", "message": words})
    return case


def _having(cases: Sequence[ET.Element], kind: str) -> int:
    return sum(case.find(kind) is not None for case in cases)


def _case(group: str, name: str) -> ET.Element:
    return ET.Element("testcase", {"classname": _legal(one_line(group)), "name": _legal(one_line(name))})


def _where(example: Counterexample) -> str:
    """Return which context it is, in words and by number, and which part of its hour is meant."""
    number = f"context {example.index}"
    where = f"{one_line(example.context)} ({number})" if example.context else number
    return f"{where}, for {example.local_part}" if example.local_part else where


def _got(content: Content) -> str:
    if content.outcome is Outcome.SERVED:
        audience = content.audience_name or content.audience_id
        return f"served, audience {one_line(audience)}, variation {one_line(content.variation_id)}"
    return f"not served ({content.cause})" if content.cause else str(content.outcome)


def _legal(text: str) -> str:
    """Return a text that XML holds and that turns, hides or erases nothing where a CI server shows it."""
    return _ILLEGAL.sub("\ufffd", str(visible(text)))
