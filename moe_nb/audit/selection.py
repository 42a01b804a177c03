"""Which contexts of a space a row of expectations speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.expectation_cells import CLOCK_COLUMNS, DEVICE_PREFIX
from moe_nb.audit.expectation_hints import column_hint, value_hint
from moe_nb.audit.local_clock import LocalClock, PartOfHour, local_clock
from moe_nb.core.day_hour import DAYS
from moe_nb.core.errors import SpaceError
from moe_nb.core.expectation_facts import Condition, ExpectationRow
from moe_nb.core.local_week import LocalWeek, constant_week, local_week
from moe_nb.core.space import Space, plain_label
from moe_nb.core.user_agent import device_type
from moe_nb.core.words import told_apart

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """The contexts of one row, as a part of every axis; day and hour together, because a zone ties them."""

    parts: dict[str, Mask]
    """Axis (without day and hour), or name that is the same in every context, to which of its values belong."""
    clock: Mask
    """(days, hours): which hours of the space's days belong, wholly or with a part of their minutes."""
    half_inside: dict[int, PartOfHour]
    """Flat position in `clock` of the hours that belong only in part, to that part in local time."""
    missing: tuple[str, ...] = ()
    """What the row speaks of and the space does not hold, in words."""


def values_of(space: Space, name: str) -> tuple[Sequence[Any], Sequence[str]]:
    """Return the values and labels a name has in a space: those of its axis, the fixed one, or "not sent"."""
    for axis in space.axes:
        if axis.name == name:
            return axis.values, axis.labels
    value = space.base.values().get(name)
    return (value,), (plain_label(name, value),)


def selection_of(row: ExpectationRow, space: Space, names: Sequence[str], week_of: date | None = None) -> Selection:
    """Find what a row speaks of.

    Args:
        row: The row.
        space: The space of the run.
        names: Every name that is an axis or has a condition in some row, day and hour aside.
        week_of: A day of the week whose clock a row's time zone has; the week of the space if left out. Zones that
            have one clock all year need none.

    Raises:
        SpaceError: If it cannot be known which UTC hours the local hours of a row are: its zone changes its clock over
            the year, and no week is given.
    """
    conditions = {condition.column: condition for condition in row.conditions}
    parts, missing = {}, []
    for name in names:
        values, labels = values_of(space, name)
        parts[name], absent = _part(conditions.get(name), values, labels)
        missing += [f"{name} {told_apart(text)}{_hint(name, text, labels, space)}" for text in absent]
    clock = _clock(row, conditions, space, week_of)
    return Selection(parts, clock.touched, clock.half_inside, (*missing, *clock.missing))


def contexts_of(selection: Selection, space: Space) -> NDArray[np.intp]:
    """Return the numbers of the contexts selected, in order."""
    clock = selection.clock
    sides = {"day": clock.any(axis=1), "hour": clock.any(axis=0), **selection.parts}
    if not all(side.any() for side in sides.values()):
        return np.zeros(0, np.intp)
    names = [axis.name for axis in space.axes]
    mesh = dict(zip(names, np.ix_(*(np.flatnonzero(sides[name]) for name in names)), strict=True))
    chosen = np.zeros((), np.intp)
    for axis in space.axes:
        chosen = chosen * len(axis) + mesh[axis.name]
    inside = clock[mesh.get("day", 0), mesh.get("hour", 0)]  # local hours: each day may have its own
    kept: NDArray[np.intp] = chosen[np.broadcast_to(inside, chosen.shape)].reshape(-1)
    return kept


def clock_positions(contexts: NDArray[np.intp], selection: Selection, space: Space) -> NDArray[np.intp]:
    """Return for every context the flat position of its day and hour in the clock of a selection."""
    at, rest = {}, contexts
    for axis in reversed(space.axes):
        rest, at[axis.name] = np.divmod(rest, len(axis))
    fixed = np.zeros_like(contexts)
    positions: NDArray[np.intp] = at.get("day", fixed) * selection.clock.shape[1] + at.get("hour", fixed)
    return positions


def _part(condition: Condition | None, values: Sequence[Any], labels: Sequence[str]) -> tuple[Mask, list[str]]:
    """Return which values a condition wants, and what it wants that is not there."""
    if condition is None:
        return np.ones(len(values), bool), []
    called = [_calls(condition.column, value, label) for value, label in zip(values, labels, strict=True)]
    wanted = set(condition.wanted)
    mask = np.array([bool(wanted & names) for names in called])
    return mask, [text for text in condition.wanted if not any(text in names for names in called)]


def _hint(name: str, text: str, labels: Sequence[str], space: Space) -> str:
    """Return what may be meant by a column or value that the space does not hold; empty where nothing is near."""
    return column_hint(name, space) or value_hint(text, labels)


def _calls(column: str, value: Any, label: str) -> set[str]:
    """Return every text that means a value: its label, itself, and for a User-Agent the device."""
    names = {label, plain_label(column, value)}
    if column == "user_agent" and value is not None:
        names.add(DEVICE_PREFIX + device_type(value))
    return names | ({str(value)} if value is not None and column not in CLOCK_COLUMNS else set())


def _clock(row: ExpectationRow, conditions: dict[str, Condition], space: Space, week_of: date | None) -> LocalClock:
    """Return which hours are wanted, which in part, and what is wanted and not in the space."""
    if row.tz == "UTC" or not any(name in conditions for name in CLOCK_COLUMNS):
        sides, missing = [], []
        for name in CLOCK_COLUMNS:
            mask, absent = _part(conditions.get(name), *values_of(space, name))
            sides.append(mask)
            missing += [f"{name} {text}" for text in absent]
        return LocalClock(np.logical_and.outer(*sides), {}, tuple(missing))
    wanted = {
        DAYS.index(day) * 24 + int(hour)
        for day in (conditions["day"].wanted if "day" in conditions else DAYS)
        for hour in (conditions["hour"].wanted if "hour" in conditions else map(str, range(24)))
    }
    (days, _), (hours, _) = values_of(space, "day"), values_of(space, "hour")
    return local_clock(wanted, days, hours, _week(row.tz, space, week_of))


def _week(zone: str, space: Space, week_of: date | None) -> LocalWeek:
    if week_of is not None:
        return local_week(zone, week_of)
    week = constant_week(zone) if space.local_week is None else local_week(zone, space.local_week.monday)
    if week is None:
        raise SpaceError(
            f"Which UTC hours {zone} means depends on the week, and the run does not say which one it means.",
            hint=f'Sweep week(tz="{zone}"), or give week_of, a day of the week meant.',
        )
    return week
