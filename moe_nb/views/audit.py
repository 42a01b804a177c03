"""An audit drawn: what to look at first, then every fact, then what it rests on; and the same as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from moe_nb.core.audit_facts import AuditFacts
from moe_nb.core.finding_facts import Finding
from moe_nb.core.payload_facts import Severity
from moe_nb.core.report_section import MOST_ROWS, Section
from moe_nb.core.space import Space
from moe_nb.core.words import counted
from moe_nb.views.audit_sections import SECTIONS
from moe_nb.views.card import cards_html
from moe_nb.views.certificate import Line, certificate_lines
from moe_nb.views.context_words import context_words
from moe_nb.views.html import page, render
from moe_nb.views.matrix import matrix_html
from moe_nb.views.palette import Palette
from moe_nb.views.tables import text_table
from moe_nb.views.visible import one_line

FINDINGS_SHOWN = 40
FINDINGS_IN_TEXT = 15
WITNESS_CARDS = 40
PLURAL = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.OBSERVATION: "observations"}


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding, ready to draw."""

    severity: str
    kind: str
    experience_key: str
    words: str
    contexts: int
    example: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A section with what stands below its table."""

    section: Section
    extra: Sequence[tuple[str, Markup]] = ()
    """Titles and what folds out under them."""


def audit_html(facts: AuditFacts) -> Markup:
    """Draw an audit for a notebook: findings in sight, everything else folded."""
    return render("audit.html", is_open=False, **_values(facts), sections=[Drawn(s) for s in sections_of(facts)])


def audit_page(facts: AuditFacts, palette: Palette) -> Markup:
    """Draw an audit as a page: everything unfolded, with cards of the witnesses and a matrix per key.

    Args:
        facts: The audit.
        palette: Letters and colours of the run.
    """
    drawn = [Drawn(one, folded(one.name, facts)) for one in sections_of(facts) if one.rows]
    matrices = [
        (matrix.experience_key or "Every experience key", matrix_html(matrix, palette=palette))
        for matrix in facts.matrices
    ]
    intro = "Colour never stands alone: a letter is an audience, a number a variation, a dash is not served."
    all_matrices = Section("matrices", "Matrices", intro, (), (), 0, "")
    sections = [*drawn, *([Drawn(all_matrices, matrices)] if matrices else [])]
    return page(_title(facts), render("audit.html", is_open=True, **_values(facts), sections=sections))


def section_html(part: Section, extra: Sequence[tuple[str, Markup]] = ()) -> Markup:
    """Draw one section by itself."""
    return render("section.html", drawn=Drawn(part, extra))


def section_text(part: Section) -> str:
    """Write one section for a terminal."""
    lines = [one_line(part.title), part.intro, text_table(part.columns, part.rows) if part.rows else part.empty]
    return "\n".join([*lines, *([f"… {part.hidden:,} more"] if part.hidden else [])])


def sections_of(facts: AuditFacts) -> list[Section]:
    """Return every section but the findings, which stand at the top."""
    return [make(facts) for name, make in SECTIONS.items() if name != "findings"]


def audit_text(facts: AuditFacts) -> str:
    """Write an audit for a terminal: what it rests on in short, the first findings, and a line per key."""
    lines = [f"{one_line(_title(facts))}: {verdict(facts.findings)}"]
    lines += [f"{name}: {one_line(text)}" for name, text in certificate_lines(facts.certificate)]
    for one in facts.findings[:FINDINGS_IN_TEXT]:
        key = f"{one_line(one.experience_key)}: " if one.experience_key else ""
        lines.append(f"  {one.severity.upper():<11}  {key}{one_line(one.words)}")
    more = len(facts.findings) - FINDINGS_IN_TEXT
    lines += [f"  … {more:,} more findings"] if more > 0 else []
    return "\n".join(["", *lines, "", section_text(SECTIONS["keys"](facts))][1:])


def verdict(findings: Sequence[Finding]) -> str:
    """Return how much there is to look at, in words."""
    counts = {severity: sum(one.severity is severity for one in findings) for severity in Severity}
    said = [f"{n:,} {severity if n == 1 else PLURAL[severity]}" for severity, n in counts.items() if n]
    return ", ".join(said) or "nothing that needs a look"


def _values(facts: AuditFacts) -> dict[str, object]:
    lines: tuple[Line, ...] = certificate_lines(facts.certificate)
    return {
        "title": _title(facts),
        "verdict": verdict(facts.findings),
        "badge": facts.certificate.environment,
        "summary": f"{facts.certificate.percent} % of contexts answered · workspace {facts.certificate.workspace}",
        "certificate": lines,
        "findings": [finding_view(one, facts.space) for one in facts.findings[:FINDINGS_SHOWN]],
        "more": max(0, len(facts.findings) - FINDINGS_SHOWN),
        "most": MOST_ROWS,
    }


def finding_view(one: Finding, space: Space) -> FindingView:
    """Make a finding ready to draw."""
    example = context_words(space, one.witnesses[0]) if one.witnesses else ""
    return FindingView(one.severity, one.kind, one.experience_key, one.words, one.contexts, example)


def _title(facts: AuditFacts) -> str:
    axes = " × ".join(f"{len(axis):,} {axis.name}" for axis in facts.space.axes)
    certificate = facts.certificate
    return f"Audit of {counted(certificate.keys, 'key')} in {counted(certificate.contexts, 'context')} ({axes})"


def folded(name: str, facts: AuditFacts) -> list[tuple[str, Markup]]:
    """Return what folds out under a section: the cards of each witness, and nothing elsewhere."""
    if name != "witnesses":
        return []
    return [
        (f"{number}. {context_words(facts.space, witness.index)}", cards_html(outcomes))
        for number, (witness, outcomes) in enumerate(zip(facts.witnesses, facts.witness_outcomes, strict=True), start=1)
    ][:WITNESS_CARDS]
