"""Colours for variations: few, distinct to colour-blind eyes, dark text readable on each."""

from __future__ import annotations

import itertools
import string
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

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
Group = tuple[str, str]
"""Ids of an audience and of a variation."""


@dataclass(frozen=True, slots=True)
class Swatch:
    """How one audience and variation, audience or payload of a key looks everywhere."""

    code: str
    """Letter of the audience and the variation, ``A2``, or a number: colour never carries meaning alone."""
    colour: str


@dataclass(slots=True)
class _Given:
    """What was given within one experience key, in the order in which it was seen."""

    audiences: dict[str, int] = field(default_factory=dict)
    """Numbers from 0, by the id."""
    variations: dict[Group, Swatch] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)
    payloads: dict[str, int] = field(default_factory=dict)
    """Numbers from 0, by the hash."""

    def number(self, group: Group) -> None:
        """Give an audience and variation a code and a colour, unless it has them."""
        if group in self.variations:
            return
        letter = _letter(self.audiences.setdefault(group[0], len(self.audiences)))
        code = next(code for code in _codes(letter, group[1]) if code not in self.codes)
        self.codes.add(code)
        self.variations[group] = Swatch(code, _colour(len(self.variations)))


class Palette:
    """Letters, numbers and colours: what is seen first is numbered first, per experience key, and keeps its own.

    A workspace has one and its runs share it, so that a variation looks the same in every run, view and report, and
    while a sweep is under way. A run that is opened from a file has one of its own.
    """

    _learning = threading.Lock()  # a sweep fills a matrix on one thread while another is drawn on the next; no state

    def __init__(self) -> None:
        self._keys: defaultdict[str, _Given] = defaultdict(_Given)

    def learn(self, contents: Iterable[Content], *, payloads: bool = False) -> None:
        """Take in what was served and is new, in the order of the ids.

        Args:
            contents: Of a run, as far as it is known; others than served ones need no colour.
            payloads: Number the payloads too.
        """
        served = [content for content in contents if content.outcome is Outcome.SERVED]
        with self._learning:
            for key, group in sorted({(one.experience_key, one.group) for one in served}):
                self._keys[key].number(group)
            for key, name in sorted({(one.experience_key, one.payload_hash) for one in served} if payloads else ()):
                numbers = self._keys[key].payloads
                numbers.setdefault(name, len(numbers))

    def begin(self, order: Mapping[str, Iterable[Group]]) -> None:
        """Number these first, as another palette did.

        Args:
            order: Experience key to what `order` says of it there.
        """
        with self._learning:
            for key, groups in order.items():
                for group in groups:
                    self._keys[key].number(group)

    def order(self, key: str) -> list[Group]:
        """Return the audiences and variations of an experience key in the order in which they were numbered."""
        return list(self._keys[key].variations)

    def variation(self, content: Content) -> Swatch | None:
        """Return the swatch of the audience and variation of a content; None for one never learned.

        Where only the audience is known (a guess has no variation), the letter and the first colour of the audience.
        """
        given, group = self._keys[content.experience_key], content.group
        if group in given.variations or group[1]:
            return given.variations.get(group)
        colours = (swatch.colour for (audience, _), swatch in given.variations.items() if audience == group[0])
        return next((Swatch(_letter(given.audiences[group[0]]), colour) for colour in colours), None)

    def audience(self, content: Content) -> Swatch | None:
        """Return the letter and colour of the audience of a content; None for one never learned."""
        number = self._keys[content.experience_key].audiences.get(content.group[0])
        return None if number is None else Swatch(_letter(number), _colour(number))

    def payload(self, content: Content) -> Swatch | None:
        """Return the number and colour of the payload of a content; None for one never learned."""
        number = self._keys[content.experience_key].payloads.get(content.payload_hash)
        return None if number is None else Swatch(str(number + 1), _colour(number))


def _colour(number: int) -> str:
    return COLOURS[number % len(COLOURS)]


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
