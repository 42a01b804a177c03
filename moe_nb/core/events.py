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
    RATE_LIMIT = "the rate limit stayed used up"
    RUN_FILE = "the run file could not be written"
    INTERRUPTED = "the process ended before the sweep did"

    @property
    def is_complete(self) -> bool:
        """Whether every context was asked."""
        return self is StopReason.COMPLETED

    @property
    def next_step(self) -> str:
        """What to do now, one sentence; empty when there is nothing to do."""
        return _NEXT_STEPS[self.name]


_NEXT_STEPS = {
    "COMPLETED": "",
    "STOPPED": "What was answered is kept: go on whenever you like.",
    "CREDENTIALS": "Check the Workspace ID and the Personalize API key, then go on: what was answered is kept.",
    "OUTAGE": "Go on when the service answers again: what was answered is kept.",
    "RATE_LIMIT": "Production, or somebody else, uses the workspace's requests: go on later, or at a lower pace.",
    "RUN_FILE": "Make room on the disk, or give another folder, then go on: what was answered is kept.",
    "INTERRUPTED": "What was answered is kept: go on whenever you like.",
}


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
    """No new call leaves for a while: the service, its headers, or a failure that lasts ask for it."""

    wait_s: float
    """0 when nothing waits, and only the reason is told."""
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
