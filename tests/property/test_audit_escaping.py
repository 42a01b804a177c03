"""Whatever somebody wrote, an audit and its reports hold it as text: nothing acts, nothing is lost."""

from __future__ import annotations

import ast
import csv

import nbformat
import openpyxl
import pytest
from hostile_families import SAMPLE
from hostile_results import wire_text
from hostile_texts import HOSTILE
from hostile_views import AUDIT_PAGES, AUDIT_TEXTS, audit_of
from html_page import Page, hidden
from hypothesis import given, settings
from hypothesis import strategies as st

from moe_nb.views.visible import visible

FORMULAS = ("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", " =cmd|'/C calc'!A0")
TEXTS = (*HOSTILE, *FORMULAS)
MORE = tuple(pytest.param(text, marks=pytest.mark.full) for text in SAMPLE if text not in TEXTS)
SOME = [
    pytest.param(text, marks=() if number % 4 == 0 or text in FORMULAS else pytest.mark.full)
    for number, text in enumerate(TEXTS)
]
texts = st.one_of(
    st.text(st.characters(), min_size=1, max_size=40),
    st.text("<>\"'&/=`{}%#\\!-:;()[]\0\t\n\r\x1b\u202e\ud800 ajs", min_size=1, max_size=30),
)


@pytest.mark.parametrize("view", AUDIT_PAGES)
@pytest.mark.parametrize("text", SOME, ids=lambda text: ascii(text[:24]))
def test_no_known_attack_gets_into_an_audit(view, text):
    """Every tag, attribute, style and address is one that our templates write."""
    assert [] == Page(AUDIT_PAGES[view](text)).strangers


@pytest.mark.parametrize("view", AUDIT_PAGES)
@given(text=texts)
@settings(max_examples=10)
def test_no_text_gets_into_an_audit(view, text):
    """Any text in any place stays text, in a page that can be stored as UTF-8."""
    html = AUDIT_PAGES[view](text)
    assert [] == Page(html).strangers
    assert html == html.encode().decode()


@pytest.mark.parametrize("view", AUDIT_TEXTS)
@pytest.mark.parametrize("text", SOME, ids=lambda text: ascii(text[:24]))
def test_no_known_attack_reaches_a_terminal(view, text):
    """What a terminal prints moves no cursor, changes no colour and turns no direction."""
    assert set() == hidden(AUDIT_TEXTS[view](text))


@pytest.mark.parametrize("text", [*SOME, *MORE], ids=lambda text: ascii(text[:24]))
def test_reports_hold_texts_and_nothing_else(tmp_path, text):
    """The page, the notebook, the sheets and the tables, each read as its own program reads it."""
    text = wire_text(text)  # no key with half a character can be asked, or stored
    folder = audit_of(text).report(tmp_path / "all")
    page = Page((folder / "audit.html").read_text(encoding="utf-8"))
    assert [] == page.strangers
    check_notebook(folder / "audit.ipynb")
    for file in folder.glob("*.csv"):
        cells = [cell for row in csv.reader(file.read_text(encoding="utf-8").splitlines()) for cell in row]
        assert [] == [cell for cell in cells if acts(cell)]
    book = openpyxl.load_workbook(audit_of(text).report(tmp_path / "all.xlsx"))
    assert "f" not in {cell.data_type for sheet in book for row in sheet for cell in row}


def acts(cell):
    """Say whether a spreadsheet would run a cell; a number is none of ours that begins with a minus."""
    return cell.strip(" \t\r\n\0").startswith(("=", "+", "@")) or (cell.startswith("-") and not cell[1:].isdigit())


def check_notebook(path):
    """Markdown is ours alone, code holds values as literals, outputs hold what our templates write."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            assert cell.source in HARMLESS
        else:
            ast.parse(cell.source)
            assert [] == Page(cell.outputs[0].data["text/html"]).strangers
            assert set() == hidden(cell.outputs[0].data["text/plain"])
    path.read_bytes().decode("ascii")  # half a character stands as an escape


HARMLESS: set[str] = set()


@pytest.fixture(scope="module", autouse=True)
def harmless(tmp_path_factory):
    """The words of a report about nothing special."""
    before = csv.field_size_limit(1_000_000)
    for text in ("harmless", "harmless {{ template"):
        path = audit_of(text).report(tmp_path_factory.mktemp("harmless") / "audit.ipynb")
        HARMLESS.update(cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown")
    assert len(HARMLESS) > 5
    yield
    csv.field_size_limit(before)


@pytest.mark.parametrize("text", ["<b>", "a & b", "{{ x }}", '"quoted"', "a\u202eb"])
def test_nothing_is_lost(text):
    """Keys, audiences, slots and errors are readable in the page, what is invisible written as an escape."""
    shown = Page(AUDIT_PAGES["audit"](text)).text
    for said in (f"{text}k", f"Slot {text}", text, wire_text(text)):
        assert visible(said) in shown
