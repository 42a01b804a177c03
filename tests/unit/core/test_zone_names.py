"""Time zones as people type them: any capitals, and the nearest name where there is none."""

from __future__ import annotations

import pytest

from moe_nb.core.zone_names import HINT, known_zone, zone_hint, zone_names


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("asia/kolkata", "Asia/Kolkata"),
        (" EUROPE/berlin ", "Europe/Berlin"),
        ("utc", "UTC"),
        ("America/New_York", "America/New_York"),
    ],
)
def test_capitals_do_not_matter(typed, name):
    """IANA's own way of writing comes back."""
    assert name == known_zone(typed)


@pytest.mark.parametrize("typed", ["", "berlin", "UTC+5", "Asia/Nowhere", "../etc", "\x00", "localtime"])
def test_what_is_no_zone_is_none(typed):
    """Nothing is guessed."""
    assert known_zone(typed) is None


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("berlin", "Europe/Berlin"),
        ("Kolkatta", "Asia/Kolkata"),
        ("new york", "America/New_York"),
        ("Asia/Berlin", "Europe/Berlin"),
        ("europe/berlin ", "Europe/Berlin"),
    ],
)
def test_the_nearest_name_is_suggested(typed, name):
    """A city alone, a slip of the pen, the wrong continent."""
    assert f'Did you mean "{name}"?' in zone_hint(typed)


@pytest.mark.parametrize("typed", ["UTC+5", "GMT-3:30", "+05:30", "utc + 1"])
def test_a_distance_is_told_apart(typed):
    """It is no zone, and the words say what is."""
    assert "distance from UTC" in zone_hint(typed)


@pytest.mark.parametrize("typed", ["", "xyz", "<b>", "a" * 100_000])
def test_where_nothing_is_near_the_form_is_told(typed):
    """No wild guess."""
    assert HINT == zone_hint(typed)


def test_every_name_is_there_once():
    """UTC comes first, and no name is lost."""
    assert "UTC" == zone_names()[0]
    assert len(set(zone_names())) == len(zone_names()) > 400
