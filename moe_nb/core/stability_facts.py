"""Whether contexts got the same when they were asked again; frozen, without display."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.run_table import Content
from moe_nb.core.words import counted


class Steadiness(IntEnum):
    """What several answers to one question say; the numbers are the codes of `KeyStability.cells`."""

    NOT_KNOWN = 0
    """Fewer than two answers came."""
    STABLE = 1
    """Every answer that came was the same."""
    PAYLOAD_FLICKERS = 2
    """The same audience and variation, with other values."""
    FLICKERS = 3
    """Another audience or variation, or served only sometimes."""


@dataclass(frozen=True, slots=True)
class Flicker:
    """One context that did not always get the same."""

    index: int
    """Number of the context."""
    seen: tuple[tuple[Content, int], ...]
    """What it got and how often, the most often first; payloads that differ stand apart."""


@dataclass(frozen=True, slots=True, eq=False)
class KeyStability:
    """One key over all repeats; counts are contexts."""

    experience_key: str
    cells: NDArray[np.int8]
    """(n,): a `Steadiness` per context."""
    answers: NDArray[np.int16]
    """(n,): how many repeats were answered."""
    flickers: tuple[Flicker, ...]
    """The first ones; `count` counts all."""

    def count(self, steadiness: Steadiness) -> int:
        """Return how many contexts are so."""
        return int((self.cells == steadiness).sum())


@dataclass(frozen=True, slots=True, eq=False)
class Stability:
    """The same contexts, asked several times."""

    repeats: int
    """How often each context was asked; the run that the repeats are of counts."""
    keys: tuple[KeyStability, ...]

    @property
    def unsteady(self) -> NDArray[np.bool_]:
        """(n, k): the cells that flicker, payloads included; drift leaves them out."""
        columns = [key.cells >= Steadiness.PAYLOAD_FLICKERS for key in self.keys]
        return np.stack(columns, axis=1) if columns else np.zeros((0, 0), bool)

    @property
    def flickering(self) -> NDArray[np.bool_]:
        """(n, k): the cells that did not always get the same audience and variation; rules and effects do without."""
        columns = [key.cells == Steadiness.FLICKERS for key in self.keys]
        return np.stack(columns, axis=1) if columns else np.zeros((0, 0), bool)

    @property
    def words(self) -> str:
        """The result in one sentence, claiming no more than was seen."""
        flickering = sum(key.count(Steadiness.FLICKERS) for key in self.keys)
        stable = sum(key.count(Steadiness.STABLE) for key in self.keys)
        flicker = f"{counted(flickering, 'cell')} flicker{'s' if flickering == 1 else ''}"
        return (
            f"{flicker}; {stable:,} {'was' if stable == 1 else 'were'} the same in all of up to {self.repeats} tries."
        )


@dataclass(frozen=True, slots=True)
class Switch:
    """A visitor who was served several variations of one audience."""

    visitor: str
    """As the axis calls them."""
    seen: tuple[tuple[Content, int, int], ...]
    """Per variation: what was served, the first context that shows it, and in how many contexts."""

    @property
    def words(self) -> str:
        """The switch in one sentence: ``"u-1, Gold: variation 1 in 2 contexts, variation 2 in 1 context"``."""
        content = self.seen[0][0]
        counts = ", ".join(
            f"variation {one.variation_id} in {counted(count, 'context')}" for one, _, count in self.seen
        )
        return f"{self.visitor}, {content.audience_name or content.audience_id}: {counts}"


@dataclass(frozen=True, slots=True)
class Stickiness:
    """Whether visitors keep their variation of one key; each visitor counts once per audience."""

    experience_key: str
    watched: int
    """Visitors who were served one audience in two contexts or more: the others can show nothing."""
    switched: int
    switches: tuple[Switch, ...]
    """The first ones; `switched` counts all."""
    contexts: int = 0
    """Contexts in which those who switched were served the audience."""

    @property
    def words(self) -> str:
        """The result in one sentence, claiming no more than was seen."""
        if not self.watched:
            return "No visitor was served one audience twice, so nothing can be said."
        few = self.watched == 1
        return (
            f"{self.switched:,} of {self.watched:,} visitor{'' if few else 's'} {'was' if few else 'were'} served "
            "several variations of one audience."
        )
