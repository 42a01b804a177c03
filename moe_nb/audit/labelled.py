"""Contexts with what they got, as rules are learned from them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.alike_values import learn_merged
from moe_nb.audit.answers import NOTHING
from moe_nb.audit.rule_learner import MOST_RULES, LearnedRules
from moe_nb.audit.value_sets import Points, Shape, shape_of
from moe_nb.core.run_table import RunTable

SHORT = 2
"""Rules per result of a list that is called short."""


def points_of(table: RunTable) -> Points:
    """Return (contexts, axes): the positions of every context of a run."""
    return shape_of(table.space).points(np.arange(len(table.codes)) + table.first)


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """Some contexts of a space; each at most once, in the order of the space."""

    points: Points
    labels: NDArray[np.int64]
    """(points,): a number for each result; `NOTHING` is not served, `NOT_KNOWN` must be left out before learning."""
    shape: Shape

    @property
    def short(self) -> int:
        """The number of rules of a list that is called short."""
        return SHORT * int(np.count_nonzero(np.bincount(self.labels)))

    def some(self, chosen: NDArray[np.bool_]) -> Labelled:
        """Return the chosen ones."""
        if chosen.all():
            return self
        return replace(self, points=self.points[chosen], labels=self.labels[chosen])

    def learned(self, most: int = MOST_RULES) -> LearnedRules:
        """Return a short list that is right on all of them, unless that takes more than *most* rules, or is noise."""
        if not len(self.labels):
            return LearnedRules((), NOTHING)
        default = NOTHING if (self.labels == NOTHING).any() else None
        return learn_merged(self.points, self.labels, self.shape, default, most, gives_up=True)

    def wrong(self, learned: LearnedRules) -> int:
        """Return how many of them a list gets wrong."""
        return int((learned.labels(self.points) != self.labels).sum())
