"""What the parts expect of each other."""

from __future__ import annotations

from typing import Protocol

from moe_nb.core.metadata import Metadata
from moe_nb.core.pace import Reserved
from moe_nb.core.reply import Question, Quota, Reply
from moe_nb.core.retry import RetryPolicy


class Turn(Protocol):
    """Who may send now: asked before every request, tries after a failure included, and told what came back."""

    @property
    def retry(self) -> RetryPolicy | None:
        """When to ask again; None leaves that to whoever is asked."""

    async def wait(self) -> None:
        """Return when a request may leave."""

    def heard(self, quota: Quota | None) -> None:
        """Take in what an answer said about the rate limit; told by whoever waits for the answer."""

    def refused(self, wait_s: float) -> None:
        """Take in that the service refused a request for its rate (429): nobody sends for *wait_s* seconds."""


class SharedLine(Protocol):
    """The line in which all processes of a machine that ask one workspace stand; its time is UTC epoch seconds."""

    @property
    def note(self) -> str:
        """Why the line is not shared at present; empty while it is."""

    def reserve(self, now_s: float, length_s: float) -> Reserved | None:
        """Take the next free stretch of the line; None if somebody else holds the line at this very moment."""

    def hold(self, now_s: float, until_s: float) -> None:
        """Tell everybody that nobody sends before *until_s*."""


class Ask(Protocol):
    """Something that answers questions: MoEngage over HTTP, or the simulator behind the same client."""

    async def ask(self, question: Question, turn: Turn | None = None) -> Reply:
        """Ask one question.

        Args:
            question: What to ask.
            turn: Waited for before every request; None sends at once.

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
