"""Time zones as people write them: what is clear is taken, what is not is answered with what may be meant."""

from __future__ import annotations

import pytest

from moe_nb.audit.expectation_cells import CellProblem
from moe_nb.audit.expectation_table import expectations_from
from moe_nb.audit.expectation_zones import zone_of


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("UTC", "UTC"),
        ("utc", "UTC"),
        ("GMT", "UTC"),
        ("gmt", "UTC"),
        ("Etc/UTC", "UTC"),
        ("etc/gmt", "UTC"),
        ("Z", "UTC"),
        ("GMT+0", "UTC"),
        ("Asia/Kolkata", "Asia/Kolkata"),
        ("asia/kolkata", "Asia/Kolkata"),
        ("EUROPE/BERLIN", "Europe/Berlin"),
        ("us/pacific", "US/Pacific"),
        ("Etc/GMT-2", "Etc/GMT-2"),
    ],
)
def test_a_clear_name_is_taken_in_any_case(text, zone):
    """One zone, one spelling, whatever the file system thinks of case."""
    assert zone == zone_of(text)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("GMT+2", 'UTC+2 in every week is called "Etc/GMT-2".'),
        ("utc-5", 'UTC-5 in every week is called "Etc/GMT+5".'),
        ("+02:00", 'UTC+2 in every week is called "Etc/GMT-2".'),
        ("GMT+5:30", 'Write a place, such as "Asia/Kolkata".'),
        ("UTC+14", 'Write a place, such as "Asia/Kolkata".'),
        ("IST", 'Do you mean "Asia/Kolkata"?'),
        ("Kolkata", 'Do you mean "Asia/Kolkata"?'),
        ("berlin", 'Do you mean "Europe/Berlin"?'),
        ("New York", 'Do you mean "America/New_York"?'),
        ("Europe/Berln", 'Do you mean "Europe/Berlin"?'),
        ("Asia/Kolkatta", 'Do you mean "Asia/Kolkata"?'),
        ("Mars/Olympus", 'Use an IANA name such as "Asia/Kolkata" or "Europe/Berlin".'),
    ],
)
def test_what_is_not_clear_is_refused_with_what_may_be_meant(text, hint):
    """An offset has no summer time and a short name several places: nobody guesses."""
    with pytest.raises(CellProblem) as refused:
        zone_of(text)
    assert refused.value.hint.endswith(hint)


def test_a_row_in_greenwich_time_needs_no_week():
    """GMT never changes its clock: the row is one in UTC."""
    table = expectations_from([(2, {"experience_key": "k", "expect": "served", "tz": "GMT", "hour": "9"})])
    assert ["UTC"] == [row.tz for row in table.rows]
