"""Days and hours as a world file writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.core.day_hour import DAYS
from moe_nb.core.errors import ContextError
from moe_nb.core.slots import parse_days, parse_hours

hours = st.integers(0, 23)


@pytest.mark.parametrize(
    ("parts", "days"),
    [
        ([], set()),
        (["Monday"], {"Monday"}),
        (["mon", "SAT"], {"Monday", "Saturday"}),
        (["Mon-Fri"], set(DAYS[:5])),
        (["Sat-Mon"], {"Saturday", "Sunday", "Monday"}),
        (["Mon-Mon"], {"Monday"}),
        (["Mon-Sun"], set(DAYS)),
        (["Mon-Tue", "Tue-Wed"], {"Monday", "Tuesday", "Wednesday"}),
    ],
)
def test_days_are_read(parts, days):
    """Single days, ranges, and ranges over the end of the week."""
    assert days == parse_days(parts)


@pytest.mark.parametrize(
    ("parts", "slots"),
    [
        ([], set()),
        ([7], {7}),
        (["07"], {7}),
        (["09-17"], set(range(9, 18))),
        (["22-05"], {22, 23, 0, 1, 2, 3, 4, 5}),
        (["9-9"], {9}),
        (["0-23"], set(range(24))),
        ([1, "2", "03-04"], {1, 2, 3, 4}),
    ],
)
def test_hours_are_read_with_both_ends(parts, slots):
    """09-17 is office hours to 17:59; 22-05 wraps."""
    assert slots == parse_hours(parts)


@given(hours, hours)
def test_a_range_and_its_other_side_make_a_day(first, last):
    """From first to last and from after last to before first is every hour, unless it is the whole day."""
    there = parse_hours([f"{first}-{last}"])
    if len(there) == 24:
        return
    back = parse_hours([f"{(last + 1) % 24}-{(first - 1) % 24}"])
    assert set(range(24)) == there | back
    assert not there & back


@pytest.mark.parametrize("part", ["", "-", "9-", "-17", "24", "9-24", "9-17-18", "9 to 17", "22:00"])
def test_what_is_no_hour_is_refused(part):
    """Half a range is not a range."""
    with pytest.raises(ContextError):
        parse_hours([part])


@pytest.mark.parametrize("part", ["", "-", "Mon-", "-Fri", "Mo", "Mon-Tue-Wed", "weekend"])
def test_what_is_no_day_is_refused(part):
    """Half a range is not a range."""
    with pytest.raises(ContextError):
        parse_days([part])
