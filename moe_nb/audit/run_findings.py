"""The facts of a run as findings: holes, overlaps, odd payloads, failures, and what was not covered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from moe_nb.audit.answers import is_answered
from moe_nb.audit.held_out import is_visitor
from moe_nb.core.answer import Cause, Outcome
from moe_nb.core.coverage_facts import SpaceCoverage
from moe_nb.core.effect_facts import AxisEffect
from moe_nb.core.finding_facts import Finding, FindingKind
from moe_nb.core.gap_facts import SCATTERED, Gap, Overlap, Region
from moe_nb.core.metadata import Metadata
from moe_nb.core.payload_facts import PayloadFinding, Severity
from moe_nb.core.run_table import RunTable
from moe_nb.core.words import counted, listed

REGIONS_NAMED = 3
WITNESSES = 5
NAMED = 20
"""Experiences named in one sentence."""
SWITCHED_OFF = (Cause.PAUSED, Cause.SCHEDULED)


def gap_findings(gaps: Iterable[Gap], not_active: Mapping[str, str] | None = None) -> Iterator[Finding]:
    """Yield where keys are served nothing.

    A key that is served in most contexts has a hole; one that is served in few is aimed at few, so that its gap is an
    observation. A key that is switched off, or that nobody knows, is told as such.

    Args:
        gaps: One per key.
        not_active: Keys that the workspace's list of experiences does not call active, with their status.
    """
    for gap in gaps:
        witnesses = _witnesses(gap)
        status = (not_active or {}).get(gap.experience_key)
        if status is not None:
            words = f"Its status is {status} in the workspace's list of experiences. {_served_all_the_same(gap)}"
            kind = FindingKind.NOT_ACTIVE
            yield Finding(Severity.WARNING, kind, gap.experience_key, words, gap.contexts, witnesses)
            continue
        if not gap.contexts:
            continue
        severity, kind, words = _judged(gap)
        yield Finding(severity, kind, gap.experience_key, words, gap.contexts, witnesses)


def unasked_findings(keys: Sequence[str], metadata: Metadata | None) -> Iterator[Finding]:
    """Yield the experiences that are not active and were not asked for, where every active one was."""
    if metadata is None or not set(metadata.active_keys) <= set(keys):
        return
    left_out = [f"{key} ({status})" for key, status in metadata.not_active.items() if key not in keys]
    if left_out:
        more = f", and {len(left_out) - NAMED:,} more" if len(left_out) > NAMED else ""
        words = (
            "Not asked for, since the workspace's list of experiences does not call them active: "
            f"{', '.join(left_out[:NAMED])}{more}."
        )
        yield Finding(Severity.OBSERVATION, FindingKind.NOT_ACTIVE, "", words)


def overlap_findings(overlaps: Iterable[Overlap]) -> Iterator[Finding]:
    """Yield where keys of one slot are served together."""
    for overlap in overlaps:
        words = (
            f"Slot {overlap.slot}: {listed(overlap.experience_keys, 'and')} are served together in "
            f"{_contexts(overlap.contexts)}: {_where(overlap.regions, overlap.not_described, 'overlaps')}."
        )
        witnesses = tuple(region.first_index for region in overlap.regions[:WITNESSES])
        yield Finding(Severity.WARNING, FindingKind.OVERLAP, "", words, overlap.contexts, witnesses)


def payload_findings(found: Iterable[PayloadFinding]) -> Iterator[Finding]:
    """Yield what looks wrong or odd in payloads."""
    for one in found:
        words = f"{one.where.removeprefix(f'{one.experience_key}: ')}: {one.what}"
        yield Finding(one.severity, FindingKind.PAYLOAD, one.experience_key, words, one.contexts, (one.witness,))


def failure_findings(table: RunTable, unanswered: str = "") -> Iterator[Finding]:
    """Yield, per key, the contexts whose call failed; they are not known, and no holes.

    Args:
        table: The run.
        unanswered: Why nothing at all was answered; then that is told once, as an error, for every key.
    """
    if unanswered:
        yield Finding(Severity.ERROR, FindingKind.FAILED, "", unanswered, len(table.codes))
        return
    is_failed = np.array([content.outcome is Outcome.FAILED for content in table.contents])[table.codes]
    for position, key in enumerate(table.keys):
        failed = np.flatnonzero(is_failed[:, position])
        if failed.size:
            errors = {table.content(index, position).error for index in failed[:WITNESSES].tolist()}
            them = "it" if failed.size == 1 else "them"
            words = f"{_contexts(failed.size)} failed, so nothing is known of {them}: {'; '.join(sorted(errors))}"
            yield Finding(Severity.WARNING, FindingKind.FAILED, key, words, failed.size, _numbers(failed))


def coverage_findings(table: RunTable, coverage: SpaceCoverage) -> Iterator[Finding]:
    """Yield what part of the space was not answered, where it was not all of it."""
    open_contexts = np.flatnonzero(~is_answered(table).all(axis=1)) if table.keys else np.arange(len(table.codes))
    if not open_contexts.size:
        return
    ways = ", ".join(f"{way.ways}-way {way.percent} %" for way in coverage.ways)
    missing = next((way.missing[0].words for way in coverage.ways if way.missing), "")
    words = (
        f"{coverage.answered:,} of {_contexts(coverage.contexts)} were answered for every key ({coverage.percent} %; "
        f"combinations of axes: {ways}). Nothing here speaks of the others."
    )
    words += f" Not answered, for example: {missing}." if missing else ""
    yield Finding(Severity.OBSERVATION, FindingKind.NOT_COVERED, "", words, open_contexts.size, _numbers(open_contexts))


def input_findings(effects: Sequence[AxisEffect]) -> Iterator[Finding]:
    """Yield the axes that changed no answer of any key."""
    for axis in dict.fromkeys(effect.axis for effect in effects):
        of_axis = [effect for effect in effects if effect.axis == axis]
        compared = sum(effect.compared for effect in of_axis)
        if compared and not any(effect.matters for effect in of_axis):
            words = f"{axis} changed no answer of any key in {counted(compared, 'comparison')}"
            lot = sum(effect.control_changed for effect in of_axis)
            if lot:
                words += (
                    f", {lot:,} of them without contexts that were served nothing, {SCATTERED}: "
                    "a hole of few contexts would look the same."
                )
            else:
                words += "." if is_visitor(axis) else ": the same visitor got the same."
            if any(effect.flickering for effect in of_axis):
                words += " Contexts that flicker were left out."
            yield Finding(Severity.OBSERVATION, FindingKind.UNUSED_INPUT, "", words)


def _judged(gap: Gap) -> tuple[Severity, FindingKind, str]:
    causes = "; ".join(f"{cause}: {count:,}" for cause, count in gap.causes.items())
    is_never = gap.contexts == gap.answered
    if Cause.UNKNOWN_KEY in gap.causes:
        words = (
            f"The workspace's list of experiences does not name this key, and it was not served in {{}} ({causes}). "
            "It may be misspelt; a draft, an ended or a deleted experience is not listed either."
        )
        return Severity.ERROR, FindingKind.UNKNOWN_KEY, words.format(_contexts(gap.contexts))
    if is_never:
        is_off = set(gap.causes) <= set(SWITCHED_OFF)
        words = f"Not served in any of {_contexts(gap.answered)} answered ({causes})."
        severity = Severity.OBSERVATION if is_off else Severity.WARNING
        return severity, FindingKind.NEVER_SERVED, words
    said = [_where(gap.regions, gap.not_described, "gaps")] if gap.regions else []
    said += [gap.scattered.words] if gap.scattered else []
    words = (
        f"Nothing is served in {gap.contexts:,} of {_contexts(gap.answered)} answered ({gap.percent} %): "
        f"{'; '.join(said)}. Cause: {'; '.join(gap.causes)}."
    )
    words += " A hole of few contexts would look like those scattered." if gap.scattered else ""
    is_hole = bool(gap.regions) and 2 * gap.contexts <= gap.answered
    return Severity.WARNING if is_hole else Severity.OBSERVATION, FindingKind.GAP, words


def _witnesses(gap: Gap) -> tuple[int, ...]:
    regions = tuple(region.first_index for region in gap.regions[:WITNESSES])
    return regions or ((gap.scattered.first_index,) if gap.scattered else ())


def _served_all_the_same(gap: Gap) -> str:
    """Say what became of a key that should not be served."""
    if not gap.answered:
        return "No context was answered."
    if gap.contexts == gap.answered:
        return f"Not served in any of {_contexts(gap.answered)} answered."
    return f"Served in {gap.answered - gap.contexts:,} of {_contexts(gap.answered)} answered all the same."


def _where(regions: Sequence[Region], not_described: int, part: str) -> str:
    named = [region.words for region in regions[:REGIONS_NAMED]]
    more = len(regions) - len(named)
    rest = [f'and {counted(more, "more region")}, all in the part "{part}"'] if more or not_described else []
    return "; ".join([*named, *(rest if more else ["and scattered contexts"] if not_described else [])])


def _contexts(count: int) -> str:
    return counted(count, "context")


def _numbers(contexts: np.ndarray[tuple[int], np.dtype[np.intp]]) -> tuple[int, ...]:
    return tuple(contexts[:WITNESSES].tolist())
