"""Day, hour and zone: UTC goes out, and is in sight."""

from __future__ import annotations

from datetime import date

import pytest

from moe_nb.core.errors import ContextError, SpaceError
from moe_nb.widgets.moment_field import MomentField


@pytest.fixture
def moment():
    return MomentField()


def choose(moment, zone, day, hour):
    moment.zone.value, moment.day.value, moment.hour.value = zone, day, hour


def test_nothing_is_sent_at_first(moment):
    """An untouched field leaves day and hour out."""
    assert ((None, None), None, "") == (moment.utc(), moment.tz, moment.note.value)


@pytest.mark.parametrize(
    ("zone", "day", "hour", "utc"),
    [
        ("UTC", "Saturday", 7, ("Saturday", 7)),
        (" utc ", "Saturday", 7, ("Saturday", 7)),
        ("", "Saturday", 7, ("Saturday", 7)),
        ("Asia/Kolkata", "Monday", 0, ("Sunday", 18)),
        ("Pacific/Honolulu", "Sunday", 23, ("Monday", 9)),
        ("Asia/Kathmandu", "Monday", 6, ("Monday", 0)),
    ],
)
def test_local_time_is_converted(moment, zone, day, hour, utc):
    """Day and hour of the zone go out as the UTC hour in which they begin."""
    choose(moment, zone, day, hour)
    assert utc == moment.utc()


def test_utc_is_in_sight(moment, words):
    """Whoever chooses a local time reads at once what is sent; in UTC there is nothing to say."""
    choose(moment, "Asia/Kolkata", "Monday", 0)
    assert "Sent as Sunday, hour 18 (UTC)" == words(moment.note.value)
    moment.zone.value = "UTC"
    assert "" == moment.note.value


@pytest.mark.parametrize(("day", "hour"), [("Monday", None), (None, 7)])
def test_half_a_local_time_is_said_beside_the_field(moment, day, hour, words):
    """A local day or hour alone has no UTC counterpart; in UTC it is fine."""
    choose(moment, "Asia/Kolkata", day, hour)
    with pytest.raises(ContextError, match="Choose both"):
        moment.utc()
    assert "Choose both" in words(moment.note.value)
    moment.zone.value = "UTC"
    assert ((day, hour), "") == (moment.utc(), moment.note.value)


@pytest.mark.parametrize("zone", ["Asia/Nowhere", "India", "../etc", "Asia", "<b>Asia</b>", "\x00"])
def test_an_unknown_zone_is_said_beside_the_field(moment, zone, words):
    """A zone that does not exist is named, escaped, and nothing breaks."""
    choose(moment, zone, "Monday", 7)
    with pytest.raises(SpaceError, match="not known"):
        moment.utc()
    assert "is not known" in words(moment.note.value)
    assert "<b>" not in moment.note.value


def test_every_zone_can_be_chosen(moment):
    """The list begins with UTC and holds the IANA names."""
    assert "UTC" == moment.zone.options[0]
    assert {"Asia/Kolkata", "Europe/Berlin", "America/New_York"} <= set(moment.zone.options)
    assert len(set(moment.zone.options)) == len(moment.zone.options)


def test_the_week_decides_the_offset(moment):
    """The same local hour is another UTC hour in summer; the field for the week is there only where it matters."""
    assert "none" == moment.week_of.layout.display
    choose(moment, "Europe/Berlin", "Monday", 12)
    assert moment.week_of.layout.display is None
    for week_of, hour in ((date(2026, 7, 6), 10), (date(2026, 11, 23), 11)):
        moment.week_of.value = week_of
        assert ("Monday", hour) == moment.utc()


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kolkata", "Europe/Berlin", "Pacific/Honolulu", "Asia/Kathmandu"])
@pytest.mark.parametrize(("day", "hour"), [("Monday", 0), ("Saturday", 13), ("Sunday", 23)])
def test_a_moment_of_utc_is_shown_on_the_chosen_clock(moment, zone, day, hour):
    """The clock stays the one that was chosen, and what is sent is that very hour."""
    moment.zone.value = zone
    moment.set_utc(day, hour)
    assert (zone, (day, hour)) == (moment.zone.value, moment.utc())


def test_the_hour_shown_is_the_local_one(moment):
    """13:00 UTC lies in the hour that begins at 19:00 in India, which is sent as hour 13."""
    moment.zone.value = "Asia/Kolkata"
    moment.set_utc("Saturday", 13)
    assert ("Saturday", 19) == (moment.day.value, moment.hour.value)


def test_a_moment_without_one_leaves_the_clock(moment):
    """Nothing to show, nothing to convert."""
    choose(moment, "Asia/Kolkata", "Monday", 7)
    moment.set_utc(None, None)
    assert ("Asia/Kolkata", "", "") == (moment.zone.value, moment.day.value, moment.hour.value)


@pytest.mark.parametrize(("zone", "day", "hour"), [("Asia/Kolkata", "Monday", None), ("Asia/Nowhere", "Monday", 7)])
def test_a_clock_that_has_no_such_moment_becomes_utc_and_says_so(moment, words, zone, day, hour):
    """A day alone has no counterpart elsewhere: the clock is never changed without a word."""
    moment.zone.value = zone
    moment.set_utc(day, hour)
    assert ("UTC", (day, hour)) == (moment.zone.value, moment.utc())
    assert f"The time zone is UTC now: {zone} has no hour" in words(moment.note.value)
