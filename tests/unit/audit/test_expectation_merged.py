"""Merged cells in a sheet of expectations: read as Excel shows them, or refused, and never taken for "any"."""

from __future__ import annotations

import io

import openpyxl
import pytest

from moe_nb.audit.expectation_merged import Merged, UnusableCell, fill_merged, merged_ranges
from moe_nb.audit.expectation_table import load_expectations

HEAD = ["experience_key", "day", "hour", "tz", "audience", "variation"]


@pytest.fixture
def loaded(tmp_path):
    """Return a function that saves rows with merged cells, and reads the file as expectations."""

    def load(*rows, merged):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        for cells in merged:
            book.active.merge_cells(cells)
        book.save(tmp_path / "expected.xlsx")
        return load_expectations(tmp_path / "expected.xlsx")

    return load


def test_a_cell_merged_over_rows_holds_in_all_of_them(loaded):
    """A zone, a day, a variation and a key typed once for several rows are those of every row."""
    table = loaded(
        HEAD,
        ["hero", "Mon-Wed", 9, "Asia/Kolkata", "Gold", "2"],
        [None, None, 10, None, "Gold", None],
        ["other", "Sun", 11, None, "Gold", None],
        merged=("A2:A3", "B2:B3", "D2:D3", "F2:F4"),
    )
    assert () == table.problems
    week = ("Monday", "Tuesday", "Wednesday")
    assert [
        (2, "hero", [week, ("09",)], "Asia/Kolkata", ("2",)),
        (3, "hero", [week, ("10",)], "Asia/Kolkata", ("2",)),
        (4, "other", [("Sunday",), ("11",)], "UTC", ("2",)),
    ] == [(r.number, r.experience_key, [c.wanted for c in r.conditions], r.tz, r.variations) for r in table.rows]


def test_rows_without_anything_of_their_own_stay_empty(loaded):
    """A cell merged down to the end of a table makes no rows of the blank ones."""
    table = loaded(HEAD, ["hero", "Mon", 9, "UTC", "Gold", "2"], [], [], merged=("A2:A40", "D2:D4"))
    assert ([2], ()) == ([row.number for row in table.rows], table.problems)


def test_a_cell_merged_over_columns_is_named(loaded):
    """Which column it means cannot be told, and an empty one would mean any; the other rows stay."""
    table = loaded(
        HEAD,
        ["hero", "Mon", 9, "UTC", "2", None],
        ["hero", "Mon", 9, "UTC", "Gold", None],
        merged=("E2:F2",),
    )
    assert [3] == [row.number for row in table.rows]
    assert [(2, "audience", "2"), (2, "variation", "2")] == [(p.row, p.column, p.value) for p in table.problems]
    assert "E2:F2 is merged over several columns" in table.problems[0].words


def test_a_block_of_merged_cells_is_named_in_every_row(loaded):
    """Down and across at once nobody can tell either."""
    table = loaded(
        HEAD, ["hero", "Mon", None, "UTC", "Gold", "2"], ["hero", None, None, "UTC", "Gold", "2"], merged=("B2:C3",)
    )
    assert [(2, "day"), (2, "hour"), (3, "day"), (3, "hour")] == [(p.row, p.column) for p in table.problems]


def test_merged_cells_that_show_nothing_say_nothing(loaded):
    """Empty is any, merged or not."""
    table = loaded(HEAD, ["hero", None, None, "UTC", "Gold", "2"], merged=("B2:C2",))
    assert ([()], ()) == ([row.conditions for row in table.rows], table.problems)


def test_names_of_columns_are_no_values(loaded):
    """A row of names over two lines of the sheet names columns once."""
    table = loaded(HEAD, [], ["hero", "Mon", 9, "UTC", "Gold", "2"], merged=[f"{c}1:{c}2" for c in "ABCDEF"])
    assert ([3], ()) == ([row.number for row in table.rows], table.problems)


def test_ranges_are_found_under_any_prefix():
    """Some programs write the tags of a sheet with one; single cells and other tags are none."""
    sheet = b'<x:sheet xmlns:x="u"><x:mergeCell ref="B2:AA10"/><x:mergeCell ref="B2"/><x:other ref="A1:A2"/></x:sheet>'
    assert [Merged("B2:AA10", 2, 10, 1, 26)] == merged_ranges(io.BytesIO(sheet))


def test_what_cannot_be_used_is_so_in_every_merged_row():
    """A date that Excel made is no hour in any of them."""
    date = UnusableCell("2026-09-17", "a date")
    rows = {1: ["experience_key", "hour"], 2: ["a", date], 3: ["b"]}
    fill_merged(rows, [Merged("B2:B3", 2, 3, 1, 1)])
    assert {1: ["experience_key", "hour"], 2: ["a", date], 3: ["b", date]} == rows


def test_ranges_that_lie_over_each_other_are_refused():
    """Excel makes none, and a file full of them would take for ever."""
    rows = {number: ["x"] for number in range(1, 11)}
    with pytest.raises(ValueError, match="overlap"):
        fill_merged(rows, [Merged("A2:A10", 2, 10, 0, 0)] * 2)
