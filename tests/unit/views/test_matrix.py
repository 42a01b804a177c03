"""Matrices as tables: colour, code and words in every cell, small enough for a notebook."""

from __future__ import annotations

import re

import numpy as np
import pytest
from html_page import Page
from made_runs import FAILED, NOT_SERVED, served, table_of

from moe_nb.audit.matrix import layout_of, matrix_of
from moe_nb.audit.places import KEYS
from moe_nb.core.answer import Cause, Outcome
from moe_nb.core.facts import Mixed
from moe_nb.core.run_table import NOT_ASKED, Content
from moe_nb.core.space import axis
from moe_nb.views.matrix import MOST_BYTES, matrix_html, matrix_text, matrix_view
from moe_nb.views.matrix_words import describe

HOURS_BY_MEDIUM = axis("hour", [7, 8]) * axis("utm_medium", ["email", "sms", None])
EVERYTHING = [1, 2, 3, 4, 0, 1]
CONTENTS = [served("1"), served("2"), NOT_SERVED, FAILED]


def matrix(space=HOURS_BY_MEDIUM, codes=EVERYTHING, contents=CONTENTS, keys=("k",), **layout):
    table = table_of(space, codes, contents, keys)
    return matrix_of(table, layout_of(table, **layout))


def big(rows, columns, contents, label="row {}".format, codes=None):
    """A matrix of many user agents by experience keys."""
    space = axis("user_agent", range(rows), [label(number) for number in range(rows)])
    codes = np.arange(rows * columns) % len(contents) + 1 if codes is None else codes
    return matrix(space, codes, contents, [f"key-{number}" for number in range(columns)], columns=KEYS)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (served("2", "Gold", "42D"), "Gold / Variation 2"),
        (served("2", "", "42D"), "42D / Variation 2"),
        (served("", ""), "(no audience named) / Variation (none sent)"),
        (NOT_SERVED, "Not served: no audience matched or control group"),
        (FAILED, "Failed: The service failed: 500"),
        (NOT_ASKED, "Not asked"),
        (Mixed((served("1"), NOT_ASKED)), "Mixed: Gold / Variation 1; Not asked"),
    ],
)
def test_every_content_has_words(content, words):
    """What a cell holds can be read aloud."""
    assert words == describe(content)


def test_every_cell_has_a_code_and_words_beside_its_colour():
    """Served, not served, failed and not asked are told apart without colours."""
    cells = [cell for cell in Page(matrix_html(matrix())).all("td") if "title" in cell]
    assert 6 + 5 == len(cells)  # the grid and its legend
    text = Page(matrix_html(matrix())).text
    view = matrix_view(matrix())
    assert [["A1", "A2", "–"], ["!", "·", "A1"]] == [[cell.code for cell in cells] for _, cells in view.rows]
    assert all(cell.code and cell.words in text for cell in view.legend)


def test_no_two_looks_share_a_code():
    """One code is one thing, in one look."""
    legend = matrix_view(matrix()).legend
    assert 5 == len({cell.code for cell in legend}) == len({cell.background for cell in legend})


def test_the_legend_counts_every_cell():
    """Served first, then not served, failed and not asked; the numbers add up to the matrix."""
    legend = matrix_view(matrix()).legend
    assert [("A1", 2), ("A2", 1), ("–", 1), ("!", 1), ("·", 1)] == [(cell.code, cell.count) for cell in legend]


def test_tables_can_be_read_by_a_screen_reader():
    """Both tables have a caption, every header a scope, and the scrolling part can be reached by key."""
    page = Page(matrix_html(matrix()))
    assert len(page.all("table")) == len(page.all("caption")) == 2
    assert {"row", "col"} == {head["scope"] for head in page.all("th")}
    (region,) = [part for part in page.all("div") if part.get("role") == "region"]
    assert ("0", "Matrix of k") == (region["tabindex"], region["aria-label"])


def test_the_title_says_experience_axes_and_clock():
    """Nobody has to guess what is varied, what is held, or whose hours they are."""
    view = matrix_view(matrix(rows="hour", columns=KEYS, at={"utm_medium": "sms"}))
    assert ("Every experience key", "utm_medium: sms, hours in UTC") == (view.title, view.subtitle)
    assert "hour ↓ / experience key →" == view.corner
    space = axis("user_agent", ["a", "b"]) * axis("ip_address", ["203.0.113.1"])
    view = matrix_view(matrix(space, [1, 1]))
    assert ("k", "all contexts", "User-Agent ↓ / IP address →") == (view.title, view.subtitle, view.corner)


def test_a_cell_of_several_contexts_says_mixed():
    """Two answers share a cell as halves, more are called mixed; each is named."""
    space = axis("hour", [7, 8]) * axis("utm_medium", ["a", "b", "c"])
    joined = matrix_view(matrix(space, [1, 2, 2, 1, 2, 3], rows="hour", columns=KEYS))
    ((two,), (three,)) = [cells for _, cells in joined.rows]
    assert ("A1/A2", "Mixed: Gold / Variation 1; Gold / Variation 2") == (two.code, two.words)
    assert re.fullmatch(r"linear-gradient\(135deg,#\w+ 0% 50%,#\w+ 50% 100%\)", two.background)
    assert ("mix", 3) == (three.code, three.words.count(" / ") + three.words.count("Not served"))


