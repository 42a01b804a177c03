"""JSON as it comes: read tolerantly, and what is not JSON told in words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
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
    else:
        if is_nothing_more(raw, fields):
            return fields
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


def is_nothing_more(
    text: msgspec.Raw | bytes, fields: Mapping[str, msgspec.Raw], before: bytes = b"", after: bytes = b""
) -> bool:
    """Say whether a text is an object of these members and no other, as compact JSON or with spaces as Python writes.

    Where it is, none was said twice, and there is no need to look more closely, which takes longer.

    Args:
        text: The object, and what stands around it.
        fields: What was read from it.
        before: What stands before it as compact JSON, up to a colon; empty if nothing does.
        after: What stands after it.
    """
    count = len(fields)
    members = 4 * count - (count > 0) + sum(map(len, fields)) + sum(map(len, fields.values()))
    left = len(text) - len(before) - 2 - members - len(after)
    if left == 0:  # members cannot be written shorter, so that no room is left for another one
        return True
    if left != max(0, 2 * count - 1) + bool(before):
        return False
    if any('"' in name or "\\" in name for name in fields):  # written with escapes
        return False
    spaced = b", ".join([b'"%b": %b' % (name.encode(), value) for name, value in fields.items()])
    return bytes(text) == b"%b%b{%b}%b" % (before, b" " if before else b"", spaced, after)


def _refuse_doubles(raw: bytes, body: bytes) -> None:
    try:
        members = json.loads(raw, object_pairs_hook=list, parse_int=str, parse_float=str)
    except RecursionError:
        raise malformed("The answer is nested too deeply.", body) from None
    except ValueError:
        return  # what the fast decoder can read and this one cannot is told where its value is read
    _refuse_double(members, body)


def check_said_once(raw: bytes) -> None:
    """Raise a `MalformedAnswerError` if an experience, or anything in it, says a name twice.

    Parsers keep the last of the two; nobody knows which one a visitor's app keeps.
    """
    try:
        if msgspec.json.encode(_anything.decode(raw)) == raw:  # what is written anew holds every name once
            return
        json.loads(raw, object_pairs_hook=lambda members: _refuse_double(members, raw), parse_int=str, parse_float=str)
    except RecursionError:
        raise malformed("The answer is nested too deeply.", raw) from None
    except (msgspec.MsgspecError, ValueError):
        return  # no JSON: told where it is read


def _refuse_double(members: list[tuple[str, Any]], body: bytes) -> None:
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
        return json.loads(raw.decode(), parse_int=_integer, parse_constant=_no_constant)  # never guess an encoding
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
        is_garbled=True,
    )
