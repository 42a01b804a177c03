"""What the parts expect of each other."""

from __future__ import annotations

from typing import Protocol

from moe_nb.core.metadata import Metadata
from moe_nb.core.reply import Question, Reply


class Ask(Protocol):
    """Something that answers questions: MoEngage over HTTP, or the simulator behind the same client."""

    async def ask(self, question: Question) -> Reply:
        """Ask one question.

        Raises:
            MoeError: Any of the service, unreachable or malformed branches, after retries.
        """

    async def metadata(self) -> Metadata:
        """Fetch what the workspace has; raises as `ask` does."""

    async def aclose(self) -> None:
        """Close the connections."""


class Clock(Protocol):
    """Time, so that tests need not wait."""

    def monotonic_s(self) -> float:
        """Seconds that only go forward."""

    def epoch_s(self) -> float:
        """UTC epoch seconds."""

    async def sleep(self, seconds: float) -> None:
        """Wait."""
