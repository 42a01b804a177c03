"""Characters that move, erase or hide others, written so that they can be read."""

from __future__ import annotations

import re

PASTED_ALONG = "\u00ad\u200b\u2060\ufeff"
"""Soft hyphen, zero-width space, word joiner, byte order mark: come along with a pasted text, and end none."""

# control characters (but tab and newline), bidi controls, line separators, lone surrogates, and what has no width:
# not the joiners and variation selectors that scripts and emoji need
_HIDDEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ud800-\udfff\U000e0000-\U000e00ff]"
)
_NOTHING = re.compile(rf"(?:{_HIDDEN.pattern}|[\s\u200c\u200d\u2800\u180b-\u180d\ufe00-\ufe0f\U000e0100-\U000e01ef])*")
"""White space, what is hidden, and joiners and variation selectors that have nothing to act on."""
_SHORT = 0xFFFF
"""The largest number that ``\\u`` and four digits can say."""


def spelled_out(text: str) -> str:
    r"""Return *text* with hidden characters written as ``\\u202e``; tabs and line breaks stay."""
    return _HIDDEN.sub(_number, text)


def spelled_in_one_line(text: str) -> str:
    r"""Return *text* with hidden characters and line breaks written out, as the name of a file stands in a sentence."""
    return spelled_out(text).replace("\n", "\\n").replace("\t", "\\t")


def shows_nothing(text: str) -> bool:
    """Say whether a text is empty to the eye: nothing, white space, or characters that cannot be seen."""
    return bool(_NOTHING.fullmatch(text))


def _number(hit: re.Match[str]) -> str:
    number = ord(hit[0])
    return f"\\u{number:04x}" if number <= _SHORT else f"\\U{number:08x}"
