"""What one call brought, as numbers: the form in which it is stored and becomes a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from moe_nb.core.answer import KeyOutcome, Outcome
from moe_nb.core.errors import MalformedAnswerError, MoeError, ServiceError
from moe_nb.core.events import Answered, Failed
from moe_nb.core.outcomes import outcome_of
from moe_nb.core.reply import Reply, split_keys
from moe_nb.core.run_table import Content, content_of, whole_text
from moe_nb.sweep.contents import Contents
from moe_nb.sweep.plan import Plan

REMEMBERED = 50_000
"""Raw experiences whose number is remembered; where every visitor gets a payload of his own there is no end of them."""
REMEMBERED_BYTES = 16 * 2**20
"""Bytes of them, at most."""


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
    """Why the call failed, in words; empty for an answer."""
    fault: MoeError | None = None
    """Why something in an answer could not be read; what could be is recorded, and the call counts as failed."""

    def told(self, event: Answered | Failed) -> Answered | Failed:
        """Return what listeners hear of the call: what the record says, so that both count alike."""
        if self.fault is None or isinstance(event, Failed):
            return event
        return Failed(event.task, self.fault, event.reply.asked_epoch_s, event.reply.elapsed_s)


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
        self._size = 0
        self._absent: dict[tuple[str, str], int] = {}
        self._faults: dict[int, MoeError] = {}
        """By the numbers of contents that could not be read."""

    def record(self, event: Answered | Failed) -> Record:
        """Return the record of an event; an experience that cannot be read fails its own key only."""
        if len(self._by_bytes) >= REMEMBERED or self._size >= REMEMBERED_BYTES:
            self._by_bytes.clear()
            self._faults.clear()
            self._size = 0
        return self._failed(event) if isinstance(event, Failed) else self._answered(event)

    def number_in(self, contents: Contents) -> None:
        """Number with other contents from now on, which hold those numbered so far under the same numbers."""
        self._contents = contents

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
        codes = self._found(reply) if asked is None else tuple([self._code(key, reply) for key in asked])
        fault = next((self._faults[code] for code in codes if code in self._faults), None) if self._faults else None
        asked_epoch_ms = round(reply.asked_epoch_s * 1000)
        elapsed_ms = reply.elapsed_s * 1000
        return Record(task.index, task.chunk, codes, reply.status, elapsed_ms, asked_epoch_ms, fault=fault)

    def _found(self, reply: Reply) -> tuple[int, ...]:
        """Return the numbers of all keys found so far, those of the reply included; a name that is no text fails."""
        torn = {whole_text(key): key for key in reply.experiences if whole_text(key) != key}
        keys = tuple(dict.fromkeys([*self.keys, *map(whole_text, reply.experiences)]))
        codes = tuple([self._torn(key, torn[key]) if key in torn else self._code(key, reply) for key in keys])
        self.keys.extend(keys[len(self.keys) :])
        return codes

    def _torn(self, key: str, said: str) -> int:
        """Return the number of a key whose name holds half a character: nobody could ask for it."""
        error = MalformedAnswerError(f"The experience key {said!a} is no text.")
        code = self.failure(key, error.summary)
        self._faults[code] = error
        return code

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
            outcome = outcome_of(key, reply, self._metadata)
            code = self._by_bytes[key, raw] = self._number(outcome, raw)
            self._size += len(raw)
            if outcome.error is not None:
                self._faults[code] = outcome.error
        return code

    def _absence(self, key: str, reply: Reply) -> int:
        reason = reply.failures.get(key, "")
        code = self._absent.get((key, reason))
        if code is None:
            code = self._absent[key, reason] = self._number(outcome_of(key, reply, self._metadata))
        return code

    def _number(self, outcome: KeyOutcome, raw: bytes = b"") -> int:
        return self._contents.number(content_of(outcome, raw))
