"""Hundreds of hostile texts in every place of a result: pages, terminal lines, tables and code hold them as texts."""

from __future__ import annotations

import csv
import io
import json
import re
import traceback

import openpyxl
import pandas as pd
import pytest
from copied_code import run_as_python, run_in_shell
from hostile_families import CORPUS, FAMILIES, SAMPLE
from hostile_results import context_of, wire_text
from hostile_views import AUDIT_PAGES, AUDIT_TEXTS, TEXTS, VIEWS
from html_page import Page, hidden
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.core.errors import ContextError, MalformedAnswerError, ServerError
from moe_nb.core.reply import Question
from moe_nb.core.wire import write_request
from moe_nb.report.tables import frame_csv
from moe_nb.report.workbook import write_workbook
from moe_nb.views.code import Source, curl, python

PAGES, LINES = VIEWS | AUDIT_PAGES, TEXTS | AUDIT_TEXTS
SERVICE = Source("https://sdk-01.moengage.com/v1")
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
TRIMMED = " \t\r\n\v\f\0\u00a0\u200b\u2060\ufeff"
SHORT = [text for text in CORPUS if len(text) < 1000]
"""A few very long ones take as long as all others together; they are looked at with `--full`."""
SOME = [text for text in SAMPLE if text in SHORT]
counts = pytest.mark.parametrize("texts", [SOME, pytest.param(CORPUS, marks=pytest.mark.full)], ids=["some", "all"])


def turns(texts, views):
    """Give every text the next view: all texts, and every view many times."""
    names = list(views)
    return [(text, views[names[number % len(names)]]) for number, text in enumerate(texts)]


def test_there_are_more_than_five_hundred():
    """The corpus keeps its size: every family is there, and no text counts twice."""
    assert len(set(CORPUS)) == len(CORPUS) > 900
    assert len(FAMILIES) >= 16
    assert set(SAMPLE) < set(CORPUS)


def test_every_text_stays_text_in_a_page():
    """Every tag, attribute, style and address is one that our templates write."""
    assert [] == [ascii(text[:40]) for text, view in turns(SHORT, PAGES) if Page(view(text)).strangers]


@pytest.mark.parametrize("view", PAGES)
def test_a_name_of_any_length_makes_a_page_that_opens(view):
    """However long keys, names, labels and values are, a view of twenty of them stays below three megabytes."""
    assert len(PAGES[view]("&" * 100_000)) < 3_000_000


@pytest.mark.full
@pytest.mark.parametrize("view", PAGES)
def test_every_text_stays_text_in_every_page(view):
    """All texts in all views."""
    assert [] == [ascii(text[:40]) for text in CORPUS if Page(PAGES[view](text)).strangers]


def test_every_text_stays_visible_in_a_terminal():
    """No control character, no direction, no half of a character reaches a terminal."""
    assert [] == [ascii(text[:40]) for text, view in turns(SHORT, LINES) if hidden(view(text))]


@pytest.mark.full
@pytest.mark.parametrize("view", LINES)
def test_every_text_stays_visible_in_every_terminal(view):
    """All texts in all views."""
    assert [] == [ascii(text[:40]) for text in CORPUS if hidden(LINES[view](text))]


def test_no_text_is_a_formula_in_a_csv():
    """Read back as spreadsheets read it, no cell and no head of a column begins like a formula; every row is there."""
    texts = list(dict.fromkeys(map(wire_text, CORPUS)))
    said = frame_csv(pd.DataFrame({text: [text] for text in texts}))
    head, row = csv.reader(io.StringIO(said, newline=""))
    assert texts == [_without_apostrophes(cell, text) for cell, text in zip(head, texts, strict=True)]
    assert texts == [_without_apostrophes(cell, text) for cell, text in zip(row, texts, strict=True)]
    pieces = [piece for cell in [*head, *row] for piece in re.split("[;|\t\r\n]", cell)]
    assert [] == [piece for piece in pieces if piece.lstrip(TRIMMED).startswith(FORMULA) and "+http" not in piece]


