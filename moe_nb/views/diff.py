"""Two runs compared, drawn: what changed in words, then what each audience and each key did; and the same as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from markupsafe import Markup

from moe_nb.core.drift_facts import Change, Drift, KeyDrift, Transition
from moe_nb.core.recheck_facts import Recheck
from moe_nb.core.report_section import Section, section
from moe_nb.core.run_facts import RunFacts
from moe_nb.core.shift_facts import Shift
from moe_nb.core.status_facts import StatusChange
from moe_nb.core.words import counted
from moe_nb.views.audit import Drawn, FindingView, section_text
from moe_nb.views.context_words import context_words
from moe_nb.views.html import render
from moe_nb.views.matrix_words import describe
from moe_nb.views.visible import one_line

CHANGES_SHOWN = 40
CHANGES_IN_TEXT = 15


@dataclass(frozen=True, slots=True, eq=False)
class DiffFacts:
    """Everything a comparison knows, as it is drawn."""

    drift: Drift
    before: RunFacts
    after: RunFacts
    edits: Mapping[int, tuple[str, ...]]
    """By ``id`` of a transition: the variables that were edited."""
    recheck: Recheck | None = None
    statuses: Sequence[StatusChange] = ()


def diff_html(facts: DiffFacts) -> Markup:
    """Draw a comparison."""
    changes = _changes(facts)
    return render(
        "diff.html",
        title=title(facts.drift),
        verdict=verdict(facts),
        not_compared=facts.drift.not_compared,
        lines=_lines(facts),
        changes=changes[:CHANGES_SHOWN],
        more=max(0, len(changes) - CHANGES_SHOWN),
        notes=notes(facts),
        sections=[Drawn(one) for one in _sections(facts)],
    )


def diff_text(facts: DiffFacts) -> str:
    """Write a comparison for a terminal."""
    lines = [f"{title(facts.drift)}: {verdict(facts)}"]
    lines += [f"NOT COMPARED: {one_line(said)}" for said in facts.drift.not_compared]
    lines += [f"{name}: {one_line(text)}" for name, text in _lines(facts)]
    changes = _changes(facts)
    for one in changes[:CHANGES_IN_TEXT]:
        lines.append(f"  {one.kind.upper():<17}  {one_line(one.experience_key)}: {one_line(one.words)}")
    lines += [f"  … {len(changes) - CHANGES_IN_TEXT:,} more"] if len(changes) > CHANGES_IN_TEXT else []
    lines += [f"Note: {one_line(note)}" for note in notes(facts)]
    return "\n".join([*lines, *(f"\n{section_text(one)}" for one in _sections(facts))])


def title(drift: Drift) -> str:
    """Return what was compared, in short."""
    neither = sum(key.asked_by_neither for key in drift.keys)
    rest = f", {neither:,} asked in neither run" if neither else ""
    return f"{counted(drift.compared, 'cell')} of {counted(len(drift.before_index), 'context')} compared{rest}"


def verdict(facts: DiffFacts) -> str:
    """Return how much changed, in words, and whether anything is left open."""
    drift, said = facts.drift, []
    changed, others = sum(key.changed for key in drift.keys), len(facts.statuses)
    if changed:
        said.append(f"{counted(changed, 'cell')} changed")
    if others:
        said.append(f"{others:,} experience{' has' if others == 1 else 's have'} another status")
    if not drift.compared:
        return "; ".join([*said, "no cell could be compared" if said else "nothing could be compared"])
    said = said or ["nothing changed in what could be compared"]
    return "; ".join([*said, *([] if drift.is_whole else ["not everything could be compared"])])


def notes(facts: DiffFacts) -> list[str]:
    """Return what sets the runs apart beside their answers, and what came of asking again."""
    return [*([] if facts.recheck is None else [facts.recheck.words]), *facts.drift.notes]


def _sections(facts: DiffFacts) -> list[Section]:
    """Return the parts below the changes; splits only where one was drawn again."""
    drawn = [splits(facts.drift)] if any(key.redraws for key in facts.drift.keys) else []
    return [audiences(facts.drift), *drawn, keys(facts.drift)]


def splits(drift: Drift) -> Section:
    """Return the splits that gave visitors who are not the same other variations: drawn anew, or another split."""
    rows = [(key.experience_key, one.kind, one.words) for key in drift.keys for one in key.redraws]
    intro = (
        "Without one customer id in both runs, nobody can be expected to keep a variation, or to stay out of a control "
        "group. Another one is then the split, and no change, unless the shares differ by more than chance explains."
    )
    return section("splits", "Splits and control groups", intro, ("Experience key", "What", "In words"), rows)


def audiences(drift: Drift) -> Section:
    """Return which audiences got wider or narrower, or moved."""
    rows = [
        (key.experience_key, shift.shift, shift.words, f"{shift.before:,}", f"{shift.after:,}")
        for key in drift.keys
        for shift in key.shifts
        if shift.shift is not Shift.SAME
    ]
    columns = ("Experience key", "Audience got", "In words", "Contexts before", "Contexts after")
    intro = "Counted in the contexts that were answered in both runs."
    return section("audiences", "Audiences", intro, columns, rows, _no_shift(drift))


def _no_shift(drift: Drift) -> str:
    """Say what is known where no audience got other contexts: only of those that could be compared and told apart."""
    alike = sum(len(key.shifts) for key in drift.keys)
    if not drift.compared:
        return "No cell could be compared, so nothing is known of audiences."
    if not alike:
        return "No audience was seen that could be compared."
    who = "The one audience" if alike == 1 else f"Each of the {alike:,} audiences"
    return f"{who} that could be compared has the contexts it had there."


def keys(drift: Drift) -> Section:
    """Return how many contexts of each key changed, by kind; what a sample left out of both runs stands apart."""
    has_neither = any(key.asked_by_neither for key in drift.keys)
    rows = [
        (
            key.experience_key,
            *(f"{key.counts.get(change, 0):,}" for change in _ORDER),
            f"{key.open:,}",
            *([f"{key.asked_by_neither:,}"] if has_neither else []),
            _causes(key),
        )
        for key in drift.keys
    ]
    kinds = (*(change.words.capitalize() for change in _ORDER), Change.NOT_COMPARABLE.words.capitalize())
    columns = ("Experience key", *kinds, *(["Asked in neither run"] if has_neither else []), "Another cause")
    intro = "Counts are contexts. What was drawn anew, or is not served for another cause, is told but is no change."
    return section(
        "keys", "Experience keys", intro, columns, rows, " ".join(drift.unanswered) or "The runs have no key in common."
    )


_ORDER = (
    Change.DISAPPEARED,
    Change.APPEARED,
    Change.AUDIENCE_CHANGED,
    Change.VARIATION_CHANGED,
    Change.PAYLOAD_EDITED,
    Change.DRAWN_ANEW,
    Change.SAME,
)


def _causes(key: KeyDrift) -> str:
    return "; ".join(f"{before} → {after}: {count:,}" for (before, after), count in key.cause_changes.items())


def _changes(facts: DiffFacts) -> list[FindingView]:
    """Return every change: another status first, then what disappeared, then the most contexts first."""
    statuses = [FindingView("warning", "status", one.experience_key, one.words, 0, "") for one in facts.statuses]
    found = [(key, one) for key in facts.drift.keys for one in key.transitions]
    found.sort(key=lambda pair: (_ORDER.index(pair[1].change), -pair[1].contexts))
    return [*statuses, *(_change(facts, key, one) for key, one in found)]


def _change(facts: DiffFacts, key: KeyDrift, one: Transition) -> FindingView:
    """Make a change ready to draw; edits name the variables."""
    if one.change is Change.PAYLOAD_EDITED:
        words = f"{describe(one.before)}: {'; '.join(facts.edits.get(id(one), ())) or 'another payload'}"
    else:
        words = f"{describe(one.before)} → {describe(one.after)}"
    where = f" ({'; '.join(one.where)})" if one.where else ""
    severity = "warning" if one.change is Change.DISAPPEARED else "observation"
    position = int((facts.drift.before_index == one.before_index).argmax())
    example = "" if one.where else context_words(facts.drift.space, position)
    return FindingView(severity, one.change.words, key.experience_key, f"{words}{where}", one.contexts, example)


def _lines(facts: DiffFacts) -> tuple[tuple[str, str], ...]:
    matched = f"audiences are the same when their {facts.drift.match} is"
    return ("Before", _made(facts.before)), ("After", _made(facts.after)), ("Compared", matched)


def _made(facts: RunFacts) -> str:
    started = datetime.fromtimestamp(facts.started_epoch_s, UTC)
    world = f", world {facts.world_hash}" if facts.world_hash else ""
    where = f"{facts.environment.upper()}, {facts.url}{world}, workspace {facts.workspace}"
    return f"{started:%Y-%m-%d %H:%M} UTC, {where}"
