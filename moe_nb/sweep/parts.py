"""A plan split into parts that can be asked in different processes and joined again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from math import prod

import numpy as np

from moe_nb.core.long_list import LongList
from moe_nb.core.space import Axis, Space
from moe_nb.sweep.plan import Plan
from moe_nb.sweep.stored_list import spooled


@dataclass(frozen=True, slots=True)
class Part:
    """Neighbouring contexts of a plan; travels between processes."""

    number: int
    first: int
    """Number, in the whole plan, of the context that is number 0 here."""
    plan: Plan
    """What is asked here; an outermost axis that was a long list is left out of its space."""
    outermost: tuple[str, tuple[str, ...]] | None = None
    """Name and values of that axis, as far as this part needs them."""

    def whole_plan(self) -> Plan:
        """Return the plan with its outermost axis back in place."""
        if self.outermost is None:
            return self.plan
        name, values = self.outermost
        listed = spooled(values)
        space = self.plan.space
        return replace(self.plan, space=replace(space, axes=(Axis(name, listed, listed), *space.axes)))


def split(plan: Plan, parts: int) -> Iterator[Part]:
    """Split a plan into about *parts* parts of equal size; none is empty, and each context is asked in one of them.

    A context of which every call is answered is in none; one that lacks a call is asked whole.
    """
    outer = plan.space.axes[0]
    inner = prod(len(axis) for axis in plan.space.axes[1:])
    is_long = isinstance(outer.values, LongList)
    step = inner if is_long else 1  # a long list is cut between two values
    wanted = np.asarray(plan.distinct_contexts())
    if plan.answered is not None:
        wanted = wanted[~plan.answered[wanted].all(axis=1)]
        plan = replace(plan, answered=None)
    units = len(plan.space) // step
    bounds = np.unique(np.linspace(0, units, min(parts, units) + 1).astype(np.int64)) * step
    number = 0
    for start, stop in pairwise(bounds.tolist()):
        indices = wanted[np.searchsorted(wanted, start) : np.searchsorted(wanted, stop)]
        if len(indices):
            yield _long_part(plan, number, start, stop, indices) if is_long else _part(plan, number, indices)
            number += 1


def _part(plan: Plan, number: int, indices: np.ndarray) -> Part:
    return Part(number, 0, replace(plan, indices=indices))


def _long_part(plan: Plan, number: int, start: int, stop: int, indices: np.ndarray) -> Part:
    outer, *inner = plan.space.axes
    step = prod(len(axis) for axis in inner)
    values = tuple(outer.values[start // step : stop // step])
    space: Space = replace(plan.space, axes=tuple(inner))
    return Part(number, start, replace(plan, space=space, indices=indices - start), (outer.name, values))
