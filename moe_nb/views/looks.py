"""What the cells of a matrix look like, by what they are coloured by: colour, pattern and code, each for itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from moe_nb.core.answer import Cause, Outcome
from moe_nb.core.facts import Mixed
from moe_nb.core.inferred_content import InferredContent
from moe_nb.core.run_table import Content
from moe_nb.core.stability_facts import Steadiness
from moe_nb.core.steady_content import SteadyContent
from moe_nb.views.matrix_words import audience_words, describe
from moe_nb.views.palette import COLOURS, Palette, Swatch

MEANINGS = {
    "variation": "Audience / variation",
    "audience": "Audience",
    "cause": "Cause",
    "payload": "Payload",
    "outcome": "Outcome",
    "stability": "Stability",
}
"""What a matrix can be coloured by, and what its codes mean then."""
STABILITY = "stability"
COLOUR_BY = tuple(MEANINGS)
"""The last one, `STABILITY`, needs repeats."""
MIXED, INFERRED = "mixed", "inferred"
PARTS_NAMED = 4
"""Parts of a mixed cell that its words name; the rest is counted."""

_CODES = {Outcome.SERVED: "✓", Outcome.NOT_SERVED: "–", Outcome.FAILED: "!", Outcome.NOT_ASKED: "·"}
_CAUSES = dict(zip(Cause, ("U", "P", "S", "N", "?"), strict=True))
_STEADY = {
    Steadiness.NOT_KNOWN: ("?", "Not known: fewer than two repeats were answered", ()),
    Steadiness.STABLE: ("S", "Stable: the same in every repeat that was answered", (COLOURS[3],)),
    Steadiness.PAYLOAD_FLICKERS: (
        "P",
        "Payload flickers: the same audience and variation, with other values",
        (COLOURS[2],),
    ),
    Steadiness.FLICKERS: ("F", "Flickers: another audience or variation, or served only sometimes", (COLOURS[1],)),
}


@dataclass(frozen=True, slots=True)
class Look:
    """How cells look that count as the same."""

    kind: str
    """An outcome, ``mixed`` or ``inferred``: decides the pattern."""
    code: str
    words: str
    colours: tuple[str, ...] = ()
    """``#rrggbb``; several for a mixed cell, none where the pattern alone says it."""
    experience_key: str = ""
    is_gap: bool = False
    """Whether something was asked here and not served; failed and not asked are no gaps."""
    hatch: str = ""
    """Colour of the hatch that stands for the gap in a mixed cell; grey if empty."""


_NUMBERED = {"variation", "audience", "payload"}
_STEADY_KINDS = {Outcome.SERVED, Outcome.NOT_SERVED}
_IN_MIXED = {Outcome.SERVED: "#f2f2f2", Outcome.FAILED: "#f3c9c4", Outcome.NOT_ASKED: "#f2f2f2", INFERRED: "#f2f2f2"}
"""What stands for parts of a mixed cell that have no colour; a gap has its hatch."""

Paint = Callable[[Content], Look]


def looks_of(
    contents: Sequence[Content | Mixed], colour_by: str = "variation", palette: Palette | None = None
) -> tuple[Look, ...]:
    """Return the look of every content of a matrix, in their order.

    Args:
        contents: What stands in the matrix.
        colour_by: One of `COLOUR_BY`.
        palette: Letters and colours given so far, and to new contents from now on; if left out, all are new.
    """
    single = [part for one in contents for part in (one.contents if isinstance(one, Mixed) else (one,))]
    given = palette or Palette()
    if colour_by in _NUMBERED:  # what repeats say tells no audiences apart
        given.learn(single, payloads=colour_by == "payload")
    paint = _PAINTS[colour_by](given)
    known: dict[Content, Look] = {}

    def look(content: Content) -> Look:
        if content not in known:
            known[content] = paint(content)
        return known[content]

    return tuple(
        _mixed([look(part) for part in content.contents], colour_by) if isinstance(content, Mixed) else look(content)
        for content in contents
    )


def _by_variation(palette: Palette) -> Paint:
    return lambda content: _served(content, lambda c: (palette.variation(c), describe(c)))


def _by_audience(palette: Palette) -> Paint:
    return lambda content: _served(content, lambda c: (palette.audience(c), audience_words(c)))


def _by_payload(palette: Palette) -> Paint:
    def said(content: Content) -> tuple[Swatch | None, str]:
        swatch = palette.payload(content)
        return swatch, "" if swatch is None else f"Payload {swatch.code} ({content.payload_hash or 'empty'})"

    return lambda content: _served(content, said)


