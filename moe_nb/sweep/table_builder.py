"""A listener that turns events into a run table while they come."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.answer import KeyOutcome
from moe_nb.core.errors import MalformedAnswerError, MoeError, ServiceError
from moe_nb.core.events import Answered, Event, Failed, Task
from moe_nb.core.outcomes import failed, outcome_of
from moe_nb.core.reply import Reply, split_keys
from moe_nb.core.run_table import NOT_ASKED, Content, RunTable, content_of
from moe_nb.sweep.plan import Plan


class TableBuilder:
    """Fills the columns of one run; listen with ``see``, read with ``table`` at any time.

    Args:
        plan: What is asked.
    """

    def __init__(self, plan: Plan) -> None:
        chunks, contexts = plan.calls_per_context, len(plan.space)  # those that are not asked have a row too
        self._plan = plan
        self._chunks = split_keys(plan.keys)
        self._keys: list[str] = list(plan.keys or ())
        self._position = {key: number for number, key in enumerate(self._keys)}
        self._codes = np.zeros((contexts, len(self._keys)), np.int32)
        self._contents: list[Content] = [NOT_ASKED]
        self._known: dict[Content, int] = {NOT_ASKED: 0}
        self._by_bytes: dict[tuple[str, bytes], int] = {}
        self._absent: dict[tuple[str, str], int] = {}
        self._was_answered = np.zeros(contexts, bool)
        self._errors: dict[int, MoeError] = {}
        """Of contexts that were asked without keys."""
        self._status = np.zeros((contexts, chunks), np.int16)
        self._elapsed_ms = np.zeros((contexts, chunks), np.float32)
        self._asked_epoch_ms = np.zeros((contexts, chunks), np.int64)

    def see(self, event: Event) -> None:
        """Take in one event; only answers and failures matter here."""
        if isinstance(event, Answered):
            try:
                self._answered(event.task, event.reply)
            except MalformedAnswerError as error:  # one experience that cannot be read fails its own call only
                self._failed(event.task, error, event.reply.asked_epoch_s, event.reply.elapsed_s)
        elif isinstance(event, Failed):
            self._failed(event.task, event.error, event.epoch_s, event.elapsed_s)

    def table(self) -> RunTable:
        """Return what has come so far; the arrays go on filling."""
        keys, codes = self._keys, self._codes
        if self._plan.keys is None:  # found on the way: in an order that does not depend on which answer came first
            order = sorted(range(len(keys)), key=keys.__getitem__)
            keys, codes = [keys[number] for number in order], codes[:, order]
        return RunTable(
            self._plan.space,
            tuple(keys),
            codes,
            tuple(self._contents),
            self._status,
            self._elapsed_ms,
            self._asked_epoch_ms,
        )

    def _answered(self, task: Task, reply: Reply) -> None:
        asked = self._chunks[task.chunk]
        # a key that nobody asked for is kept too, but only where no keys were asked at all
        keys = asked if asked is not None else tuple(dict.fromkeys([*self._keys, *reply.experiences]))
        row = {key: self._code(key, reply) for key in keys}
        self._time(task, reply.status, reply.elapsed_s, reply.asked_epoch_s)
        self._was_answered[task.index] = True
        self._write(task.index, row)

    def _failed(self, task: Task, error: MoeError, epoch_s: float, elapsed_s: float) -> None:
        asked = self._chunks[task.chunk]
        status = error.status if isinstance(error, ServiceError | MalformedAnswerError) else 0
        self._time(task, status, elapsed_s, epoch_s)
        if asked is None:
            self._errors[task.index] = error
        self._write(task.index, {o.experience_key: self._intern(o) for o in failed(self._of(asked), error)})

    def _of(self, asked: Sequence[str] | None) -> Sequence[str]:
        return self._keys if asked is None else asked

    def _code(self, key: str, reply: Reply) -> int:
        """Return the code of what a reply says of a key; equal bytes are read once."""
        raw = reply.experiences.get(key)
        if raw is None:
            reason = reply.failures.get(key, "")
            code = self._absent.get((key, reason))
            if code is None:
                code = self._absent[key, reason] = self._intern(outcome_of(key, reply, self._plan.metadata))
            return code
        code = self._by_bytes.get((key, raw))
        if code is None:
            code = self._intern(outcome_of(key, reply, self._plan.metadata), raw)
            self._by_bytes[key, raw] = code
        return code

    def _intern(self, outcome: KeyOutcome, raw: bytes = b"") -> int:
        content = content_of(outcome, raw)
        code = self._known.setdefault(content, len(self._contents))
        if code == len(self._contents):
            self._contents.append(content)
        return code

    def _time(self, task: Task, status: int, elapsed_s: float, epoch_s: float) -> None:
        self._status[task.index, task.chunk] = status
        self._elapsed_ms[task.index, task.chunk] = elapsed_s * 1000
        self._asked_epoch_ms[task.index, task.chunk] = round(epoch_s * 1000)

    def _write(self, index: int, row: dict[str, int]) -> None:
        for key, code in row.items():
            position = self._position.get(key)
            if position is None:
                position = self._add_key(key)
            self._codes[index, position] = code

    def _add_key(self, key: str) -> int:
        """Add a column for a key first seen now; contexts answered before did not get it, failed ones failed."""
        column = self._column_before(key)
        self._codes = np.concatenate([self._codes, column[:, None]], axis=1)
        self._position[key] = len(self._keys)
        self._keys.append(key)
        return self._position[key]

    def _column_before(self, key: str) -> NDArray[np.int32]:
        absent = self._intern(outcome_of(key, Reply({}), self._plan.metadata))
        column = np.where(self._was_answered, absent, 0).astype(np.int32)
        for index, error in self._errors.items():
            (outcome,) = failed([key], error)
            column[index] = self._intern(outcome)
        return column
