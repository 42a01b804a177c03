"""Where the visitor is: typed, or one address per country."""

from __future__ import annotations

import pytest

from moe_nb.widgets.place_field import PlaceField


@pytest.fixture
def place():
    made = PlaceField()
    made.offer({"India (Bengaluru)": "203.0.113.1", "Germany (Berlin)": "198.51.100.1"})
    return made


def test_a_country_gives_its_address(place):
    """Choosing one fills the address in."""
    assert place.value is None
    place.country.value = "203.0.113.1"
    assert "203.0.113.1" == place.value


def test_a_typed_address_shows_its_country(place):
    """List and field never contradict each other."""
    place.address.value = "198.51.100.1"
    assert "Germany (Berlin)" == place.country.label
    place.address.value = " 192.0.2.1 "
    assert ("(as typed below)", "192.0.2.1") == (place.country.label, place.value)


def test_a_wrong_address_is_named_as_it_is_typed(place, words):
    """Beside the field, escaped; put right, the words go."""
    place.address.value = "<b>here</b>"
    assert "IP address '<b>here</b>' is not one." in words(place.note.value)
    assert "<b>" not in place.note.value
    place.address.value = "2001:db8::1"
    assert "" == place.note.value


def test_without_known_addresses_there_is_no_list(place):
    """A real workspace has no table of places."""
    place.address.value = "203.0.113.1"
    place.offer({})
    assert ("none", "203.0.113.1") == (place.country.layout.display, place.value)
