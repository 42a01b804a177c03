"""What one call brought, as numbers: the form in which it is stored and becomes a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from moe_nb.core.answer import KeyOutcome, Outcome
from moe_nb.core.errors import MalformedAnswerError, ServiceError
from moe_nb.core.events import Answered, Failed
from moe_nb.core.outcomes import outcome_of
from moe_nb.core.reply import Reply, split_keys
from moe_nb.core.run_table import Content, content_of, whole_text
from moe_nb.sweep.contents import Contents
from moe_nb.sweep.plan import Plan

REMEMBERED = 50_000
"""Raw experiences whose number is remembered; where every visitor gets a payload of his own there is no end of them."""


@dataclass(frozen=True, slots=True)
class Record:
    """One call that is over."""

    index: int
    """Number of the context."""
    chunk: int
    """Number of the chunk of 25 keys."""
    codes: tuple[int, ...]
    """The number of the content of every key of the chunk; without asked keys, of every key known by then."""
    status: int
    """HTTP status, 0 where none came."""
    elapsed_ms: float
    asked_epoch_ms: int
    error: str = ""
    """What failed, in words; empty for an answer."""


class Book:
    """Turns events into records.

    Args:
        plan: What is asked.
        contents: Numbers the contents.
        keys: Keys that were found before, when none are asked for.

    Attributes:
        keys: The keys asked for, or those found so far.
    """

    def __init__(self, plan: Plan, contents: Contents, keys: Sequence[str] = ()) -> None:
        self.keys: list[str] = list(plan.keys or keys)
        self._metadata = plan.metadata
        self._chunks = split_keys(plan.keys)
        self._contents = contents
        self._by_bytes: dict[tuple[str, bytes], int] = {}
        self._absent: dict[tuple[str, str], int] = {}

    def record(self, event: Answered | Failed) -> Record:
        """Return the record of an event; an experience that cannot be read fails its own call only."""
        if isinstance(event, Failed):
            return self._failed(event)
        try:
            return self._answered(event)
        except MalformedAnswerError as error:
            reply = event.reply
            return self._failed(Failed(event.task, error, reply.asked_epoch_s, reply.elapsed_s))

    def absent(self, key: str) -> int:
        """Return the number of "not served" for a key of which an answer said nothing."""
        return self._absence(key, Reply({}))

    def failure(self, key: str, error: str) -> int:
        """Return the number of the failure of a key."""
        return self._contents.number(Content(Outcome.FAILED, None, key, error=whole_text(error)))

    def _answered(self, event: Answered) -> Record:
        task, reply = event.task, event.reply
        asked = self._chunks[task.chunk]
        # a key that nobody asked for is kept too, but only where no keys were asked at all
        keys = asked if asked is not None else tuple(dict.fromkeys([*self.keys, *reply.experiences]))
        if asked is None:
            _check_names(keys[len(self.keys) :])
        codes = tuple([self._code(key, reply) for key in keys])
        if asked is None:
            self.keys.extend(keys[len(self.keys) :])
        asked_epoch_ms = round(reply.asked_epoch_s * 1000)
        return Record(task.index, task.chunk, codes, reply.status, reply.elapsed_s * 1000, asked_epoch_ms)

    def _failed(self, event: Failed) -> Record:
        error = event.error
        asked = self._chunks[event.task.chunk]
        codes = tuple([self.failure(key, error.summary) for key in (self.keys if asked is None else asked)])
        status = error.status if isinstance(error, ServiceError | MalformedAnswerError) else 0
        elapsed_ms, asked_epoch_ms = event.elapsed_s * 1000, round(event.epoch_s * 1000)
        return Record(
            event.task.index, event.task.chunk, codes, status, elapsed_ms, asked_epoch_ms, whole_text(error.summary)
        )

    def _code(self, key: str, reply: Reply) -> int:
        """Return the number of what a reply says of a key; equal bytes are read once."""
        raw = reply.experiences.get(key)
        if raw is None:
            return self._absence(key, reply)
        code = self._by_bytes.get((key, raw))
        if code is None:
            code = self._number(outcome_of(key, reply, self._metadata), raw)
            if len(self._by_bytes) >= REMEMBERED:
                self._by_bytes.clear()
            self._by_bytes[key, raw] = code
        return code

    def _absence(self, key: str, reply: Reply) -> int:
        reason = reply.failures.get(key, "")
        code = self._absent.get((key, reason))
        if code is None:
            code = self._absent[key, reason] = self._number(outcome_of(key, reply, self._metadata))
        return code

    def _number(self, outcome: KeyOutcome, raw: bytes = b"") -> int:
        return self._contents.number(content_of(outcome, raw))


def _check_names(keys: Sequence[str]) -> None:
    """Raise a `MalformedAnswerError` for a key that is no text: nobody could ask for it."""
    for key in keys:
        if whole_text(key) != key:
            raise MalformedAnswerError(f"The experience key {key!a} is no text.")
