"""Texts from elsewhere, made safe to show: what is invisible becomes visible."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from moe_nb.core.hidden_signs import spelled_out


def visible(value: Any) -> Any:
    r"""Return *value* with hidden characters written as ``\\u202e``; what is already markup stays.

    Keeps a text from reordering, erasing or hiding its neighbours, in a page as in a terminal.
    """
    if isinstance(value, str) and not isinstance(value, Markup):
        return spelled_out(value)
    return value


def one_line(value: Any) -> str:
    """Return *value* as one visible line for a terminal."""
    return str(visible(str(value))).replace("\n", "\\n").replace("\t", " ")
