"""What the parts expect of each other."""

from __future__ import annotations

from typing import Protocol

from moe_nb.core.metadata import Metadata
from moe_nb.core.pace import Mine, Reserved
from moe_nb.core.reply import Question, Quota, Reply
from moe_nb.core.retry import RetryPolicy


class Turn(Protocol):
    """Who may send now: asked before every request, tries after a failure included, and told what came back."""

    @property
    def retry(self) -> RetryPolicy | None:
        """When to ask again; None leaves that to whoever is asked."""

    async def wait(self) -> None:
        """Return when a request may leave.

        Raises:
            RateLimitedError: If the service wants no call for longer than is waited for.
        """

    def heard(self, quota: Quota | None) -> None:
        """Take in what a refusal said about the rate limit; what an answer said is told by whoever waits for it."""

    def refused(self, wait_s: float) -> float:
        """Take in that the service refused a request for its rate: nobody sends for *wait_s* seconds, or longer.

        Returns:
            Seconds until anybody sends.
        """


class SharedLine(Protocol):
    """The line in which all processes of a machine that ask one workspace stand; its time is UTC epoch seconds."""

    @property
    def note(self) -> str:
        """Why the line is not shared at present; empty while it is."""

    def reserve(self, now_s: float, interval_s: float, count: int, mine: Mine | None) -> Reserved | None:
        """Take the next free places of the line; None if somebody else holds the line at this very moment.

        Args:
            now_s: Not before.
            interval_s: How close the places may be for whoever asks.
            count: How many, at most.
            mine: What the asker had before.
        """

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
