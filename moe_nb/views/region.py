"""A region of a matrix, drawn: what its cells share, and what they do not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from moe_nb.core.run_table import Content, key_outcome
from moe_nb.views.html import render
from moe_nb.views.values import LONGEST_NAME

LABELS_NAMED = 4
BETWEEN = (",", "…", "×", "“", "”")
"""Signs of our own around labels."""
MOST_CONTENTS = 200
"""Different answers whose payloads are compared; among more, nothing is said about payloads."""
MOST_SHARES = 50
NOTHING = "Nothing is selected."


@dataclass(frozen=True, slots=True)
class Share:
    """How many cells say the same."""

    words: str
    cells: int


@dataclass(frozen=True, slots=True)
class Shared:
    """What the payloads of a region have in common."""

    same: tuple[tuple[str, str], ...] = ()
    """Variable and value, where every answer has the same."""
    different: tuple[str, ...] = ()
    """Variables whose values differ, or that some answers lack."""


@dataclass(frozen=True, slots=True)
class RegionView:
    """A region, ready to draw."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: int
    contexts: int
    shares: tuple[Share, ...]
    payload: Shared
    note: str = ""
    local_clock: str = ""
    """Zone and offset of its days and hours; empty where they are UTC."""


def region_html(view: RegionView) -> Markup:
    """Draw a region: its size, what it shares, how its cells divide."""
    return render("region.html", view=view, span=span, most=MOST_SHARES, nothing=NOTHING)


def span(labels: Sequence[str]) -> str:
    """Name a few labels, or the first and the last of many; in quotes where a label holds what stands between two."""
    shown = labels if len(labels) <= LABELS_NAMED else (labels[0], labels[-1])
    if any(sign in label for label in shown for sign in BETWEEN):
        shown = [f"“{label}”" for label in shown]
    return ", ".join(shown) if len(labels) <= LABELS_NAMED else f"{shown[0]} … {shown[-1]} ({len(labels):,})"


def shared_payload(served: Sequence[Content]) -> Shared:
    """Find the payload variables that every served answer has with the same value."""
    if not served or len(served) > MOST_CONTENTS:
        return Shared()
    payloads = []
    for content in served:
        experience = key_outcome(content).experience
        payloads.append(
            {variable.name: _text(variable.value) for variable in (experience.payload if experience else ())}
        )
    names = list(dict.fromkeys(name for payload in payloads for name in payload))
    same = [name for name in names if all(payload.get(name) == payloads[0].get(name) for payload in payloads)]
    return Shared(tuple((name, payloads[0][name]) for name in same), tuple(name for name in names if name not in same))


def _text(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_NAME else f"{text[:LONGEST_NAME]}…"
