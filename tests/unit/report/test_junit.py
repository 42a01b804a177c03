"""Judged expectations as JUnit XML: readable by every CI server, whatever stands in the texts."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hostile_texts import HOSTILE
from html_page import hidden
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.audit.expectation_table import expectations_from
from moe_nb.audit.expectations import judge
from moe_nb.core.answer import Cause, Outcome
from moe_nb.core.expectation_facts import (
    Counterexample,
    ExpectationReport,
    ExpectationRow,
    RowProblem,
    RowResult,
    Verdict,
)
from moe_nb.core.run_table import NOT_ASKED, Content, RunTable
from moe_nb.report.junit import junit_xml
from moe_nb.sweep.weeks import days, hours

LONGEST = 2_000
"""Characters of a name that are shown."""
HOLE = Content(Outcome.NOT_SERVED, Cause.NO_MATCH)
SERVED = Content(Outcome.SERVED, None, "k", "42D", "Office hours", "2")


def result(verdict=Verdict.PASS, key="k", got=(), contradicted=0, why=""):
    """Return what came of a row."""
    row = ExpectationRow(2, key, (), "UTC", is_served=True)
    examples = tuple(Counterexample(number, content) for number, content in enumerate(got, start=5))
    return RowResult(row, verdict, 9, 9 - contradicted, contradicted, 0, 0, counterexamples=examples, why=why)


def suite_of(*results, problems=(), name="expectations", source="expected.csv"):
    """Write a report and read it back; returns the suite."""
    text = junit_xml(ExpectationReport(source, tuple(results), tuple(problems), (), ()), name)
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ')
    (suite,) = ET.fromstring(text.encode())  # noqa: S314 - written by us
    return suite


def test_a_row_is_a_case():
    """Its experience is the class, its place and words are the name; a pass holds nothing more."""
    (case,) = suite_of(result())
    assert {"classname": "k", "name": "row 2: every context → served"} == case.attrib
    assert [] == list(case)


def test_a_failure_tells_what_came_instead():
    """The first counterexamples by context, and how many more there are."""
    (case,) = suite_of(result(Verdict.FAIL, got=[HOLE, SERVED], contradicted=7))
    (failure,) = case
    assert ("failure", "fail", "7 of 9 contexts got something else.") == (
        failure.tag,
        failure.get("type"),
        failure.get("message"),
    )
    assert [
        "context 5: not served (no audience matched or control group)",
        "context 6: served, audience Office hours, variation 2",
        "and 5 more",
    ] == failure.text.splitlines()


def test_a_part_of_an_hour_is_told_beside_its_context():
    """In a zone with half hours the context alone does not say which local time it contradicts."""
    half = Counterexample(3, HOLE, "Monday 09:00-09:29 (Asia/Kolkata)")
    ((failure,),) = suite_of(replace(result(Verdict.FAIL, contradicted=1), counterexamples=(half,)))
    expected = "context 3, for Monday 09:00-09:29 (Asia/Kolkata): not served (no audience matched or control group)"
    assert expected == failure.text


def test_a_counterexample_is_named_as_elsewhere():
    """Day, hour and device say more than a number of the run, which stands behind them."""
    table = expectations_from([(2, {"experience_key": "k", "hour": "9", "expect": "served"})])
    calls = np.zeros((48, 1), np.int64)
    space = days(["Mon", "Tue"]) * hours()
    run = RunTable(space, ("k",), np.ones((48, 1), np.int32), (NOT_ASKED, HOLE), calls, calls, calls)
    (suite,) = ET.fromstring(junit_xml(judge(table, run)).encode())  # noqa: S314 - written by us
    ((failure,),) = suite
    assert [
        "Mon 09 UTC (context 9): not served (no audience matched or control group)",
        "Tue 09 UTC (context 33): not served (no audience matched or control group)",
    ] == failure.text.splitlines()


@pytest.mark.parametrize("verdict", [Verdict.NOT_ASKED, Verdict.PARTLY_ASKED, Verdict.NOT_CHECKED])
def test_what_was_not_asked_is_no_success(verdict):
    """It is an error: a CI server that shows skipped cases in green would call it fine."""
    ((error,),) = suite_of(result(verdict, why="3 contexts were not asked."))
    assert ("error", verdict.value) == (error.tag, error.get("type"))
    assert error.get("message").endswith("3 contexts were not asked.")


def test_a_cell_that_could_not_be_read_is_an_error_of_its_own():
    """With row, column and value in words."""
    ((error,),) = suite_of(problems=[RowProblem(4, "day", "Funday", "it is no day.", "Use Monday.")])
    assert ("error", "not read", "Row 4, column day, 'Funday': it is no day. Use Monday.") == (
        error.tag,
        error.get("type"),
        error.get("message"),
    )


def test_the_suite_counts_its_cases():
    """Tests, failures and errors add up; nothing is skipped."""
    suite = suite_of(
        result(), result(Verdict.FAIL), result(Verdict.NOT_ASKED), problems=[RowProblem(4, "day", "x", "no.")]
    )
    assert {
        "name": "expectations",
        "tests": "4",
        "failures": "1",
        "errors": "2",
        "skipped": "0",
        "file": "expected.csv",
    } == suite.attrib
    assert 4 == len(list(suite))


def test_a_table_without_rows_is_an_error():
    """A suite of no tests is green to a CI server, and nothing was checked."""
    suite = suite_of()
    assert ("1", "0", "1") == (suite.get("tests"), suite.get("failures"), suite.get("errors"))
    ((error,),) = suite
    assert "The table has no row that expects anything, so nothing was checked." == error.get("message")


def test_a_row_counts_once_however_many_cells_are_wrong():
    """One case tells all of them."""
    problems = [RowProblem(4, "day", "Funday", "it is no day."), RowProblem(4, "hour", "x", "it is no hour.")]
    suite = suite_of(result(), problems=[*problems, RowProblem(5, "day", "y", "it is no day.")])
    assert ("3", "0", "2") == (suite.get("tests"), suite.get("failures"), suite.get("errors"))
    assert ["row 4, columns day, hour", "row 5, column day"] == [case.get("name") for case in suite][1:]
    assert "Row 4, column day, 'Funday': it is no day. Row 4, column hour, 'x': it is no hour." == suite[1][0].get(
        "message"
    )


def test_a_row_whose_zone_cannot_be_used_counts_once():
    """It was read and could not be judged: its case tells why, and what to do."""
    table = expectations_from([(2, {"experience_key": "k", "hour": "9", "tz": "Europe/Berlin", "expect": "served"})])
    calls = np.zeros((24, 1), np.int64)
    run = RunTable(hours(), ("k",), np.zeros((24, 1), np.int32), (NOT_ASKED,), calls, calls, calls)
    report = judge(table, run)
    (suite,) = ET.fromstring(junit_xml(report).encode())  # noqa: S314 - written by us
    assert ("1", "0", "1") == (suite.get("tests"), suite.get("failures"), suite.get("errors"))
    ((error,),) = suite
    assert report.problems[0].advice == error.get("message")
    assert report.problems[0].words == error.text


def test_a_good_row_hides_no_bad_one_of_the_same_line():
    """In YAML two rows may stand in one line: the number alone does not tell them apart."""
    suite = suite_of(result(Verdict.PASS), problems=[RowProblem(2, "day", "x", "it is no day.")])
    assert ("2", "0", "1") == (suite.get("tests"), suite.get("failures"), suite.get("errors"))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_texts(text):
    """A key, an audience, a file or a suite called like markup comes back as it was, in one line and all of it seen."""
    got = Content(Outcome.SERVED, None, "k", "1", text, "2")
    suite = suite_of(result(Verdict.FAIL, key=text, got=[got], contradicted=1), name=text, source=text)
    ((failure,),) = suite
    said = [*suite.attrib.values(), *suite[0].attrib.values(), failure.text]
    assert set() == {sign for one in said for sign in hidden(one)} - {"\t"}
    assert 1 == len(failure.text.splitlines())
    if text.isprintable() and len(text) <= LONGEST:
        assert f"context 5: served, audience {text}, variation 2" == failure.text
        assert text == suite[0].get("classname")
    assert 1 == len(list(suite))
    assert {"testsuite", "testcase", "failure"} == {element.tag for element in suite.iter()}


@given(st.text(st.characters(exclude_categories=["C", "Z"])))
def test_what_can_be_seen_is_kept(text):
    """Letters and signs of every script, to the last one."""
    (case,) = suite_of(result(Verdict.PASS, key=text))
    assert text == case.get("classname")


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_every_text_makes_legal_xml(text):
    """Control characters, halves of characters and non-characters are spelled out or replaced."""
    (case,) = suite_of(result(Verdict.PASS, key=text))
    assert set() == hidden(case.get("classname")) - {"\t"}
