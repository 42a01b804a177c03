"""How a look is painted in a page without script; `static/matrix_axes.js` paints the same in the live matrix."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from moe_nb.core.answer import Outcome
from moe_nb.views.looks import INFERRED, MIXED, Look

GREY, PAPER = "#d8d8d8", "#f2f2f2"
HATCH = f"repeating-linear-gradient(45deg,{GREY},{GREY} 3px,{PAPER} 3px,{PAPER} 7px)"
STRIPE = "repeating-linear-gradient(90deg,#f3c9c4,#f3c9c4 3px,#fbe9e7 3px,#fbe9e7 7px)"
EMPTY = "rgba(127,127,127,.12)"


def background_of(look: Look) -> str:
    """Return the CSS background of a look: its pattern says the kind, so that colour never stands alone."""
    return _PAINTS[look.kind](look)


def _served(look: Look) -> str:
    return look.colours[0] if look.colours else PAPER


def _not_served(look: Look) -> str:
    return HATCH.replace(GREY, look.colours[0]) if look.colours else HATCH


def _inferred(look: Look) -> str:
    colour = look.colours[0] if look.colours else GREY
    return f"repeating-linear-gradient(0deg,{colour},{colour} 3px,#ffffff 3px,#ffffff 6px)"


def _mixed(look: Look) -> str:
    """Paint up to three colours as bands; the hatch of a gap stands last."""
    bands = [*look.colours, *(["transparent"] if look.is_gap else [])]
    hatch = HATCH.replace(GREY, look.hatch) if look.hatch else HATCH
    several = 2
    if len(bands) < several:
        return hatch if look.is_gap else _served(look)
    ends = [round(100 * number / len(bands)) for number in range(len(bands) + 1)]
    stops = ",".join(f"{band} {ends[at]}% {ends[at + 1]}%" for at, band in enumerate(bands))
    ground = f",{hatch}" if look.is_gap else ""
    return f"linear-gradient(135deg,{stops}){ground}"


_PAINTS: Mapping[str, Callable[[Look], str]] = {
    Outcome.SERVED: _served,
    Outcome.NOT_SERVED: _not_served,
    INFERRED: _inferred,
    MIXED: _mixed,
    Outcome.FAILED: lambda _: STRIPE,
    Outcome.NOT_ASKED: lambda _: EMPTY,
}
