"""Days and hours in the spellings people use, and on the wire."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.core.day_hour import DAYS, HOURS, parse_day, parse_hour, wire_hour
from moe_nb.core.errors import ContextError


@pytest.mark.parametrize("day", DAYS)
def test_a_day_is_read_however_it_is_shortened(day):
    """Three letters or more, in any case, are enough."""
    for length in range(3, len(day) + 1):
        assert (
            day == parse_day(day[:length]) == parse_day(day[:length].upper()) == parse_day(f" {day[:length].lower()} ")
        )


@pytest.mark.parametrize("text", ["", "M", "Tu", "funday", "Mondays", "Montag", "0", "1", "Mon-Fri"])
def test_what_is_no_day_is_refused_with_the_days(text):
    """A refusal names the value and lists the days."""
    with pytest.raises(ContextError, match="Monday, Tuesday") as caught:
        parse_day(text)
    assert repr(text) in str(caught.value)


@pytest.mark.parametrize("hour", HOURS)
def test_an_hour_is_read_with_and_without_its_zero(hour):
    """Number, text and padded text are the same hour."""
    assert hour == parse_hour(hour) == parse_hour(str(hour)) == parse_hour(f"{hour:02d}")


@pytest.mark.parametrize("value", [24, -1, "24", "7 PM", "19:00", "", "1.0", 7.0, True, None, "²", "٣", "+7"])
def test_what_is_no_hour_is_refused(value):
    """Half hours, 12-hour clocks and numbers outside the day are refused with an example."""
    with pytest.raises(ContextError, match="7 PM is 19"):
        parse_hour(value)


def test_seven_pm_is_nineteen_on_the_wire():
    """The documentation's "7 PM -> 00" is a typing mistake: the wire says 19."""
    assert "19" == wire_hour(19)


@given(st.sampled_from(HOURS))
def test_the_wire_form_is_two_digits_and_read_back(hour):
    """Every hour is two digits on the wire and is read back as itself."""
    assert 2 == len(wire_hour(hour))
    assert hour == parse_hour(wire_hour(hour))


@given(st.text())
def test_any_text_is_an_hour_or_a_context_error(text):
    """No text makes the reader fail in another way."""
    try:
        hour = parse_hour(text)
    except ContextError:
        return
    assert hour in HOURS


def test_a_very_long_number_is_a_context_error():
    """Thousands of digits are refused like any other number outside the day."""
    with pytest.raises(ContextError):
        parse_hour("1" * 5000)
