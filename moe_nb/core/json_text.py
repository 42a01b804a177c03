"""JSON as it comes: read tolerantly, and what is not JSON told in words."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import msgspec

from moe_nb.core.errors import MalformedAnswerError

SHOWN_BODY = 2000
"""Characters of a body that errors keep."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Some servers and proxies put it before JSON; it says nothing."""

_raw_object = msgspec.json.Decoder(dict[str, msgspec.Raw])
_anything = msgspec.json.Decoder()


def read_object(raw: msgspec.Raw | bytes, body: bytes) -> dict[str, msgspec.Raw]:
    """Read the names of an object, each value left as it is.

    Args:
        raw: The object.
        body: The whole answer, for the error.

    Raises:
        MalformedAnswerError: If it is none, or says a name twice: one of the two values would be lost.
    """
    try:
        fields = _raw_object.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        fields = _odd_object(bytes(raw), body)
    if not _adds_up(len(raw), fields):
        _refuse_doubles(bytes(raw), body)
    return fields


def _odd_object(raw: bytes, body: bytes) -> dict[str, msgspec.Raw]:
    """Write an object anew name by name, so that one odd value is the trouble of its own experience only."""
    fields = _other_json(raw, body)
    if not isinstance(fields, dict):
        raise malformed("The answer is JSON, but not an object.", body)
    try:
        return {name: msgspec.Raw(json.dumps(value).encode()) for name, value in fields.items()}
    except RecursionError:
        raise malformed("The answer is nested too deeply.", body) from None


def _adds_up(size: int, fields: dict[str, msgspec.Raw]) -> bool:
    """Say whether the members make up the whole text, as compact JSON or with a space after each colon and comma.

    Where they do, none was said twice, and there is no need to look more closely, which takes longer.
    """
    count = len(fields)
    compact = 2 + 4 * count - (count > 0) + sum(map(len, fields)) + sum(map(len, fields.values()))
    return size in (compact, compact + 2 * count - 1)


def _refuse_doubles(raw: bytes, body: bytes) -> None:
    try:
        members = json.loads(raw, object_pairs_hook=list, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return  # what the fast decoder can read and this one cannot is told where its value is read
    counts = Counter(name for name, _ in members)
    double = next((name for name, count in counts.items() if count > 1), None)
    if double is not None:
        raise malformed(f"The answer says {double[:100]!r} twice.", body)


def read_value(raw: msgspec.Raw | bytes, body: bytes) -> Any:
    """Read any value; arguments and errors as in `read_object`."""
    try:
        return _anything.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        value = _other_json(bytes(raw), body)
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except (UnicodeEncodeError, ValueError, RecursionError):
        raise malformed("The answer holds half a character (a lone surrogate).", body) from None
    return value


def _other_json(raw: bytes, body: bytes) -> Any:
    """Read what the fast decoder refuses and JSON allows: numbers of any size, escaped halves of characters."""
    try:
        return json.loads(raw, parse_int=_integer, parse_constant=_no_constant)
    except RecursionError:
        raise malformed("The answer is nested too deeply.", body) from None
    except UnicodeDecodeError:
        raise malformed("The answer is not text in UTF-8.", body) from None
    except ValueError as error:
        raise malformed(f"The answer is not JSON ({str(error)[:100]}).", body) from None


def _integer(digits: str) -> int | float:
    longest = 4_000  # what Python turns into an integer; beyond it nobody counts
    return int(digits) if len(digits) <= longest else float(digits)


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


def malformed(description: str, body: bytes) -> MalformedAnswerError:
    """Return the error for an answer that is not what the contract says."""
    return MalformedAnswerError(
        description,
        hint="Check the base URL: a proxy or another service may have answered.",
        body=body[:SHOWN_BODY].decode("utf-8", "replace"),
    )
