"""Credentials that a server repeats, found in every spelling and masked."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from urllib.parse import quote

from moe_nb.client.wrapped_echo import HIDDEN, hide_wrapped
from moe_nb.core.credentials import Credentials

SHORTEST_IN_ANSWERS, SHORTEST_IN_ERRORS = 16, 6
"""Characters of the shortest key that is looked for by itself. A short one may be a word of a payload, and payloads are
shown as sent; nobody needs an error text to the letter."""

Filter = Callable[[bytes], bytes]


def echo_filter(credentials: Credentials, shortest: int) -> Filter:
    """Return a function that masks the credentials in bytes that came back.

    API gateways quote the Authorization header when they refuse it, debugging servers mirror the whole request, and a
    login page is pointed to with it; from there the key would get into error texts and saved notebooks.

    Args:
        credentials: What is looked for: the Basic token, and the key by itself.
        shortest: Characters of the shortest key that is looked for by itself.
    """
    pattern = re.compile(b"|".join(b"".join(map(_spellings, text)) for text in _texts(credentials, shortest)))
    marks = _marks(_texts(credentials, shortest))

    def clean(body: bytes) -> bytes:
        if b"\0" in body:  # two or four bytes per character: no JSON we read, and no place to hide
            body = body.replace(b"\0", b"")
        # nearly every answer has none of the marks, and looking for them takes a twentieth of the pattern's time
        for mark in marks:
            if mark in body:
                return pattern.sub(HIDDEN, body)
        return body

    return clean


def error_filter(credentials: Credentials) -> Filter:
    """Return a function that masks the credentials in the text of an error, however they are escaped and wrapped up.

    Escapes of escapes, entities of HTML, base64 and hex in each other take more time than an answer should cost, and
    what is found in them is shown unescaped, which nobody would do to a payload.

    Args:
        credentials: What is looked for.
    """
    mask = echo_filter(credentials, SHORTEST_IN_ERRORS)
    return lambda body: hide_wrapped(body, mask)


def _texts(credentials: Credentials, shortest: int) -> list[str]:
    key = credentials.api_key.reveal()
    token = base64.b64encode(f"{credentials.workspace_id}:{key}".encode()).decode().rstrip("=")
    return [token, *([key] * (len(key) >= shortest))]


def _marks(texts: list[str]) -> list[bytes]:
    """Return what one of stands in every body that holds a text: the text itself, or the beginning of an escape."""
    escaped = {b"\\" + character.encode() for character in "".join(texts) if quote(character, safe="") != character}
    return [*(text.encode() for text in texts), b"%", rb"\u", rb"\U", *sorted(escaped)]


def _spellings(character: str) -> bytes:
    r"""Return a pattern of one character: itself, escaped as JSON does (``\/``, ``\u002f``), or quoted as URLs do."""
    plain = re.escape(character.encode())
    units = character.encode("utf-16-be").hex()
    in_json = "".join(rf"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
    in_url = "".join(f"%{byte:02x}" for byte in character.encode())
    # the letters of an escape have no case, the character itself has
    spelled = f"(?i:{in_json}|{in_url})".encode()
    escaped = [rb"\\" + plain] if quote(character, safe="") != character else []
    # no two ways may match the same: a key that is repeated all but its end would be tried in 2 ** length ways
    return b"(?:" + b"|".join((plain, *escaped, spelled)) + b")"
