"""Values of an axis that are expected to behave alike: one stands for all until an answer says otherwise."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.answers import NOT_KNOWN
from moe_nb.audit.value_sets import Points, Shape
from moe_nb.core.space import Axis, Space
from moe_nb.core.user_agent import user_agent_class

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Per axis, which values are taken for one."""

    group_of: tuple[Numbers, ...]
    """Per axis (values,): the number of the value's group, from 0 on without holes."""

    @property
    def are_single(self) -> bool:
        """Whether no value is taken for another."""
        return all(len(numbers) == int(numbers.max()) + 1 for numbers in self.group_of)

    def shape(self, shape: Shape) -> Shape:
        """Return the shape of the axes when every group is one value."""
        return Shape(tuple(int(numbers.max()) + 1 for numbers in self.group_of), shape.circular)

    def grouped(self, points: Points) -> Points:
        """Return points by the numbers of their groups."""
        return np.stack([numbers[points[:, at]] for at, numbers in enumerate(self.group_of)], axis=1)

    def representatives(self, grouped: Points) -> Points:
        """Return, for points given by group, the contexts with the first value of every group."""
        firsts = [np.unique(numbers, return_index=True)[1] for numbers in self.group_of]
        return np.stack([first[grouped[:, at]] for at, first in enumerate(firsts)], axis=1).astype(np.int64)

    def without_conflicts(self, points: Points, codes: Numbers) -> Groups:
        """Dissolve the groups whose values got different answers in contexts that are otherwise alike.

        Args:
            points: Contexts that were asked.
            codes: (points, keys): their results.
        """
        group_of = list(self.group_of)
        for one, other in self._conflicts(points, codes):
            for at in np.flatnonzero(points[one] != points[other]).tolist():
                group_of[at] = _dissolved(group_of[at], points[one, at])
        if all(before is after for before, after in zip(self.group_of, group_of, strict=True)):
            return self
        return Groups(tuple(group_of)).without_conflicts(points, codes)

    def _conflicts(self, points: Points, codes: Numbers) -> Iterable[tuple[int, int]]:
        sizes = [int(numbers.max()) + 1 for numbers in self.group_of]
        alike = np.ravel_multi_index(tuple(self.grouped(points).T), sizes)
        for key in range(codes.shape[1]):
            answered = np.flatnonzero(codes[:, key] != NOT_KNOWN)
            order = answered[np.argsort(alike[answered], kind="stable")]
            same = alike[order][1:] == alike[order][:-1]
            differ = np.flatnonzero(same & (codes[order, key][1:] != codes[order, key][:-1]))
            yield from zip(order[differ].tolist(), order[differ + 1].tolist(), strict=True)


def single_values(shape: Shape) -> Groups:
    """Return groups of one value each: nothing is taken for anything else."""
    return Groups(tuple(np.arange(size, dtype=np.int64) for size in shape.sizes))


def groups_of(space: Space) -> Groups:
    """Group the User-Agents of a space by device type, system and browser; no other values."""
    return Groups(tuple(_axis_groups(axis) for axis in space.axes))


def _axis_groups(axis: Axis) -> Numbers:
    if axis.name != "user_agent":
        return np.arange(len(axis), dtype=np.int64)
    return _numbered(user_agent_class(user_agent) for user_agent in axis.values)


def _numbered(names: Iterable[Hashable]) -> Numbers:
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], np.int64)


def _dissolved(numbers: Numbers, value: int) -> Numbers:
    """Return the groups with the one of *value* broken up into its values."""
    is_member = numbers == numbers[value]
    return _numbered((number, at if is_member[at] else -1) for at, number in enumerate(numbers.tolist()))
