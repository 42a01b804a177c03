"""Two runs side by side: which contexts of one are which contexts of the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.selection import values_of
from moe_nb.core.space import Axis, Space, plain_label, shorten


@dataclass(frozen=True, slots=True, eq=False)
class RunPair:
    """The contexts that two spaces have in common.

    Shape: m common contexts.
    """

    space: Space
    """The common contexts: the axes of the first space with the values both have."""
    before_index: NDArray[np.intp]
    """(m,): number in the first space, in the order of *space*."""
    after_index: NDArray[np.intp]
    """(m,): number in the second."""
    notes: tuple[str, ...]


def pair_spaces(before: Space, after: Space) -> RunPair:
    """Find the common contexts of two spaces.

    Axes may stand in another order and have other values: a value is found by itself, or by its label if somebody gave
    it one. An axis of one space meets the fixed value of the other, or "not sent". What is fixed in both and differs
    does not keep contexts apart; it is noted.
    """
    names = list(dict.fromkeys([axis.name for axis in (*before.axes, *after.axes)]))
    notes, pairs = _fixed_notes(before, after, names), {}
    for name in names:
        pairs[name], said = _pair_values(name, before, after)
        notes += said
    axes = tuple(_common_axis(axis, [one for one, _ in pairs[axis.name]]) for axis in before.axes)
    if not all(pairs.values()):
        apart = ", ".join(name for name, found in pairs.items() if not found)
        none = np.zeros(0, np.intp)
        return RunPair(before, none, none, (*notes, f"No context is in both runs: they share no value of {apart}."))
    common = Space(axes, before.local_week, before.base)
    mesh = dict(zip([a.name for a in axes], np.ix_(*(np.arange(len(axis)) for axis in axes)), strict=True))
    shape = [len(axis) for axis in axes]
    return RunPair(
        common, _numbers(before, pairs, mesh, shape, 0), _numbers(after, pairs, mesh, shape, 1), tuple(notes)
    )


def _numbers(
    space: Space,
    pairs: dict[str, list[tuple[int, int]]],
    mesh: dict[str, NDArray[np.intp]],
    shape: Sequence[int],
    side: int,
) -> NDArray[np.intp]:
    """Return the number of every common context in one of the spaces."""
    number = np.zeros((), np.intp)
    for axis in space.axes:
        there = np.array([pair[side] for pair in pairs[axis.name]], np.intp)
        # an axis that only the second run has meets one value: the one that was fixed in the first
        number = number * len(axis) + there[mesh.get(axis.name, 0)]
    return np.broadcast_to(number, shape).reshape(-1)


def _common_axis(axis: Axis, positions: Sequence[int]) -> Axis:
    if len(positions) in {0, len(axis)}:
        return axis
    return Axis(axis.name, tuple(axis.values[at] for at in positions), tuple(axis.labels[at] for at in positions))


def _pair_values(name: str, before: Space, after: Space) -> tuple[list[tuple[int, int]], list[str]]:
    """Return positions in the first and second space of every common value, in the order of the first."""
    (values, labels), (others, other_labels) = values_of(before, name), values_of(after, name)
    by_value = {value: at for at, value in enumerate(others)}
    pairs = {at: by_value[value] for at, value in enumerate(values) if value in by_value}
    by_label = _given_labels(name, others, other_labels, set(pairs.values()))
    by_own_label = _given_labels(name, values, labels, set(pairs))
    relabelled = {label: at for label, at in by_own_label.items() if label in by_label}
    pairs |= {at: by_label[label] for label, at in relabelled.items()}
    notes = []
    if relabelled:
        notes.append(
            f"{name}: {shorten(list(relabelled))} stands for another value in each run; compared by its label."
        )
    for which, total in (("first", len(values)), ("second", len(others))):
        if pairs and len(pairs) < total:
            notes.append(f"{name}: {total - len(pairs):,} of its {total:,} values are in the {which} run only.")
    return sorted(pairs.items()), notes


def _given_labels(name: str, values: Sequence[Any], labels: Sequence[str], paired: set[int]) -> dict[str, int]:
    """Return the labels that somebody gave to values without a partner."""
    return {
        label: at
        for at, (value, label) in enumerate(zip(values, labels, strict=True))
        if at not in paired and label != plain_label(name, value)
    }


def _fixed_notes(before: Space, after: Space, axes: Sequence[str]) -> list[str]:
    """Say which values that no run varied differ between the two."""
    one, other = before.base.values(), after.base.values()
    return [
        f"{name} was {plain_label(name, one.get(name))!r} in the first run and "
        f"{plain_label(name, other.get(name))!r} in the second."
        for name in dict.fromkeys([*one, *other])
        if name not in axes and one.get(name) != other.get(name)
    ]
