"""Expectations in Excel sheets, with everything Excel does to a table unasked."""

from __future__ import annotations

import zipfile
from datetime import date, time

import openpyxl
import pytest

from moe_nb.audit.expectation_table import load_expectations
from moe_nb.core.errors import ExpectationError

HEAD = ["experience_key", "day", "hour", "utm_medium", "expect", "variation"]


def saved(tmp_path, *rows):
    """Save rows as a workbook; returns its path."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    path = tmp_path / "expected.xlsx"
    book.save(path)
    return path


def test_a_sheet_is_read(tmp_path):
    """Numbers and truths become the texts people see; empty rows are left out; rows keep their number."""
    path = saved(
        tmp_path, HEAD, [], ["k", "Mon-Fri", 9, True, "served", 2.0], ["l", None, "22-05", 1.5, "served", None]
    )
    table = load_expectations(path)
    assert () == table.problems
    assert [(3, "k", ("2",)), (4, "l", ())] == [(row.number, row.experience_key, row.variations) for row in table.rows]
    assert [[("09",), ("true",)], [("1.5",)]] == [[c.wanted for c in row.conditions][1:] for row in table.rows]


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        (date(2026, 9, 17), "Excel made a date or time of it; format the column as Text"),
        (time(9, 17), "Excel made a date or time of it"),
        (12345678901234567, "Excel keeps 15 digits"),
        ("=A1", "it is a formula"),
        ("#N/A", "an error of Excel"),
    ],
)
def test_what_excel_made_of_a_cell_is_named(tmp_path, cell, says):
    """09-17 that became a date is no hour, and is never guessed back; the other rows stay."""
    table = load_expectations(saved(tmp_path, HEAD, ["k", "Mon", cell, "", "served"], ["good", "", "", "", "served"]))
    assert [(2, "hour")] == [(problem.row, problem.column) for problem in table.problems]
    assert says in table.problems[0].problem
    assert ["good"] == [row.experience_key for row in table.rows]


def test_only_the_first_sheet_counts(tmp_path):
    """A second sheet of notes is not read."""
    path = saved(tmp_path, HEAD, ["k", "", "", "", "served"])
    book = openpyxl.load_workbook(path)
    book.create_sheet("notes").append(["anything", "at all"])
    book.save(path)
    assert ["k"] == [row.experience_key for row in load_expectations(path).rows]


def test_a_zip_that_unpacks_too_large_is_refused(tmp_path):
    """A small file that holds sixty megabytes of nothing is not unpacked."""
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    with pytest.raises(ExpectationError, match="unpacks to more than 50 MB"):
        load_expectations(path)


def test_a_sheet_of_very_many_empty_cells_is_refused(tmp_path):
    """They are nothing in a zip, little in its text, and gigabytes as cells."""
    path = saved(tmp_path, HEAD)
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = next(name for name in parts if name.endswith("sheet1.xml"))
    parts[sheet] = parts[sheet].replace(b"</row>", b"<c/>" * 1_500_000 + b"</row>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    with pytest.raises(ExpectationError, match="unpacks to more than any table"):
        load_expectations(path)


def test_a_zip_that_is_no_workbook_is_refused(tmp_path):
    """The reason is told, without the library's own traceback."""
    path = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("readme.txt", "hello")
    with pytest.raises(ExpectationError, match="not a readable Excel workbook"):
        load_expectations(path)


def test_a_second_sheet_of_expectations_is_refused(tmp_path):
    """Its rows would be left out while everything looks checked; hidden, it is nobody's wish."""
    path = saved(tmp_path, HEAD, ["web", "", "", "", "served"])
    book = openpyxl.load_workbook(path)
    for row in ([], ["Experience_Key ", "expect"], ["app", "served"]):
        (book["App"] if "App" in book.sheetnames else book.create_sheet("App")).append(row)
    book.save(path)
    with pytest.raises(ExpectationError, match="the sheets 'Sheet' and 'App' both hold expectations"):
        load_expectations(path)
    book["App"].sheet_state = "hidden"
    book.save(path)
    assert ["web"] == [row.experience_key for row in load_expectations(path).rows]


def test_a_hidden_sheet_is_not_read(tmp_path):
    """The first sheet that people see counts, and a workbook that shows none is refused."""
    path = saved(tmp_path, HEAD, ["old", "", "", "", "served"])
    book = openpyxl.load_workbook(path)
    for row in (HEAD, ["new", "", "", "", "served"]):
        book["Sheet"].sheet_state = "hidden"
        (book["Table"] if "Table" in book.sheetnames else book.create_sheet("Table")).append(row)
    book.active = 1
    book.save(path)
    assert ["new"] == [row.experience_key for row in load_expectations(path).rows]
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'state="visible"', b'state="veryHidden"')
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    with pytest.raises(ExpectationError, match="every sheet is hidden"):
        load_expectations(path)


def test_rows_after_very_many_blank_ones_are_read(tmp_path):
    """Blank rows are no rows, wherever they stand: what comes after them is never left out."""
    path = saved(tmp_path, HEAD, ["first", "", "", "", "served"])
    book = openpyxl.load_workbook(path)
    book.active.cell(7_000, 1, " ")
    for column, value in enumerate(["last", None, None, None, "served"], start=1):
        book.active.cell(9_000, column, value)
    book.save(path)
    assert [(2, "first"), (9_000, "last")] == [(row.number, row.experience_key) for row in load_expectations(path).rows]


def test_too_many_rows_are_refused(tmp_path):
    """Reading stops soon after the limit."""
    path = saved(tmp_path, HEAD, *(["k", "", "", "", "served"] for _ in range(5001)))
    with pytest.raises(ExpectationError, match="more than 5,000 rows"):
        load_expectations(path)


WIDE = "".join(f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>' for row in range(2, 5000))
SMILES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


FAR = "99999999999"


@pytest.mark.parametrize(
    ("head", "rows", "says"),
    [
        ("", f'<row r="{FAR}"><c r="A{FAR}" t="str"><v>k</v></c></row>', "a row beyond the last one of Excel"),
        ("", '<row><c t="str"><v>k</v></c></row><mergeCell ref="A1:A2"/>' + "<mergeCell/>" * 20_000, "more merged"),
        ("", WIDE, "more than 1,000 columns"),
        (
            f'<!DOCTYPE x [<!ENTITY l0 "ha">{SMILES}]>',
            '<row r="2"><c r="A2" t="str"><v>&l9;</v></c></row>',
            "not a readable",
        ),
        (
            '<!DOCTYPE x [<!ENTITY file SYSTEM "expected.xlsx">]>',
            '<row r="2"><c r="A2" t="str"><v>PK&file;</v></c></row>',
            "not a readable",
        ),
    ],
    ids=[
        "a row far below",
        "merged cells",
        "cells far to the right",
        "entities of entities",
        "an entity that is a file",
    ],
)
def test_a_small_sheet_cannot_become_large(tmp_path, head, rows, says):
    """Neither by where its cells stand nor by what its XML defines; and it reads no other file."""
    path = saved(tmp_path, HEAD)
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    first = '<row r="1"><c r="A1" t="str"><v>experience_key</v></c></row>'
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<?xml version="1.0"?>{head}<worksheet xmlns="{space}"><sheetData>{first}{rows}</sheetData></worksheet>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, sheet if "sheet1" in name else content)
    assert path.stat().st_size < 50_000
    with pytest.raises(ExpectationError, match=says):
        load_expectations(path)
