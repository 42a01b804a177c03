"""A week of a time zone beside UTC: real offsets, refused when the clocks change."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.core.day_hour import DAYS
from moe_nb.core.errors import ClockError
from moe_nb.core.local_week import HOURS_PER_WEEK, constant_week, local_week, utc_of

MONDAY = date(2026, 11, 23)
WEEK = [(day, hour) for day in range(7) for hour in range(24)]

whole_hour_zones = st.sampled_from(
    ["UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Pacific/Kiritimati", "Etc/GMT+12"]
)
zones = st.sampled_from(["UTC", "Asia/Kolkata", "Asia/Kathmandu", "America/St_Johns", "Pacific/Apia", "Europe/London"])


@pytest.mark.parametrize(
    ("zone", "offset_min", "whole"),
    [
        ("Asia/Kolkata", 330, False),
        ("Asia/Kathmandu", 345, False),
        ("Europe/Berlin", 60, True),
        ("America/New_York", -300, True),
        ("America/St_Johns", -210, False),
        ("UTC", 0, True),
    ],
)
def test_the_offset_is_that_of_the_week(zone, offset_min, whole):
    """Each zone has the offset it really has in that week."""
    week = local_week(zone, MONDAY)
    assert (offset_min, whole) == (week.offset_min, week.is_whole_hours)


@pytest.mark.parametrize(
    ("zone", "offset_min"), [("Asia/Kolkata", 330), ("Etc/GMT-5", 300), ("Asia/Tokyo", 540), ("America/Cancun", -300)]
)
def test_a_zone_with_one_clock_all_year_needs_no_week(zone, offset_min):
    """India has no summer time: its hours are the same UTC hours in every week."""
    found = constant_week(zone)
    assert (zone, offset_min) == (found.zone, found.offset_min)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Africa/Casablanca", "Australia/Lord_Howe"])
def test_a_zone_that_changes_its_clock_needs_a_week(zone):
    """Also one that does so for a month only, or by half an hour."""
    assert constant_week(zone) is None


@given(st.sampled_from(["Asia/Kolkata", "Asia/Kathmandu", "Asia/Dubai", "Etc/GMT+12"]), st.integers(0, 900))
def test_every_week_of_a_constant_zone_has_its_clock(zone, weeks):
    """What is said of all weeks holds in each."""
    assert constant_week(zone).offset_min == local_week(zone, date(2020, 1, 6) + timedelta(weeks=weeks)).offset_min


def test_summer_and_winter_differ():
    """The same zone has another offset in July."""
    assert (60, 120) == tuple(local_week("Europe/Berlin", day).offset_min for day in (MONDAY, date(2026, 7, 1)))


@pytest.mark.parametrize("day", range(7))
def test_any_day_names_its_week(day):
    """A week begins on the Monday of the day given."""
    assert MONDAY == local_week("Asia/Kolkata", MONDAY + timedelta(days=day)).monday


@pytest.mark.parametrize(
    ("zone", "day", "hour", "starts"),
    [
        ("Asia/Kolkata", 0, 0, ("Monday", "05:30")),
        ("Asia/Kolkata", 6, 20, ("Monday", "01:30")),
        ("Asia/Kathmandu", 0, 18, ("Monday", "23:45")),
        ("Asia/Kathmandu", 0, 19, ("Tuesday", "00:45")),
        ("America/New_York", 0, 4, ("Sunday", "23:00")),
    ],
)
def test_a_utc_hour_starts_at_a_local_clock(zone, day, hour, starts):
    """Half hours and quarters are shown, and the week wraps."""
    assert starts == local_week(zone, MONDAY).starts(day, hour)


@pytest.mark.parametrize(
    ("zone", "day", "hour", "slots"),
    [
        ("UTC", 0, 0, (0,)),
        ("Europe/Berlin", 6, 23, (0,)),
        ("Asia/Kolkata", 0, 0, (5, 6)),
        ("Asia/Kolkata", 6, 18, (HOURS_PER_WEEK - 1, 0)),
        ("America/St_Johns", 0, 0, (HOURS_PER_WEEK - 4, HOURS_PER_WEEK - 3)),
    ],
)
def test_a_utc_hour_touches_one_or_two_local_hours(zone, day, hour, slots):
    """In a half-hour zone a UTC hour lies in two local hours."""
    assert slots == local_week(zone, MONDAY).slots(day, hour)


@given(zone=zones)
def test_the_local_clock_agrees_with_the_time_zone_database(zone):
    """Day and clock are those that datetime itself computes, in all 168 hours."""
    week, place = local_week(zone, MONDAY), ZoneInfo(zone)
    for day, hour in WEEK:
        moment = datetime(2026, 11, 23 + day, hour, tzinfo=UTC).astimezone(place)
        assert (DAYS[moment.weekday()], f"{moment:%H:%M}") == week.starts(day, hour)
        assert moment.weekday() * 24 + moment.hour == week.slots(day, hour)[0]


@given(zone=whole_hour_zones)
def test_utc_of_undoes_starts_for_whole_hours(zone):
    """In a whole-hour zone every UTC hour is found again from its local hour."""
    week = local_week(zone, MONDAY)
    for day, hour in WEEK:
        (slot,) = week.slots(day, hour)
        assert (DAYS[day], hour) == utc_of(zone, MONDAY, slot // 24, slot % 24)


@given(zone=zones)
def test_every_local_hour_begins_in_the_utc_hour_that_is_named(zone):
    """The UTC hour of a local hour touches that local hour, in every zone."""
    week = local_week(zone, MONDAY)
    for day, hour in WEEK:
        utc_day, utc_hour = utc_of(zone, MONDAY, day, hour)
        assert day * 24 + hour in week.slots(DAYS.index(utc_day), utc_hour)


@given(zone=zones)
def test_every_local_hour_is_touched(zone):
    """No local hour is left without a UTC hour."""
    week = local_week(zone, MONDAY)
    assert set(range(HOURS_PER_WEEK)) == {slot for day, hour in WEEK for slot in week.slots(day, hour)}


@pytest.mark.parametrize(
    ("zone", "day", "before", "after"),
    [
        ("Europe/Berlin", date(2026, 3, 29), "2026-03-16", "2026-03-30"),
        ("Europe/Berlin", date(2026, 10, 19), "2026-10-12", "2026-10-26"),
        ("America/New_York", date(2026, 3, 4), "2026-02-23", "2026-03-09"),
        ("Australia/Lord_Howe", date(2026, 4, 5), "2026-03-23", "2026-04-06"),
    ],
)
def test_a_week_with_a_clock_change_is_refused_naming_its_neighbours(zone, day, before, after):
    """A local hour would have two UTC hours, so the weeks before and after are offered, and they work."""
    with pytest.raises(ClockError) as caught:
        local_week(zone, day)
    assert f"week_of={before}" in caught.value.hint
    assert after in caught.value.hint
    assert [date.fromisoformat(before), date.fromisoformat(after)] == [
        local_week(zone, date.fromisoformat(text)).monday for text in (before, after)
    ]


@pytest.mark.parametrize("zone", ["", "IST+5", "Asia/Bangalor", "Asia", "../etc/passwd", "a\x00b"])
def test_an_unknown_zone_is_refused_with_an_example(zone):
    """A typing mistake names the form to use."""
    with pytest.raises(ClockError, match="Asia/Kolkata"):
        local_week(zone, MONDAY)


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("Asia/Kolkata", "Asia/Kolkata (UTC+05:30), week of 2026-11-23"),
        ("America/St_Johns", "America/St_Johns (UTC-03:30), week of 2026-11-23"),
        ("UTC", "UTC (UTC+00:00), week of 2026-11-23"),
    ],
)
def test_the_offset_is_said_in_words(zone, text):
    """Whoever reads a local matrix sees whose clock it is."""
    assert text == local_week(zone, MONDAY).describe()


@pytest.mark.parametrize("year", [1, 1899, 2201, 9999])
def test_years_out_of_reach_are_refused_in_words(year):
    """The ends of the calendar are an error with a hint, not an overflow."""
    with pytest.raises(ClockError, match=rf"{year} is out of reach"):
        local_week("Asia/Kolkata", date(year, 1, 1))


@pytest.mark.parametrize(
    ("day", "hour", "utc"),
    [(5, 12, ("Saturday", 10)), (6, 2, ("Sunday", 0)), (6, 3, ("Sunday", 2)), (6, 12, ("Sunday", 11))],
)
def test_a_single_hour_is_found_in_a_week_with_a_clock_change(day, hour, utc):
    """When summer time ends in Berlin, each hour has the offset of its own instant, a doubled one that of its first."""
    assert utc == utc_of("Europe/Berlin", date(2026, 10, 21), day, hour)


def test_an_hour_that_the_clocks_skip_is_refused():
    """Where summer time begins there is no 02:00, and no UTC hour is made up for it."""
    with pytest.raises(ClockError, match=r"no 02:00 in Europe/Berlin"):
        utc_of("Europe/Berlin", date(2026, 3, 29), 6, 2)
    assert ("Sunday", 1) == utc_of("Europe/Berlin", date(2026, 3, 29), 6, 3)


@pytest.mark.parametrize(
    ("zone", "hour", "words"),
    [
        ("Asia/Kolkata", 18, "hours 12 and 13 UTC"),
        ("Asia/Kolkata", 2, "hours 20 and 21 UTC of the day before"),
        ("Asia/Kolkata", 5, "hour 23 UTC of the day before and hour 00 UTC"),
        ("Asia/Kathmandu", 18, "hours 12 and 13 UTC"),
        ("Europe/Berlin", 18, "hour 17 UTC"),
        ("Europe/Berlin", 0, "hour 23 UTC of the day before"),
        ("America/New_York", 23, "hour 04 UTC of the day after"),
        ("America/St_Johns", 20, "hour 23 UTC and hour 00 UTC of the day after"),
        ("UTC", 7, "hour 07 UTC"),
    ],
)
def test_a_local_hour_names_its_hours_of_utc(zone, hour, words):
    """One, or two where the zone has half hours, and the day where it is another one."""
    assert words == local_week(zone, MONDAY).utc_words(hour)


@given(zones, st.integers(0, 6), st.integers(0, 23))
def test_hours_of_utc_are_those_that_touch_the_local_one(zone, day, hour):
    """The words name every UTC hour whose context stands in the cell of that local hour."""
    week = local_week(zone, MONDAY)
    touching = sorted(utc_hour for utc_day, utc_hour in WEEK if day * 24 + hour in week.slots(utc_day, utc_hour))
    assert touching == sorted(int(part) for part in re.findall(r"\b\d\d\b", week.utc_words(hour)))
