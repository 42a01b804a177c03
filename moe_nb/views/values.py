"""How one payload value is shown, decided by what it is."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from moe_nb.core.answer import Variable

_COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_IMAGE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg|bmp|ico)$", re.IGNORECASE)
_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
LONGEST = 20_000
"""Characters of one value that are shown; the rest is counted."""
TALL_CHARACTERS, TALL_LINES = 700, 14
"""A value with more of either is folded."""
SHORT = 60
"""Characters of a folded value that stay in sight."""
LONGEST_NAME = 100
"""Characters of a name that a note quotes."""


@dataclass(frozen=True, slots=True)
class ValueView:
    """One payload variable, ready to draw."""

    name: str
    data_type: str
    kind: str
    """``text``, ``plain`` (number, true/false, nothing), ``link``, ``image``, ``colour`` or ``json``."""
    text: str
    url: str = ""
    """Set for links and images that may be followed: http, https or mailto."""
    colour: str = ""
    """Set for colours: ``#rgb`` or ``#rrggbb``, nothing else."""
    notes: tuple[str, ...] = ()

    @property
    def is_tall(self) -> bool:
        """Whether the value would fill a screen: then it is folded, and its beginning stands in its place."""
        return len(self.text) > TALL_CHARACTERS or self.text.count("\n") >= TALL_LINES

    @property
    def beginning(self) -> str:
        """The first line of a tall value, in short."""
        first = self.text.strip().partition("\n")[0]
        return f"{first[:SHORT]}… ({len(self.text):,} characters)"


def value_view(variable: Variable) -> ValueView:
    """Decide how to show a variable."""
    name, data_type, value = variable.name, variable.data_type or "no type", variable.value
    if value is None or isinstance(value, bool | int | float):
        return ValueView(name, data_type, "plain", json.dumps(value))
    if not isinstance(value, str):
        try:
            return ValueView(name, data_type, "json", _pretty(value))
        except RecursionError:
            return ValueView(name, data_type, "text", "", notes=("Nested too deeply to be shown.",))
    return _text_view(name, data_type, value)


def _text_view(name: str, data_type: str, value: str) -> ValueView:
    stripped = value.strip()
    notes = _notes(value, stripped)
    is_long = len(value) > LONGEST
    if _COLOUR.fullmatch(stripped) and not is_long:
        return ValueView(name, data_type, "colour", value, colour=stripped, notes=notes)
    url = "" if is_long else safe_url(stripped)
    if url:
        parts = urlsplit(url)
        is_image = parts.scheme != "mailto" and bool(_IMAGE.search(parts.path) or "image" in name.lower())
        return ValueView(name, data_type, "image" if is_image else "link", value, url=url, notes=notes)
    if stripped[:1] in {"{", "["} and not stripped.startswith(("{{", "{%")):
        return _json_text(name, data_type, value, notes)
    return ValueView(name, data_type, "text", _shortened(value), notes=notes)


def _json_text(name: str, data_type: str, value: str, notes: tuple[str, ...]) -> ValueView:
    try:
        inside = _pretty(json.loads(value, object_pairs_hook=_all_of))
    except _RepeatedNameError as error:
        trouble = f"JSON that says {error} twice; shown as sent."
        return ValueView(name, data_type, "text", _shortened(value), notes=(*notes, trouble))
    except (ValueError, RecursionError) as error:
        at = f" at character {error.pos}" if isinstance(error, json.JSONDecodeError) else ""
        trouble = f"Begins like JSON but cannot be read{at}."
        return ValueView(name, data_type, "text", _shortened(value), notes=(*notes, trouble))
    return ValueView(name, f"{data_type}, JSON inside", "json", inside, notes=notes)


class _RepeatedNameError(Exception):
    """An object says a name twice: reading it would lose the first."""


def _all_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    said = dict(pairs)
    if len(said) < len(pairs):
        names = [name for name, _ in pairs]
        raise _RepeatedNameError(repr(next(name for name in names if names.count(name) > 1)[:LONGEST_NAME]))
    return said


def safe_url(text: str) -> str:
    """Return *text* if it is an http, https or mailto address without credentials, else an empty text."""
    if any(character.isspace() or not character.isprintable() for character in text):
        return ""  # a browser would go somewhere else than people read
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    if parts.scheme == "mailto" and parts.path:
        return text
    return text if parts.scheme in {"http", "https"} and parts.netloc and "@" not in parts.netloc else ""


def _notes(value: str, stripped: str) -> tuple[str, ...]:
    notes = []
    if not stripped:
        notes.append("Empty." if not value else "Only white space.")
    elif value != stripped:
        notes.append("Begins or ends with white space.")
    if _TEMPLATE.search(value):
        notes.append("Holds a template that was not filled in.")
    return tuple(notes)


def _pretty(value: Any) -> str:
    return _shortened(json.dumps(value, indent=2, ensure_ascii=False))


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text) - LONGEST:,} more characters)"
