"""A run file, opened to be read: no network, no credentials."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from moe_nb.core.answer import Outcome
from moe_nb.core.errors import RunFileError
from moe_nb.core.events import StopReason
from moe_nb.core.run_facts import RunFacts
from moe_nb.core.run_table import Content, RunTable
from moe_nb.core.space import Space
from moe_nb.sweep.blocks import CONTEXTS_PER_BLOCK
from moe_nb.sweep.replay import replayed
from moe_nb.sweep.run_schema import fault, open_for_reading
from moe_nb.sweep.stored_contents import read_contents
from moe_nb.sweep.stored_plan import read_plan
from moe_nb.sweep.stored_rows import Shape, read_chosen, read_rows


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
        try:
            self.plan, self.facts = read_plan(self._connection)
            # without asked keys, the keys are what the answers hold
            self._replayed = replayed(self._connection, self.plan) if self.plan.keys is None else None
            self._firsts = self.plan.space.first_contexts()
            if self.facts.stopped.reason is StopReason.INTERRUPTED:
                self.facts = self._counted(self.facts)
        except sqlite3.Error as error:
            raise fault(path, error) from None
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise _damaged(path, error) from None

    @property
    def space(self) -> Space:
        """The contexts asked."""
        return self.plan.space

    @property
    def keys(self) -> tuple[str, ...]:
        """The experience keys."""
        return self.plan.keys or (self._replayed.keys if self._replayed is not None else ())

    def table(self) -> RunTable:
        """Return the whole run; raises a `RunFileError` if the file is damaged."""
        if self._replayed is not None:
            return self._replayed
        return self._part(0, len(self.space), whole=True)

    def parts(self, contexts: int = CONTEXTS_PER_BLOCK) -> Iterator[RunTable]:
        """Return the run in parts of at most *contexts* contexts, each read when it is wanted."""
        for start in range(0, len(self.space), contexts):
            stop = min(start + contexts, len(self.space))
            yield self._replayed.part(start, stop) if self._replayed is not None else self._part(start, stop)

    def save_as(self, path: Path) -> None:
        """Write a copy; raises a `RunFileError` if it cannot be written."""
        try:
            self._connection.execute("VACUUM INTO ?", (str(path),))
        except sqlite3.Error as error:
            raise fault(path, error) from None

    def close(self) -> None:
        """Close the file; long lists of its space cannot be read any more."""
        self._connection.close()

    def _part(self, start: int, stop: int, *, whole: bool = False) -> RunTable:
        try:
            return self._read(start, stop, whole=whole)
        except sqlite3.Error as error:
            raise fault(self.path, error) from None
        except ValueError as error:
            raise _damaged(self.path, error) from None

    def _read(self, start: int, stop: int, *, whole: bool) -> RunTable:
        shape = Shape(len(self.space), len(self.keys), self.plan.calls_per_context)
        firsts = self._firsts
        rows = (
            read_rows(self._connection, shape, start, stop)
            if firsts is None
            else read_chosen(self._connection, shape, firsts[start:stop])
        )
        table = RunTable(
            self.space, self.keys, rows.codes, (), rows.status, rows.elapsed_ms, rows.asked_epoch_ms, start
        )
        if whole:
            held = read_contents(self._connection)
            return replace(table, contents=tuple(held[number] for number in range(max(held) + 1)))
        numbers, codes = np.unique(np.append(table.codes.reshape(-1), 0), return_inverse=True)
        held = read_contents(self._connection, numbers)
        contents: tuple[Content, ...] = tuple(held[int(number)] for number in numbers)
        return replace(table, codes=codes[:-1].reshape(rows.codes.shape).astype(np.int32), contents=contents)

    def _counted(self, facts: RunFacts) -> RunFacts:
        """Return the facts of a run whose process was killed, counted from what is there."""
        shape = len(self.space), self.plan.calls_per_context
        failed = asked = 0
        for table in self.parts():
            is_failed = np.array([content.outcome is Outcome.FAILED for content in table.contents])
            failed += int(is_failed[table.codes].any(axis=1).sum()) if table.codes.shape[1] else 0
            asked += int((table.asked_epoch_ms != 0).sum())
        if asked == shape[0] * shape[1] and not failed:
            return replace(facts, stopped=replace(facts.stopped, reason=StopReason.COMPLETED, answered=asked))
        return replace(facts, stopped=replace(facts.stopped, answered=asked - failed, failed=failed))


def _damaged(path: Path, error: Exception) -> RunFileError:
    return RunFileError(
        f"{str(path)!r} is damaged ({type(error).__name__}: {error}).", hint="Take a copy of the file, if there is one."
    )
