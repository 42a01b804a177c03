"""The cells of a live matrix as bytes: one number per cell, and which of them changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.answer import Outcome
from moe_nb.core.run_table import NOT_ASKED
from moe_nb.views.looks import INFERRED, MIXED, Look, looks_of
from moe_nb.views.visible import named

MOST_LOOKS = 240
"""Looks that are told apart; further ones share one look per kind, and a cell's card tells the rest."""
Numbers = NDArray[np.uint8]


@dataclass(eq=False, slots=True)
class CellBytes:
    """A look's number for every cell, row by row; filled in place while a sweep runs.

    A trait that holds it is sent as a whole when another one is assigned, and not at all when cells change in it.
    """

    numbers: Numbers


@dataclass(slots=True)
class LookBook:
    """Numbers looks in the order in which they were first seen: a cell keeps its number while a sweep runs.

    A content has one look throughout, since its palette keeps letters and colours.
    """

    looks: list[Look] = field(default_factory=list)
    _known: dict[Look, int] = field(default_factory=dict)
    _further: dict[tuple[str, bool], Look] = field(default_factory=dict)
    """What further looks share, by kind and by whether they are gaps."""

    def __post_init__(self) -> None:
        """Begin with what every cell is before it was asked."""
        (empty,) = looks_of([NOT_ASKED])
        self._number(empty)

    def numbers(self, codes: NDArray[np.int32], looks: Sequence[Look]) -> Numbers:
        """Return a number for every cell, and take in looks that are new.

        Args:
            codes: Position in *looks* of every cell.
            looks: What they look like.
        """
        table = np.zeros(len(looks), np.uint8)
        for code in np.unique(codes).tolist():
            table[code] = self._number(looks[code])
        return table[codes].reshape(-1)

    def packed(self) -> list[dict[str, Any]]:
        """Return the looks as the page is told of them, in the order of their numbers; no text is markup."""
        return [
            {
                "kind": str(look.kind),
                "code": named(look.code),
                "words": named(look.words),
                "colours": list(look.colours),
                "key": named(look.experience_key),
                "gap": look.is_gap,
                "hatch": look.hatch,
            }
            for look in self.looks
        ]

    def _number(self, look: Look) -> int:
        if look not in self._known and len(self.looks) >= MOST_LOOKS:
            shared = replace(look, words=_FURTHER[look.kind], code="…", experience_key="")
            look = self._further.setdefault((look.kind, look.is_gap), shared)
        if look not in self._known:
            self._known[look] = len(self.looks)
            self.looks.append(look)
        return self._known[look]


_FURTHER = {
    Outcome.SERVED: "Served, one of many more: open the cell to read it",
    Outcome.NOT_SERVED: "Not served",
    Outcome.FAILED: "Failed: open the cell to read why",
    Outcome.NOT_ASKED: "Not asked",
    INFERRED: "Inferred, one of many more: open the cell to read it",
    MIXED: "Mixed, one of many more: open the cell to read it",
}


def bytes_of(holder: CellBytes, _widget: object) -> bytes:
    """Return the numbers as they are now; how ipywidgets puts them into a message."""
    return holder.numbers.tobytes()
