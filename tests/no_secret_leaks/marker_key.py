"""The key that is hunted, in every spelling it could leak in."""

from __future__ import annotations

import base64
import html
import json
from urllib.parse import quote, quote_plus

from markupsafe import escape

WORKSPACE = "WORKSPACE42"
KEY = 'MARKER/7f3a9c+"& b5Z=='


def spellings() -> dict[str, str]:
    """Return what to look for; the starts of the key count too, because long values are shown cut off."""
    pair = f"{WORKSPACE}:{KEY}"
    found = {"plain": KEY, "start": KEY[:10], "end": KEY[-10:], "reversed": KEY[::-1]}
    for name, text in (("key", KEY), ("pair", pair)):
        standard = base64.b64encode(text.encode()).decode()
        found |= {
            f"base64 of the {name}": standard,
            f"base64 of the {name}, no padding": standard.rstrip("="),
            f"base64 of the {name}, for URLs": base64.urlsafe_b64encode(text.encode()).decode().rstrip("="),
            f"hex of the {name}": text.encode().hex(),
        }
    known = len(f"{WORKSPACE}:") * 4 // 3 + 1  # what anyone can compute from the Workspace ID alone
    found["start of the pair's base64"] = found["base64 of the pair"][: known + 12]
    found |= {"url": quote(KEY, safe=""), "path": quote(KEY), "form": quote_plus(KEY)}
    found |= {
        "json": json.dumps(KEY)[1:-1],
        "html": html.escape(KEY),
        "template": str(escape(KEY)),
        "repr": repr(KEY)[1:-1],
    }
    found["repr, reversed"] = repr(KEY)[::-1]
    return found


def leaks(text: str) -> list[str]:
    """Return the names of the spellings that stand in *text*."""
    return [name for name, spelling in spellings().items() if spelling in text]
