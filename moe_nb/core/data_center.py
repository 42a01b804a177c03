"""Where a workspace lives, and which addresses may be given credentials."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from moe_nb.core.errors import CredentialsError

DATA_CENTERS = {
    "01": "United States",
    "02": "Europe",
    "03": "India",
    "04": "United States",
    "05": "Singapore",
    "06": "Indonesia",
    "101": "region not stated",
}
"""Data centers MoEngage names for this API, with their region (MoEngage API: data centers)."""

_SPELLING = re.compile(
    r"(?:data[_ -]?center[_ -]?|dc[_ -]?|sdk-|dashboard-|api-)?([0-9]{1,3})(?:\.moengage\.com)?", re.IGNORECASE
)


def parse_data_center(text: str | int) -> str:
    """Normalise a data center: ``1``, ``"01"``, ``"dc_1"``, ``"DATA_CENTER_01"`` are all ``"01"``.

    Raises:
        CredentialsError: If the text is not a number with one of the usual prefixes.
    """
    match = _SPELLING.fullmatch(str(text).strip())
    if match is None:
        known = ", ".join(DATA_CENTERS)
        raise CredentialsError(
            f"Data center {str(text)!r} is not a number.",
            hint=f"Use one of {known}; it stands in the dashboard's address, dashboard-NN.moengage.com.",
        )
    return match[1].lstrip("0").zfill(2)


def data_center_url(data_center: str) -> str:
    """Return the base URL of a data center, ``https://sdk-03.moengage.com/v1``."""
    return f"https://sdk-{parse_data_center(data_center)}.moengage.com/v1"


_HOST = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")
"""A name, or an address: a Cyrillic letter looks like a Latin one, and clients differ in what a backslash is."""


def check_base_url(url: str) -> str:
    """Return *url* without a trailing slash, if credentials may be sent there.

    https anywhere the user named; plain http to this machine only.

    Raises:
        CredentialsError: If the URL carries credentials, a query or a fragment, is not protected, or names its
            host in letters that only look like others.
    """
    text = url.strip()
    shown = _without_user(text)
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise CredentialsError(
            f"Base URL {shown!r} cannot be read.", hint="Use the form https://sdk-01.moengage.com/v1."
        ) from None
    if any(character.isspace() for character in text) or host.lower().startswith("v1."):
        raise CredentialsError(f"Base URL {shown!r} cannot be asked.", hint="Copy it again, without line breaks.")
    if parts.scheme not in {"http", "https"} or not host:
        raise CredentialsError(
            f"Base URL {shown!r} is not an http address.", hint="Use the form https://sdk-01.moengage.com/v1."
        )
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise CredentialsError(
            f"Base URL {shown!r} carries credentials, a query or a fragment.",
            hint="Give only the address; the Workspace ID and key have fields of their own.",
        )
    if not _HOST.fullmatch(host):
        raise CredentialsError(
            f"Base URL {shown!a} has a host with a sign that may be taken for another one.",
            hint="Type it in letters a to z, digits, dots and hyphens; a name of other letters begins with xn--.",
        )
    if parts.scheme == "http" and not is_this_machine(host):
        raise CredentialsError(
            f"Base URL {shown!r} is not encrypted.",
            hint="Use https; plain http is for this machine (127.0.0.1) only.",
        )
    return text.rstrip("?#").rstrip("/")


def _without_user(url: str) -> str:
    """Return *url* for a message: whatever could be a user, a password or a query is left out."""
    scheme, slashes, rest = url.partition("://")
    rest = f"…@{rest.rpartition('@')[2]}" if "@" in rest else rest
    return f"{scheme}{slashes}{re.split('[?#]', rest)[0]}"


def is_this_machine(host: str) -> bool:
    """Say whether a host is this machine by its name or address: what is sent to it stays here."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
