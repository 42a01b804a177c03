"""Drift as a frame."""

from __future__ import annotations

from made_runs import NOT_SERVED, served, table_of

from moe_nb.audit.drift import drift_of
from moe_nb.core.context import Context
from moe_nb.core.status_facts import StatusChange
from moe_nb.report.drift_frame import drift_frame, redraw_frame, status_frame
from moe_nb.sweep.weeks import hours

CONTENTS = (NOT_SERVED, served("1", "Gold", "42D"), served("2", "Gold", "42D"))


def test_a_row_per_kind_of_change():
    """What it was, what it is, where, how often, and a context that shows it."""
    space = hours(range(4)).given(Context(customer_id="u-1"))
    frame = drift_frame(drift_of(table_of(space, [1, 2, 2, 2], CONTENTS), table_of(space, [2, 3, 3, 2], CONTENTS)))
    assert [
        ("k", "variation changed", 2, "Gold / Variation 1", "Gold / Variation 2", "01-02 UTC", 1, 1),
        ("k", "appeared", 1, "not served", "Gold / Variation 1", "00 UTC", 0, 0),
    ] == list(frame.itertuples(index=False, name=None))


def test_no_drift_is_an_empty_frame():
    """With all its columns."""
    table = table_of(hours([1]), [1], CONTENTS)
    assert (0, 8) == drift_frame(drift_of(table, table)).shape


def test_a_row_per_variation_of_a_split_that_was_drawn_anew():
    """Contexts before and after, the chance of it, and whether it is another split."""
    space = hours(range(2))
    frame = redraw_frame(drift_of(table_of(space, [2, 3], CONTENTS), table_of(space, [3, 2], CONTENTS)))
    assert [
        ("k", "42D", "Gold", "1", 1, 1, 1.0, False),
        ("k", "42D", "Gold", "2", 1, 1, 1.0, False),
    ] == list(frame.itertuples(index=False, name=None))


def test_a_row_per_experience_with_another_status():
    """What was not listed, or not asked for, is a missing value."""
    frame = status_frame([StatusChange("k", "Active", None, 3, None)])
    assert [True, True, 3] == [*frame[["after", "served_after"]].isna().iloc[0], frame["served_before"][0]]
    assert "not in the workspace's list" in frame["words"][0]
