"""Which contexts to ask so that every edge of every rule rests on an answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from moe_nb.audit.rule_learner import Labels, LearnedRules
from moe_nb.audit.value_sets import Allowed, Flags, Points, Shape, gaps, hull, inside, one_step_outside

TRIES = 20
"""Contexts drawn in search of one that can settle a value."""
REFUSALS_WITHIN = 2
"""Answers that say that an hour or day is missing between others of a rule."""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What was asked so far, and what came back."""

    points: Points
    """Contexts that were answered."""
    labels: Labels
    asked: Flags
    """(contexts,): which were asked, failed ones included."""


def open_questions(
    learned: LearnedRules, known: Known, shape: Shape, rng: np.random.Generator, refusals: int = 1
) -> Points:
    """Return the contexts whose answers would settle which values belong to each rule, and which rule comes first.

    A value belongs to a rule when an answer showed it there. It does not when a context that differs from the rule's
    own ones in this value alone is not the rule's, unless another rule may have won there. For each other value one
    context is asked: like the rule's own, but with this value. Hours and days are settled one by one too: halving
    the distance to an edge saves few requests and overlooks short windows.

    Only contexts count, and are asked, in which the rules behind would have answered something else: for an exception,
    those inside the rule that it is taken from. An hour or day missing between others of a rule is missing only when
    two answers say so: one may lie in an exception that nobody saw.

    Where two rules meet and no answer showed which one wins, one context is asked that lies in both.

    Args:
        learned: Rules that are right on every answer.
        known: The answers.
        shape: The axes.
        rng: Chooses among contexts that say the same.
        refusals: How many answers must say that a value does not belong to a rule.

    Returns:
        Contexts that were not asked, each once.
    """
    deciding = learned.deciding(known.points)
    owned = [known.points[deciding == position] for position in range(len(learned.rules))]
    cores = [hull(own, shape) for own in owned]
    found = list(_order_questions(learned, owned, known, shape, rng))
    for position in range(len(owned)):
        rivals = list(_rivals(position, learned, cores, owned[position]))
        found += _edge_questions(_Edges(position, learned, rivals, refusals), owned[position], known, shape, rng)
    return np.unique(np.array(found, np.int64).reshape(-1, len(shape.sizes)), axis=0)


@dataclass(frozen=True, slots=True, eq=False)
class _Edges:
    """One rule, and the contexts that can say something of its edges."""

    position: int
    learned: LearnedRules
    rivals: list[Allowed]
    refusals: int

    def can_tell(self, points: Points) -> Flags:
        """Return where no other rule may win, and another answer would come without this rule."""
        rules = self.learned.rules
        behind = LearnedRules(rules[self.position + 1 :], self.learned.default)
        told: Flags = behind.labels(points) != rules[self.position].label
        return told & ~_in_any(self.rivals, points)


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
    for first, earlier in enumerate(learned.rules):
        behind = LearnedRules(learned.rules[first + 1 :], learned.default)
        beaten = behind.deciding(owned[first])
        for second, later in enumerate(behind.rules):
            shared = [one & other for one, other in zip(earlier.allowed, later.allowed, strict=True)]
            is_apart = earlier.label == later.label or not all(values.any() for values in shared)
            if is_apart or (beaten == second).any():
                continue
            drawn = _drawn(shared, rng)
            is_between = (learned.deciding(drawn) == first) & (behind.deciding(drawn) == second)
            yield from drawn[~known.asked[shape.numbers(drawn)] & is_between][:1]


def _edge_questions(
    edges: _Edges, own: Points, known: Known, shape: Shape, rng: np.random.Generator
) -> Iterator[Points]:
    own = own[edges.can_tell(own)] if edges.can_tell(own).any() else own
    core = hull(own, shape)
    is_foreign = known.labels != edges.learned.rules[edges.position].label
    telling = known.points[is_foreign & ~_in_any(edges.rivals, known.points)]
    is_near, axis = one_step_outside(core, telling)
    for at, shown in enumerate(core):
        within = {value for gap in gaps(shown)[:-1] for value in gap.tolist()} if shape.circular[at] else set()
        for value in np.flatnonzero(~shown).tolist():
            refusing = telling[is_near & (axis == at) & (telling[:, at] == value)]
            wanted = REFUSALS_WITHIN if value in within else edges.refusals
            if _variety(refusing, core, at) >= wanted:
                continue
            for candidates in (own.copy(), _drawn(core, rng)):
                candidates[:, at] = value
                left = candidates[~known.asked[shape.numbers(candidates)] & edges.can_tell(candidates)]
                if len(left):
                    yield left[_most_different(left, refusing, rng)]
                    break


def _variety(refusing: Points, core: Allowed, at: int) -> int:
    """Return on how many values of every other axis contexts lie, counting only axes on which they could differ.

    Contexts that all have one more value in common may lie in an exception that has it.
    """
    others = [other for other, values in enumerate(core) if other != at and values.sum() > 1]
    return min([len(refusing), *(len(np.unique(refusing[:, other])) for other in others)])


def _most_different(left: Points, refusing: Points, rng: np.random.Generator) -> int:
    """Return which context has most values that none of those that refuse has."""
    new = sum(~np.isin(left[:, at], refusing[:, at]) for at in range(left.shape[1]))
    best = np.flatnonzero(new == np.max(new))
    return int(rng.choice(best))


def _drawn(allowed: Iterable[Flags], rng: np.random.Generator) -> Points:
    """Return some contexts of a box."""
    return np.stack([rng.choice(np.flatnonzero(values), TRIES) for values in allowed], axis=1).astype(np.int64)


def _in_any(boxes: Iterable[Allowed], points: Points) -> Flags:
    hit = np.zeros(len(points), bool)
    for box in boxes:
        hit |= inside(box, points)
    return hit
