"""The headers that open a workspace."""

from __future__ import annotations

import base64

from moe_nb.core.credentials import Credentials
from moe_nb.core.exchange import Headers


def auth_headers(credentials: Credentials) -> Headers:
    """Return Basic auth (Workspace ID and Personalize API key) and MOE-APPKEY.

    MoEngage API: authentication.
    """
    pair = f"{credentials.workspace_id}:{credentials.api_key.reveal()}".encode()
    return (
        ("authorization", f"Basic {base64.b64encode(pair).decode()}"),
        ("moe-appkey", credentials.workspace_id),
    )


def common_headers(version: str) -> Headers:
    """Return what every request carries besides credentials.

    Of the packings only gzip is asked for: servers disagree about what "deflate" means (RFC 9110, 8.4.1.2).
    """
    return (
        ("content-type", "application/json"),
        ("accept", "*/*"),
        ("accept-encoding", "gzip"),
        ("user-agent", f"moe-nb/{version}"),
    )
