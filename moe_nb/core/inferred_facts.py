"""What was inferred of contexts that were not asked; never part of a run, frozen, without display."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.boxes import Box
from moe_nb.core.words import counted


@dataclass(frozen=True, slots=True)
class InferredRule:
    """One line of the ordered list that cells are inferred by."""

    box: Box
    code: int


@dataclass(frozen=True, slots=True, eq=False)
class Inferred:
    """One experience over a whole space: some contexts answered, the others inferred from rules.

    A cell that is inferred is not known: it is shown apart, carries `most_wrong`, and counts in no coverage.
    """

    codes: NDArray[np.int64]
    """(contexts,): the result of each, numbered as the answers were; -1 where it is neither answered nor inferred."""
    is_inferred: NDArray[np.bool_]
    """(contexts,): which were not answered, and are inferred."""
    rules: tuple[InferredRule, ...]
    """First match wins."""
    default: int
    """The code where no rule matches."""
    probes: int
    """Contexts chosen at random and asked only after their answer had been inferred."""
    disagreed: int
    """How many of them got another answer than inferred; the rules were mended each time."""
    confidence: float
    """How sure `most_wrong` is, 0 to 1."""
    most_wrong: float
    """At most this share of the inferred cells is wrong; 1 when nothing was probed, 0 when nothing is left to infer.

    Where the answers follow no rules, it is the share that would have been.
    """
    left: int = 0
    """Cells that were not answered and are not inferred either, as the answers follow no rules."""

    @property
    def words(self) -> str:
        """How much is inferred and how far it can be trusted, in one sentence; the bound is rounded up."""
        inferred, total = int(self.is_inferred.sum()), len(self.codes)
        if self.left:
            return self._left_words
        if not inferred:
            all_cells = "The only cell was" if total == 1 else f"All {total:,} cells were"
            return f"{all_cells} answered; none is inferred."
        if not self.probes:
            return f"{inferred:,} of {total:,} cells are inferred, and no random probe has tested them."
        bound = ceil(self.most_wrong * 10_000) / 100
        return (
            f"{inferred:,} of {total:,} cells are inferred. {counted(self.probes, 'context')} chosen at random "
            f"{'was' if self.probes == 1 else 'were'} asked after the answer had been inferred: {self.disagreed:,} got "
            f"another answer than inferred. At most {bound:g} % of the inferred cells are wrong (with "
            f"{self.confidence:.0%} confidence)."
        )

    @property
    def answered(self) -> int:
        """How many contexts were answered."""
        return len(self.codes) - int(self.is_inferred.sum()) - self.left

    @property
    def _left_words(self) -> str:
        """Why nothing is inferred, with what the probes measured."""
        return (
            f"{self.left:,} of {len(self.codes):,} cells were not answered, and none is inferred: of "
            f"{counted(self.probes, 'context')} chosen at random, {self.disagreed:,} got another answer than the rules "
            "said, while these were being mended. Who is served may be dealt at random, by a control group perhaps, "
            "hang on more than the axes say, or follow rules that so few answers do not show. Only a sweep of all "
            "contexts shows what they get."
        )
