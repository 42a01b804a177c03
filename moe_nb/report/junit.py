"""Judged expectations as JUnit XML, which every CI server reads."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from moe_nb.core.answer import Outcome
from moe_nb.core.expectation_facts import Counterexample, ExpectationReport, RowProblem, RowResult, Verdict
from moe_nb.core.run_table import Content
from moe_nb.views.visible import one_line, visible

_ILLEGAL = re.compile("[\ufffe\uffff]")
"""What XML 1.0 cannot hold (production 2: Char) and is not spelled out with what is hidden."""


def junit_xml(report: ExpectationReport, name: str = "expectations") -> str:
    """Return a test suite with a case per row and per cell that could not be read.

    A row that fails is a ``failure``; one that was not (wholly) asked, or could not be read, is an ``error``: a CI
    server shows skipped cases in green, and nothing here may look checked that was not.

    Args:
        report: The judged table.
        name: What to call the suite.
    """
    failures = report.count(Verdict.FAIL)
    errors = report.count(Verdict.NOT_ASKED) + report.count(Verdict.PARTLY_ASKED) + len(report.problems)
    counts = {"tests": len(report.results) + len(report.problems), "failures": failures, "errors": errors}
    attributes = {"name": _legal(name), **{word: str(count) for word, count in counts.items()}}
    root = ET.Element("testsuites", attributes)
    suite = ET.SubElement(root, "testsuite", {**attributes, "skipped": "0", "file": _legal(report.source)})
    for result in report.results:
        _add_result(suite, result)
    for problem in report.problems:
        _add_problem(suite, problem)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _add_result(suite: ET.Element, result: RowResult) -> None:
    row = result.row
    case = _case(suite, row.experience_key, f"row {row.number}: {row.where} → {row.what}")
    if result.verdict is Verdict.PASS:
        return
    kind = "failure" if result.verdict is Verdict.FAIL else "error"
    outcome = ET.SubElement(case, kind, {"type": result.verdict.value, "message": _legal(result.words)})
    lines = [f"context {example.index}{_where(example)}: {_got(example.got)}" for example in result.counterexamples]
    more = result.contradicted - len(result.counterexamples)
    outcome.text = _legal("\n".join([*lines, *([f"and {more:,} more"] if more > 0 else [])])) or None


def _add_problem(suite: ET.Element, problem: RowProblem) -> None:
    case = _case(suite, "table", f"row {problem.row}, column {problem.column}")
    ET.SubElement(case, "error", {"type": "could not be checked", "message": _legal(problem.words)})


def _case(suite: ET.Element, group: str, name: str) -> ET.Element:
    return ET.SubElement(suite, "testcase", {"classname": _legal(one_line(group)), "name": _legal(one_line(name))})


def _where(example: Counterexample) -> str:
    return f", for {example.local_part}" if example.local_part else ""


def _got(content: Content) -> str:
    if content.outcome is Outcome.SERVED:
        audience = content.audience_name or content.audience_id
        return f"served, audience {one_line(audience)}, variation {one_line(content.variation_id)}"
    return f"not served ({content.cause})" if content.cause else str(content.outcome)


def _legal(text: str) -> str:
    """Return a text that XML holds and that turns, hides or erases nothing where a CI server shows it."""
    return _ILLEGAL.sub("\ufffd", str(visible(text)))
