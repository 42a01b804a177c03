"""Texts from elsewhere, made safe to show: what is invisible becomes visible."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup

# control characters (but tab and newline), bidi controls, zero-width, format and line separators, lone surrogates
_HIDDEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff]"
)


def visible(value: Any) -> Any:
    r"""Return *value* with hidden characters written as ``\\u202e``; what is already markup stays.

    Keeps a text from reordering, erasing or hiding its neighbours, in a page as in a terminal.
    """
    if isinstance(value, str) and not isinstance(value, Markup):
        return _HIDDEN.sub(lambda hit: f"\\u{ord(hit[0]):04x}", value)
    return value


def one_line(value: Any) -> str:
    """Return *value* as one visible line for a terminal."""
    return str(visible(str(value))).replace("\n", "\\n").replace("\t", " ")
