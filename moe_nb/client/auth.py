"""The headers that open a workspace."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable

from moe_nb.core.credentials import Credentials

Headers = list[tuple[bytes, bytes]]

SHORTEST_HIDDEN = 16
"""Characters of the shortest key that is looked for by itself: a shorter one may be a word of a payload."""

HIDDEN = "••••".encode()


def auth_headers(credentials: Credentials) -> Headers:
    """Return Basic auth (Workspace ID and Personalize API key) and MOE-APPKEY.

    MoEngage API: authentication.
    """
    pair = f"{credentials.workspace_id}:{credentials.api_key.reveal()}".encode()
    return [
        (b"authorization", b"Basic " + base64.b64encode(pair)),
        (b"moe-appkey", credentials.workspace_id.encode()),
    ]


def echo_filter(credentials: Credentials) -> Callable[[bytes], bytes]:
    """Return a function that masks the credentials in an answer.

    API gateways quote the Authorization header when they refuse it and debugging servers mirror the whole request;
    from there the key would get into error texts and saved notebooks.
    """
    key = credentials.api_key.reveal()
    token = base64.b64encode(f"{credentials.workspace_id}:{key}".encode())
    spellings = [token.rstrip(b"=")]
    if len(key) >= SHORTEST_HIDDEN:
        in_json = (json.dumps(key, ensure_ascii=ascii_only)[1:-1] for ascii_only in (True, False))
        spellings += {text.encode() for text in (key, *in_json)}

    def hide(body: bytes) -> bytes:
        for spelling in spellings:
            if spelling in body:
                body = body.replace(spelling, HIDDEN)
        return body

    return hide


def common_headers(version: str) -> Headers:
    """Return what every request carries besides credentials."""
    return [
        (b"content-type", b"application/json"),
        (b"accept", b"*/*"),
        (b"accept-encoding", b"gzip, deflate"),
        (b"user-agent", f"moe-nb/{version}".encode()),
    ]
