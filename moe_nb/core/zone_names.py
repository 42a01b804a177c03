"""Names of time zones as people type them."""

from __future__ import annotations

import difflib
import re
from functools import cache
from zoneinfo import available_timezones

HINT = 'Use an IANA name such as "Asia/Kolkata" or "Europe/Berlin".'
_DISTANCE = re.compile(r"(utc|gmt)?\s*[+\-\u2212]\s*\d", re.IGNORECASE)
_LIKENESS = 0.8
"""Of a city to what was typed, by difflib: "berln" is Berlin, "nowhere" is nothing."""


@cache
def zone_names() -> tuple[str, ...]:
    """Return the IANA names this machine knows, in order, UTC first."""
    return ("UTC", *sorted(available_timezones() - {"UTC", "localtime"}))


def known_zone(typed: str) -> str | None:
    """Return a zone as IANA writes it, whatever its capitals; None if it is not known."""
    return _by_folded_name().get(typed.strip().casefold())


def zone_hint(typed: str) -> str:
    """Return what to do about a zone that is not known: the nearest name, where one is near."""
    if _DISTANCE.match(typed.strip()):
        return 'A distance from UTC is no time zone, since many change in summer: name a city\'s, as "Asia/Kolkata".'
    found = known_zone(typed) or _nearest(typed)
    return HINT if found is None else f'Did you mean "{found}"?'


@cache
def _by_folded_name() -> dict[str, str]:
    return {name.casefold(): name for name in zone_names()}


@cache
def _by_city() -> dict[str, str]:
    """Return the zones of a continent by their last part; names of Etc, of states and of old ways are no cities."""
    named = [name for name in zone_names() if "/" in name and not name.startswith(("Etc/", "US/", "SystemV/"))]
    return {name.rsplit("/", 1)[1].casefold(): name for name in reversed(named)}


def _nearest(typed: str) -> str | None:
    wanted = re.sub(r"\s+", "_", typed.strip()).casefold()[:100]
    cities = _by_city()
    near = difflib.get_close_matches(wanted.rsplit("/", 1)[-1], cities, n=1, cutoff=_LIKENESS)
    return cities[near[0]] if near else None
