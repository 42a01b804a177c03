"""What can be wrong with a single value of a payload."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from moe_nb.audit.flaws import Flaw, quoted
from moe_nb.audit.json_checks import is_meant_as_json, json_trouble
from moe_nb.audit.link_checks import link_flaws
from moe_nb.audit.link_shape import holds_one_link, is_link_type
from moe_nb.core.answer import Variable
from moe_nb.core.hidden_signs import PASTED_ALONG, shows_nothing
from moe_nb.core.payload_facts import PayloadKind, Severity

DEEPEST = 30
"""Levels of lists and objects that are looked into."""

_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{\{|\{%", re.DOTALL)


def flaws_of(variable: Variable) -> Iterator[Flaw]:
    """Yield everything that looks wrong with a variable, deep values included."""
    if variable.value is None:
        yield Severity.WARNING, PayloadKind.EMPTY, variable.name, "It has no value (null)."
    is_json, is_link = variable.data_type.lower() in {"json", "object"}, is_link_type(variable.data_type)
    for way, text in _texts(variable.name, variable.value, 0):
        is_whole = way == variable.name
        yield from _text_flaws(way, text, is_json=is_json and is_whole)
        yield from link_flaws(way, text, is_named=holds_one_link(way) or (is_link and is_whole))


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
    if shows_nothing(text):
        yield Severity.WARNING, PayloadKind.EMPTY, way, _nothing(text)
        return
    if text != text.strip():
        yield Severity.OBSERVATION, PayloadKind.WHITESPACE, way, f"{quoted(text)} begins or ends with white space."
    elif text != text.strip(PASTED_ALONG):
        found = f"{quoted(text)} begins or ends with a character that cannot be seen."
        yield Severity.OBSERVATION, PayloadKind.WHITESPACE, way, found
    template = _TEMPLATE.search(text)
    if template:
        yield Severity.ERROR, PayloadKind.UNRENDERED, way, f"A template was not filled in: {quoted(template[0])}."
    elif (is_json or is_meant_as_json(text)) and (trouble := json_trouble(text)):
        severity, says = (Severity.ERROR, "should be") if is_json else (Severity.WARNING, "looks like")
        yield severity, PayloadKind.BROKEN_JSON, way, f"It {says} JSON and is none: {trouble}."


def _nothing(text: str) -> str:
    if not text:
        return "It is empty."
    return "It is only characters that cannot be seen." if text.strip() else "It is only white space."
