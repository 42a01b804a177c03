"""Facts of an audit: frozen, without display."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.answer import Cause
from moe_nb.core.run_table import Content

JOIN = " × "
"""Stands between axes that share one side of a matrix: ``"day × hour"``."""


@dataclass(frozen=True, slots=True)
class Mixed:
    """A cell that stands for several contexts which did not get the same."""

    contents: tuple[Content, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """A run pivoted: which audience and variation each cell gets."""

    experience_key: str | None
    """None when the columns are the experience keys."""
    row_axis: str
    column_axis: str
    """``"experience_key"`` when the columns are the keys."""
    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]
    codes: NDArray[np.int32]
    """(rows, columns): position in *contents*."""
    contents: tuple[Content | Mixed, ...]
    fixed: Mapping[str, str] = field(default_factory=dict)
    """Axes held at one value, by label."""
    clock: str = "UTC"
    """Whose clock the hours are, in words."""

    def cell(self, row: int, column: int) -> Content | Mixed:
        """Return what stands at a position."""
        return self.contents[int(self.codes[row, column])]


@dataclass(frozen=True, slots=True)
class VariationCount:
    """One audience and variation of a key, and how often it was seen."""

    audience_id: str
    audience_name: str
    variation_id: str
    contexts: int
    first_index: int
    """Number of the first context that showed it: a witness."""


@dataclass(frozen=True, slots=True)
class KeyCoverage:
    """What a run saw of one key; counts are contexts."""

    experience_key: str
    total: int
    asked: int
    served: int
    failed: int
    not_served: Mapping[Cause, int]
    variations: tuple[VariationCount, ...]

    @property
    def not_asked(self) -> int:
        """Contexts that were never asked."""
        return self.total - self.asked