@pytest.mark.parametrize(
    ("colour_by", "codes", "meaning"),
    [
        ("variation", ["A1", "A2", "–"], "Audience / variation"),
        ("audience", ["A", "A", "–"], "Audience"),
        ("cause", ["✓", "✓", "N"], "Cause"),
        ("outcome", ["✓", "✓", "–"], "Outcome"),
    ],
)
def test_it_is_coloured_by_what_is_asked_for(colour_by, codes, meaning):
    """As in the live matrix; the legend and the title say by what."""
    made = matrix(axis("hour", [7]) * axis("utm_medium", ["a", "b", "c"]), [1, 2, 3])
    view = matrix_view(made, colour_by)
    assert (codes, meaning) == ([cell.code for cell in view.rows[0][1]], view.meaning)
    assert (colour_by != "variation") == view.subtitle.endswith(f"coloured by {colour_by}")
    assert meaning in Page(matrix_html(made, colour_by)).text


def test_notes_stand_below_the_legend():
    """What has to be known to read the codes, in a page as in a terminal; never as markup."""
    note = "At most 3 % of the inferred cells are <b>wrong</b>."
    assert Page(matrix_html(matrix(), notes=[note])).text.rstrip().endswith(note)
    assert matrix_text(matrix(), notes=[note]).endswith(f"\n{note}")


def test_a_matrix_by_key_names_the_key_of_every_code():
    """Codes of two experiences are told apart by their key."""
    one, other = served("1", key="k"), served("1", "Silver", key="l")
    page = Page(matrix_html(matrix(axis("hour", [7]), [1, 2], [one, other], ["k", "l"], columns=KEYS)))
    assert "Experience key" in page.text
    space = axis("hour", [7]) * axis("utm_medium", ["a", "b"])
    made = matrix(space, [1, 2, 3, 4], [one, other, served("2", key="k"), NOT_ASKED], ["k", "l"], rows="hour")
    assert [("k", "A1/A2"), ("l", "A1/·")] == [(cell.experience_key, cell.code) for cell in matrix_view(made).legend]


def test_a_run_without_keys_draws_its_rows():
    """Before the first answer there is a table without columns, and nothing is called hidden."""
    view = matrix_view(matrix(axis("hour", [7, 8, 9]), [], [], [], columns=KEYS))
    assert (3, 0) == (len(view.rows), view.hidden_rows)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Gold", "row {}".format),
        ("<&'\"" * 30, "row {}".format),
        ("औ" * 60, ("Mozilla/5.0 <" + "é" * 150 + "{}").format),
    ],
    ids=["plain", "signs to escape", "long labels in other scripts"],
)
def test_a_large_matrix_stays_within_a_megabyte(name, label):
    """2,000 rows of 168 columns are cut, whatever the texts weigh, and what is hidden is counted."""
    large = big(2000, 168, [served(str(number), name) for number in range(5)], label)
    html = matrix_html(large)
    shown = len(matrix_view(large).rows)
    assert 0.8 * MOST_BYTES < len(html.encode()) < 1.1 * MOST_BYTES
    assert f"{2000 - shown} more rows" in Page(html).text
    assert f"… {2000 - shown:,} more rows" in matrix_text(large)
    assert shown * 168 + 5 == len([cell for cell in Page(html).all("td") if "title" in cell])


def test_long_labels_count_too():
    """Many rows of one column are cut when their labels are what is heavy."""
    large = big(10_000, 1, [served()], ("Mozilla/5.0 " + "x" * 300 + "{}").format)
    assert len(matrix_html(large).encode()) < 1.1 * MOST_BYTES
    assert matrix_view(large).hidden_rows > 1000


def test_a_legend_without_end_is_cut_and_counted():
    """Ten thousand different failures are listed in part; the rest is counted."""
    large = big(1000, 10, [Content(Outcome.FAILED, None, "k", error=f"Request {n}") for n in range(10_000)])
    html = matrix_html(large)
    assert len(html.encode()) < 1.3 * MOST_BYTES
    assert "9500 more codes" in Page(html).text
    assert "… 9,500 more codes" in matrix_text(large)


def test_a_matrix_that_fits_hides_nothing():
    """A week is drawn in full."""
    week = axis("day", ["Mon", "Tue"]) * axis("hour", range(24))
    view = matrix_view(matrix(week, [1] * 48))
    assert (2, 0, 0) == (len(view.rows), view.hidden_rows, view.hidden_legend)


def test_a_terminal_gets_a_grid_and_a_legend():
    """Codes under their columns, words below."""
    assert [
        "k  (hours in UTC)",
        "   email sms (none)",
        "07    A1  A2      –",
        "08     !   ·     A1",
    ] == matrix_text(matrix()).split("\n")[:4]
    legend = matrix_text(matrix()).split("\n\n")[1].split("\n")
    assert "–   Not served: no audience matched or control group  1 cell" in legend


def test_a_terminal_names_the_key_of_every_code():
    """Beside several experience keys, A1 alone would say nothing."""
    contents = [served(key="a"), served(key="b")]
    text = matrix_text(matrix(axis("hour", [7]), [[1, 2]], contents, keys=("a", "b")))
    assert ["A1  a", "A1  b"] == [line[:5] for line in text.split("\n\n")[1].split("\n")]


def test_hidden_characters_do_not_shift_the_grid():
    """Columns stay under each other when a label holds what cannot be seen."""
    space = axis("hour", [7, 8], ["\u202e\x1b", "b"]) * axis("utm_medium", ["x", "y"], ["\n\n", "y"])
    lines = matrix_text(matrix(space, [1, 2, 3, 4])).split("\n")[1:4]
    assert 1 == len({len(line) for line in lines})


def test_the_cause_stands_in_the_words():
    """Two causes are two lines of the legend."""
    paused = Content(Outcome.NOT_SERVED, Cause.PAUSED, "k")
    legend = matrix_view(matrix(axis("hour", [7, 8]), [1, 2], [NOT_SERVED, paused])).legend
    assert {"Not served: paused", describe(NOT_SERVED)} == {cell.words for cell in legend}
