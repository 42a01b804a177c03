"""The facts of an audit as sections: tables of words, each with a sentence that says what it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from moe_nb.core.audit_facts import AuditFacts
from moe_nb.core.coverage_facts import rounded_down
from moe_nb.core.finding_facts import Finding
from moe_nb.core.report_section import Section, section
from moe_nb.core.space import Space
from moe_nb.core.words import counted
from moe_nb.views.context_words import context_words
from moe_nb.views.input_sections import inputs, rules, stickiness, witnesses
from moe_nb.views.tables import RUN_COLUMNS, run_row

MISSING_SHOWN = 3
FINDING_COLUMNS = ("Severity", "What", "Experience key", "In words", "Contexts", "For example")


def findings(facts: AuditFacts) -> Section:
    """Return what to look at first."""
    rows = [finding_row(one, facts.space) for one in facts.findings]
    intro = "What to look at first. Failed and not asked cells are never holes; they are told apart."
    return section("findings", "Findings", intro, FINDING_COLUMNS, rows, "Nothing was found that needs a look.")


def finding_row(one: Finding, space: Space) -> tuple[str, ...]:
    """Return a finding as texts."""
    example = context_words(space, one.witnesses[0]) if one.witnesses else ""
    return (one.severity, one.kind, one.experience_key, one.words, f"{one.contexts:,}" if one.contexts else "", example)


def keys(facts: AuditFacts) -> Section:
    """Return what each key did."""
    intro = "Counts are contexts. Failed and not asked ones are not known."
    return section(
        "keys", "Experience keys", intro, RUN_COLUMNS, [run_row(key) for key in facts.keys], facts.unanswered
    )


def variations(facts: AuditFacts) -> Section:
    """Return every audience and variation that was seen, and the expected ones that were not."""
    rows = [
        (
            key.experience_key,
            seen.audience_name or seen.audience_id,
            seen.variation_id,
            counted(seen.contexts, "context"),
            context_words(facts.space, seen.first_index),
        )
        for key in facts.keys
        for seen in key.variations
    ]
    rows += [(one.experience_key, one.audience, one.variation_id, one.words, "") for one in facts.not_observed]
    columns = ("Experience key", "Audience", "Variation", "Seen in", "First witness")
    intro = "Every audience and variation that was seen, and those expected that were not observed."
    return section(
        "variations", "Audiences and variations", intro, columns, rows, facts.unanswered or "Nothing was served."
    )


def coverage(facts: AuditFacts) -> Section:
    """Return how much of the space was answered."""
    rows = [("contexts", f"{facts.coverage.answered:,} of {facts.coverage.contexts:,}", f"{facts.coverage.percent} %")]
    rows += [
        (f"{way.ways}-way combinations", f"{way.covered:,} of {way.total:,}", f"{way.percent} %")
        for way in facts.coverage.ways
    ]
    for way in facts.coverage.ways:
        shown = way.missing[:MISSING_SHOWN]
        rows += [("not covered, for example", one.words, "") for one in shown]
        more = way.not_covered - len(shown)
        rows += [("not covered", f"{more:,} more, the first in to_frames()['missing']", "")] if more else []
    intro = "How much of the space was answered for every key. Percentages are rounded down: 100 % misses nothing."
    return section("coverage", "Coverage", intro, ("Of the space", "Answered", "Share"), rows, named=0)


def gaps(facts: AuditFacts) -> Section:
    """Return where nothing is served."""
    rows = []
    for gap in facts.gaps:
        causes = "; ".join(gap.causes)
        regions = [(region.words, region.contexts) for region in gap.regions]
        regions += [("further contexts, in too many regions", gap.not_described)] if gap.not_described else []
        regions += [(gap.scattered.words, gap.scattered.contexts)] if gap.scattered else []
        for words, count in regions:
            share = f"{rounded_down(count, gap.answered)} % of {gap.answered:,}"
            rows.append((gap.experience_key, words, f"{count:,}", share, causes))
    columns = ("Experience key", "Where nothing is served", "Contexts", "Of the key's contexts", "Cause")
    intro = (
        "Contexts that were answered without the key. The rows of a key are together exactly its gap; regions may "
        "overlap. A hole of few contexts would look like those that are scattered as a control group is."
    )
    empty = facts.unanswered or "Every key was served in every context answered."
    return section("gaps", "Gaps", intro, columns, rows, empty, named=len(facts.gaps))


def overlaps(facts: AuditFacts) -> Section:
    """Return where keys of one slot meet."""
    rows = [
        (overlap.slot, " + ".join(overlap.experience_keys), words, f"{count:,}")
        for overlap in facts.overlaps
        for words, count in [
            *((region.words, region.contexts) for region in overlap.regions),
            *([("scattered contexts", overlap.not_described)] if overlap.not_described else []),
        ]
    ]
    columns = ("Slot", "Served together", "Where", "Contexts")
    intro = "Contexts in which two or more keys of one slot are served; slots are yours to name."
    empty = facts.unanswered or "None was found, or no slot was named."
    return section("overlaps", "Overlaps", intro, columns, rows, empty, named=len(facts.overlaps))


def payloads(facts: AuditFacts) -> Section:
    """Return what looks wrong in payloads."""
    rows = [
        (one.severity, one.kind, one.where, one.what, f"{one.contexts:,}", context_words(facts.space, one.witness))
        for one in facts.payload_findings
    ]
    columns = ("Severity", "What", "Where", "In words", "Contexts", "For example")
    intro = "What looks wrong or odd in the payloads that were served."
    return section("payloads", "Payloads", intro, columns, rows, facts.unanswered or "Nothing odd was found.")


def expectations(facts: AuditFacts) -> Section:
    """Return every expectation with its verdict."""
    report = facts.expectations
    rows: list[tuple[str, ...]] = []
    if report is not None:
        rows += [
            (r.verdict, str(r.row.number), r.row.experience_key, r.row.where, r.row.what, r.words)
            for r in report.results
        ]
        rows += [("not read", str(p.row), "", p.column, "", p.words) for p in report.unread]
    columns = ("Verdict", "Row", "Experience key", "Where", "Expected", "Result")
    intro = "A row passes when every context it speaks of was answered as expected; what was not asked never passes."
    empty = "No expectations were given." if report is None else report.empty_words
    return section("expectations", "Expectations", intro, columns, rows, empty)


SECTIONS: Mapping[str, Callable[[AuditFacts], Section]] = {
    one.__name__: one
    for one in (
        findings,
        expectations,
        keys,
        gaps,
        overlaps,
        variations,
        rules,
        inputs,
        stickiness,
        witnesses,
        payloads,
        coverage,
    )
}
"""Every section by its name, in the order to read them."""
