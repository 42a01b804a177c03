"""Frames as files: nothing a spreadsheet would run, and nothing lost on the way back."""

from __future__ import annotations

import csv
import io
import json
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.core.context import Context
from moe_nb.core.space import axis
from moe_nb.report.tables import frame_csv, frame_json

FORMULAS = [
    "=1+1",
    "+1+1",
    "-1-1",
    "+",
    "-1%",
    "+1e5",
    "-1,5",
    "+1\n",
    "\t+1",
    "+A1",
    "+١",
    "@SUM(1)",
    "\t=1",
    "\rx",
    "\nx",
    " =1",
    "  \t =HYPERLINK(1)",
    "\xa0=1",
    "\ufeff=1",
    "\u200b@x",
    "\x00=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    '=cmd|"/c calc"!A1',
    "=1,2",
    "=1\r\n=2",
]
HARMLESS = [
    "a=b",
    "1-1",
    "a@b.example",
    "'=1",
    "",
    " x",
    "x ",
    "é,é",
    'say "hi"',
    "two\nlines",
    "a\rb",
    "a\r\nb",
    "0042",
]
HARMLESS += ["+4915112345", "-5", "+49 151 12345", "-0", "+1 "]
HARMLESS += ["NaN", "None", "1e5", "a;b", "\\", "𝄞", "a\x85b", "{'a': -1}", "true", "/=", "#=1", '"=1"', "x\x00y"]


def unguarded_inside(cell):
    """Return a cell without the apostrophes behind what splits, for texts that have none of their own there."""
    return re.sub("(?<=[;|\t\r\n])'", "", cell)


def read(text):
    """Read as pandas reads, every cell a text."""
    return pd.read_csv(io.StringIO(text, newline=""), dtype=str, keep_default_na=False)


def cells_of_lines(text):
    """What a program sees that begins a new row at every kind of line break outside quotes."""
    return [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
def test_no_cell_begins_a_formula(text):
    """What a spreadsheet would run gets an apostrophe, white space in front of it or not, in cells and in headers."""
    frame = pd.DataFrame({text: [text, "x"], "c": pd.Categorical([text, "y"])}, dtype=None)
    cells = cells_of_lines(frame_csv(frame))
    assert [f"'{text}", "c", f"'{text}", f"'{text}", "x", "y"] == [unguarded_inside(cell) for cell in cells]


@pytest.mark.parametrize("text", HARMLESS, ids=ascii)
def test_other_texts_come_back_as_they_were(text):
    """Quotes, commas, line breaks of every kind, leading zeros and words like NaN survive."""
    frame = pd.DataFrame({"a": [text, "x"], text or "b": ["y", text]}, dtype=object)
    back = read(frame_csv(frame))
    assert frame.to_numpy().tolist() == back.to_numpy().tolist()
    assert list(frame.columns) == list(back.columns)


@given(st.lists(st.tuples(st.text(), st.text("=+-@ '\"\t\r\n,;x\0", max_size=8)), min_size=1, max_size=5))
def test_any_text_comes_back_or_is_guarded(rows):
    """Each cell is itself, apostrophes aside; no cell, row or column is added."""
    frame = pd.DataFrame(rows, columns=["a", "b"], dtype=object)
    back = [cell.replace("'", "") for cell in cells_of_lines(frame_csv(frame).replace("\0", "␀"))]
    assert ["a", "b", *(cell.replace("\0", "␀").replace("'", "") for row in rows for cell in row)] == back


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("x;=1+1;y", "x;'=1+1;y"),
        ("x; \u3000@SUM(1)", "x;' \u3000@SUM(1)"),
        ("x\t=1\n-2", "x\t'=1\n'-2"),
        ('x|"=1"', 'x|\'"=1"'),
        ("x;\n \r\n+1", "x;'\n' \r'\n'+1"),
        (";=1", ";'=1"),
        ("x;＝1", "x;'＝1"),
        ("a;b=c;d-e", "a;b=c;d-e"),
        ("(compatible; Bot/2.1; +http://bot.example)", "(compatible; Bot/2.1; +http://bot.example)"),
        ("a;b|c\td\ne", "a;b|c\td\ne"),
    ],
    ids=ascii,
)
def test_no_formula_stands_behind_what_splits(text, written):
    """In a spreadsheet that splits at semicolons, bars or tabs and takes no quotes for quotes, none begins either."""
    assert ["a", written] == cells_of_lines(frame_csv(pd.DataFrame({"a": [text]}, dtype=object)))


