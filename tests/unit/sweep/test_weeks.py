"""Days, hours and weeks as axes."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.core.context import Context
from moe_nb.core.day_hour import DAYS
from moe_nb.core.errors import SpaceError
from moe_nb.sweep.weeks import days, hours, week

ZONES = ["Europe/Berlin", "America/New_York", "America/Santiago", "Africa/Cairo", "Asia/Beirut", "Australia/Lord_Howe"]


def test_a_week_is_168_hours():
    """All days by all hours, the hour fastest, in UTC."""
    asked = list(week())
    assert [Context(day=day, hour=hour) for day in DAYS for hour in range(24)] == asked
    assert week().local_week is None


def test_some_days_and_hours():
    """In the order given; short names and texts are understood."""
    space = days(["Sun", "saturday"]) * hours(["07", 22])
    expected = [("Sunday", 7), ("Sunday", 22), ("Saturday", 7), ("Saturday", 22)]
    assert expected == [(context.day, context.hour) for context in space]
    assert (7, 24) == (len(days()), len(hours()))


@pytest.mark.parametrize(
    ("make", "given"), [(days, []), (days, "Monday"), (days, ["Caturday"]), (hours, [24]), (hours, [-1]), (hours, "7")]
)
def test_what_is_no_day_or_hour_is_refused(make, given):
    """With the axis named."""
    with pytest.raises(SpaceError, match=r"Axis '(day|hour)'"):
        make(given)


@pytest.mark.parametrize(
    "week_of",
    ["2026-11-23", "2026-11-29", "20261125", "2026-W48", date(2026, 11, 26), datetime(2026, 11, 25, 23, tzinfo=UTC)],
)
def test_any_day_in_any_form_names_its_week(week_of):
    """An ISO date, a date or a datetime; the Monday counts."""
    space = week("Asia/Kolkata", week_of)
    assert "Asia/Kolkata (UTC+05:30), week of 2026-11-23" == space.local_week.describe()
    assert list(week()) == list(space)


def test_left_out_it_is_this_week():
    """The zone's offset is the one of today's week."""
    around = {date.today() - timedelta(days=ago) for ago in range(-1, 8)}  # noqa: DTZ011 - any zone will do
    assert week("Asia/Kolkata").local_week.monday in around


@pytest.mark.parametrize("week_of", ["next monday", "", "2026-13-01", "23.11.2026", 20261123, 0])
def test_what_is_no_date_is_refused(week_of):
    """The value is quoted and the form shown."""
    with pytest.raises(SpaceError, match=rf"week_of={re.escape(repr(week_of))} is not a date.*2026-11-23"):
        week("Asia/Kolkata", week_of)


@pytest.mark.parametrize("zone", ["", "Asia/Bangalore", "IST+5:30", "Mars/Base", "../etc/passwd"])
def test_an_unknown_zone_is_refused(zone):
    """The message shows what a zone looks like."""
    with pytest.raises(SpaceError, match=rf"{re.escape(repr(zone))} is not known.*Asia/Kolkata"):
        week(zone, "2026-11-23")


@given(st.sampled_from(ZONES), st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_a_week_has_one_offset_or_names_neighbours_that_have(zone, day):
    """A week with a clock change is refused, and both weeks offered instead work."""
    monday, place = day - timedelta(days=day.weekday()), ZoneInfo(zone)
    edges = [
        datetime(*(monday + timedelta(days=n)).timetuple()[:3], 12, tzinfo=place).utcoffset() for n in range(-1, 8)
    ]
    try:
        found = week(zone, day).local_week
    except SpaceError as refused:
        assert 1 < len(set(edges))
        offered = re.findall(r"\d{4}-\d\d-\d\d", refused.hint)
        assert [monday - timedelta(days=7), monday + timedelta(days=7)] == [
            week(zone, text).local_week.monday for text in offered
        ]
    else:
        assert {timedelta(minutes=found.offset_min)} == set(edges[2:7])


def test_a_product_keeps_the_local_week():
    """Further axes do not lose the zone."""
    space = hours([1]).given(Context(customer_id="u-42"))
    with pytest.raises(SpaceError, match="'hour' stands twice"):
        week("Asia/Kolkata", "2026-11-23") * space
    assert (days(["Mon"]) * hours([1])).local_week is None
