"""Colours for variations: few, distinct to colour-blind eyes, dark text readable on each."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from moe_nb.core.answer import Outcome
from moe_nb.core.run_table import Content

# Paul Tol's "light" scheme and four tints of it; every one has over 7:1 contrast to the text colour
COLOURS = (
    "#77aadd",
    "#ee8866",
    "#eedd88",
    "#44bb99",
    "#ffaabb",
    "#99ddff",
    "#bbcc33",
    "#ccbbee",
    "#ddbb88",
    "#aaddaa",
    "#bbbbbb",
    "#ddddee",
)
TEXT = "#111111"


@dataclass(frozen=True, slots=True)
class Swatch:
    """How one audience and variation of a key looks everywhere."""

    code: str
    """Letter of the audience and the variation, ``A2``: colour never carries meaning alone."""
    colour: str


def swatches(contents: Iterable[Content]) -> Mapping[tuple[str, tuple[str, str]], Swatch]:
    """Give every audience and variation of every key a code and a colour.

    The order is that of the ids, so a variation looks the same in every matrix of a run.

    Returns:
        (experience key, (audience, variation)) to swatch.
    """
    served = sorted({(c.experience_key, c.group) for c in contents if c.outcome is Outcome.SERVED})
    found: dict[tuple[str, tuple[str, str]], Swatch] = {}
    audiences: dict[str, dict[str, str]] = {}
    used: dict[str, int] = {}
    for key, group in served:
        letters = audiences.setdefault(key, {})
        letter = letters.setdefault(group[0], _letter(len(letters)))
        number = used.get(key, 0)
        used[key] = number + 1
        found[key, group] = Swatch(letter + _short(group[1]), COLOURS[number % len(COLOURS)])
    return found


def _letter(number: int) -> str:
    letters = string.ascii_uppercase
    return letters[number] if number < len(letters) else letters[number // 26 - 1] + letters[number % 26]


def _short(variation_id: str) -> str:
    longest = 3
    return variation_id if len(variation_id) <= longest else variation_id[: longest - 1] + "…"
