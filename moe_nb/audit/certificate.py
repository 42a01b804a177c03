"""What an audit rests on, read off a run: time span, coverage, and a hash of everything that went in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np

from moe_nb.core.answer import Outcome
from moe_nb.core.certificate_facts import Certificate
from moe_nb.core.coverage_facts import SpaceCoverage
from moe_nb.core.credentials import Environment
from moe_nb.core.expectation_facts import ExpectationTable
from moe_nb.core.long_list import LongList
from moe_nb.core.run_facts import RunFacts
from moe_nb.core.run_table import Content, RunTable
from moe_nb.core.space import Axis


class Recorded(Protocol):
    """A run: its answers, and where, when and how they came."""

    @property
    def table(self) -> RunTable:
        """The answers."""

    @property
    def facts(self) -> RunFacts:
        """What is known besides."""


def certificate_of(
    table: RunTable,
    facts: RunFacts,
    coverage: SpaceCoverage,
    versions: Sequence[tuple[str, str]],
    expected: ExpectationTable | None = None,
    repeats: Sequence[Recorded] = (),
) -> Certificate:
    """Return the certificate of a run.

    Args:
        table: The answers.
        facts: Where, when and how they came.
        coverage: How much of the space was answered.
        versions: Name and version of what audits.
        expected: What was expected, if anything.
        repeats: Runs that asked the same again, if there are.
    """
    was_asked = table.asked_epoch_ms != 0
    times = table.asked_epoch_ms[was_asked] / 1000
    return Certificate(
        facts.environment,
        _host(facts),
        facts.workspace,
        float(times.min()) if times.size else None,
        float(times.max()) if times.size else None,
        len(table.keys),
        len(table.space),
        int(was_asked.all(axis=1).sum()),
        coverage.answered,
        coverage.percent,
        _cells(table, Outcome.FAILED),
        _cells(table, Outcome.NOT_ASKED),
        str(facts.stopped.reason),
        inputs_hash(table, facts),
        "" if expected is None else _expectations_hash(expected),
        hashlib.sha256(_text([inputs_hash(one.table, one.facts) for one in repeats])).hexdigest() if repeats else "",
        (("moe_nb that asked", facts.version), *versions),
    )


def inputs_hash(table: RunTable, facts: RunFacts) -> str:
    """Return a SHA-256 over the space, the keys, the world and the content of every cell.

    Times and the order in which answers came make no difference: asked again, an unchanged world gives the same hash.
    """
    digest = hashlib.sha256()
    for part in _parts(table, facts):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _host(facts: RunFacts) -> str:
    if facts.environment is not Environment.SIMULATOR:
        return facts.url
    return f"simulator, world {facts.world_hash}" if facts.world_hash else "simulator"


def _cells(table: RunTable, outcome: Outcome) -> int:
    is_so = np.array([content.outcome is outcome for content in table.contents])
    return int(is_so[table.codes].sum())


def _parts(table: RunTable, facts: RunFacts) -> Iterator[bytes]:
    yield facts.environment.value.encode()
    yield facts.world_hash.encode()
    yield from (_text([axis.name, _values(axis)]) for axis in table.space.axes)
    yield _text(dict(table.space.base.values()))
    yield from (_text(key) for key in table.keys)
    # contents by themselves, not by number: the numbers follow the order in which answers came
    used = np.unique(table.codes).tolist()
    said = {code: _content(table.contents[code]) for code in used}
    order = {one: number for number, one in enumerate(sorted(set(said.values())))}
    yield b"".join(order)
    numbers = np.zeros(len(table.contents), "<i4")
    numbers[used] = [order[said[code]] for code in used]
    yield numbers[table.codes].tobytes()


def _values(axis: Axis) -> object:
    return axis.values.digest() if isinstance(axis.values, LongList) else list(axis.values)


def _content(content: Content) -> bytes:
    cause = content.cause or ""
    return _text([content.outcome, cause, content.experience_key, content.error]) + content.raw


def _expectations_hash(expected: ExpectationTable) -> str:
    rows = [
        [row.experience_key, *(f"{c.column}={c.wanted!r}" for c in row.conditions), row.tz, row.what]
        for row in expected.rows
    ]
    problems = [problem.words for problem in expected.problems]
    return hashlib.sha256(_text([rows, problems])).hexdigest()


def _text(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()
