"""What an adaptive sweep knows at one moment: answers, rules, and how random probes agreed with them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.answers import NOT_KNOWN
from moe_nb.audit.chance import at_least
from moe_nb.audit.probe_bound import upper_share_at_any_time
from moe_nb.audit.rule_learner import LearnedRules
from moe_nb.audit.value_groups import Groups
from moe_nb.audit.value_sets import Shape

Numbers = NDArray[np.int64]

TOLERATED = 0.01
"""The share of later probes that may disagree: rules overlook what is rare."""
FEWEST_WRONG = 2
"""A single probe that disagrees shows no lot."""
LARGEST_BOUND = 0.2
"""If more can be wrong, it is no use to anybody."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much to ask, and when it is enough."""

    most_requests: int
    """Contexts that are asked at most, the first sample included."""
    wanted_share: float = 0.005
    """Stop when at most this share of the inferred cells can be wrong; 0 asks as much as there may be."""
    confidence: float = 0.95


class Purpose(StrEnum):
    """Why contexts are asked."""

    SAMPLE = "first sample"
    EDGES = "edges of rules"
    GROUPS = "values taken for alike"
    PROBES = "random probes"
    DONE = "done"


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """What to ask next."""

    purpose: Purpose
    indices: Numbers
    """Numbers of contexts, ascending, none of them asked before; empty when done."""


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """Everything known at one moment, and what to ask next; `moe_nb.audit.adaptive` makes each from the one before."""

    shape: Shape
    groups: Groups
    effort: Effort
    seed: int
    indices: Numbers
    """(asked,): contexts asked so far."""
    codes: Numbers
    """(asked, keys): their results: 0 is not served, `NOT_KNOWN` failed, the asker says what other numbers mean."""
    learned: tuple[LearnedRules, ...]
    """Per key, on groups of values; empty before the first answers."""
    probes: tuple[int, ...]
    """Per key: random probes that were answered."""
    disagreed: tuple[int, ...]
    """Per key: those that got another answer than inferred."""
    at_first: tuple[tuple[int, int], ...]
    """Per key: the probes, and those that disagreed, of the first step of probes; later ones test rules it mended."""
    edges: int
    """Contexts asked for the edges of rules."""
    spread: Numbers
    """Random contexts in the order in which they become probes, those asked before left out; see `spread_contexts`."""
    step: Step

    @property
    def is_done(self) -> bool:
        """Whether there is nothing more to ask."""
        return self.step.purpose is Purpose.DONE

    def bound(self, key: int) -> float:
        """Return the share of one key's inferred cells that can be wrong at most.

        It counts every probe since the first, each compared with the rules of its moment. So it holds as long as
        mending the rules does not make them worse. Probes are spread: each is as likely to be any context as if it
        stood alone, and together they overlook no more than independent ones, for which the bound is exact.
        """
        return upper_share_at_any_time(self.disagreed[key], self.probes[key], self.effort.confidence)

    def follows_no_rules(self, key: int) -> bool:
        """Say whether one key's answers go on to disagree with its rules, however often these were mended.

        Where a control group, say, deals who is served, rules are learned from what it dealt, and say nothing of the
        others.
        """
        asked, wrong = self.at_first[key]
        later, wrong_later = self.probes[key] - asked, self.disagreed[key] - wrong
        goes_on = wrong_later >= FEWEST_WRONG and at_least(wrong_later, later, TOLERATED) <= 1 - self.effort.confidence
        return goes_on or (self.disagreed[key] > FEWEST_WRONG and self.bound(key) > LARGEST_BOUND)

    def inferred(self, indices: Numbers, key: int) -> Numbers:
        """Return what the rules of a key say of contexts."""
        return self.learned[key].labels(self.groups.grouped(self.shape.points(indices)))

    def is_surprise(self, codes: Numbers) -> NDArray[np.bool_]:
        """Return (indices of the step, keys): which answers are not what the rules said before.

        Args:
            codes: (indices of the step, keys): the answers.
        """
        said = [self.inferred(self.step.indices, key) for key in range(len(self.learned))]
        if not said:
            return np.zeros(codes.shape, bool)
        return np.asarray((codes != NOT_KNOWN) & (codes != np.stack(said, axis=1)), bool)
