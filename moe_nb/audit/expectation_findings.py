"""Judged expectations as findings, and the expected variations that nothing showed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from moe_nb.audit.coverage import Expected, not_observed
from moe_nb.audit.expectation_conflicts import MOST_CONFLICTS
from moe_nb.core.answer import Outcome
from moe_nb.core.coverage_facts import NotObserved
from moe_nb.core.expectation_facts import ExpectationReport, ExpectationRow, ExpectationTable, RowResult, Verdict
from moe_nb.core.finding_facts import Finding, FindingKind
from moe_nb.core.payload_facts import Severity
from moe_nb.core.run_table import Content, RunTable


def expectation_findings(report: ExpectationReport) -> Iterator[Finding]:
    """Yield the rows that failed, could not be read or checked, or contradict each other; passes are none."""
    if report.is_empty:
        yield Finding(Severity.ERROR, FindingKind.EXPECTATION_NOT_CHECKED, "", report.empty_words)
    for problem in report.unread:
        yield Finding(Severity.ERROR, FindingKind.EXPECTATION_NOT_READ, "", problem.words)
    for result in report.results:
        if result.verdict is not Verdict.PASS:
            yield _row(result)
    for conflict in report.conflicts:
        kind = FindingKind.EXPECTATION_CONFLICT
        yield Finding(Severity.WARNING, kind, conflict.experience_key, conflict.words, 0, (conflict.witness,))
    if len(report.conflicts) >= MOST_CONFLICTS:
        words = f"Only the first {MOST_CONFLICTS} pairs of rows that contradict each other are told; there may be more."
        yield Finding(Severity.WARNING, FindingKind.EXPECTATION_CONFLICT, "", words)


def expected_variations(expected: ExpectationTable, table: RunTable) -> tuple[NotObserved, ...]:
    """Return the variations that rows name and no answer showed, for the keys that were asked.

    A row that names several is content with any one of them: it counts only when none was seen.
    """
    rows = [row for row in expected.rows if row.is_served and row.variations and row.experience_key in table.keys]
    wanted: dict[str, dict[Expected, None]] = {}
    for row in rows:
        wanted.setdefault(row.experience_key, {}).update(dict.fromkeys(_either(row)))
    missing = {(one.experience_key, one.audience, one.variation_id): one for one in not_observed(table, wanted)}
    found: dict[NotObserved, None] = {}
    for row in rows:
        of_row = [missing.get((row.experience_key, *pair)) for pair in _either(row)]
        absent = [one for one in of_row if one is not None]
        found |= dict.fromkeys(absent) if len(absent) == len(of_row) else {}
    return tuple(found)


def _either(row: ExpectationRow) -> list[tuple[str, str]]:
    """Return the pairs of audience and variation that a row is content with, any one of them."""
    return [(audience, variation) for audience in row.audiences or ("",) for variation in row.variations]


def observation_findings(missing: Iterable[NotObserved]) -> Iterator[Finding]:
    """Yield expected variations that nothing showed; that does not say that they cannot be reached."""
    for one in missing:
        named = f"{one.audience} / Variation {one.variation_id}" if one.audience else f"Variation {one.variation_id}"
        kind = FindingKind.NOT_OBSERVED
        yield Finding(Severity.WARNING, kind, one.experience_key, f"{named}: {one.words}.")


def _row(result: RowResult) -> Finding:
    row = result.row
    says = f"Row {row.number} expects {row.what} in {row.where}: "
    if result.verdict is not Verdict.FAIL:
        kind = FindingKind.EXPECTATION_NOT_CHECKED
        severity = Severity.ERROR if result.verdict is Verdict.NOT_CHECKED else Severity.WARNING
        return Finding(severity, kind, row.experience_key, f"{says}{result.verdict}. {result.words}")
    first = result.counterexamples[0]
    where = f" for {first.local_part}" if first.local_part else ""
    words = f"{says}{result.tally}; the first got {_got(first.got)}{where}. {result.why}".rstrip()
    witnesses = tuple(example.index for example in result.counterexamples)
    kind = FindingKind.EXPECTATION_FAILED
    return Finding(Severity.ERROR, kind, row.experience_key, words, result.contradicted, witnesses)


def _got(content: Content) -> str:
    if content.outcome is not Outcome.SERVED:
        return f"nothing ({content.cause})"
    return f"{content.audience_name or content.audience_id} / Variation {content.variation_id}"
