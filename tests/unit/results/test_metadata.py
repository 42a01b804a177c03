"""The experiences of a workspace, as a user holds them."""

from __future__ import annotations

from html_page import Page

from moe_nb.core.metadata import ExperienceMeta, Metadata
from moe_nb.results.metadata import DisplayedMetadata

LINES = (
    ExperienceMeta("b", "Banner", "Active"),
    ExperienceMeta("a", "", "paused"),
    ExperienceMeta("c", "Last", "active"),
)
METADATA = DisplayedMetadata(Metadata(LINES))
NOTHING = DisplayedMetadata(Metadata(()))


def test_metadata_is_its_lines():
    """Lines come in the order sent, and only Active ones are active, in either spelling."""
    assert (3, LINES, ("b", "c")) == (len(METADATA), tuple(METADATA), METADATA.active_keys)
    assert (0, ()) == (len(NOTHING), NOTHING.active_keys)


def test_the_frame_has_a_row_per_experience():
    """Names as sent, and the same columns when there is nothing."""
    frame = METADATA.to_frame()
    assert [("b", "Banner", "Active"), ("a", "", "paused"), ("c", "Last", "active")] == [*frame.itertuples(index=False)]
    assert ["experience_key", "experience_name", "status"] == list(frame.columns) == list(NOTHING.to_frame().columns)


def test_metadata_is_a_table_everywhere():
    """A page and a terminal name every key, name and status."""
    for shown in (repr(METADATA), Page(METADATA._repr_html_()).text):
        assert all(word in shown for line in LINES for word in (line.key, line.name, line.status))
    assert "No experiences" in NOTHING._repr_html_()
    assert "Experience key  Name  Status" == repr(NOTHING).split("\n")[0]
