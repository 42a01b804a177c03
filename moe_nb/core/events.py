"""What happens during a sweep: one small frozen fact each, the same stream for every listener."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from moe_nb.core.errors import MoeError
from moe_nb.core.reply import Question, Reply


class StopReason(StrEnum):
    """Why a sweep ended."""

    COMPLETED = "completed"
    STOPPED = "stopped by you"
    CREDENTIALS = "the credentials were refused"
    OUTAGE = "the service kept failing"
    RUN_FILE = "the run file could not be written"
    INTERRUPTED = "the process ended before the sweep did"

    @property
    def is_complete(self) -> bool:
        """Whether every context was asked."""
        return self is StopReason.COMPLETED


@dataclass(frozen=True, slots=True)
class Planned:
    """The size of the work, before the first call."""

    contexts: int
    calls: int
    expected_s: float | None
    """Seconds at the planned pace; None when there is no pace (in process)."""


@dataclass(frozen=True, slots=True)
class Started:
    """The first call is about to leave."""

    epoch_s: float


@dataclass(frozen=True, slots=True)
class Task:
    """One call of a sweep: which context, which chunk of keys."""

    index: int
    """Number of the context in the space."""
    chunk: int
    """Number of the chunk of 25 keys."""
    question: Question


@dataclass(frozen=True, slots=True)
class Answered:
    """One call succeeded."""

    task: Task
    reply: Reply


@dataclass(frozen=True, slots=True)
class Failed:
    """One call did not succeed, after its retries; the sweep goes on."""

    task: Task
    error: MoeError
    epoch_s: float
    elapsed_s: float


@dataclass(frozen=True, slots=True)
class Paused:
    """No new call leaves until resumed."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """Calls leave again."""


@dataclass(frozen=True, slots=True)
class Paced:
    """The pace waits, because the service's own headers ask for it."""

    wait_s: float
    reason: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """The sweep is over."""

    reason: StopReason
    answered: int
    failed: int
    elapsed_s: float
    error: MoeError | None = None
    """What ended it, unless it completed or you stopped it."""


Event = Planned | Started | Answered | Failed | Paused | Resumed | Paced | Stopped