@given(st.text("=+-@ '\"\t\r\n,;|x\u3000", max_size=12))
def test_no_text_can_begin_a_formula_wherever_it_is_split(text):
    """However a text is put together, and wherever it is cut, no piece begins with a formula."""
    said = frame_csv(pd.DataFrame({"a": [text]}, dtype=object), head=False)
    assert [] == re.findall('[;|\\t\\r\\n][\\s"]*[=+@-]', said)


def test_a_megabyte_of_line_breaks_is_written_at_once():
    """What is looked at again and again would take hours."""
    text = "x" + "\n ;" * 400_000
    assert f'"{text}"\n' == frame_csv(pd.DataFrame({"a": [text]}, dtype=object), head=False)


@given(st.text("=+-@ '\"\t\r\n,;x", max_size=8))
def test_no_text_can_begin_a_formula(text):
    """However it is put together, no cell begins with a formula once its white space is gone."""
    (_, cell) = cells_of_lines(frame_csv(pd.DataFrame({"a": [text or "x"]}, dtype=object)))
    assert not cell.strip().startswith(("=", "+", "-", "@"))


@given(st.text("+-0159 ", max_size=8))
def test_only_numbers_with_a_sign_in_front_stand_as_they_are(text):
    """One sign, then digits with spaces between them: whatever else begins with a sign is disarmed."""
    (_, cell) = cells_of_lines(frame_csv(pd.DataFrame({"a": [text or "x"]}, dtype=object)))
    if cell.strip().startswith(("+", "-")):
        assert cell[1:].replace(" ", "").isdigit()
        assert cell == text


def test_numbers_stay_numbers():
    """A negative number is no formula, in a column of numbers and in one of mixed values."""
    frame = pd.DataFrame({"n": [-1.5, 2.0], "m": [-1, "-1"], "b": [True, False]})
    assert '"n","m","b"\n-1.5,-1,True\n2.0,"-1",False\n' == frame_csv(frame)


def test_what_is_missing_is_empty():
    """None, NaN and NaT are empty cells."""
    times = pd.to_datetime(["2026-11-23T12:00:00Z", None], utc=True)
    frame = pd.DataFrame({"a": ["x", None], "n": [1.0, float("nan")], "t": times, "c": pd.Categorical(["y", None])})
    assert '"a","n","t","c"\n"x",1.0,"2026-11-23 12:00:00+00:00","y"\n"","","",""\n' == frame_csv(frame)


def test_two_columns_of_one_name_are_both_written():
    """Columns are written by place, not by name."""
    frame = pd.DataFrame([["1", "2"]], columns=["status", "status"], dtype=object)
    assert '"status","status"\n"1","2"\n' == frame_csv(frame)


def test_a_run_comes_back_from_its_file(demo):
    """Every cell of a tidy frame is read again as it was written."""
    frame = demo.sweep(axis("day", ["Sat", "Sun"]) * axis("utm_medium", ["email", None, "=1+1"])).to_frame()
    back = read(frame_csv(frame))
    assert list(frame.columns) == list(back.columns)
    for name in ("day", "experience_key", "outcome", "cause", "audience_name", "variation_id", "payload_hash"):
        assert frame[name].astype(object).where(frame[name].notna(), "").tolist() == back[name].tolist()
    assert {"email", "", "'=1+1"} == set(back["utm_medium"])


def test_json_keeps_types_and_writes_times_in_iso(demo):
    """Numbers, texts, objects and nothing stay apart; a formula is only text there."""
    frame = pd.DataFrame({"v": ["=1", 1, None, {"a": [" x "]}, True]}, dtype=object)
    assert ["=1", 1, None, {"a": [" x "]}, True] == [row["v"] for row in json.loads(frame_json(frame))]
    answer = demo.fetch(Context(day="Saturday", hour=19), keys=["homepage-banner"])
    (row,) = json.loads(frame_json(answer.to_frame()))
    assert ("Saturday", 19, "homepage-banner", 200) == (row["day"], row["hour"], row["experience_key"], row["status"])
    assert pd.Timestamp(row["asked_at"]).tzinfo is not None


def test_payload_values_reach_json_as_sent(demo):
    """What the service sent in a payload is what the file says."""
    frame = demo.fetch(Context(day="Saturday", hour=19)).payload_frame()
    assert len(frame) > 3
    assert frame.to_dict("records") == json.loads(frame_json(frame))


@pytest.mark.parametrize("columns", [["a", "b"], ["a"]])
def test_an_empty_frame_has_its_header(columns):
    """No rows is a file with a header, and an empty list."""
    frame = pd.DataFrame(columns=columns)
    assert ",".join(f'"{name}"' for name in columns) + "\n" == frame_csv(frame)
    assert [] == json.loads(frame_json(frame))
