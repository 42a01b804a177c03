"""Sections about inputs: which axes matter, which rules explain the answers, which contexts show everything."""

from __future__ import annotations

from moe_nb.core.audit_facts import AuditFacts
from moe_nb.core.effect_facts import AxisEffect
from moe_nb.core.report_section import Section, section
from moe_nb.views.context_words import context_words

EXAMPLES = 2


def rules(facts: AuditFacts) -> Section:
    """Return the rules that explain every key."""
    rows = []
    for found in facts.rules:
        for number, rule in enumerate(found.rules, start=1):
            accuracy = found.accuracy if number == 1 else ""
            cells = f"{rule.cells:,}" + (f", {rule.wrong:,} wrong" if rule.wrong else "")
            rows.append((found.experience_key, str(number), rule.where, rule.result.words, cells, accuracy))
    columns = ("Experience key", "Line", "Where", "Served", "Contexts", "How far it can be trusted")
    intro = (
        "The shortest list found that leads to every answer: the first line that matches wins. "
        "It describes what was answered, not what somebody configured."
    )
    return section("rules", "Rules", intro, columns, rows, facts.unanswered or "Nothing was answered.")


def inputs(facts: AuditFacts) -> Section:
    """Return what each axis does to each key."""
    rows = [_effect(effect) for effect in facts.effects]
    columns = (
        "Experience key",
        "Input",
        "Compared",
        "Audience",
        "Variation",
        "Payload",
        "Control group",
        "For example",
    )
    intro = (
        "In how many situations changing this input alone changed the answer. Another variation of the same audience "
        "may be the split, which draws for every customer, and anew for an anonymous visitor. Control group: "
        "of the situations compared, those without contexts that were served nothing, scattered as a control group is."
    )
    mattering = {effect.axis for effect in facts.effects if effect.matters}
    return section("inputs", "Inputs that matter", intro, columns, rows, "The space has no axes.", len(mattering))


def stickiness(facts: AuditFacts) -> Section:
    """Return whether named visitors kept their variation."""
    rows = [
        (
            one.experience_key,
            f"{one.watched:,}",
            f"{one.switched:,}",
            "; ".join(s.words for s in one.switches[:EXAMPLES]),
        )
        for one in facts.stickiness
    ]
    columns = ("Experience key", "Visitors in several contexts", "Changed their variation", "For example")
    intro = (
        "Whether a named visitor keeps the variation of an audience from context to context; each visitor counts once "
        "per audience. Another audience in another context is what targeting is for."
    )
    empty = "No named visitor was asked about in several contexts."
    return section("stickiness", "Visitors and their variations", intro, columns, rows, empty)


def witnesses(facts: AuditFacts) -> Section:
    """Return few contexts that show everything once, and whether they are the fewest."""
    rows = [
        (
            str(number),
            context_words(facts.space, witness.index),
            "; ".join(f"{shown.experience_key}: {shown.variation.words}" for shown in witness.shows),
        )
        for number, witness in enumerate(facts.witnesses, start=1)
    ]
    intro = f"{facts.checklist.words} A checklist to look at with your own eyes."
    empty = facts.unanswered or "Nothing was served."
    return section("witnesses", "Witnesses", intro, ("", "Context", "Shows"), rows, empty)


def _effect(effect: AxisEffect) -> tuple[str, ...]:
    changed = (effect.audience_changed, effect.variation_changed, effect.payload_changed, effect.control_changed)
    return (effect.experience_key, effect.axis, f"{effect.compared:,}", *(f"{n:,}" for n in changed), effect.words)
