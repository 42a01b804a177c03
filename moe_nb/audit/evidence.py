"""Which contexts to ask so that every edge of every rule rests on an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from moe_nb.audit.rule_learner import Labels, LearnedRules
from moe_nb.audit.value_sets import Allowed, Flags, Points, Shape, hull, inside, one_step_outside

TRIES = 20
"""Contexts drawn in search of one that can settle a value."""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What was asked so far, and what came back."""

    points: Points
    """Contexts that were answered."""
    labels: Labels
    asked: Flags
    """(contexts,): which were asked, failed ones included."""


def open_questions(learned: LearnedRules, known: Known, shape: Shape, rng: np.random.Generator) -> Points:
    """Return the contexts whose answers would settle which values belong to each rule, and which rule comes first.

    A value belongs to a rule when an answer showed it there. It does not when a context that differs from the rule's
    own ones in this value alone is not the rule's, unless another rule may have won there. For each other value one
    context is asked: like the rule's own, but with this value. Hours and days are settled one by one too: halving
    the distance to an edge saves few requests and overlooks short windows.

    Where two rules meet and no answer showed which one wins, one context is asked that lies in both.

    Args:
        learned: Rules that are right on every answer.
        known: The answers.
        shape: The axes.
        rng: Chooses among contexts that say the same.

    Returns:
        Contexts that were not asked, each once.
    """
    deciding = learned.deciding(known.points)
    owned = [known.points[deciding == position] for position in range(len(learned.rules))]
    cores = [hull(own, shape) for own in owned]
    found = list(_order_questions(learned, owned, known, shape, rng))
    for position in range(len(owned)):
        rivals = list(_rivals(position, learned, cores, owned[position]))
        found += _edge_questions(owned[position], rivals, known, shape, rng)
    return np.unique(np.array(found, np.int64).reshape(-1, len(shape.sizes)), axis=0)


def _rivals(position: int, learned: LearnedRules, cores: list[Allowed], own: Points) -> Iterator[Allowed]:
    """Return where another rule may win against this one.

    That is inside the rules before it, and inside what was seen of a later rule, unless an answer showed that this one
    wins there.
    """
    for other, rule in enumerate(learned.rules):
        if other < position:
            yield rule.allowed
        elif other > position and not inside(cores[other], own).any():
            yield cores[other]


def _order_questions(
    learned: LearnedRules, owned: list[Points], known: Known, shape: Shape, rng: np.random.Generator
) -> Iterator[Points]:
    """Yield a context in both of two rules, where the earlier one is thought to win and never did."""
    for second, later in enumerate(learned.rules):
        for first, earlier in enumerate(learned.rules[:second]):
            shared = [one & other for one, other in zip(earlier.allowed, later.allowed, strict=True)]
            is_apart = earlier.label == later.label or not all(values.any() for values in shared)
            if is_apart or inside(later.allowed, owned[first]).any():
                continue
            drawn = _drawn(shared, rng)
            left = drawn[~known.asked[shape.numbers(drawn)] & (learned.deciding(drawn) == first)]
            yield from left[:1]


def _edge_questions(
    own: Points, rivals: list[Allowed], known: Known, shape: Shape, rng: np.random.Generator
) -> Iterator[Points]:
    core = hull(own, shape)
    telling = known.points[~_in_any(rivals, known.points)]
    is_near, axis = one_step_outside(core, telling)
    for at, shown in enumerate(core):
        settled = shown.copy()
        settled[telling[is_near & (axis == at), at]] = True
        for value in np.flatnonzero(~settled).tolist():
            for candidates in (own.copy(), _drawn(core, rng)):
                candidates[:, at] = value
                left = candidates[~known.asked[shape.numbers(candidates)] & ~_in_any(rivals, candidates)]
                if len(left):
                    yield left[rng.integers(len(left))]
                    break


def _drawn(allowed: Iterable[Flags], rng: np.random.Generator) -> Points:
    """Return some contexts of a box."""
    return np.stack([rng.choice(np.flatnonzero(values), TRIES) for values in allowed], axis=1).astype(np.int64)


def _in_any(boxes: Iterable[Allowed], points: Points) -> Flags:
    hit = np.zeros(len(points), bool)
    for box in boxes:
        hit |= inside(box, points)
    return hit
