"""The contexts to ask: a product of axes, made one at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from math import prod
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.context import Context, check_axis_name
from moe_nb.core.errors import ContextError, SpaceError
from moe_nb.core.local_week import LOCAL_NAMES, LocalWeek
from moe_nb.core.long_list import LongList
from moe_nb.core.words import counted

NO_VALUE_LABEL = "(none)"
EMPTY_LABEL = "(empty)"
MOST_AXES = 30
"""Of a product; arrays with more than 32 dimensions cannot be made everywhere (NumPy 1.26)."""

LABELS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Axis:
    """One thing that varies.

    Raises:
        SpaceError: If it has no values, or values and labels do not pair up one to one.
    """

    name: str
    """A field of a context, ``identifier.NAME``, or the name of an attribute."""
    values: Sequence[Any]
    """What is sent; None leaves the field out. A tuple, or a `LongList`."""
    labels: Sequence[str]
    """What people read; they travel with the values. A `LongList` is its own labels."""

    def __post_init__(self) -> None:
        """Check that the axis can be used."""
        if not self.values:
            raise SpaceError(f"Axis {self.name!r} has no values.", hint="Give at least one.")
        if isinstance(self.values, LongList):
            return
        if len(self.values) != len(self.labels):
            raise SpaceError(
                f"Axis {self.name!r} has {counted(len(self.values), 'value')} and {counted(len(self.labels), 'label')}."
            )
        if len(set(self.labels)) != len(self.labels):
            twice = next(label for at, label in enumerate(self.labels) if label in self.labels[:at])
            raise SpaceError(f"Axis {self.name!r} has the label {twice!r} twice.", hint="Name the values apart.")

    def __len__(self) -> int:
        return len(self.values)

    @property
    def is_labelled(self) -> bool:
        """Whether some label says more than its value."""
        if isinstance(self.values, LongList):
            return False
        return any(label != plain_label(self.name, v) for v, label in zip(self.values, self.labels, strict=True))

    def position(self, wanted: object) -> int:
        """Return the position of a value or a label.

        Raises:
            SpaceError: If the axis has neither.
        """
        if isinstance(self.values, LongList):
            found = self.values.find(str(wanted))
            if found is None:
                raise SpaceError(f"Axis {self.name!r} has no {wanted!r}.", hint=f"It has {len(self):,} other values.")
            return found
        for position, (value, label) in enumerate(zip(self.values, self.labels, strict=True)):
            if wanted == value or str(wanted) == label:
                return position
        with suppress(ContextError):  # "sat" and "7" mean here what they mean everywhere
            meant = Context().with_values({self.name: wanted}).values().get(self.name)
            if meant is not None and meant in self.values:
                return self.values.index(meant)
        raise SpaceError(f"Axis {self.name!r} has no {wanted!r}.", hint=f"It has {shorten(self.labels)}.")


@dataclass(frozen=True, slots=True)
class Space:
    """A product of axes; the left axis is outermost, the rightmost changes fastest."""

    axes: tuple[Axis, ...]
    local_week: LocalWeek | None = None
    """Set by a week with a time zone: adds ``local_day`` and ``local_hour``."""
    base: Context = field(default_factory=Context)
    """What stays the same in every context."""

    def __post_init__(self) -> None:
        """Refuse an axis that stands twice, one that is called like the local clock beside it, and too many."""
        if len(self.axes) > MOST_AXES:
            raise SpaceError(f"A space of {len(self.axes):,} axes.", hint=f"At most {MOST_AXES} can be told apart.")
        names = [axis.name for axis in self.axes]
        for name in LOCAL_NAMES if self.local_week is not None else ():
            if name in names:
                raise SpaceError(
                    f"Axis {name!r} is called like the local clock of the week.", hint="Leave the week's time zone out."
                )
        for name in names:
            if names.count(name) > 1:
                raise SpaceError(f"Axis {name!r} stands twice.", hint="A product needs different axes.")

    def __mul__(self, other: Space) -> Space:
        if not isinstance(other, Space):
            return NotImplemented
        merged = {**self.base.values(), **other.base.values()}
        return Space(self.axes + other.axes, self.local_week or other.local_week, Context().with_values(merged))

    def __len__(self) -> int:
        return prod(len(axis) for axis in self.axes)

    def __iter__(self) -> Iterator[Context]:
        return (self.context(index) for index in range(len(self)))

    def coordinates(self, index: int) -> tuple[int, ...]:
        """Return the position on each axis of context number *index*."""
        positions = []
        for axis in reversed(self.axes):
            index, position = divmod(index, len(axis))
            positions.append(position)
        return tuple(reversed(positions))

    def context(self, index: int) -> Context:
        """Return context number *index*."""
        values = {axis.name: axis.values[at] for axis, at in zip(self.axes, self.coordinates(index), strict=True)}
        return self.base.with_values(values)

    def first_contexts(self) -> NDArray[np.int64] | None:
        """Return for every context the first one that is the same on the wire; None when all differ."""
        firsts = [axis.values.firsts() if isinstance(axis.values, LongList) else None for axis in self.axes]
        if all(first is None for first in firsts):
            return None
        shape = tuple(len(axis) for axis in self.axes)
        grid = np.unravel_index(np.arange(len(self)), shape)
        moved = [at if first is None else first[at] for at, first in zip(grid, firsts, strict=True)]
        return np.ravel_multi_index(moved, shape).astype(np.int64)

    def given(self, base: Context) -> Self:
        """Return the same axes around *base*: what the axes do not vary stays as in *base*."""
        return replace(self, base=base)

    def axis(self, name: str) -> Axis:
        """Return the axis called *name*.

        Raises:
            SpaceError: If there is none.
        """
        for axis in self.axes:
            if axis.name == name:
                return axis
        raise SpaceError(f"There is no axis {name!r}.", hint=f"The axes are {', '.join(a.name for a in self.axes)}.")


def axis(name: str, values: Iterable[Any], labels: Sequence[str] | None = None) -> Space:
    """Build a space of one axis; a value given twice is asked once.

    Args:
        name: A field (``day``, ``hour``, ``user_agent``, ``ip_address``, ``customer_id``), ``identifier.NAME``,
            or the name of any attribute.
        values: What to send; None leaves the field out.
        labels: What to call the values; left out, the values themselves.

    Raises:
        SpaceError: If *values* is a bare string, empty, or holds something that cannot be sent.
    """
    if isinstance(values, str | bytes):
        raise SpaceError(f"Axis {name!r} got one text instead of a list.", hint=f"Write [{values!r}].")
    given = list(values)
    try:
        check_axis_name(name)
        checked = [Context().with_values({name: value}).values().get(name) for value in given]
    except ContextError as error:
        raise SpaceError(f"Axis {name!r}: {error.description}", hint=error.hint) from None
    if labels is not None and len(labels) != len(given):
        raise SpaceError(f"Axis {name!r} has {counted(len(given), 'value')} and {counted(len(labels), 'label')}.")
    named = [str(label) for label in labels] if labels is not None else [plain_label(name, value) for value in checked]
    once: dict[Any, str] = {}
    for value, label in zip(checked, named, strict=True):
        once.setdefault(value, label)
    return Space((Axis(name, tuple(once), tuple(once.values())),))


def plain_label(name: str, value: Any) -> str:
    """Return what a value of an axis is called when nobody named it."""
    if value is None:
        return NO_VALUE_LABEL
    if value == "":
        return EMPTY_LABEL
    return f"{value:02d}" if name == "hour" else str(value)


def shorten(labels: Sequence[str]) -> str:
    """Return the first labels, quoted, for a message."""
    shown = ", ".join(repr(label) for label in labels[:LABELS_SHOWN])
    more = len(labels) - LABELS_SHOWN
    return f"{shown} and {more:,} more" if more > 0 else shown
