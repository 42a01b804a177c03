"""A week on the clock on the wall: which UTC hours a local hour stands for."""

from __future__ import annotations

import pytest
from made_tables import shown, table_of

from moe_nb.audit.matrix import contexts_in, layout_of, matrix_of
from moe_nb.audit.places import KEYS
from moe_nb.core.errors import SpaceError
from moe_nb.core.facts import Mixed
from moe_nb.sweep.weeks import week


def by_hour(context, _key):
    """Give each hour a variation of its own."""
    return shown(str(context.hour))


def variations(matrix):
    """Return the variation of every cell."""
    rows, columns = matrix.codes.shape
    return [[matrix.cell(row, column).variation_id for column in range(columns)] for row in range(rows)]


@pytest.mark.parametrize(
    ("zone", "utc", "clock"),
    [
        ("Asia/Kolkata", [("Monday", 3), ("Monday", 4)], "Asia/Kolkata (UTC+05:30), week of 2026-11-23"),
        ("Asia/Kathmandu", [("Monday", 3), ("Monday", 4)], "Asia/Kathmandu (UTC+05:45), week of 2026-11-23"),
        ("Europe/Berlin", [("Monday", 8)], "Europe/Berlin (UTC+01:00), week of 2026-11-23"),
        ("America/New_York", [("Monday", 14)], "America/New_York (UTC-05:00), week of 2026-11-23"),
        ("America/St_Johns", [("Monday", 12), ("Monday", 13)], "America/St_Johns (UTC-03:30), week of 2026-11-23"),
    ],
)
def test_a_local_hour_joins_the_utc_hours_it_touches(zone, utc, clock):
    """Monday nine o'clock on the wall: one UTC hour, or two in a zone with half or quarter hours."""
    table = table_of(week(zone, "2026-11-23"), ["k"], by_hour)
    layout = layout_of(table)
    matrix = matrix_of(table, layout)
    assert ("local_day", "local_hour", clock) == (matrix.row_axis, matrix.column_axis, matrix.clock)
    behind = [table.space.context(index) for index in contexts_in(table, layout, 0, 9)]
    assert utc == [(context.day, context.hour) for context in behind]
    assert isinstance(matrix.cell(0, 9), Mixed) is (len(utc) == 2)


def test_a_week_wraps():
    """The last UTC hours of Sunday are the first local hours of Monday east of Greenwich."""
    table = table_of(week("Asia/Tokyo", "2026-11-23"), ["k"], by_hour)
    (index,) = contexts_in(table, layout_of(table), 0, 0)
    assert ("Sunday", 15) == (table.space.context(index).day, table.space.context(index).hour)


def test_the_utc_view_of_a_week_with_a_zone_is_there_too():
    """Rows and columns named day and hour are UTC, and say so."""
    table = table_of(week("Asia/Kolkata", "2026-11-23"), ["k"], by_hour)
    matrix = matrix_of(table, layout_of(table, "k", "day", "hour"))
    assert ("UTC", [[str(hour) for hour in range(24)]] * 7) == (matrix.clock, variations(matrix))


def test_each_context_of_a_local_day_counts_once():
    """A UTC hour that touches two local hours of one day is one context."""
    table = table_of(week("Asia/Kolkata", "2026-11-23"), ["k"], by_hour)
    assert 25 == len(contexts_in(table, layout_of(table, rows="local_day", columns=KEYS), 1, 0))


def test_the_local_clock_cannot_be_held():
    """A local hour has no UTC hour of its own, so the message says what to hold instead."""
    table = table_of(week("Asia/Kolkata", "2026-11-23"), ["k"], by_hour)
    with pytest.raises(SpaceError, match=r"'local_day' cannot be held\. Hold day or hour \(UTC\)"):
        layout_of(table, "k", rows="local_hour", columns=KEYS, at={"local_day": "Monday"})
