"""Which inputs matter: axes that never changed an answer, and examples of those that did."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.answers import NOT_KNOWN, Answers, Codes, answers_of, audience_codes, payload_codes
from moe_nb.audit.stability_findings import flickering_of, without_unsteady
from moe_nb.core.effect_facts import AxisEffect, Flip
from moe_nb.core.run_table import RunTable
from moe_nb.core.space import Axis
from moe_nb.core.stability_facts import Stability

Levels = tuple[Codes, Codes, Codes]
"""(contexts, keys) each: numbers of audiences, of variations, and of variations with their payloads."""


def effects_of(
    table: RunTable, *, stability: Stability | None = None, control: NDArray[np.bool_] | None = None
) -> tuple[AxisEffect, ...]:
    """Return what every axis does to the answers of every key: keys in order, and within a key the axes.

    A situation is one choice of values on all other axes; it is compared when two or more values of the axis were
    answered in it. Causes of not being served do not count as different answers.

    Args:
        table: A whole run.
        stability: Repeats of the run: what flickers is not compared.
        control: (contexts, keys): cells served nothing as a control group is (`control_cells`); they are not compared,
            and that they differ from those that are is counted by itself.
    """
    if not table.keys:
        return ()
    flickering = np.zeros(table.codes.shape, np.bool_) if stability is None else flickering_of(table, stability)
    answers = answers_of(without_unsteady(table, flickering))
    payloads = table if stability is None else without_unsteady(table, stability.unsteady)
    given: Levels = (audience_codes(answers), answers.codes, payload_codes(payloads))
    by_lot = np.zeros(table.codes.shape, np.bool_) if control is None else control
    audience, variation, payload = (np.where(by_lot, np.int32(NOT_KNOWN), codes) for codes in given)
    levels: Levels = (audience, variation, payload)
    by_axis = []
    for number in range(len(table.space.axes)):
        effects = _axis_effects(table, answers, levels, number)
        if by_lot.any():
            effects = _with_lot(effects, table, (given[0], levels[0]), number)
        by_axis.append(effects)
    left_out = flickering.sum(axis=0).tolist()
    return tuple(
        replace(effects[key], flickering=left_out[key]) for key in range(len(table.keys)) for effects in by_axis
    )


def _with_lot(
    effects: list[AxisEffect], table: RunTable, audiences: tuple[Codes, Codes], number: int
) -> list[AxisEffect]:
    """Count the situations compared that differ with the cells of a control group, and do not without."""
    shape = [len(axis) for axis in table.space.axes]
    whole, without = (_differ(codes, shape, number) for codes in audiences)
    compared = _several(audiences[1], shape, number)
    counts = (compared & whole & ~without).sum(axis=0).tolist()
    return [replace(effect, control_changed=count) for effect, count in zip(effects, counts, strict=True)]


@dataclass(frozen=True, slots=True, eq=False)
class _Situations:
    """(situations, keys): what the values of one axis did in each."""

    compared: NDArray[np.bool_]
    audience: NDArray[np.bool_]
    variation: NDArray[np.bool_]
    payload: NDArray[np.bool_]


def _axis_effects(table: RunTable, answers: Answers, levels: Levels, number: int) -> list[AxisEffect]:
    axis, shape = table.space.axes[number], [len(axis) for axis in table.space.axes]
    changed = _situations(levels, shape, number)
    contexts = np.moveaxis(np.arange(len(answers.codes)).reshape(shape), number, -1).reshape(-1, len(axis))
    effects = []
    for position, key in enumerate(table.keys):
        flips: list[Flip] = []
        for codes, where in ((levels[0], changed.audience), (levels[1], changed.variation)):
            chosen = contexts[where[:, position]]
            flips += [_flip(axis, answers, position, pair) for pair in _few_examples(chosen, codes[chosen, position])]
        compared, audience, variation, payload = (
            int(flags[:, position].sum())
            for flags in (changed.compared, changed.audience, changed.variation, changed.payload)
        )
        effects.append(AxisEffect(key, axis.name, compared, audience, variation, payload, tuple(flips)))
    return effects


def _situations(levels: Levels, shape: list[int], number: int) -> _Situations:
    audience, variation, payload = (_differ(codes, shape, number) for codes in levels)
    compared = _several(levels[0], shape, number)
    return _Situations(compared, audience, variation & ~audience, payload & ~variation)


def _several(codes: Codes, shape: list[int], number: int) -> NDArray[np.bool_]:
    """Return (situations, keys): whether two or more answers along an axis are known."""
    known = (codes != NOT_KNOWN).reshape(*shape, codes.shape[1])
    return np.asarray(np.count_nonzero(known, axis=number) > 1).reshape(-1, codes.shape[1])


def _differ(codes: Codes, shape: list[int], number: int) -> NDArray[np.bool_]:
    """Return (situations, keys): whether the known answers along an axis differ."""
    keys = codes.shape[1]
    grid = codes.reshape(*shape, keys)
    highest = grid.max(axis=number)
    unsigned = grid.view(np.uint32)  # not known becomes the highest number, so that the lowest is a known one
    differ: NDArray[np.bool_] = unsigned.min(axis=number) < highest.astype(np.int64)
    return differ.reshape(-1, keys)


def _few_examples(contexts: NDArray[np.int64], codes: Codes) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return few pairs of contexts in which every answer appears that the axis takes part in changing.

    Args:
        contexts: (situations, values): numbers of the contexts; only situations that changed.
        codes: (situations, values): their answers.

    Returns:
        Pairs of (position on the axis, number of the context), in the order of the axis.
    """
    present = np.zeros((len(codes), int(codes.max(initial=0)) + 2), np.bool_)
    present[np.arange(len(codes))[:, None], codes] = True  # not known is -1: the last column, which nobody reads
    examples = []
    for one, other in _few_pairs(present[:, :NOT_KNOWN]):
        situation = int(np.argmax(present[:, one] & present[:, other]))
        first, second = sorted(int(np.argmax(codes[situation] == code)) for code in (one, other))
        examples.append(((first, int(contexts[situation, first])), (second, int(contexts[situation, second]))))
    return examples


def _flip(axis: Axis, answers: Answers, position: int, pair: tuple[tuple[int, int], tuple[int, int]]) -> Flip:
    (first_at, first), (other_at, other) = pair
    got = [answers.variations[int(answers.codes[context, position])] for context in (first, other)]
    return Flip(first, other, axis.labels[first_at], axis.labels[other_at], *got)


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
