"""What can be wrong with a single value of a payload."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from moe_nb.core.answer import Variable
from moe_nb.core.payload_facts import PayloadKind, Severity

Flaw = tuple[Severity, PayloadKind, str, str]
"""Severity, kind, the way to the value, and what was found in words."""

DEEPEST = 30
"""Levels of lists and objects that are looked into."""
SHOWN = 60

_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{\{|\{%", re.DOTALL)
_JSON_START = re.compile(r"\s*(\{\s*[\"'}]|\[\s*([\[{\"\]]|-?\d))")
_LINK = re.compile(r"\bhttps?:(//\[[0-9a-f:.]*\])?[^\s\"'<>\\)\]}]*", re.IGNORECASE)
_HALF_LINK = re.compile(
    r"(www\.|https?//|https?:/?[^/\s]|(?:htp|htpp|httpp|htttp|hhttp|ttp|htps|htpps|httpss|ttps):)\S*", re.IGNORECASE
)
"""A text that is meant as a link and begins wrongly."""
_LINK_NAME = re.compile(r"url|link|href|image|img|src|icon|photo|picture|video", re.IGNORECASE)
"""Names of variables that hold one link and nothing else."""
_SCRIPT = re.compile(r"\s*(javascript|vbscript|data:text/html)", re.IGNORECASE)
_HOST = re.compile(r"[^\s.]+(\.[^\s.]+)*\.?|\[[0-9a-f:.]+\]", re.IGNORECASE)


def flaws_of(variable: Variable) -> Iterator[Flaw]:
    """Yield everything that looks wrong with a variable, deep values included."""
    if variable.value is None:
        yield Severity.WARNING, PayloadKind.EMPTY, variable.name, "It has no value (null)."
    is_json = variable.data_type.lower() in {"json", "object"}
    for way, text in _texts(variable.name, variable.value, 0):
        yield from _text_flaws(way, text, is_json=is_json and way == variable.name)


def _texts(way: str, value: Any, depth: int) -> Iterator[tuple[str, str]]:
    """Yield every text in a value with the way to it."""
    if isinstance(value, str):
        yield way, value
    elif isinstance(value, dict) and depth < DEEPEST:
        for name, inner in value.items():
            yield from _texts(f"{way}.{name}", inner, depth + 1)
    elif isinstance(value, list) and depth < DEEPEST:
        for position, inner in enumerate(value):
            yield from _texts(f"{way}[{position}]", inner, depth + 1)


def _text_flaws(way: str, text: str, *, is_json: bool) -> Iterator[Flaw]:
    if not text.strip():
        found = "It is empty." if not text else "It is only white space."
        yield Severity.WARNING, PayloadKind.EMPTY, way, found
        return
    if text != text.strip():
        yield Severity.OBSERVATION, PayloadKind.WHITESPACE, way, f"{_shown(text)} begins or ends with white space."
    template = _TEMPLATE.search(text)
    if template:
        yield Severity.ERROR, PayloadKind.UNRENDERED, way, f"A template was not filled in: {_shown(template[0])}."
    elif (is_json or _JSON_START.match(text)) and (trouble := _json_trouble(text)):
        severity = Severity.ERROR if is_json else Severity.WARNING
        yield severity, PayloadKind.BROKEN_JSON, way, f"It looks like JSON and is none: {trouble}."
    yield from _link_flaws(way, text)


def _json_trouble(text: str) -> str:
    """Return why a text is not JSON, or nothing."""
    try:
        json.loads(text, parse_constant=_no_constant, parse_int=str)
    except RecursionError:
        return "nested too deeply"
    except ValueError as error:
        return str(error)[:SHOWN]
    return ""


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


def _link_flaws(way: str, text: str) -> Iterator[Flaw]:
    if _SCRIPT.match(text):
        yield Severity.ERROR, PayloadKind.INSECURE_LINK, way, f"{_shown(text)} would run as a program."
        return
    if _HALF_LINK.fullmatch(text.strip()):
        yield Severity.WARNING, PayloadKind.MALFORMED_LINK, way, f"{_shown(text)} does not begin with https://."
        return
    is_one_link = bool(_LINK_NAME.search(way)) and bool(_LINK.match(text.strip()))
    for link in [text.strip()] if is_one_link else dict.fromkeys(found[0] for found in _LINK.finditer(text)):
        trouble = _link_trouble(link)
        if trouble:
            yield Severity.ERROR, PayloadKind.MALFORMED_LINK, way, f"{_shown(link)} {trouble}."
        elif link.lower().startswith("http:"):
            said = f"{_shown(link)} is not encrypted (http:); a page with https: may not load it."
            yield Severity.WARNING, PayloadKind.INSECURE_LINK, way, said


def _link_trouble(link: str) -> str:
    """Return what keeps a link from working, or nothing."""
    if re.search(r"\s", link):
        return "has white space in it"
    try:
        parts = urlsplit(link)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        return f"cannot be read as an address ({error})"
    return "" if host and _HOST.fullmatch(host) else "names no host"


def _shown(text: str) -> str:
    return repr(text if len(text) <= SHOWN else text[: SHOWN - 1] + "…")
