"""Days and hours as world files and expectations write them: single ones and ranges that wrap."""

from __future__ import annotations

from collections.abc import Iterable

from moe_nb.core.day_hour import DAYS, parse_day, parse_hour


def parse_days(parts: Iterable[str]) -> frozenset[str]:
    """Return the days named, ``["Mon-Wed", "Saturday"]``; raises ContextError for anything else."""
    found: set[str] = set()
    for part in parts:
        first, dash, last = part.partition("-")
        start = DAYS.index(parse_day(first))
        length = (DAYS.index(parse_day(last)) - start) % 7 if dash else 0
        found |= {DAYS[(start + step) % 7] for step in range(length + 1)}
    return frozenset(found)


def parse_hours(parts: Iterable[str | int]) -> frozenset[int]:
    """Return the hours named, ``[7, "09-17", "22-05"]``, both ends included; raises ContextError otherwise."""
    found: set[int] = set()
    for part in parts:
        first, dash, last = str(part).partition("-")
        start = parse_hour(first)
        length = (parse_hour(last) - start) % 24 if dash else 0
        found |= {(start + step) % 24 for step in range(length + 1)}
    return frozenset(found)
