"""Two cells side by side, the differences first."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from moe_nb.core.answer import KeyOutcome
from moe_nb.results.cell import Cell
from moe_nb.results.display import Displayed
from moe_nb.views.comparison import comparison_html
from moe_nb.views.context_words import value_words
from moe_nb.views.visible import one_line

Line = tuple[str, str, str]
"""A name, and what it is in the first and in the second cell."""
VALUES_NAMED = 3
MISSING = "(none)"


@dataclass(frozen=True, repr=False)
class Comparison(Displayed):
    """What two cells have in common and what not."""

    titles: tuple[str, str]
    different: tuple[Line, ...]
    same: tuple[Line, ...]

    def _html(self) -> str:
        return str(comparison_html(self.titles, self.different, self.same))

    def _text(self) -> str:
        lines = [f"{one_line(self.titles[0])} against {one_line(self.titles[1])}"]
        lines += [
            f"  {one_line(name)}: {one_line(first)} → {one_line(second)}" for name, first, second in self.different
        ]
        return "\n".join([*lines, f"  {len(self.same)} more are the same"])


def compare(first: Cell, second: Cell) -> Comparison:
    """Lay two cells side by side: context, outcome, audience, variation, payload."""
    said = dict(_lines(first)), dict(_lines(second))
    names = list(dict.fromkeys([*said[0], *said[1]]))
    lines = [(name, said[0].get(name, MISSING), said[1].get(name, MISSING)) for name in names]
    different = tuple(line for line in lines if line[1] != line[2])
    return Comparison((first.title, second.title), different, tuple(line for line in lines if line[1] == line[2]))


def _lines(cell: Cell) -> Iterator[tuple[str, str]]:
    outcomes = cell.outcomes
    yield "Outcome", _joined([str(outcome.outcome).replace("_", " ") for outcome in outcomes])
    yield "Cause", _joined([str(outcome.cause) for outcome in outcomes if outcome.cause])
    for name, attribute in (
        ("Audience", "audience_name"),
        ("Audience ID", "audience_id"),
        ("Variation", "variation_id"),
    ):
        yield name, _joined([getattr(o.experience, attribute) for o in outcomes if o.experience])
    yield "Experience key", _joined([outcome.experience_key for outcome in outcomes])
    yield "Campaign ID", _joined([o.experience.campaign_id for o in outcomes if o.experience])
    yield from _payload(outcomes)
    contexts = [context.values() for context in cell.contexts]
    for name in dict.fromkeys(name for context in contexts for name in context):
        yield f"Context: {name}", _joined([_said(name, context.get(name)) for context in contexts])


def _payload(outcomes: Sequence[KeyOutcome]) -> Iterator[tuple[str, str]]:
    payloads = [
        {variable.name: variable.value for variable in outcome.experience.payload}
        for outcome in outcomes
        if outcome.experience
    ]
    for name in dict.fromkeys(name for payload in payloads for name in payload):
        yield f"Payload: {name}", _joined([_text(payload[name]) for payload in payloads if name in payload])


def _said(name: str, value: object) -> str:
    """Return a value as it was sent, an hour with its clock: two headers can share a label."""
    return value_words(name, value) if name == "hour" else MISSING if value is None else str(value)


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _joined(texts: Sequence[str]) -> str:
    once = list(dict.fromkeys(texts))
    more = f" / and {len(once) - VALUES_NAMED} more" if len(once) > VALUES_NAMED else ""
    return (" / ".join(text or "(empty)" for text in once[:VALUES_NAMED]) or MISSING) + more
