"""Values that behave alike everywhere (all phones, say), learned as one: a space costs what happens in it."""

from __future__ import annotations

from math import prod

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.rule_learner import MOST_RULES, Labels, LearnedRule, LearnedRules, learn_rules
from moe_nb.audit.value_sets import Points, Shape


def learn_merged(
    points: Points,
    labels: Labels,
    shape: Shape,
    default: int | None = None,
    most: int = MOST_RULES,
    *,
    gives_up: bool = False,
) -> LearnedRules:
    """Find what `learn_rules` finds, with alike values of an axis as one where the whole space is known.

    Days and hours stay apart: which of them follow each other matters. Arguments as for `learn_rules`; the points are
    in the order of the space.
    """
    if len(labels) != prod(shape.sizes):
        return learn_rules(points, labels, shape, default, most, gives_up=gives_up)
    grid, groups = labels.reshape(shape.sizes), []
    for axis, is_circular in enumerate(shape.circular):
        group_of = np.arange(grid.shape[axis]) if is_circular else _alike(grid, axis)
        groups.append(group_of)
        grid = grid.take(np.unique(group_of, return_index=True)[1], axis=axis)
    merged = Shape(grid.shape, shape.circular)
    everything = merged.points(np.arange(grid.size))
    learned = learn_rules(everything, grid.reshape(-1), merged, default, most, gives_up=gives_up)
    rules = [
        LearnedRule(tuple(allowed[group] for allowed, group in zip(rule.allowed, groups, strict=True)), rule.label)
        for rule in learned.rules
    ]
    return LearnedRules(tuple(rules), learned.default)


def _alike(grid: NDArray[np.int64], axis: int) -> NDArray[np.intp]:
    """Return, for every value of an axis, the number of those it is like, in the order of their first."""
    lines = np.ascontiguousarray(np.moveaxis(grid, axis, 0)).reshape(grid.shape[axis], -1)
    numbers: dict[bytes, int] = {}
    return np.array([numbers.setdefault(line.tobytes(), len(numbers)) for line in lines], np.intp)
