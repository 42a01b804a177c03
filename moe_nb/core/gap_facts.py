"""Where nothing is served, and where several things are: regions of a space in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from moe_nb.core.answer import Cause
from moe_nb.core.boxes import Box
from moe_nb.core.coverage_facts import rounded_down
from moe_nb.core.words import counted

SCATTERED = "scattered as a control group is"
CUSTOMERS_NAMED = 3


@dataclass(frozen=True, slots=True)
class Region:
    """A box of contexts that were all answered alike; regions of one finding may overlap."""

    words: str
    """``"Mon-Fri 00-05 UTC, any User-Agent asked"``; see `moe_nb.core.box_words.describe_box`."""
    box: Box
    first_index: int
    """Number of the first context in it: a witness."""

    @property
    def contexts(self) -> int:
        """Number of contexts in it."""
        return self.box.contexts


@dataclass(frozen=True, slots=True)
class Scatter:
    """Contexts served nothing as if by lot among those of an audience; a hole of few contexts looks the same."""

    contexts: int
    """How many; at least one."""
    first_index: int
    """Number of the first of them: a witness."""
    customers: tuple[str, ...] = ()
    """Named customers who got nothing in all of their several contexts."""

    @property
    def words(self) -> str:
        """How many, how they lie, and the first customers: ``"57 contexts scattered as a control group is"``."""
        return self._naming(CUSTOMERS_NAMED)

    @property
    def words_in_full(self) -> str:
        """The same with every customer."""
        return self._naming(len(self.customers))

    def _naming(self, most: int) -> str:
        said = f"{counted(self.contexts, 'context')} {SCATTERED}"
        if not self.customers:
            return said
        more = len(self.customers) - most
        names = ", ".join(self.customers[:most]) + (f" and {more:,} more" if more > 0 else "")
        return f"{said} (nothing in any context: {counted(len(self.customers), 'customer')}, {names})"


@dataclass(frozen=True, slots=True)
class Gap:
    """Where a key is served nothing; contexts that failed or were not asked are no part of it."""

    experience_key: str
    contexts: int
    """Contexts in which it was not served."""
    answered: int
    """Contexts in which it was served or not served."""
    causes: Mapping[Cause, int]
    """Why, as far as it is known; counts are contexts."""
    regions: tuple[Region, ...]
    """The largest first; together exactly the gap, but for what is scattered."""
    not_described: int = 0
    """Contexts of the gap outside the regions, where there would have been too many of them."""
    scattered: Scatter | None = None
    """Contexts of the gap outside the regions that are scattered as a control group is."""

    @property
    def percent(self) -> float:
        """Contexts not served in percent of those answered, rounded down to one decimal."""
        return rounded_down(self.contexts, self.answered)


@dataclass(frozen=True, slots=True)
class Overlap:
    """Where keys of one slot are served together: exactly these keys of the slot, and no other."""

    slot: str
    experience_keys: tuple[str, ...]
    """Two or more, in the order they were named."""
    contexts: int
    regions: tuple[Region, ...]
    """The largest first; together exactly the overlap."""
    not_described: int = 0
    """Contexts of the overlap outside the regions, where there would have been too many of them."""
