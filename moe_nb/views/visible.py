"""Texts from elsewhere, made safe to show: what is invisible becomes visible."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from moe_nb.core.hidden_signs import spelled_out

LONGEST = 2_000
"""Characters of a name or a sentence that are shown."""


def visible(value: Any) -> Any:
    r"""Return *value* with hidden characters written as ``\\u202e``; what is already markup stays.

    Keeps a text from reordering, erasing or hiding its neighbours, in a page as in a terminal.
    """
    if isinstance(value, str) and not isinstance(value, Markup):
        return spelled_out(value)
    return value


def named(value: Any, longest: int = LONGEST) -> Any:
    """Return *value* visible and no longer than names and sentences are; what is left out is counted.

    A name stands in a page many times: one of megabytes would make a page that no browser opens.

    Args:
        value: A text; anything else stays.
        longest: Characters that are shown.
    """
    if isinstance(value, str) and not isinstance(value, Markup) and len(value) > longest:
        return visible(f"{value[:longest]}… ({len(value) - longest:,} more characters)")
    return visible(value)


def one_line(value: Any) -> str:
    """Return *value* as one visible line for a terminal, no longer than `LONGEST`."""
    return str(named(str(value))).replace("\n", "\\n").replace("\t", " ")
