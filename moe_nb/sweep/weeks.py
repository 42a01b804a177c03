"""Axes of time: days, hours, and the week in UTC or beside a time zone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

from moe_nb.core.day_hour import DAYS, HOURS
from moe_nb.core.errors import SpaceError
from moe_nb.core.local_week import local_week
from moe_nb.core.space import Space, axis


def days(values: Iterable[str] = DAYS) -> Space:
    """Return an axis of UTC days, all seven unless *values* names some (``["Sat", "Sun"]``)."""
    return axis("day", values)


def hours(values: Iterable[int | str] = HOURS) -> Space:
    """Return an axis of UTC hours, all 24 unless *values* names some."""
    return axis("hour", values)


def week(tz: str | None = None, week_of: date | str | None = None) -> Space:
    """Return the 168 UTC hours of a week.

    Args:
        tz: A time zone such as ``"Asia/Kolkata"``: adds ``local_day`` and ``local_hour``, with the zone's real offset.
        week_of: A day of the week meant (its Monday counts); today if left out. Only matters with *tz*.

    Raises:
        SpaceError: If the zone is not known, its clock changes in that week (the neighbours are named), or *week_of* is
            no date.
    """
    space, meant = days() * hours(), datetime.now(UTC).date() if week_of is None else _date(week_of)
    return space if tz is None else replace(space, local_week=local_week(tz, meant))


def _date(given: date | str) -> date:
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    try:
        return date.fromisoformat(given)
    except (TypeError, ValueError):
        raise SpaceError(f"week_of={given!r} is not a date.", hint='Write any day of the week, "2026-11-23".') from None
