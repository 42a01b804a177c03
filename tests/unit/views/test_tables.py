"""Small tables, on a page and in a terminal."""

from __future__ import annotations

import pandas as pd
import pytest
from html_page import Page

from moe_nb.core.answer import Cause
from moe_nb.core.facts import KeyCoverage, VariationCount
from moe_nb.core.metadata import ExperienceMeta, Metadata
from moe_nb.views.tables import RUN_COLUMNS, frame_html, metadata_html, run_html, run_row, text_table

SEEN = (VariationCount("1D", "Gold", "1", 900, 0), VariationCount("1D", "Gold", "2", 100, 3))
KEY = KeyCoverage("k", 2000, 1800, 1000, 300, {Cause.PAUSED: 400, Cause.NO_MATCH: 100}, SEEN)
META = Metadata((ExperienceMeta("k", "Banner", "Active"), ExperienceMeta("l", "", "Draft")))
FRAME = pd.DataFrame({"a": ["x", None], "b": [1.5, float("nan")]})


def test_a_row_accounts_for_every_context():
    """Served, not served by cause, failed and not asked add up to the whole."""
    assert (
        "k",
        "1,000 of 1,800",
        "500 (paused: 400; no audience matched or control group: 100)",
        "300",
        "200",
        "1",
        "2",
    ) == run_row(KEY)
    assert len(RUN_COLUMNS) == len(run_row(KEY))


def test_an_audience_is_counted_once():
    """Two variations of one audience are one audience; the same name under two ids is two."""
    other = VariationCount("2D", "Gold", "1", 5, 9)
    assert ("2", "3") == run_row(KeyCoverage("k", 9, 9, 9, 0, {}, (*SEEN, other)))[-2:]
    assert ("0", "0", "0", "0", "0") == run_row(KeyCoverage("k", 9, 9, 0, 0, {}, ()))[2:]


def test_metadata_is_listed_and_counted():
    """Every experience with its status, and how many there are of each."""
    page = Page(metadata_html(META)).text
    for said in ("2 experiences (1 Active, 1 Draft)", "Banner", "Draft"):
        assert said in page


def test_an_empty_workspace_says_so():
    """No experience is a result, not a hole."""
    page = Page(metadata_html(Metadata(())))
    assert "No experiences" in page.text
    assert [{"colspan": "3"}] == page.all("td")


def test_a_missing_value_is_an_empty_cell():
    """No nan, None or NaT on a page."""
    page = Page(frame_html(FRAME, "Two rows"))
    assert ["Two", "rows", "ab", "x1.5"] == page.text.split()
    assert 4 == len(page.all("td"))


def test_odd_frames_are_drawn():
    """No rows, two columns of one name, categories and times are all tables."""
    twice = pd.concat([FRAME, FRAME], axis=1)
    assert 8 == len(Page(frame_html(twice, "x")).all("td"))
    times = pd.DataFrame({"t": pd.to_datetime(["2026-11-23", None], utc=True), "c": pd.Categorical(["y", None])})
    assert "2026-11-23" in Page(frame_html(times, "x")).text
    assert "NaT" not in Page(frame_html(times, "x")).text
    assert "none" in Page(frame_html(FRAME[:0], "x")).text


@pytest.mark.parametrize(
    "html",
    [
        metadata_html(META),
        frame_html(FRAME, "x"),
        run_html([KEY], title="t", subtitle="s", badge="test", notes=["n"]),
        run_html([], title="t", subtitle="s", badge="", notes=[]),
    ],
    ids=["metadata", "frame", "run", "empty run"],
)
def test_tables_can_be_read_by_a_screen_reader(html):
    """Each table has a caption, and each header says whether it heads a row or a column."""
    page = Page(html)
    assert len(page.all("table")) == len(page.all("caption")) == 1
    assert page.all("th")
    assert {"row", "col"} >= {head["scope"] for head in page.all("th")}


def test_a_summary_has_badge_title_and_notes():
    """Where the run was made is the first thing to read."""
    page = Page(run_html([KEY], title="Run of 2", subtitle="sub", badge="live", notes=["Look out."])).text
    assert page.split()[0] == "LIVE"
    assert page.index("Run of 2") < page.index("sub") < page.index("Look out.") < page.index("1,000 of 1,800")


def test_a_text_table_is_aligned():
    """Columns begin under each other; nothing trails."""
    shown = text_table(("Key", "Name"), [("a", "x"), ("long-key", "two\nlines"), ("b", None)])
    assert ["Key       Name", "--------  ----------", "a         x", r"long-key  two\nlines", "b         None"] == (
        shown.split("\n")
    )
    assert "Key  Name\n---  ----" == text_table(("Key", "Name"), [])
