"""What keeps a link, or the links in a text, from working."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from moe_nb.audit.flaws import Flaw, quoted
from moe_nb.audit.link_shape import SCHEME, is_whole_link
from moe_nb.core.hidden_signs import PASTED_ALONG
from moe_nb.core.payload_facts import PayloadKind, Severity

_SCRIPT = re.compile(r"\s*((javascript|vbscript)\s*:\S|data:text/html)", re.IGNORECASE)
_LINK = re.compile(rf"\b{SCHEME}:/(/\[[0-9a-f:.]*\])?[^\s{PASTED_ALONG}\"'<>\\)\]}}]*", re.IGNORECASE)
_TRAILING = ".,;:!?…"
"""What ends a sentence or a part of one, and not the link before it."""
_NAMESPACE = re.compile(r"http://(www\.w3\.org|(www\.)?schema\.org)\b", re.IGNORECASE)
"""Names that look like links: nobody loads them."""
_LABEL = "[A-Za-z0-9_\\-\u0080-\U0010ffff]+"
_HOST = re.compile(rf"{_LABEL}(\.{_LABEL})*\.?|[0-9a-f:.]*:[0-9a-f:.]*", re.IGNORECASE)

_HALF_LINK = re.compile(
    r"www\.[^\s.]+\.\S+"
    r"|https?(?!://)(?:[:;.,][/\\]{1,3}|[/\\]{2,3})[^\s/\\]\S*"
    r"|https?:[^\s/\\]+\.\S+"
    r"|(?!https?:)(?=\w*t)(?=\w*p)[htps]{3,9}(?:[:;]/{1,2}|//)\S+"
    r"|(?!https?:)(?:[a-z]ttps?|h[a-z]tps?|ht[a-z]ps?|htt[a-z]s?|http[a-z])://\S+",
    re.IGNORECASE,
)
"""A text that is meant as a link and begins wrongly: ``www.``, ``https//``, ``https;//``, ``htttps://``."""
_BLANK_IN_START = re.compile(r"https?(\s+:\s*/\s*/|:\s+/\s*/|:/\s+/|://\s+)\s*[\w.-]+\.\S+", re.IGNORECASE)
_NO_SCHEME = re.compile(r"//[^\s/.]+\.\S+")
_BARE_HOST = re.compile(
    r"([a-z0-9-]+\.)+(com|net|org|io|co|in|de|uk|fr|eu|app|shop|store|info|biz|me|ai|dev)(:\d+)?([/?#]\S*)?",
    re.IGNORECASE,
)
_FILE_SERVER = re.compile(r"s?ftps?:", re.IGNORECASE)
_HALF_CHARACTER = re.compile(r"(?<!\{)%(?![0-9a-f]{2}|\})", re.IGNORECASE)
"""A ``%`` that stands for itself; not that of ``{% if %}``, which is told as a template."""
_TEMPLATE = re.compile(r"\{\{|\{%")

Trouble = tuple[Severity, str]


def link_flaws(way: str, text: str, *, is_named: bool) -> Iterator[Flaw]:
    """Yield what is wrong with a text that is a link, or with the links in a text.

    Args:
        way: The way to the text.
        text: The value.
        is_named: Whether name or type of its variable say that it is one link.
    """
    whole = text.strip()
    if _SCRIPT.match(whole):
        yield Severity.ERROR, PayloadKind.INSECURE_LINK, way, f"{quoted(text)} would run as a program."
        return
    half = _half_link(whole, is_named=is_named)
    if half is not None:
        severity, trouble = half
        yield severity, PayloadKind.MALFORMED_LINK, way, f"{quoted(text)} {trouble}."
        return
    for link in [whole] if is_whole_link(way, whole, is_named=is_named) else _links_in(whole):
        found = _trouble(link, is_named=is_named)
        if found:
            severity, trouble = found
            yield severity, PayloadKind.MALFORMED_LINK, way, f"{quoted(link)} {trouble}."
        elif link.lower().startswith("http:"):
            said = f"{quoted(link)} is not encrypted (http:); a page with https: may not load it."
            yield Severity.WARNING, PayloadKind.INSECURE_LINK, way, said


def _half_link(whole: str, *, is_named: bool) -> Trouble | None:
    """Return how bad a beginning is and what is wrong with it; None where the text begins as it should, or is none."""
    if _HALF_LINK.fullmatch(whole):
        return Severity.WARNING, "does not begin with https://"
    if _BLANK_IN_START.fullmatch(whole):
        return Severity.ERROR, "has white space in it"
    if is_named and _BARE_HOST.fullmatch(whole):
        return Severity.WARNING, "does not begin with https://; a browser takes it for a path of the page it stands on"
    if _NO_SCHEME.fullmatch(whole):
        return Severity.OBSERVATION, "does not begin with https://; in an app or an e-mail it leads nowhere"
    return None


def _links_in(text: str) -> Iterator[str]:
    """Yield the links in a sentence, in HTML or in JSON, each once; a beginning that is only spoken of is none."""
    found = (link[0].rstrip(_TRAILING) for link in _LINK.finditer(text.replace("\\/", "/")))
    yield from dict.fromkeys(link for link in found if link.partition(":")[2].strip("/") and not _NAMESPACE.match(link))


def _trouble(link: str, *, is_named: bool) -> Trouble | None:
    """Return how bad it is and what keeps a link from working, or None."""
    if re.search(r"\s", link) and not _TEMPLATE.search(link):
        severity, seems = (Severity.ERROR, "has") if is_named else (Severity.WARNING, "looks like one link with")
        return severity, f"{seems} white space in it"
    broken = _broken(link)
    if broken:
        return Severity.ERROR, broken
    if _HALF_CHARACTER.search(link):
        return Severity.WARNING, "has a % that no two digits of a character follow; the sign itself is written %25"
    return None


def _broken(link: str) -> str:
    """Return why no browser can open a link, or nothing."""
    if re.search(f"[{PASTED_ALONG}]", link):
        return "has a character in it that cannot be seen"
    if _FILE_SERVER.match(link):
        return f"begins with {link.partition(':')[0]}:, which browsers do not open"
    try:
        parts = urlsplit(link)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        return f"cannot be read as an address ({error})"
    if host in {"http", "https"}:
        return "begins with two addresses"
    return "" if host and _HOST.fullmatch(host) else "names no host that can exist"
