"""What somebody expects of a run, row by row, and how the run compares; frozen, without display."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from moe_nb.core.run_table import Content
from moe_nb.core.words import counted, told_apart


@dataclass(frozen=True, slots=True)
class Condition:
    """What one column of a row demands of a context."""

    column: str
    """An axis by name: a field of a context, ``identifier.NAME`` or an attribute."""
    wanted: tuple[str, ...]
    """Any one of them suffices: full day names, ``"09"``, values, labels, ``"device:Mobile"``, ``"(none)"``."""
    text: str
    """As written."""


@dataclass(frozen=True, slots=True)
class ExpectationRow:
    """One row: in these contexts, this is expected of one experience."""

    number: int
    """Where people find it: the line of a CSV or YAML file, the row of a sheet."""
    experience_key: str
    conditions: tuple[Condition, ...]
    tz: str
    """Whose clock day and hour are; ``"UTC"`` unless said otherwise."""
    is_served: bool
    audiences: tuple[str, ...] = ()
    """Ids or names, any one of them; empty accepts every audience."""
    variations: tuple[str, ...] = ()
    """Ids, any one of them; empty accepts every variation."""

    @property
    def where(self) -> str:
        """The contexts in words, ``"day Mon-Fri, hour 09-17 (Asia/Kolkata)"``."""
        said = [f"{condition.column} {told_apart(condition.text)}" for condition in self.conditions]
        clock = f" ({self.tz})" if any(c.column in {"day", "hour"} for c in self.conditions) else ""
        return (", ".join(said) or "every context") + clock

    @property
    def what(self) -> str:
        """The expectation in words, ``"served, audience Office hours, variation 2"``."""
        if not self.is_served:
            return "not served"
        said = ["served"]
        said += ["audience " + " or ".join(map(told_apart, self.audiences))] if self.audiences else []
        said += ["variation " + " or ".join(map(told_apart, self.variations))] if self.variations else []
        return ", ".join(said)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One cell of a table that cannot be used; the other rows can."""

    row: int
    column: str
    value: str
    problem: str
    hint: str = ""

    @property
    def advice(self) -> str:
        """What is wrong and what to do, for those who know the place."""
        return f"{self.problem} {self.hint}".rstrip()

    @property
    def words(self) -> str:
        """The problem in one sentence that names row, column and value."""
        return f"Row {self.row}, column {self.column}, {self.value!r}: {self.advice}"


@dataclass(frozen=True, slots=True)
class ExpectationTable:
    """A table as read: the rows that can be checked, and what is wrong with the others."""

    source: str
    """The file, or where else it came from."""
    rows: tuple[ExpectationRow, ...]
    problems: tuple[RowProblem, ...] = ()


class Verdict(StrEnum):
    """What came of one row; only the first is a success."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    FAIL = "fail"
    PARTLY_ASKED = "partly asked"
    """Everything that was answered agrees, but some contexts failed or were not asked."""
    NOT_ASKED = "not asked"
    """No context was answered, so nothing is known."""
    NOT_CHECKED = "not checked"
    """The row was read and the run may have answers, but they cannot be laid beside each other, so nothing is known."""


@dataclass(frozen=True, slots=True)
class Counterexample:
    """One context that got something else than expected."""

    index: int
    """Number of the context in the run."""
    got: Content
    local_part: str = ""
    """``"Monday 09:00-09:29 (Asia/Kolkata)"`` where only that part of the UTC hour lies in the local hours wanted."""
    context: str = ""
    """The context in words, ``"Mon 09 UTC, iPhone"``."""


@dataclass(frozen=True, slots=True)
class RowResult:
    """What came of one row; counts are contexts."""

    row: ExpectationRow
    verdict: Verdict
    matched: int
    agreed: int
    contradicted: int
    failed: int
    not_asked: int
    half_inside: int = 0
    """How many of `matched` are in a UTC hour only partly in the local hours of the row; judged like the others."""
    counterexamples: tuple[Counterexample, ...] = ()
    """The first ones; `contradicted` counts all."""
    why: str = ""
    """Why it could not be (wholly) judged, and which parts of hours contradict, in words."""

    @property
    def words(self) -> str:
        """The result in one sentence, and why."""
        return f"{self.tally}. {self.why}".rstrip() if self.matched else self.why

    @property
    def tally(self) -> str:
        """How many contexts agreed, or contradict: ``"25 of 672 contexts got something else"``."""
        total = counted(self.matched, "context")
        if self.contradicted:
            return f"{self.contradicted:,} of {total} got something else"
        return f"{self.agreed:,} of {total} as expected"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two rows that expect different things of the same contexts: not both can hold."""

    first_row: int
    second_row: int
    experience_key: str
    witness: int
    """Number of a context that both speak of."""
    parts: tuple[str, ...] = ()
    """Where no minute is in both rows and they only meet within a UTC hour: the local part of each, at the witness."""

    @property
    def words(self) -> str:
        """What contradicts in one sentence or two."""
        rows = f"Rows {self.first_row} and {self.second_row}"
        if not self.parts:
            return f"{rows} expect different things of the same contexts."
        return (
            f"{rows} expect different things, and meet within a UTC hour: {' and '.join(self.parts)}. "
            "All minutes of a UTC hour get one answer, so not both can hold there."
        )


@dataclass(frozen=True, slots=True)
class ExpectationReport:
    """A whole table judged by one run."""

    source: str
    results: tuple[RowResult, ...]
    problems: tuple[RowProblem, ...]
    """Cells that could not be used, of the table and of the table beside this run.

    What kept a row that could be read from being judged stands in its result too; `unread` leaves that out.
    """
    conflicts: tuple[Conflict, ...]
    unmatched_columns: tuple[str, ...]
    """Columns with conditions on something the run neither varied nor sent."""

    def count(self, verdict: Verdict) -> int:
        """Return how many rows came to *verdict*."""
        return sum(result.verdict is verdict for result in self.results)

    @property
    def is_empty(self) -> bool:
        """Whether no row expects anything, so that nothing was checked."""
        return not self.results and not self.problems

    @property
    def empty_words(self) -> str:
        """What to say of a table without rows."""
        return f"{self.source} has no row that expects anything, at most names of columns, so nothing was checked."

    @property
    def unread(self) -> tuple[RowProblem, ...]:
        """The problems of rows that have no result, so that every row is told once."""
        told = {(result.row.number, result.why) for result in self.results}
        return tuple(one for one in self.problems if (one.row, one.advice) not in told)

    @property
    def has_failures(self) -> bool:
        """Whether an answer contradicts a row."""
        return self.count(Verdict.FAIL) > 0

    @property
    def is_fully_checked(self) -> bool:
        """Whether every row could be read and every context it speaks of was answered; an empty table is not."""
        unsure = any(result.verdict not in {Verdict.PASS, Verdict.FAIL} for result in self.results)
        return bool(self.results) and not self.problems and not unsure

    @property
    def is_met(self) -> bool:
        """Whether every row was fully checked and passed."""
        return self.is_fully_checked and not self.has_failures
