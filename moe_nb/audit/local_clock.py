"""Which UTC hours of a space touch the local hours that a row of expectations speaks of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.day_hour import DAYS
from moe_nb.core.errors import SpaceError
from moe_nb.core.local_week import LocalWeek


@dataclass(frozen=True, slots=True)
class PartOfHour:
    """The minutes of one UTC hour that lie in the local hours wanted."""

    words: str
    """In local time, ``"Monday 09:00-09:29"``."""
    minutes: range
    """Of the UTC hour."""


@dataclass(frozen=True, slots=True, eq=False)
class LocalClock:
    """Local hours as UTC hours. All minutes of a UTC hour get one answer, so one that is touched counts."""

    touched: NDArray[np.bool_]
    """(days, hours): which UTC hours lie wholly or partly in the local hours wanted."""
    half_inside: dict[int, PartOfHour]
    """Flat position in `touched` of those only partly inside, to the part."""
    missing: tuple[str, ...]
    """Local hours of which a UTC hour is not in the space, in words."""


def local_clock(wanted: set[int], days: Sequence[Any], hours: Sequence[Any], week: LocalWeek) -> LocalClock:
    """Find the UTC hours that touch local hours.

    Args:
        wanted: Local hours of the week, 0 is Monday 00.
        days: UTC days of the space, by full name; None where the run sent none.
        hours: UTC hours of the space, likewise.
        week: The clock of the zone.

    Raises:
        SpaceError: If the run did not send both day and hour.
    """
    if None in days or None in hours:
        raise SpaceError(
            f"The run did not send both day and hour, so it cannot be known when it was in {week.zone}.",
            hint="Sweep day and hour, or write the row without day and hour.",
        )
    touched = np.zeros((len(days), len(hours)), bool)
    half_inside: dict[int, PartOfHour] = {}
    asked: Counter[int] = Counter()
    for position, (day, hour) in enumerate((DAYS.index(day), hour) for day in days for hour in hours):
        slots = week.slots(day, hour)
        asked.update(slots)
        touched.flat[position] = not wanted.isdisjoint(slots)
        if touched.flat[position] and not wanted.issuperset(slots):
            half_inside[position] = _part(wanted, slots, week.offset_min % 60)
    return LocalClock(touched, half_inside, _missing(wanted, asked, 1 if week.is_whole_hours else 2))


def _part(wanted: set[int], slots: tuple[int, ...], minute: int) -> PartOfHour:
    """Return the part of a UTC hour that is wanted; it begins *minute* minutes after the first of two local hours."""
    slot, start, end = (slots[0], minute, 59) if slots[0] in wanted else (slots[1], 0, minute - 1)
    words = f"{DAYS[slot // 24]} {slot % 24:02d}:{start:02d}-{slot % 24:02d}:{end:02d}"
    return PartOfHour(words, range(60 - minute) if slot == slots[0] else range(60 - minute, 60))


def _missing(wanted: set[int], asked: Counter[int], utc_hours: int) -> tuple[str, ...]:
    """Say how many local hours were not asked in all of their *utc_hours* UTC hours."""
    absent = [slot for slot in wanted if asked[slot] < utc_hours]
    if not absent:
        return ()
    in_part = sum(asked[slot] > 0 for slot in absent)
    said = f"{len(absent):,} of the {len(wanted):,} local hours"
    return (f"{said} ({in_part:,} of them in part)" if in_part else said,)
