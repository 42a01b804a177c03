"""Two runs side by side: which contexts of one are which contexts of the other."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.run_inputs import check_across, fixed_differences, same_visitors, week_notes
from moe_nb.audit.selection import values_of
from moe_nb.core.space import Axis, Space, plain_label, shorten
from moe_nb.core.words import counted


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
    same_visitor: NDArray[np.bool_]
    """(m,): whether it names a visitor, and the same one in both runs."""
    unequal: tuple[str, ...]
    """In words, what was fixed in both runs and differs, and nobody said yes to."""
    notes: tuple[str, ...]


def pair_spaces(before: Space, after: Space, across: Collection[str] = ()) -> RunPair:
    """Find the common contexts of two spaces.

    Axes may stand in another order and have other values: a value is found by itself, or by its label if somebody gave
    it one. An axis of one space meets the fixed value of the other, or "not sent".

    Args:
        before: The first space.
        after: The second.
        across: Inputs that have one value in each space and may differ: another customer, another day.

    Raises:
        AuditError: If *across* names something that no space has.
    """
    check_across(across, before, after)
    differences = fixed_differences(before, after)
    notes = [f"{words}; compared all the same." for name, words in differences.items() if name in across]
    unequal = tuple(words for name, words in differences.items() if name not in across)
    notes += week_notes(before, after)
    pairs = {}
    for name in dict.fromkeys([axis.name for axis in (*before.axes, *after.axes)]):
        pairs[name], said = _pair_values(name, before, after, may_differ=name in across)
        notes += said
    axes = tuple(_common_axis(axis, [one for one, _ in pairs[axis.name]]) for axis in before.axes)
    if not all(pairs.values()):
        apart = ", ".join(name for name, found in pairs.items() if not found)
        notes.append(f"No context is in both runs: they share no value of {apart}.")
        none = np.zeros(0, np.intp)
        return RunPair(before, none, none, none.astype(bool), unequal, tuple(notes))
    mesh = dict(zip([a.name for a in axes], np.ix_(*(np.arange(len(axis)) for axis in axes)), strict=True))
    shape = [len(axis) for axis in axes]
    numbers = _numbers(before, pairs, mesh, shape, 0), _numbers(after, pairs, mesh, shape, 1)
    visitors = same_visitors(before, after, pairs, mesh, shape)
    return RunPair(Space(axes, before.local_week, before.base), *numbers, visitors, unequal, tuple(notes))


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


def _pair_values(
    name: str, before: Space, after: Space, *, may_differ: bool
) -> tuple[list[tuple[int, int]], list[str]]:
    """Return positions in the first and second space of every common value, in the order of the first."""
    (values, labels), (others, other_labels) = values_of(before, name), values_of(after, name)
    if may_differ and len(values) == len(others) == 1 and values[0] != others[0]:
        said = f"{name} was {labels[0]!r} in the first run and {other_labels[0]!r} in the second"
        return [(0, 0)], [f"{said}; compared all the same."]
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
            apart = total - len(pairs)
            are = "is" if apart == 1 else "are"
            notes.append(f"{name}: {apart:,} of its {counted(total, 'value')} {are} in the {which} run only.")
    return sorted(pairs.items()), notes


def _given_labels(name: str, values: Sequence[Any], labels: Sequence[str], paired: set[int]) -> dict[str, int]:
    """Return the labels that somebody gave to values without a partner."""
    return {
        label: at
        for at, (value, label) in enumerate(zip(values, labels, strict=True))
        if at not in paired and label != plain_label(name, value)
    }
