"""Tables of expectations: what a cell may say, and how every mistake is named without losing the other rows."""

from __future__ import annotations

import pytest

from moe_nb.audit.expectation_table import expectations_from, load_expectations
from moe_nb.core.expectation_facts import Condition, ExpectationRow

DESIGN = """experience_key,day,hour,tz,user_agent,utm_medium,expect,audience,variation
homepage-banner,Mon-Fri,09-17,Asia/Kolkata,device:mobile,*,served,Office hours,2
night-owl,*,22-05,UTC,*,email,not served,,
"""


def row_of(**cells):
    """Return the only row of a table with these cells, which must be good."""
    table = expectations_from([(2, {"experience_key": "k", "expect": "served", **cells})])
    assert () == table.problems
    return table.rows[0]


def wanted(column, cell):
    """Return what a cell of a column wants; nothing if it makes no condition."""
    return [condition.wanted for condition in row_of(**{column: cell}).conditions]


def problems(**cells):
    """Return column, value and text of every problem of one row."""
    table = expectations_from([(7, {"experience_key": "k", "expect": "served", **cells})])
    assert () == table.rows
    assert {7} == {problem.row for problem in table.problems}
    return [(problem.column, problem.value, problem.problem) for problem in table.problems]


def test_the_table_of_the_documentation_is_read(tmp_path):
    """Ranges, zones, devices, attributes, audiences and variations, with the line each row stands in."""
    path = tmp_path / "expected.csv"
    path.write_text(DESIGN, encoding="utf-8")
    table = load_expectations(path)
    office, night = table.rows
    assert (str(path), ()) == (table.source, table.problems)
    assert (2, "homepage-banner", "Asia/Kolkata", True, ("Office hours",), ("2",)) == (
        office.number,
        office.experience_key,
        office.tz,
        office.is_served,
        office.audiences,
        office.variations,
    )
    assert "day Mon-Fri, hour 09-17, user_agent device:Mobile (Asia/Kolkata)" == office.where.replace(
        "mobile", "Mobile"
    )
    assert "served, audience Office hours, variation 2" == office.what
    assert (
        ExpectationRow(
            3,
            "night-owl",
            (
                Condition("hour", ("00", "01", "02", "03", "04", "05", "22", "23"), "22-05"),
                Condition("utm_medium", ("email",), "email"),
            ),
            "UTC",
            is_served=False,
        )
        == night
    )


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("day", "Mon-Wed", [("Monday", "Tuesday", "Wednesday")]),
        ("day", "Sat-Mon", [("Monday", "Saturday", "Sunday")]),
        ("day", "Mon,Wed", [("Monday", "Wednesday")]),
        ("day", "mon | sunday", [("Monday", "Sunday")]),
        ("hour", "09-11", [("09", "10", "11")]),
        ("hour", "23-01", [("00", "01", "23")]),
        ("hour", "7, 9", [("07", "09")]),
        ("hour", 9, [("09",)]),
        ("hour", ["9", "22-23"], [("09", "22", "23")]),
        ("day", "*", []),
        ("day", "", []),
        ("day", None, []),
        ("user_agent", "device:MOBILE | iPad", [("device:Mobile", "iPad")]),
        ("user_agent", "Mozilla/5.0 (KHTML, like Gecko)", [("Mozilla/5.0 (KHTML, like Gecko)",)]),
        ("utm_medium", "email|social", [("email", "social")]),
        ("utm_medium", "a,b", [("a,b",)]),
        ("utm_medium", r"a\|b", [("a|b",)]),
        ("utm_medium", r"\*", [("*",)]),
        ("utm_medium", ["a|b", "*"], [("a|b", "*")]),
        ("utm_medium", "(none)", [("(none)",)]),
        ("identifier.u_em", "x@example.com", [("x@example.com",)]),
        ("plan", True, [("true",)]),
        ("plan", 2.0, [("2",)]),
        ("plan", float("nan"), []),
        ("plan", ["", 3], [("", "3")]),
    ],
)
def test_a_cell_wants_what_it_says(column, cell, expected):
    """Lists, ranges that wrap, devices, characters that mean themselves; a star or nothing demands nothing."""
    assert expected == wanted(column, cell)


@pytest.mark.parametrize(
    ("cells", "column", "value", "says"),
    [
        ({"day": "Funday"}, "day", "Funday", "not a day"),
        ({"hour": "24"}, "hour", "24", "not an hour"),
        ({"hour": "17-Sep"}, "hour", "17-Sep", "a spreadsheet made a date of it"),
        ({"day": "Mon", "Day ": "Tue"}, "Day ", "Tue", "stands twice"),
        ({"day": []}, "day", "", "the list is empty"),
        ({"hour": "9||10"}, "hour", "9||10", "between two bars is empty"),
        ({"tz": "Mars/Olympus"}, "tz", "Mars/Olympus", "not known"),
        ({"tz": "UTC|Asia/Tokyo"}, "tz", "UTC|Asia/Tokyo", "more than one"),
        ({"expect": "maybe"}, "expect", "maybe", "neither"),
        ({"expect": ""}, "expect", "", "expects nothing"),
        ({"expect": "not served", "audience": "A"}, "expect", "not served", "served only"),
        ({"experience_key": ""}, "experience_key", "", "no experience"),
        ({"experience_key": "a|b"}, "experience_key", "a|b", "more than one"),
        ({"experience_key": "*"}, "experience_key", "*", "it names no experience"),
        ({"user_agent": "device:toaster"}, "user_agent", "device:toaster", "no device type"),
        ({"USER_AGENT_": "x", "DAY_OF_THE_WEEK": "x"}, "DAY_OF_THE_WEEK", "x", "may not be called"),
    ],
)
def test_a_mistake_is_named_by_row_column_and_value(cells, column, value, says):
    """Whoever wrote the table finds the cell, and is told what is wrong with it."""
    ((at, shown, text),) = problems(**cells)
    assert (column, value) == (at, shown)
    assert says in text


def test_all_mistakes_are_told_together_and_the_good_rows_stay():
    """Three wrong cells in two rows are three problems; the row between them can be checked."""
    table = expectations_from(
        [
            (2, {"experience_key": "a", "day": "Funday", "hour": "99", "expect": "served"}),
            (3, {"experience_key": "b", "expect": "served"}),
            (4, {"experience_key": "c", "expect": "perhaps"}),
        ]
    )
    assert [(2, "day"), (2, "hour"), (4, "expect")] == [(problem.row, problem.column) for problem in table.problems]
    assert ["b"] == [row.experience_key for row in table.rows]
    assert (
        'Row 4, column expect, \'perhaps\': it says neither. Write "served" or "not served".' == table.problems[2].words
    )


def test_an_audience_alone_expects_to_be_served():
    """The column expect may be empty where an audience or variation says enough."""
    row = row_of(expect="", audience="A | B", variation="2")
    assert (True, ("A", "B"), ("2",)) == (row.is_served, row.audiences, row.variations)


def test_names_of_columns_may_be_written_in_any_case():
    """Except attributes, which are case-sensitive on the wire; a note is never read."""
    table = expectations_from(
        [(2, {"Experience_Key": "k", "Day": "Mon", "Plan": "gold", "EXPECT": "Served", "Note": "|"})]
    )
    (row,) = table.rows
    assert ["day", "Plan"] == [condition.column for condition in row.conditions]


def test_a_long_value_is_shortened_in_a_problem():
    """A pasted page does not fill the screen."""
    ((_, value, _),) = problems(hour="x" * 5000)
    assert 80 == len(value)
