"""Credentials that a server repeats wrapped up: escaped, in base64 or in hex, several times over too."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote_to_bytes

HIDDEN = "••••".encode()
DEEPEST = 3
"""Times that something is unwrapped: a log in a log in a log."""

_RUN = re.compile(rb"[A-Za-z0-9+/_=-]{8,}")
"""Six characters of a key are eight of base64."""
_HEX = re.compile(rb"[0-9a-fA-F]{12,}")
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_JSON_ESCAPES = re.compile(rb"((?:\\[uU][0-9a-fA-F]{4})+)|\\(.)", re.DOTALL)


def hide_wrapped(text: bytes, mask: Callable[[bytes], bytes], deepest: int = DEEPEST) -> bytes:
    """Return *text* with the secrets in it masked, unescaped as far as that takes: where nothing is found, as it is.

    Args:
        text: What is to be shown.
        mask: Masks what stands there plainly.
        deepest: How often something in base64 or hex is unwrapped; everything is unescaped `DEEPEST` times.
    """
    shown = text = text.replace(b"\0", b"")  # two or four bytes per character are no place to hide
    for unescape in (_as_it_is, *[_from_url, _from_json, _from_html] * DEEPEST):
        plainer = unescape(text)
        if plainer == text and unescape is not _as_it_is:
            continue
        text = mask(plainer)
        if deepest:
            text = _RUN.sub(lambda run: HIDDEN if _holds(run[0], mask, deepest) else run[0], text)
        if text != plainer:
            shown = text
    return shown


def _holds(run: bytes, mask: Callable[[bytes], bytes], deepest: int) -> bool:
    pieces = (piece.replace(b"\0", b"") for piece in _unwrapped(run))
    return any(hide_wrapped(piece, mask, deepest - 1) != piece for piece in pieces)


def _unwrapped(run: bytes) -> Iterator[bytes]:
    """Give all a run may stand for: behind a word that is written to it, it begins anywhere in a group."""
    plain = _NO_BASE64.sub(b"", run.translate(_URL_SAFE))
    for start in range(4):
        digits = plain[start:]
        digits = digits[: len(digits) - (len(digits) % 4 == 1)]  # one digit alone is no byte
        yield base64.b64decode(digits + b"=" * (-len(digits) % 4))
    for found in _HEX.findall(run):
        for start in range(2):
            digits = found[start:]
            yield bytes.fromhex(digits[: len(digits) // 2 * 2].decode())


def _as_it_is(text: bytes) -> bytes:
    return text


def _from_url(text: bytes) -> bytes:
    return unquote_to_bytes(text)


def _from_json(text: bytes) -> bytes:
    return _JSON_ESCAPES.sub(_character, text)


def _character(hit: re.Match[bytes]) -> bytes:
    units, sign = hit.groups()
    if sign is not None:
        return sign
    return bytes.fromhex(re.sub(rb"\\[uU]", b"", units).decode()).decode("utf-16-be", "replace").encode()


def _from_html(text: bytes) -> bytes:
    return html.unescape(text.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
