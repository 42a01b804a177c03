"""The panel's clock: one zone for every hour."""

from __future__ import annotations

from datetime import date

import pytest

from moe_nb.core.errors import SpaceError
from moe_nb.widgets.moment_field import MomentField
from moe_nb.widgets.zone_field import ZoneField


@pytest.fixture
def clock():
    return ZoneField()


def labels(moment):
    return {hour: label for label, hour in moment.hour.options}


def test_it_begins_in_utc(clock):
    """UTC is what is sent, so it needs no words."""
    assert (None, None, "") == (clock.tz, clock.local(), clock.note.value)


def test_a_zone_is_told_with_its_distance(clock, words):
    """Whoever reads hours knows whose they are, and that UTC is sent."""
    clock.zone.value, clock.week_of.value = "Asia/Kolkata", date(2026, 11, 24)
    expected = "Hours are those of Asia/Kolkata (UTC+05:30), week of 2026-11-23; UTC is sent."
    assert expected == words(clock.note.value)


def test_utc_stands_beside_every_hour(clock):
    """The list of hours follows the clock, and keeps what was chosen."""
    moment = MomentField(clock)
    moment.hour.value = 10
    assert "10:00 – 10:59 UTC" == labels(moment)[10]
    clock.zone.value, clock.week_of.value = "Asia/Kolkata", date(2026, 11, 24)
    assert ("10:00 – 10:59 · 04:30 UTC", "00:00 – 00:59 · 18:30 UTC") == (labels(moment)[10], labels(moment)[0])
    assert 10 == moment.hour.value
    clock.zone.value = "UTC"
    assert ("10:00 – 10:59 UTC", 10) == (labels(moment)[10], moment.hour.value)


def test_a_week_with_a_clock_change_claims_no_utc(clock):
    """Where one local hour is two UTC hours over the week, the hours stand alone."""
    moment = MomentField(clock)
    clock.zone.value, clock.week_of.value = "Europe/Berlin", date(2026, 10, 25)
    assert (None, "10:00 – 10:59") == (clock.local(), labels(moment)[10])


def test_an_unknown_zone_is_said_beside_the_clock(clock, words):
    """The name is repeated, escaped."""
    clock.zone.value = "<b>Asia</b>"
    with pytest.raises(SpaceError):
        clock.local()
    assert "'<b>Asia</b>' is not known" in words(clock.note.value)
    assert "<b>" not in clock.note.value
    moment = MomentField(clock)
    moment.set_now()
    assert ("", "") == (moment.day.value, moment.hour.value)


def test_now_is_one_moment_on_every_clock(clock):
    """Day and hour set in two zones are the same UTC hour, or the next one."""
    moment, other = MomentField(clock), MomentField()
    clock.zone.value = "Pacific/Honolulu"
    moment.set_now()
    other.set_now()
    assert (other.utc()[1] - moment.utc()[1]) % 24 in {0, 1}


def test_a_context_is_put_back_on_the_clock(clock):
    """A saved hour is UTC: it is shown on the clock, which stays."""
    moment = MomentField(clock)
    clock.zone.value = "Asia/Kolkata"
    moment.set_utc(None, None)
    assert "Asia/Kolkata" == clock.zone.value
    moment.set_utc("Monday", 0)
    assert ("Asia/Kolkata", ("Monday", 0)) == (clock.zone.value, moment.utc())


@pytest.mark.parametrize(("typed", "tz"), [("asia/kolkata", "Asia/Kolkata"), (" EUROPE/BERLIN ", "Europe/Berlin")])
def test_capitals_do_not_matter(clock, words, typed, tz):
    """The zone is the one that was meant, in code and runs written as IANA does."""
    clock.zone.value = typed
    assert tz == clock.tz
    assert f"Hours are those of {tz} (" in words(clock.note.value)


@pytest.mark.parametrize(("typed", "said"), [("berlin", 'Did you mean "Europe/Berlin"?'), ("UTC+5", "name a city's")])
def test_the_nearest_zone_is_suggested(clock, words, typed, said):
    """Beside the field, at once."""
    clock.zone.value = typed
    assert said in words(clock.note.value)
