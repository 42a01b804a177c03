"""A region of a matrix and two cells side by side, as a user holds them."""

from __future__ import annotations

import pytest
from html_page import Page

from moe_nb import axis, hours, user_agents
from moe_nb.core.errors import SpaceError
from moe_nb.results.comparison import compare


@pytest.fixture
def matrix(demo):
    """Devices by three hours of one experience: phones are served it, others are not."""
    space = user_agents.preset("devices") * hours([7, 8, 9])
    return demo.sweep(space, keys=["app-download"]).matrix()


def test_a_region_counts_what_its_cells_say(matrix):
    """The shares add up to the cells, the most frequent first."""
    region = matrix.region(["iPad", "Windows PC"], [7, "08"])
    assert (("iPad", "Windows PC"), ("07", "08"), 4) == (region.rows, region.columns, len(region))
    assert [("Not served: no audience matched or control group", 4)] == [(s.words, s.cells) for s in region.shares]
    everything = matrix.region(matrix.row_labels, matrix.column_labels)
    assert 12 == sum(share.cells for share in everything.shares)
    assert sorted((share.cells for share in everything.shares), reverse=True) == [s.cells for s in everything.shares]


def test_a_region_gives_its_cells_and_contexts(matrix):
    """Cells row by row, each context once."""
    region = matrix.region(["iPad"], ["09", "07"])
    assert ["iPad · 09", "iPad · 07"] == [cell.title for cell in region]
    assert [7, 9] == sorted(context.hour for context in region.contexts)


def test_a_region_says_what_its_payloads_share(matrix):
    """Variables with the same value in every answer are named, the others are called different."""
    one = matrix.region(["iPhone"], ["07", "09"])._repr_html_()
    both = matrix.region(["iPhone"], ["07", "08"])._repr_html_()
    assert (True, False) == tuple("The same in every payload" in html for html in (one, both))
    assert (False, True) == tuple("not in every payload: Button, Colour." in html for html in (one, both))
    assert "payload" not in matrix.region(["iPad"], ["07"])._repr_html_().partition("</style>")[2]


def test_a_region_reads_in_a_terminal(matrix):
    """Its size and what its cells say, one kind a line."""
    expected = "1 cell, 1 context\n  1 × Not served: no audience matched or control group"
    assert expected == repr(matrix.region(["iPad"], ["07"]))


def test_labels_that_hold_commas_stand_in_quotes(demo):
    """Labels like "iPhone, Chrome" and "iPhone, Firefox" do not read as four things; plain ones stay plain."""
    labels = ["iPhone, Chrome", "iPhone, Firefox", "iPad", "Mac", "PC"]
    space = axis("utm_medium", labels) * hours([7, 8])
    matrix = demo.sweep(space, keys=["app-download"]).matrix()
    few, many = (Page(matrix.region(labels[:count], [7, 8])._repr_html_()).text for count in (2, 5))
    assert "“iPhone, Chrome”, “iPhone, Firefox” × 07, 08 · 4 contexts" in few
    assert "“iPhone, Chrome” … “PC” (5) × 07, 08 · 10 contexts" in many
    assert "iPad, Mac × 07, 08" in Page(matrix.region(["iPad", "Mac"], [7, 8])._repr_html_()).text


def test_an_empty_region_says_that_nothing_is_selected(matrix):
    """No table without rows, no count of nothing."""
    region = matrix.region([], [])
    assert "Nothing is selected." == repr(region) == Page(region._repr_html_()).text.strip()


def test_what_is_not_there_is_named(matrix):
    """A row that does not exist is refused with those that do."""
    with pytest.raises(SpaceError, match="toaster"):
        matrix.region(["toaster"], ["07"])


def test_two_cells_differ_first(matrix):
    """What differs stands apart from what is the same."""
    found = compare(matrix.cell("iPhone", "07"), matrix.cell("iPad", "07"))
    different = {name: (first, second) for name, first, second in found.different}
    assert ("iPhone · 07", "iPad · 07") == found.titles
    assert ("served", "not served") == different["Outcome"]
    assert ("Phones", "(none)") == different["Audience"]
    assert ("Context: hour", "07 UTC", "07 UTC") in found.same
    assert "Outcome: served → not served" in repr(found)
    assert found._repr_html_().index("What differs") < found._repr_html_().index("the same")


def test_a_cell_is_the_same_as_itself(matrix):
    """No difference is said in words."""
    cell = matrix.cell("iPhone", "07")
    found = compare(cell, cell)
    assert () == found.different
    assert "The two cells are the same" in found._repr_html_()
