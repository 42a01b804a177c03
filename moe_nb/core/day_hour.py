"""Days and hours as MoEngage writes them: English day names, zero-padded hours, both UTC."""

from __future__ import annotations

from moe_nb.core.errors import ContextError

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""In the order of the week; case-sensitive on the wire (MoEngage API: DAY_OF_THE_WEEK)."""

HOURS = tuple(range(24))
"""The one-hour slots of a day (MoEngage API: TIME_OF_THE_DAY)."""

SHORTEST_DAY = 3


def parse_day(value: str) -> str:
    """Return the day's full English name; ``"sat"`` and ``"SATURDAY"`` are ``"Saturday"``.

    Raises:
        ContextError: If no day begins so.
    """
    text = str(value).strip().lower()
    for day in DAYS:
        if len(text) >= SHORTEST_DAY and day.lower().startswith(text):
            return day
    raise ContextError(f"Day {value!r} is not a day of the week.", hint=f"Use one of {', '.join(DAYS)}.")


def parse_hour(value: int | str) -> int:
    """Return the hour 0 to 23; ``"07"``, ``"7"`` and ``7`` are all 7.

    Raises:
        ContextError: If it is not a whole hour of a day.
    """
    text = str(value).strip()
    longest = 2
    plausible = text.isascii() and text.isdigit() and len(text) <= longest and not isinstance(value, bool)
    if not plausible or int(text) not in HOURS:
        raise ContextError(f"Hour {value!r} is not an hour.", hint="Use 0 to 23; 7 PM is 19.")
    return int(text)


def wire_hour(hour: int) -> str:
    """Return the hour as sent, ``"07"``."""
    return f"{hour:02d}"
