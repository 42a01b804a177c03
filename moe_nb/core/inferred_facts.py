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
    """(contexts,): the result of each, numbered as the answers were."""
    is_inferred: NDArray[np.bool_]
    """(contexts,): which were not answered."""
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
    """At most this share of the inferred cells is wrong; 1 when nothing was probed, 0 when nothing is inferred."""

    @property
    def words(self) -> str:
        """How much is inferred and how far it can be trusted, in one sentence; the bound is rounded up."""
        inferred, total = int(self.is_inferred.sum()), len(self.codes)
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
