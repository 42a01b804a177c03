"""Drift as a frame."""

from __future__ import annotations

from made_runs import NOT_SERVED, served, table_of

from moe_nb.audit.drift import drift_of
from moe_nb.report.drift_frame import drift_frame
from moe_nb.sweep.weeks import hours

CONTENTS = (NOT_SERVED, served("1", "Gold", "42D"), served("2", "Gold", "42D"))


def test_a_row_per_kind_of_change():
    """What it was, what it is, where, how often, and a context that shows it."""
    space = hours(range(4))
    frame = drift_frame(drift_of(table_of(space, [1, 2, 2, 2], CONTENTS), table_of(space, [2, 3, 3, 2], CONTENTS)))
    assert [
        ("k", "variation changed", 2, "Gold / Variation 1", "Gold / Variation 2", "01-02 UTC", 1, 1),
        ("k", "appeared", 1, "not served", "Gold / Variation 1", "00 UTC", 0, 0),
    ] == list(frame.itertuples(index=False, name=None))


def test_no_drift_is_an_empty_frame():
    """With all its columns."""
    table = table_of(hours([1]), [1], CONTENTS)
    assert (0, 8) == drift_frame(drift_of(table, table)).shape
