"""One week of a time zone, hour by hour beside UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from moe_nb.core.day_hour import DAYS
from moe_nb.core.errors import ClockError
from moe_nb.core.zone_names import zone_hint

HOURS_PER_WEEK = 168
FIRST_YEAR, LAST_YEAR = 1900, 2200
CONSTANT_FROM, CONSTANT_UNTIL = date(2019, 12, 30), date(2037, 12, 28)
"""The first and the last Monday of the years in which a zone may not change its clock to need no week."""
LOCAL_NAMES = ("local_day", "local_hour")


@dataclass(frozen=True, slots=True)
class LocalWeek:
    """The offset of one zone in one week."""

    zone: str
    """IANA name, ``"Asia/Kolkata"``."""
    monday: date
    """The Monday the local week begins with."""
    offset_min: int
    """Minutes the zone is ahead of UTC, the same in every hour of that week."""

    @property
    def is_whole_hours(self) -> bool:
        """Whether a UTC hour is exactly one local hour; in India or Nepal it is not."""
        return self.offset_min % 60 == 0

    def starts(self, day: int, hour: int) -> tuple[str, str]:
        """Return the local day and clock (``"18:30"``) at which a UTC hour begins."""
        minutes = ((day * 24 + hour) * 60 + self.offset_min) % (HOURS_PER_WEEK * 60)
        return DAYS[minutes // 1440], f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"

    def slots(self, day: int, hour: int) -> tuple[int, ...]:
        """Return the local hours of the week (0 = Monday 00) that a UTC hour touches: one, or two."""
        first = ((day * 24 + hour) * 60 + self.offset_min) // 60 % HOURS_PER_WEEK
        return (first,) if self.is_whole_hours else (first, (first + 1) % HOURS_PER_WEEK)

    def utc_words(self, hour: int) -> str:
        """Return the UTC hours that a local hour touches: ``"hours 12 and 13 UTC"``, and of which day if of another."""
        first = (hour * 60 - self.offset_min) // 60
        touched = (first,) if self.is_whole_hours else (first, first + 1)
        days = {-1: " of the day before", 0: "", 1: " of the day after"}
        if len({number // 24 for number in touched}) == 1:
            hours = " and ".join(f"{number % 24:02d}" for number in touched)
            return f"hour{'s' if len(touched) > 1 else ''} {hours} UTC{days[first // 24]}"
        return " and ".join(f"hour {number % 24:02d} UTC{days[number // 24]}" for number in touched)

    @property
    def clock(self) -> str:
        """Zone and offset, ``"Asia/Kolkata (UTC+05:30)"``."""
        sign, minutes = ("-" if self.offset_min < 0 else "+"), abs(self.offset_min)
        return f"{self.zone} (UTC{sign}{minutes // 60:02d}:{minutes % 60:02d})"

    def describe(self) -> str:
        """Return ``"Asia/Kolkata (UTC+05:30), week of 2026-11-23"``."""
        return f"{self.clock}, week of {self.monday.isoformat()}"


def local_week(zone: str, week_of: date) -> LocalWeek:
    """Find the offset of *zone* in the week that holds *week_of*.

    Raises:
        ClockError: If the zone or the year is not known, or its clock changes in that week (the neighbours are named).
    """
    place, monday = time_zone(zone), _monday(week_of)
    offsets = _offsets(place, monday)
    if len(offsets) > 1:
        before, after = (monday + timedelta(days=7 * n) for n in (-1, 1))
        raise ClockError(
            f"In the week of {monday.isoformat()} the clocks change in {zone}, so a local hour has no single UTC hour.",
            hint=f"Take the week before (week_of={before.isoformat()}) or after ({after.isoformat()}).",
        )
    return LocalWeek(zone, monday, offsets.pop())


@cache
def constant_week(zone: str) -> LocalWeek | None:
    """Return the clock of a zone that is the same in every week from 2020 to 2037; None where it ever changes.

    Weeks are compared by the offset at noon of their Monday: the shortest change of clocks, for Ramadan in Morocco,
    lasts four. Until 2037 the files of the tz database list every change.

    Raises:
        ClockError: If the zone is not known.
    """
    place, first = time_zone(zone), CONSTANT_FROM
    weeks = (CONSTANT_UNTIL - first).days // 7
    noons = (datetime.combine(first + timedelta(weeks=number), time(12), place) for number in range(weeks + 1))
    offsets = {noon.utcoffset() or timedelta() for noon in noons}
    return LocalWeek(zone, first, round(offsets.pop().total_seconds() / 60)) if len(offsets) == 1 else None


def utc_of(zone: str, week_of: date, day: int, hour: int) -> tuple[str, int]:
    """Return the UTC day and hour in which a local hour begins; of an hour that comes twice, the first.

    Args:
        zone: IANA name.
        week_of: A day of the week meant: it decides the offset, also where the clocks change within it.
        day: 0 is Monday.
        hour: 0 to 23.

    Raises:
        ClockError: If the zone or the year is not known, or the clocks skip that hour.
    """
    local = datetime.combine(_monday(week_of) + timedelta(days=day), time(hour), time_zone(zone))
    utc = local.astimezone(UTC)
    if utc.astimezone(local.tzinfo).hour != hour:
        raise ClockError(
            f"On {local:%A %Y-%m-%d} there is no {hour:02d}:00 in {zone}: the clocks skip it.",
            hint="Take the hour before or after.",
        )
    return DAYS[utc.weekday()], utc.hour


def _monday(week_of: date) -> date:
    if not FIRST_YEAR <= week_of.year <= LAST_YEAR:
        raise ClockError(
            f"The year {week_of.year} is out of reach.", hint=f"Take one from {FIRST_YEAR} to {LAST_YEAR}."
        )
    return week_of - timedelta(days=week_of.weekday())


def time_zone(name: str) -> ZoneInfo:
    """Return the zone of an IANA name.

    Raises:
        ClockError: If it is not known.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ClockError(
            f"Time zone {name!r} is not known.",
            hint=zone_hint(name),
        ) from None


def _offsets(place: ZoneInfo, monday: date) -> set[int]:
    start = datetime(monday.year, monday.month, monday.day, tzinfo=place).astimezone(UTC)
    found = set()
    for hour in range(HOURS_PER_WEEK + 1):
        offset = (start + timedelta(hours=hour)).astimezone(place).utcoffset() or timedelta()
        found.add(round(offset.total_seconds() / 60))
    return found
