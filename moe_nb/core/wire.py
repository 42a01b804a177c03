"""Contexts and answers as bytes: exact writing, tolerant reading."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from moe_nb.core.answer import Experience, Variable
from moe_nb.core.context import Context
from moe_nb.core.day_hour import wire_hour
from moe_nb.core.json_text import BYTE_ORDER_MARK, check_said_once, malformed, read_object, read_value
from moe_nb.core.metadata import ExperienceMeta, Metadata
from moe_nb.core.reply import Question

_ENTRY = {"payload", "experience_context", "experience_key"}
_SDK_NAMES = {"experienceKey": "experience_key", "experienceContext": "experience_context"}


def request_fields(question: Question) -> dict[str, Any]:
    """Return the request body as a dict, fields in the documented order; what is not set is left out."""
    # an empty object is refused ("empty payload"); an empty list of keys is documented to ask for all
    return said_fields(question.context, question.keys) or {"experience_key": []}


def said_fields(context: Context, keys: Sequence[str] | None) -> dict[str, Any]:
    """Return what a context and keys say, in the order of the documentation; nothing at all may be said."""
    body: dict[str, Any] = {}
    identifiers: dict[str, Any] = {}
    if context.customer_id is not None:
        identifiers["customer_id"] = context.customer_id
    if context.user_identifiers:
        identifiers["user_identifiers"] = dict(context.user_identifiers)
    if identifiers:
        body["identifiers"] = identifiers
    if keys is not None:
        body["experience_key"] = list(keys)
    body |= context.attributes
    named = {
        "DAY_OF_THE_WEEK": context.day,
        "TIME_OF_THE_DAY": None if context.hour is None else wire_hour(context.hour),
        "USER_IP_ADDRESS": context.ip_address,
        "USER_AGENT": context.user_agent,
    }
    return body | {name: value for name, value in named.items() if value is not None}


def write_request(question: Question) -> bytes:
    """Return the request body as UTF-8 JSON."""
    return msgspec.json.encode(request_fields(question))


def read_experience(key: str, raw: bytes) -> Experience:
    """Read one experience from its raw JSON; odd entries are kept as they are.

    Raises:
        MalformedAnswerError: If *raw* is not JSON.
    """
    entry = read_value(raw, raw)
    if not isinstance(entry, dict):
        return Experience(key, extra={"entry": entry})
    entry = {_SDK_NAMES.get(name, name): value for name, value in entry.items()}
    payload, context = entry.get("payload"), entry.get("experience_context")
    extra = {name: value for name, value in entry.items() if name not in _ENTRY}
    if payload is not None and not isinstance(payload, dict):
        extra["payload"] = payload
    if context is not None and not isinstance(context, dict):
        extra["experience_context"] = context
    variables = payload.items() if isinstance(payload, dict) else ()
    return Experience(
        key,
        tuple(_variable(name, value) for name, value in variables),
        context if isinstance(context, dict) else {},
        extra,
    )


def check_form(experience: Experience, raw: bytes) -> None:
    """Raise a `MalformedAnswerError` if what stands where an experience should be is not one.

    Nothing (null, or an object without content) is what a paused experience may look like (MoEngage API: fetch). A
    list, a number or an object of other fields only says nothing about whether the visitor was served.

    Args:
        experience: As `read_experience` returned it.
        raw: What it was read from.
    """
    kind = raw.strip()[:1]
    if kind == b"n":
        return
    if kind != b"{":
        raise malformed("The experience is not an object.", raw)
    for name in ("payload", "experience_context"):
        if name in experience.extra:
            raise malformed(f"The experience's {name!r} is not an object.", raw)
    if experience.extra and experience.is_empty and not _ENTRY & {_SDK_NAMES.get(n, n) for n in read_value(raw, raw)}:
        raise malformed("The experience has neither 'payload' nor 'experience_context', but other fields.", raw)


def payload_hash(experience: Experience, raw: bytes = b"") -> str:
    """Return 12 hex digits that differ when any variable, type or value differs.

    Args:
        experience: As read.
        raw: What it was read from: numbers beyond any float (``1e400``) are told apart by how they are written there.
    """
    content: Any = {v.name: [v.data_type, v.value] for v in experience.payload}
    try:
        text = json.dumps(content, sort_keys=True, allow_nan=not raw)
    except ValueError:
        content = json.loads(raw, parse_float=_number_as_written, parse_int=_number_as_written)["payload"]
        text = json.dumps(content, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _number_as_written(digits: str) -> dict[str, str]:
    return {"number": digits}


def read_metadata(body: bytes) -> Metadata:
    """Read the metadata answer, the REST or the SDK spelling.

    Raises:
        MalformedAnswerError: If the body has no metadata, says them or anything in them twice, or lists something
            else: a key that is there would be called unknown.
    """
    body = body.removeprefix(BYTE_ORDER_MARK)
    fields = read_object(body, body)
    inner = fields.get("metadata", fields.get("data"))
    if inner is None or not bytes(inner).lstrip().startswith(b"{"):
        raise malformed("The metadata answer has no 'metadata'.", body)
    listed = read_object(inner, body).get("experiences")
    if listed is not None:
        check_said_once(bytes(listed))
    lines = None if listed is None else read_value(listed, body)
    if lines is None:
        return Metadata(())
    if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
        raise malformed("The experiences of the metadata are not a list of objects.", body)
    return Metadata(tuple(map(_meta, lines)))


def _meta(line: Mapping[str, Any]) -> ExperienceMeta:
    def said(rest: str, sdk: str) -> str:
        value = line.get(rest, line.get(sdk))
        return "" if value is None else str(value)

    return ExperienceMeta(
        said("experience_key", "experienceKey"),
        said("experience_name", "experienceName"),
        said("status", "status"),
    )


def _variable(name: str, entry: Any) -> Variable:
    if isinstance(entry, dict) and "value" in entry:
        data_type = entry.get("data_type")
        extra = {field: value for field, value in entry.items() if field not in {"value", "data_type"}}
        return Variable(name, entry["value"], "" if data_type is None else str(data_type), extra)
    return Variable(name, entry)  # bare values and entries without `value`: real clients pass them through
