"""Each distinct content of a run once, numbered as they come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from moe_nb.core.run_table import NOT_ASKED, Content


class Contents(Protocol):
    """Numbers contents; 0 is not asked."""

    def number(self, content: Content) -> int:
        """Return the number of *content*, a new one if it was never seen."""


class HeldContents:
    """Contents in memory.

    Args:
        contents: Known already, in the order of their numbers; the first is `NOT_ASKED`.

    Attributes:
        held: All of them, in the order of their numbers.
        size: Bytes of the experiences in them.
    """

    def __init__(self, contents: Sequence[Content] = (NOT_ASKED,)) -> None:
        self.held: list[Content] = list(contents)
        self.size = sum(len(content.raw) for content in self.held)
        self._numbers = {content: number for number, content in enumerate(self.held)}

    def number(self, content: Content) -> int:
        """Return the number of *content*, a new one if it was never seen."""
        number = self._numbers.setdefault(content, len(self.held))
        if number == len(self.held):
            self.held.append(content)
            self.size += len(content.raw)
        return number
