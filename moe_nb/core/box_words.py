"""What a box is called: ``"Mon-Fri 00-05 UTC, iPhone or iPad"``."""

from __future__ import annotations

from collections.abc import Sequence

from moe_nb.core.boxes import Box
from moe_nb.core.day_hour import DAYS, HOURS
from moe_nb.core.space import Axis, Space
from moe_nb.core.words import listed

MOST_NAMED = 5
"""Values of an axis a description names before it counts the rest."""
MOST_EXCEPTED = 2
"""Values that are left out and still named (``any User-Agent asked but iPad``)."""
NOUNS = {"user_agent": "User-Agent", "ip_address": "IP address", "customer_id": "customer"}
"""What an axis is called in a sentence; attributes and identifiers go by their own names."""


def describe_box(box: Box, space: Space) -> str:
    """Say in words which contexts of *space* a box holds.

    Days and hours are written as in a world file, both ends included: ``22-05`` is 22:00 to 05:59. A range of hours
    runs over midnight only beside all days; ``Fri 00-05, 22-23`` never leaves the Friday. "Any … asked" speaks of the
    values that were in the space, and of no others; labels of axes stand for their values.
    """
    chosen = {axis.name: (axis, some) for axis, some in zip(space.axes, box.positions, strict=True)}
    parts = _clock_parts(chosen, has_fixed_day=space.base.day is not None)
    parts += [_plain(axis, some) for name, (axis, some) in chosen.items() if name not in {"day", "hour"}]
    return ", ".join(parts) or "the only context"


def describe_context(space: Space, index: int) -> str:
    """Return what context number *index* of a space is called, ``"Mon 09 UTC, iPhone"``."""
    return describe_box(Box(tuple((at,) for at in space.coordinates(index))), space)


def _clock_parts(chosen: dict[str, tuple[Axis, tuple[int, ...]]], *, has_fixed_day: bool) -> list[str]:
    """Return day and hour, as one part where both are listed."""
    day, hour = (chosen.get(name) for name in ("day", "hour"))
    day_words = "" if day is None else _clock(*day, [name[:3] for name in DAYS], wraps=True)
    is_every_day = day_words in {"", "any day"} and not has_fixed_day
    hour_words = "" if hour is None else _clock(*hour, [f"{slot:02d}" for slot in HOURS], wraps=is_every_day)
    listed = [words for words in (day_words, hour_words) if words and not words.startswith("any ")]
    if len(listed) == len([words for words in (day_words, hour_words) if words]):
        return [" ".join(listed) + " UTC"] if listed else []
    return [words if words.startswith("any ") else f"{words} UTC" for words in (day_words, hour_words) if words]


def _clock(axis: Axis, some: Sequence[int], names: Sequence[str], *, wraps: bool) -> str:
    """Return days or hours as ranges; only a whole clock is "any day" or "any hour"."""
    slots = {axis.values[at]: at for at in some}
    order: Sequence[object] = DAYS if axis.name == "day" else HOURS
    numbers = [number for number, value in enumerate(order) if value in slots]
    if len(some) == len(axis) and len(numbers) == len(order):
        return f"any {axis.name}"
    ranges = [
        names[first] if first == last else f"{names[first]}-{names[last]}"
        for first, last in _ranges(numbers, len(order), wraps=wraps)
    ]
    ranges += [f"no {axis.name}"] if None in slots else []
    if len(ranges) > MOST_NAMED and len(some) == len(axis):
        return f"any {axis.name} asked"
    return ", ".join(ranges)


def _ranges(numbers: Sequence[int], size: int, *, wraps: bool) -> list[tuple[int, int]]:
    """Join neighbours on a clock of *size* slots; with *wraps* the last slot is beside the first."""
    joined: list[tuple[int, int]] = []
    for number in numbers:
        if joined and joined[-1][1] == number - 1:
            joined[-1] = (joined[-1][0], number)
        else:
            joined.append((number, number))
    if wraps and len(joined) > 1 and joined[0][0] == 0 and joined[-1][1] == size - 1:
        joined = [*joined[1:-1], (joined[-1][0], joined[0][1])]
    return joined


def _plain(axis: Axis, some: Sequence[int]) -> str:
    """Return the values of an axis without an order."""
    noun = NOUNS.get(axis.name, axis.name)
    left_out = len(axis) - len(some)
    if left_out == 0 and len(axis) > 1:
        return f"any {noun} asked"
    if 0 < left_out <= MOST_EXCEPTED and len(some) > MOST_EXCEPTED:
        excepted = set(range(len(axis))) - set(some)
        return f"any {noun} asked but {listed((axis.labels[at] for at in sorted(excepted)), 'or')}"
    known_by_label = "" if axis.name == "user_agent" else f"{noun} "
    if len(some) <= MOST_NAMED:
        return known_by_label + listed((axis.labels[at] for at in some), "or")
    named = listed(axis.labels[at] for at in some[:MOST_NAMED])
    return f"{known_by_label}{named}, … ({len(some):,} of the {len(axis):,} asked)"