def _by_outcome(_palette: Palette) -> Paint:
    def look(content: Content) -> Look:
        plain = _plain(content)
        if plain.kind == INFERRED:
            return replace(plain, words=f"Inferred: {'' if plain.code == '≈✓' else 'not '}served")
        return replace(plain, words=str(content.outcome).replace("_", " ").capitalize())

    return look


def _by_cause(_palette: Palette) -> Paint:
    def look(content: Content) -> Look:
        plain = _plain(content)
        if content.cause is None:
            return replace(plain, colours=(), words="Served" if content.outcome is Outcome.SERVED else plain.words)
        colour = COLOURS[list(Cause).index(content.cause)]
        return replace(plain, code=_CAUSES[content.cause], colours=(colour,))

    return look


def _by_stability(_palette: Palette) -> Paint:
    def look(content: Content) -> Look:
        plain = _plain(content)
        if plain.kind not in _STEADY_KINDS:
            return plain
        steadiness = content.steadiness if isinstance(content, SteadyContent) else Steadiness.NOT_KNOWN
        code, words, colours = _STEADY[steadiness]
        if plain.is_gap:
            kind, _, meaning = words.partition(": ")
            code, words = f"{code}–", f"{kind} (not served in this run): {meaning}"
        return replace(plain, code=code, words=words, colours=colours)

    return look


_PAINTS: Mapping[str, Callable[[Palette], Paint]] = {
    "variation": _by_variation,
    "audience": _by_audience,
    "cause": _by_cause,
    "payload": _by_payload,
    "outcome": _by_outcome,
    "stability": _by_stability,
}


def _served(content: Content, said: Callable[[Content], tuple[Swatch | None, str]]) -> Look:
    if isinstance(content, InferredContent):
        swatch = said(content)[0] if content.is_served else None
        return _plain(content) if swatch is None else _guess(content, swatch)
    if content.outcome is not Outcome.SERVED:
        return _plain(content)
    swatch, words = said(content)
    found = swatch or Swatch(_CODES[Outcome.SERVED], COLOURS[0])
    return Look(content.outcome, found.code, words, (found.colour,), content.experience_key)


def _guess(content: Content, swatch: Swatch) -> Look:
    return Look(INFERRED, f"≈{swatch.code}", describe(content), (swatch.colour,), content.experience_key)


def _plain(content: Content) -> Look:
    if isinstance(content, InferredContent):
        code = _CODES[Outcome.SERVED if content.is_served else Outcome.NOT_SERVED]
        return Look(INFERRED, f"≈{code}", describe(content), (), content.experience_key)
    colours = (COLOURS[0],) if content.outcome is Outcome.SERVED else ()
    is_gap = content.outcome is Outcome.NOT_SERVED
    return Look(content.outcome, _CODES[content.outcome], describe(content), colours, content.experience_key, is_gap)


def _mixed(parts: Sequence[Look], colour_by: str) -> Look:
    """Join the looks of the contexts of one cell; those that look the same are one."""
    order = [str(outcome) for outcome in Outcome] + [INFERRED]
    several = sorted(set(parts), key=lambda look: (order.index(look.kind), look.code, look.words))
    if len(several) == 1:
        return several[0]
    is_short = colour_by == STABILITY  # what stable means stands beside the codes that are not mixed
    words = [
        look.words.partition(": ")[0] if is_short and look.kind in _STEADY_KINDS else look.words for look in several
    ]
    named = "; ".join(words[:PARTS_NAMED])
    more = len(several) - PARTS_NAMED
    most_codes = 2
    return Look(
        MIXED,
        "/".join(look.code for look in several) if len(several) <= most_codes else "mix",
        f"Mixed: {named}" + (f"; and {more} more" if more > 0 else ""),
        _bands(several),
        next((look.experience_key for look in several if look.experience_key), ""),
        any(look.is_gap for look in several),
        next((look.colours[0] for look in several if look.is_gap and look.colours), ""),
    )


def _bands(several: Sequence[Look]) -> tuple[str, ...]:
    """Return the colours of a mixed cell, a few at most; its first gap has the hatch, further ones their colour."""
    most, gaps = 3, [look for look in several if look.is_gap]
    shown = [look for look in several if look not in gaps[:1]]
    colours = [next(iter(look.colours), _IN_MIXED.get(look.kind, "")) for look in shown]
    return tuple(filter(None, colours))[:most]
