"""Which inputs matter: axes that never changed an answer, and examples of those that did."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.answers import NOT_KNOWN, Answers, answers_of
from moe_nb.core.effect_facts import AxisEffect, Flip
from moe_nb.core.run_table import RunTable
from moe_nb.core.space import Axis

Codes = NDArray[np.int32]


def effects_of(table: RunTable) -> tuple[AxisEffect, ...]:
    """Return what every axis does to the answers of every key: keys in order, and within a key the axes.

    A situation is one choice of values on all other axes; it is compared when two or more values of the axis were
    answered in it. Causes of not being served do not count as different answers.

    Args:
        table: A whole run.
    """
    if not table.keys:
        return ()
    answers = answers_of(table)
    by_axis = [_axis_effects(table, answers, number) for number in range(len(table.space.axes))]
    return tuple(effects[key] for key in range(len(table.keys)) for effects in by_axis)


@dataclass(frozen=True, slots=True, eq=False)
class _Lines:
    """All situations of one axis; the last dimension is the key."""

    compared: NDArray[np.bool_]
    changed: NDArray[np.bool_]
    payload_changed: NDArray[np.bool_]


def _axis_effects(table: RunTable, answers: Answers, number: int) -> list[AxisEffect]:
    axis, shape = table.space.axes[number], [len(axis) for axis in table.space.axes]
    lines = _lines(answers, shape, number)
    numbers = np.moveaxis(np.arange(len(answers.codes)).reshape(shape), number, -1).reshape(-1, len(axis))
    effects = []
    for position, key in enumerate(table.keys):
        changed = lines.changed[:, position]
        flips: tuple[Flip, ...] = ()
        if changed.any():
            contexts = numbers[changed]
            flips = _flips(axis, answers, contexts, answers.codes[contexts, position])
        compared, edited = int(lines.compared[:, position].sum()), int(lines.payload_changed[:, position].sum())
        effects.append(AxisEffect(key, axis.name, compared, int(changed.sum()), edited, flips))
    return effects


def _lines(answers: Answers, shape: list[int], number: int) -> _Lines:
    changed = _differ(answers.codes, shape, number)
    payload_changed = changed
    if answers.payload_codes is not answers.codes:
        payload_changed = _differ(answers.payload_codes, shape, number)
    known = (answers.codes != NOT_KNOWN).reshape(*shape, -1)
    several = np.count_nonzero(known, axis=number) > 1
    return _Lines(several.reshape(changed.shape), changed, payload_changed & ~changed)


def _differ(codes: Codes, shape: list[int], number: int) -> NDArray[np.bool_]:
    """Return (situations, keys): whether the known answers along an axis differ."""
    keys = codes.shape[1]
    grid = codes.reshape(*shape, keys)
    highest = grid.max(axis=number)
    unsigned = grid.view(np.uint32)  # not known becomes the highest number, so that the lowest is a known one
    differ: NDArray[np.bool_] = unsigned.min(axis=number) < highest.astype(np.int64)
    return differ.reshape(-1, keys)


def _flips(axis: Axis, answers: Answers, contexts: NDArray[np.int64], codes: Codes) -> tuple[Flip, ...]:
    """Return few pairs of contexts in which every answer appears that the axis takes part in changing.

    Args:
        axis: The axis.
        answers: What the codes stand for.
        contexts: (situations, values): numbers of the contexts; only situations that changed.
        codes: (situations, values): their answers.
    """
    present = np.zeros((len(codes), len(answers.variations) + 1), np.bool_)
    present[np.arange(len(codes))[:, None], codes] = True  # not known is -1: the last column, which nobody reads
    flips = []
    for one, other in _few_pairs(present[:, :NOT_KNOWN]):
        line = int(np.argmax(present[:, one] & present[:, other]))
        pair = sorted((int(np.argmax(codes[line] == code)), code) for code in (one, other))
        (first_at, first), (other_at, second) = pair
        flips.append(
            Flip(
                int(contexts[line, first_at]),
                int(contexts[line, other_at]),
                axis.labels[first_at],
                axis.labels[other_at],
                answers.variations[first],
                answers.variations[second],
            )
        )
    return tuple(flips)


def _few_pairs(present: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Choose pairs of answers that occur in one situation, until every answer stands in a pair; frequent ones first."""
    used = np.flatnonzero(present.any(axis=0))
    together = present[:, used].astype(np.float32)
    times = np.triu(together.T @ together, k=1)
    order = np.argsort(-times, axis=None, kind="stable")[: np.count_nonzero(times)]
    pairs = [(int(used[at // len(used)]), int(used[at % len(used)])) for at in order.tolist()]
    chosen: list[tuple[int, int]] = []
    shown: set[int] = set()
    for new in (2, 1):  # first pairs of two answers that no other pair shows, then what is left
        for pair in pairs:
            if len(set(pair) - shown) >= new:
                chosen.append(pair)
                shown |= set(pair)
    return chosen
