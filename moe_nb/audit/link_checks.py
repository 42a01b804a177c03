"""Whether a text is meant as a link, and what keeps the links in it from working."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from moe_nb.audit.flaws import Flaw, quoted
from moe_nb.core.payload_facts import PayloadKind, Severity

_SCRIPT = re.compile(r"\s*((javascript|vbscript)\s*:\S|data:text/html)", re.IGNORECASE)
_LINK = re.compile(r"\bhttps?:/(/\[[0-9a-f:.]*\])?[^\s\"'<>\\)\]}]*", re.IGNORECASE)
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

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_LINK_WORDS = re.compile(
    r"\w*(url|uri|href|link|image|img|photo|picture|icon|thumbnail)s?|src|logo|avatar|video", re.IGNORECASE
)
_TEXT_WORDS = re.compile(
    r"text|label|title|alt|caption|name|desc\w*|copy|note|hint|message|headline|body|html|content|type|style",
    re.IGNORECASE,
)


def holds_one_link(way: str) -> bool:
    """Say whether a variable is one link and nothing else, by its name.

    ``ctaUrl``, ``hero_image_mobile`` and ``Data.images[0]`` are; ``image_text`` and ``Curly`` are not.
    """
    words = _WORDS.findall(way.rpartition(".")[2])
    return any(map(_LINK_WORDS.fullmatch, words)) and not any(map(_TEXT_WORDS.fullmatch, words))


def link_flaws(way: str, text: str) -> Iterator[Flaw]:
    """Yield what is wrong with a text that is a link, or with the links in a text."""
    whole = text.strip()
    if _SCRIPT.match(whole):
        yield Severity.ERROR, PayloadKind.INSECURE_LINK, way, f"{quoted(text)} would run as a program."
        return
    half = _half_link(whole, is_named=holds_one_link(way))
    if half is not None:
        severity, trouble = half
        yield severity, PayloadKind.MALFORMED_LINK, way, f"{quoted(text)} {trouble}."
        return
    for link in [whole] if _is_whole_link(way, whole) else _links_in(whole):
        trouble = _trouble(link)
        if trouble:
            yield Severity.ERROR, PayloadKind.MALFORMED_LINK, way, f"{quoted(link)} {trouble}."
        elif link.lower().startswith("http:"):
            said = f"{quoted(link)} is not encrypted (http:); a page with https: may not load it."
            yield Severity.WARNING, PayloadKind.INSECURE_LINK, way, said


def _half_link(whole: str, *, is_named: bool) -> tuple[Severity, str] | None:
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


def _is_whole_link(way: str, whole: str) -> bool:
    """Say whether a text begins as a link and is nothing else: without white space, or by the variable's name."""
    begins = re.match(r"https?:/", whole, re.IGNORECASE)
    return begins is not None and (holds_one_link(way) or not re.search(r"[\s\"'<>)\]}]", whole))


def _links_in(text: str) -> Iterator[str]:
    """Yield the links in a sentence, in HTML or in JSON, each once; a beginning that is only spoken of is none."""
    found = (link[0].rstrip(_TRAILING) for link in _LINK.finditer(text.replace("\\/", "/")))
    yield from dict.fromkeys(link for link in found if link.partition(":")[2].strip("/") and not _NAMESPACE.match(link))


def _trouble(link: str) -> str:
    """Return what keeps a link from working, or nothing."""
    if re.search(r"\s", link):
        return "has white space in it"
    try:
        parts = urlsplit(link)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        return f"cannot be read as an address ({error})"
    if host in {"http", "https"}:
        return "begins with two addresses"
    return "" if host and _HOST.fullmatch(host) else "names no host that can exist"
