"""Whether a text is meant as JSON, and what keeps it from being JSON."""

from __future__ import annotations

import json
import re

_QUOTE = r"\\?[\"'\u2018\u2019\u201c\u201d]"
"""What people put round names: straight, escaped, and what text editors make of it."""
_NAMED = re.compile(rf"[\[\s]*\{{\s*{_QUOTE}[^\"'\u2018\u2019\u201c\u201d{{}}]*{_QUOTE}\s*:")
"""``{"name":`` or ``[{"name":``: nobody begins a sentence so, and a text cut off later begins so too."""
_BARE_NAME = re.compile(rf"[\[\s]*\{{\s*\w+\s*:\s*{_QUOTE}")
_FIRST_ITEM = re.compile(rf"\[\s*({_QUOTE}[^\"'\u2018\u2019\u201c\u201d]*{_QUOTE}|-?\d+(\.\d+)?|true|false|null)\s*,")
_NUMBERS = re.compile(r"\[[\s\[\]\d.,-]*")


def is_meant_as_json(text: str) -> bool:
    """Say whether a text is JSON in intention.

    It begins with a named value in braces; or it is a whole object or list in which a quoted value, or an item and a
    comma, follow the bracket; or it is made of numbers and commas only, as a list that breaks off.
    ``[3 for 2] Sale``, ``{Hello}`` and ``{count, plural, other {# items}}`` are texts.
    """
    inner = text.strip()
    if inner.startswith("{"):
        return bool(_NAMED.match(inner) or (inner.endswith("}") and _BARE_NAME.match(inner)))
    if not inner.startswith("["):
        return False
    if _NAMED.match(inner) or (_NUMBERS.fullmatch(inner) and re.search(r"\d\s*,", inner)):
        return True
    return inner.endswith("]") and bool(_FIRST_ITEM.match(inner) or _BARE_NAME.match(inner))


def json_trouble(text: str) -> str:
    """Return why a text is not JSON, or nothing."""
    try:
        json.loads(text, parse_constant=_no_constant, parse_int=str)
    except RecursionError:
        return "nested too deeply"
    except json.JSONDecodeError as error:
        return f"{error.msg} (line {error.lineno}, column {error.colno})"
    except ValueError as error:
        return str(error)
    return ""


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")