def _without_apostrophes(cell, text):
    return text if cell.replace("'", "") == text.replace("'", "") else cell


def test_no_text_is_more_than_a_text_in_a_sheet(tmp_path):
    """In Excel every cell and every head is a text, no formula, error or link, and nothing in it is invisible."""
    columns = {"text": pd.Series(CORPUS, dtype=object)} | dict.fromkeys(map(wire_text, CORPUS[::31]))
    sheet = openpyxl.load_workbook(write_workbook(tmp_path / "all.xlsx", {"texts": pd.DataFrame(columns)}))["texts"]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    everything = [*cells, *sheet[1]]
    assert {"s"} == {cell.data_type for cell in everything}
    assert {None} == {cell.hyperlink for cell in everything}
    assert [] == [cell.value for cell in everything if acts_in_excel(in_excel(cell.value))]
    assert ["#REF!", "_x202E_evil", "abc\\u202egnp.exe"] == [
        in_excel(cells[CORPUS.index(text)].value).lstrip("'") for text in ("#REF!", "_x202E_evil", "abc\u202egnp.exe")
    ]


@given(st.lists(st.text("=+-@_x03DE2#/'\t\r\n \0\u202e\ufeffAZ") | st.text(st.characters()), min_size=1, max_size=30))
def test_any_text_is_a_text_in_a_sheet(tmp_path_factory, texts):
    """Whatever is put together of signs that mean something to a sheet, and of any others."""
    path = tmp_path_factory.getbasetemp() / "any.xlsx"
    frame = pd.DataFrame({"text": pd.Series([f"{text}." for text in texts] + texts, dtype=object)})
    cells = [row[0] for row in openpyxl.load_workbook(write_workbook(path, {"texts": frame}))["texts"].iter_rows()]
    assert {"s"} >= {cell.data_type for cell in cells if cell.value is not None}
    assert [] == [cell.value for cell in cells if acts_in_excel(in_excel(cell.value or ""))]


def in_excel(text):
    """Return a cell as Excel shows it: ``_x0041_`` is the character of that number (ISO 29500-1, ST_Xstring)."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda hit: chr(int(hit[1], 16)), text)


def acts_in_excel(text):
    """Say whether a text would be run when somebody enters the cell, or hides or turns what stands beside it."""
    if re.fullmatch("[+-][0-9 ]*[0-9] *", text):  # a telephone number: as a formula it is itself
        return False
    return text.lstrip(TRIMMED).startswith(FORMULA) or bool(hidden(text) - {"\t"})


@counts
@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_every_text_stays_text_in_a_shell(texts, shell):
    """Copied cURL, run by a real shell, passes on the very request the client sends, and runs nothing else."""
    sent = [wire_text(text) for text in texts]
    said = "\n".join(curl(context_of(text), [text], SERVICE) for text in sent)
    expected = [json.loads(write_request(Question(context_of(text), (text,)))) for text in sent]
    assert expected == [json.loads(call[-1]) for call in run_in_shell(said, shell)]


def test_every_text_stays_text_in_python():
    """Copied Python, run, asks for the very context and keys, and is five lines whatever stands in them."""
    for text in map(wire_text, CORPUS):
        code = python(context_of(text), [text], SERVICE)
        assert (None, context_of(text), [text]) == run_as_python(code)
        assert 5 == len(code.splitlines())


@pytest.mark.parametrize("kind", [ServerError, MalformedAnswerError, ContextError])
def test_a_traceback_moves_no_cursor(kind):
    """Whatever a server or a file said, an error nobody caught is printed without controls and turns of direction."""
    for text in CORPUS:
        error = kind(text, hint=text, **({"status": 500, "server_title": text} if kind is ServerError else {}))
        assert not hidden("".join(traceback.format_exception(error))) - {"\t"}
