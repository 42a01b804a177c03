"""Colours for variations: few, distinct to colour-blind eyes, dark text readable on each."""

from __future__ import annotations

import itertools
import string
from collections.abc import Iterable, Iterator, Mapping
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
    taken: set[tuple[str, str]] = set()
    for key, group in served:
        letters = audiences.setdefault(key, {})
        letter = letters.setdefault(group[0], _letter(len(letters)))
        number = used.get(key, 0)
        used[key] = number + 1
        code = next(code for code in _codes(letter, group[1]) if (key, code) not in taken)
        taken.add((key, code))
        found[key, group] = Swatch(code, COLOURS[number % len(COLOURS)])
    return found


def swatches_with_audiences(contents: Iterable[Content]) -> Mapping[tuple[str, tuple[str, str]], Swatch]:
    """Return `swatches`, and one per audience for cells of which only the audience is known (its variation is empty).

    It has the letter of the audience, and the colour of its first variation.
    """
    served = [content for content in contents if content.outcome is Outcome.SERVED]
    exact = swatches(served)
    letters = numbered({(content.experience_key, content.group[0]) for content in served}, letters=True)
    first: dict[tuple[str, tuple[str, str]], Swatch] = {}
    for (key, (audience, _)), swatch in exact.items():
        first.setdefault((key, (audience, "")), Swatch(letters[key, audience].code, swatch.colour))
    return {**first, **exact}


def numbered(things: Iterable[tuple[str, str]], *, letters: bool = False) -> Mapping[tuple[str, str], Swatch]:
    """Give every audience or payload of every key a code and a colour, in the order of the ids.

    Args:
        things: Experience key and id.
        letters: Call them A, B, …, as the audiences in the codes of `swatches`; otherwise 1, 2, ….
    """
    found: dict[tuple[str, str], Swatch] = {}
    for key, named in itertools.groupby(sorted(set(things)), key=lambda thing: thing[0]):
        for number, (_, name) in enumerate(named):
            code = _letter(number) if letters else str(number + 1)
            found[key, name] = Swatch(code, COLOURS[number % len(COLOURS)])
    return found


def _codes(letter: str, variation_id: str) -> Iterator[str]:
    """Yield what a variation may be called: its id, or the ends of it that tell it from its like, or a number."""
    longest = 3
    if len(variation_id) <= longest:
        yield letter + variation_id
    else:
        yield f"{letter}{variation_id[:2]}…"
        yield f"{letter}…{variation_id[-2:]}"
    yield from (f"{letter}#{number}" for number in itertools.count(2))


def _letter(number: int) -> str:
    """Return A to Z, AA, AB, … as spreadsheets name their columns."""
    before, last = divmod(number, len(string.ascii_uppercase))
    return (_letter(before - 1) if before else "") + string.ascii_uppercase[last]
