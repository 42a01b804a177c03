"""A run file, opened to be read: no network, no credentials."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.events import Stopped, StopReason
from moe_nb.core.run_facts import RunFacts
from moe_nb.core.run_table import RunTable
from moe_nb.core.space import Space
from moe_nb.sweep.blocks import CONTEXTS_PER_BLOCK
from moe_nb.sweep.replay import replayed
from moe_nb.sweep.run_counts import Asked, asked_blocks, asked_of, counted
from moe_nb.sweep.run_faults import in_words
from moe_nb.sweep.run_reading import copy_into, open_for_reading
from moe_nb.sweep.seal import check_seal
from moe_nb.sweep.stored_contents import read_contents
from moe_nb.sweep.stored_plan import read_plan
from moe_nb.sweep.stored_rows import Shape, check_fits, read_chosen, read_rows


class RunFile:
    """One recorded run.

    Args:
        path: The run file.
        connection: The file, open already; left out, it is opened for reading.

    Attributes:
        path: The run file.
        plan: What was to be asked.
        facts: Where, when and how.

    Raises:
        RunFileError: If it is not there, not a run file, damaged, or being written.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection | None = None) -> None:
        self.path = path
        self._connection = connection or open_for_reading(path)
        with in_words(path):
            self.plan, self.facts = read_plan(self._connection)
            self._shape = Shape(len(self.plan.space), len(self.plan.keys or ()), self.plan.calls_per_context)
            # without asked keys, the keys are what the answers hold
            self._replayed = replayed(self._connection, self.plan) if self.plan.keys is None else None
            self._firsts = self.plan.space.first_contexts()
            if not check_seal(self._connection) or self.facts.stopped.reason is StopReason.INTERRUPTED:
                self.facts = replace(self.facts, stopped=self._counted(self.facts))

    @property
    def space(self) -> Space:
        """The contexts asked."""
        return self.plan.space

    @property
    def keys(self) -> tuple[str, ...]:
        """The experience keys."""
        return self.plan.keys or (self._replayed.keys if self._replayed is not None else ())

    def table(self) -> RunTable:
        """Return the whole run; raises a `RunFileError` if the file is damaged, or memory would not hold it."""
        if self._replayed is not None:
            return self._spread(self._replayed)
        check_fits(self.path, self._shape)
        return self._part(0, len(self.space), whole=True)

    def parts(self, contexts: int = CONTEXTS_PER_BLOCK) -> Iterator[RunTable]:
        """Return the run in parts of at most *contexts* contexts, each read when it is wanted."""
        whole = None if self._replayed is None else self._spread(self._replayed)
        for start in range(0, len(self.space), contexts):
            stop = min(start + contexts, len(self.space))
            yield self._part(start, stop) if whole is None else whole.part(start, stop)

    def answered(self) -> NDArray[np.bool_]:
        """Return (contexts, calls per context): what needs no second try.

        Raises:
            RunFileError: If the file is damaged.
        """
        answered = np.zeros((self._shape.contexts, self._shape.chunks), np.bool_)
        with in_words(self.path):
            for asked in self._asked():
                answered[asked.first : asked.first + len(asked.answered)] = asked.answered
        return answered

    def save_as(self, path: Path) -> None:
        """Write a copy; raises a `RunFileError` if there is a file already, or it cannot be written."""
        copy_into(self._connection, path)

    def close(self) -> None:
        """Close the file; long lists of its space cannot be read any more."""
        self._connection.close()

    def _part(self, start: int, stop: int, *, whole: bool = False) -> RunTable:
        with in_words(self.path):
            return self._read(start, stop, whole=whole)

    def _read(self, start: int, stop: int, *, whole: bool) -> RunTable:
        firsts = self._firsts
        rows = (
            read_rows(self._connection, self._shape, start, stop)
            if firsts is None
            else read_chosen(self._connection, self._shape, firsts[start:stop])
        )
        codes, numbers = rows.codes, None
        if not whole:
            numbers, places = np.unique(np.append(codes.reshape(-1), 0), return_inverse=True)
            codes = places[:-1].reshape(codes.shape).astype(np.int32)
        held = read_contents(self._connection, numbers)
        contents = tuple([held[int(number)] for number in (range(len(held)) if numbers is None else numbers)])
        if codes.min(initial=0) < 0 or codes.max(initial=0) >= len(contents):
            raise ValueError("an answer names a content that is not there")
        return RunTable(
            self.space, self.keys, codes, contents, rows.status, rows.elapsed_ms, rows.asked_epoch_ms, start
        )

    def _spread(self, table: RunTable) -> RunTable:
        return table if self._firsts is None else table.rows(self._firsts)

    def _asked(self) -> Iterator[Asked]:
        if self._replayed is not None:
            return iter([asked_of(self._replayed)])
        return asked_blocks(self._connection, self._shape)

    def _counted(self, facts: RunFacts) -> Stopped:
        """Return the end of a run whose process was killed, the first or a resuming one, counted from what is there."""
        blocks = [*self._asked()]
        answered, failed = counted(blocks)
        last_epoch_ms = max((asked.last_epoch_ms for asked in blocks), default=0)
        elapsed_s = max(0.0, last_epoch_ms / 1000 - facts.started_epoch_s)
        is_whole = answered + failed == self.plan.calls
        reason = StopReason.COMPLETED if is_whole else StopReason.INTERRUPTED
        return Stopped(reason, answered, failed, elapsed_s)
