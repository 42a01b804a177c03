"""The headers that open a workspace."""

from __future__ import annotations

import base64

from moe_nb.core.credentials import Credentials

Headers = list[tuple[bytes, bytes]]


def auth_headers(credentials: Credentials) -> Headers:
    """Return Basic auth (Workspace ID and Personalize API key) and MOE-APPKEY.

    MoEngage API: authentication.
    """
    pair = f"{credentials.workspace_id}:{credentials.api_key.reveal()}".encode()
    return [
        (b"authorization", b"Basic " + base64.b64encode(pair)),
        (b"moe-appkey", credentials.workspace_id.encode()),
    ]


def common_headers(version: str) -> Headers:
    """Return what every request carries besides credentials."""
    return [
        (b"content-type", b"application/json"),
        (b"accept", b"*/*"),
        (b"accept-encoding", b"gzip, deflate"),
        (b"user-agent", f"moe-nb/{version}".encode()),
    ]
