"""Numbers with their nouns, and lists in a sentence."""

from __future__ import annotations

from collections.abc import Iterable

_SEPARATORS = (",", ";")


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return ``"1 context"``, ``"2,000 contexts"``, ``"3 axes"``.

    Args:
        number: How many.
        noun: What one is called.
        plural: What several are called, where an *s* at the end is not enough.
    """
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def lasting(seconds: float) -> str:
    """Return ``"45 s"``, ``"3 min"`` or ``"2.5 h"``: a length of time in its own unit."""
    if seconds < 120:  # noqa: PLR2004 - two minutes
        return f"{max(1, round(seconds))} s"
    if seconds < 6000:  # noqa: PLR2004 - a hundred minutes
        return f"{seconds / 60:.0f} min"
    hours = f"{seconds / 3600:,.0f}" if seconds >= 36_000 else f"{seconds / 3600:.1f}".removesuffix(".0")  # noqa: PLR2004
    return f"{hours} h"


def percent(share: float) -> str:
    """Return ``"60%"`` or ``"33.3%"``, with more digits where ``"100%"`` or ``"0%"`` would not be true.

    Args:
        share: 0 to 1.
    """
    for digits in (1, 2, 4):
        said = f"{share * 100:.{digits}f}".rstrip("0").rstrip(".")
        if said not in {"0", "100"} or share in {0, 1}:
            return f"{said}%"
    return "nearly 100%" if share > 0.5 else "nearly 0%"  # noqa: PLR2004 - the middle


def told_apart(text: str) -> str:
    """Return a text as it can stand in a list: in quotes where it holds a comma or semicolon itself."""
    return repr(text) if any(sign in text for sign in _SEPARATORS) else text


def listed(texts: Iterable[str], last: str = "") -> str:
    """Return ``"a, b, c"``, or ``"a, b or c"`` where the word before the last one is given."""
    parts = [told_apart(text) for text in texts]
    if not last or len(parts) < 2:  # noqa: PLR2004 - one text alone has none before it
        return ", ".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def first_of(texts: Iterable[str], most: int, *, whole: str = "") -> str:
    """Return the first texts and how many more there are, ``"a, b and 3 more (all in to_frames())"``.

    Texts that hold a comma themselves are told apart by semicolons.

    Args:
        texts: All of them.
        most: How many are shown; of one more than that, all are.
        whole: Where the others can be read; left out, only their number is said.
    """
    parts = list(texts)
    shown = parts if len(parts) <= most + 1 else parts[:most]
    words = ("; " if any("," in text for text in shown) else ", ").join(shown)
    if len(shown) == len(parts):
        return words
    return f"{words} and {len(parts) - most:,} more{f' ({whole})' if whole else ''}"
