"""Time zones as people write them."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from zoneinfo import available_timezones

from moe_nb.audit.expectation_cells import CellProblem
from moe_nb.audit.expectation_hints import nearest
from moe_nb.core.errors import SpaceError
from moe_nb.core.local_week import time_zone

UTC = "UTC"
_ALWAYS_UTC = {
    prefix + name
    for prefix in ("", "etc/")
    for name in ("utc", "gmt", "z", "zulu", "universal", "uct", "greenwich", "gmt0", "gmt+0", "gmt-0", "utc+0", "utc-0")
}
_SPOKEN = {
    "IST": "Asia/Kolkata",
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
    "CST": "America/Chicago",
    "CDT": "America/Chicago",
    "EDT": "America/New_York",
    "BST": "Europe/London",
    "CEST": "Europe/Berlin",
    "SGT": "Asia/Singapore",
    "WIB": "Asia/Jakarta",
    "GST": "Asia/Dubai",
    "JST": "Asia/Tokyo",
    "AEST": "Australia/Sydney",
    "INDIA": "Asia/Kolkata",
}
"""Short names that several zones share, or none has, by a place that people may mean."""
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])\s*(\d{1,2})(?::?([0-5]\d))?", re.IGNORECASE)


def zone_of(text: str) -> str:
    """Return the IANA name of a zone, ``"UTC"`` for everything that always is; upper and lower case do not matter.

    Raises:
        CellProblem: If no zone is called so; the hint names what may be meant.
    """
    if text.lower() in _ALWAYS_UTC:
        return UTC
    by_fold = _names()
    if text.casefold() in by_fold:
        return by_fold[text.casefold()]
    offset = _OFFSET.fullmatch(text)
    if offset:
        raise CellProblem("an offset is no time zone.", _place_hint(*offset.groups()))
    try:
        time_zone(text)
    except SpaceError as error:
        raise CellProblem(error.description, _nearest_hint(text, by_fold.values()) or error.hint) from None
    return text


@cache
def _names() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


def _place_hint(sign: str, hours: str, minutes: str | None) -> str:
    if minutes not in {None, "00"} or int(hours) > 12:  # noqa: PLR2004 - Etc/GMT+12 is the last one to the west
        return 'Write a place, such as "Asia/Kolkata".'
    reversed_sign = "-" if sign == "+" else "+"
    return (
        'Write a place, such as "Europe/Berlin": it knows its summer time. '
        f'UTC{sign}{int(hours)} in every week is called "Etc/GMT{reversed_sign}{int(hours)}".'
    )


def _nearest_hint(text: str, names: Collection[str]) -> str:
    spoken = _SPOKEN.get(text.upper(), "")
    by_city = {name.rpartition("/")[2].replace("_", " "): name for name in sorted(names)}
    city = nearest(text.rpartition("/")[2].replace("_", " "), by_city)
    near = spoken or nearest(text, names) or by_city.get(city, "")
    return f'Do you mean "{near}"?' if near else ""
