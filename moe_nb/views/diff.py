"""Two runs compared, drawn: what changed in words, then what each audience and each key did; and the same as text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from markupsafe import Markup

from moe_nb.core.drift_facts import Change, Drift, KeyDrift, Shift, Transition
from moe_nb.core.recheck_facts import Recheck
from moe_nb.core.report_section import Section, section
from moe_nb.core.run_facts import RunFacts
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


def diff_html(facts: DiffFacts) -> Markup:
    """Draw a comparison."""
    changes = _changes(facts)
    return render(
        "diff.html",
        title=title(facts.drift),
        verdict=verdict(facts.drift),
        lines=_lines(facts),
        changes=changes[:CHANGES_SHOWN],
        more=max(0, len(changes) - CHANGES_SHOWN),
        notes=notes(facts),
        sections=[Drawn(audiences(facts.drift)), Drawn(keys(facts.drift))],
    )


def diff_text(facts: DiffFacts) -> str:
    """Write a comparison for a terminal."""
    lines = [f"{title(facts.drift)}: {verdict(facts.drift)}"]
    lines += [f"{name}: {one_line(text)}" for name, text in _lines(facts)]
    changes = _changes(facts)
    for one in changes[:CHANGES_IN_TEXT]:
        lines.append(f"  {one.kind.upper():<17}  {one_line(one.experience_key)}: {one_line(one.words)}")
    lines += [f"  … {len(changes) - CHANGES_IN_TEXT:,} more"] if len(changes) > CHANGES_IN_TEXT else []
    lines += [f"Note: {one_line(note)}" for note in notes(facts)]
    return "\n".join([*lines, "", section_text(audiences(facts.drift)), "", section_text(keys(facts.drift))])


def title(drift: Drift) -> str:
    """Return what was compared, in short."""
    return f"{drift.compared:,} cells of {len(drift.before_index):,} contexts compared"


def verdict(drift: Drift) -> str:
    """Return how much changed, in words."""
    changed = sum(key.changed for key in drift.keys)
    if not changed:
        return "nothing changed in what could be compared" if drift.compared else "nothing could be compared"
    return f"{changed:,} cell{'' if changed == 1 else 's'} changed"


def notes(facts: DiffFacts) -> list[str]:
    """Return what keeps the runs from being compared, and what came of asking again."""
    drift, said = facts.drift, [] if facts.recheck is None else [facts.recheck.words]
    open_cells = sum(key.counts.get(Change.NOT_COMPARABLE, 0) for key in drift.keys)
    if open_cells:
        words = "cells were asked, or answered, in one run only, or flicker: they are not known, and no change."
        said.append(f"{open_cells:,} {words}")
    for keys_apart, which in ((drift.keys_only_before, "first"), (drift.keys_only_after, "second")):
        if keys_apart:
            said.append(f"Only the {which} run asked for {', '.join(keys_apart)}.")
    return [*said, *drift.notes]


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
    return section("audiences", "Audiences", intro, columns, rows, "Every audience has the contexts it had.")


def keys(drift: Drift) -> Section:
    """Return how many contexts of each key changed, by kind."""
    rows = [
        (key.experience_key, *(f"{key.counts.get(change, 0):,}" for change in _ORDER), _causes(key))
        for key in drift.keys
    ]
    columns = ("Experience key", *(change.words.capitalize() for change in _ORDER), "Another cause")
    intro = "Counts are contexts. Another cause of not being served is told, but is no change."
    return section("keys", "Experience keys", intro, columns, rows, "The runs have no key in common.")


_ORDER = (
    Change.DISAPPEARED,
    Change.APPEARED,
    Change.AUDIENCE_CHANGED,
    Change.VARIATION_CHANGED,
    Change.PAYLOAD_EDITED,
    Change.SAME,
    Change.NOT_COMPARABLE,
)


def _causes(key: KeyDrift) -> str:
    return "; ".join(f"{before} → {after}: {count:,}" for (before, after), count in key.cause_changes.items())


def _changes(facts: DiffFacts) -> list[FindingView]:
    """Return every kind of change, what disappeared first, then the most contexts first."""
    found = [(key, one) for key in facts.drift.keys for one in key.transitions]
    found.sort(key=lambda pair: (_ORDER.index(pair[1].change), -pair[1].contexts))
    return [_change(facts, key, one) for key, one in found]


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
