"""A short ordered list of rules that explains points: first match wins, a default at the end.

One rule after the other is taken off the top. In an ordered list of conjunctions, the first one that still decides
something has a smallest box with no other result in it. So results whose smallest box is free of others are taken off
whole, and a list of conjunctions with different results comes out with at most one rule for each. Other results are
taken off in pieces.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.rule_pieces import best_piece
from moe_nb.audit.value_sets import Allowed, Points, Shape, condition_count, gaps, hull, inside, replaced

MOST_RULES = 60
"""A longer list explains nothing to anybody; the default takes the rest, and what it gets wrong is counted."""

Labels = NDArray[np.int64]
"""(points,): a number for each different result."""


@dataclass(frozen=True, slots=True, eq=False)
class LearnedRule:
    """A box, and the result of the contexts in it that no earlier rule decides."""

    allowed: Allowed
    label: int


@dataclass(frozen=True, slots=True, eq=False)
class LearnedRules:
    """An ordered list; first match wins."""

    rules: tuple[LearnedRule, ...]
    default: int

    @property
    def of_rule(self) -> Labels:
        """(rules + 1,): the result of each, the default behind them."""
        return np.array([*(rule.label for rule in self.rules), self.default], np.int64)

    def deciding(self, points: Points) -> NDArray[np.int64]:
        """Return (points,): the position of the rule that decides, ``len(rules)`` for the default."""
        by = np.full(len(points), len(self.rules), np.int64)
        for position in reversed(range(len(self.rules))):
            by[inside(self.rules[position].allowed, points)] = position
        return by

    def labels(self, points: Points) -> Labels:
        """Return (points,): the result of each."""
        return self.of_rule[self.deciding(points)]


def learn_rules(
    points: Points,
    labels: Labels,
    shape: Shape,
    default: int | None = None,
    most: int = MOST_RULES,
    *,
    gives_up: bool = False,
) -> LearnedRules:
    """Find a short list that is right on every point, unless it would need more than *most* rules.

    Args:
        points: At least one context, each at most once.
        labels: Their results.
        shape: The axes.
        default: The result that is left for the end if it can be; None leaves the most frequent one.
        most: The length at which the search is given up; the default then takes what is left.
        gives_up: Give up as soon as pieces are so small that *most* of them leave half of the points: in noise.
    """
    wanted_last = int(np.bincount(labels).argmax()) if default is None else default
    rules: list[LearnedRule] = []
    is_open = np.ones(len(labels), bool)
    while len(different(labels[is_open])) > 1 and len(rules) < most:
        left = points[is_open], labels[is_open]
        fewest = len(left[1]) / (2 * (most - len(rules))) if gives_up else 0
        rule = _whole_result(*left, shape, wanted_last) or _piece(*left, shape, wanted_last, fewest)
        if rule is None:
            break
        rules.append(rule)
        is_open &= ~inside(rule.allowed, points)
    last = int(np.bincount(labels[is_open]).argmax()) if is_open.any() else wanted_last
    return LearnedRules(tuple(_widened(rules, points, labels, shape)), last)


def different(labels: Labels) -> Labels:
    """Return the different results, ascending; counting them is quicker than sorting."""
    return np.flatnonzero(np.bincount(labels))


def simplest(allowed: Allowed, foreign: Points, shape: Shape) -> Allowed:
    """Return a box that says less and still holds none of the foreign points.

    Axes are dropped, the fullest first; then gaps between days and between hours are closed, the shortest first.
    """
    for at in sorted(range(len(allowed)), key=lambda at: -float(allowed[at].mean())):
        wider = replaced(allowed, at, np.ones_like(allowed[at]))
        allowed = allowed if inside(wider, foreign).any() else wider
    for at in (at for at, is_circular in enumerate(shape.circular) if is_circular):
        for gap in gaps(allowed[at]):
            values = allowed[at].copy()
            values[gap] = True
            wider = replaced(allowed, at, values)
            allowed = allowed if inside(wider, foreign).any() else wider
    return allowed


def _whole_result(points: Points, labels: Labels, shape: Shape, wanted_last: int) -> LearnedRule | None:
    """Return the rule that says least among the results whose smallest box has no other result in it."""
    best, least = None, (0, 0)
    for label in different(labels[labels != wanted_last]).tolist():
        own = labels == label
        foreign = points[~own]
        box = hull(points[own], shape)
        if inside(box, foreign).any():
            continue
        rule = LearnedRule(simplest(box, foreign, shape), int(label))
        says = condition_count(rule.allowed, shape.circular), -int(own.sum())
        if best is None or says < least:
            best, least = rule, says
    return best


def _piece(points: Points, labels: Labels, shape: Shape, wanted_last: int, fewest: float) -> LearnedRule | None:
    """Return a rule for a part of a result; None when it explains fewer than *fewest* points.

    An exception is left as narrow as its points: made wider, it would hide from the rule behind it where that one ends.
    """
    (explained, allowed, label), is_exception = best_piece(points, labels, shape, wanted_last)
    if is_exception:
        return LearnedRule(allowed, label)
    if explained < fewest:
        return None
    return LearnedRule(simplest(allowed, points[labels != label], shape), label)


def _widened(rules: list[LearnedRule], points: Points, labels: Labels, shape: Shape) -> Iterator[LearnedRule]:
    """Let every rule say as little as it may, now that those behind it are known; leave out rules without points."""
    for rule in rules:
        wider = LearnedRule(simplest(rule.allowed, points[labels != rule.label], shape), rule.label)
        is_decided = inside(wider.allowed, points)
        if is_decided.any():
            yield wider
        points, labels = points[~is_decided], labels[~is_decided]
