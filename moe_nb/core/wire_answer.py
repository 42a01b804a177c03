"""The answer to a fetch: the documented form quickly, every other with care; experiences are left as they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import msgspec

from moe_nb.core.json_text import BYTE_ORDER_MARK, is_nothing_more, malformed, read_object, read_value


@dataclass(frozen=True, slots=True)
class WireAnswer:
    """A 200 body, split into raw experiences."""

    experiences: dict[str, bytes]
    failures: dict[str, str] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


class _Documented(msgspec.Struct, forbid_unknown_fields=True, frozen=True, gc=False):
    """The documented answer, each experience left as it is."""

    experiences: dict[str, msgspec.Raw]


_documented = msgspec.json.Decoder(_Documented)
_raw_list = msgspec.json.Decoder(list[msgspec.Raw])


def read_answer(body: bytes) -> WireAnswer:
    """Read a 200 body; the SDK's envelope and null or missing lists are read too.

    Raises:
        MalformedAnswerError: If the body is not a JSON object with ``experiences``, or these are of another kind.
    """
    try:
        experiences = _documented.decode(body).experiences
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return read_odd_answer(body)
    if not is_nothing_more(body, experiences, b'{"experiences":', b"}"):
        return read_odd_answer(body)
    return WireAnswer({key: bytes(raw) for key, raw in experiences.items()})


def read_odd_answer(body: bytes) -> WireAnswer:
    """Read a 200 body as `read_answer` does, whatever it holds besides what is documented, and more slowly."""
    body = body.removeprefix(BYTE_ORDER_MARK)
    fields = read_object(body, body)
    if "experiences" not in fields and "data" in fields:  # the SDKs' envelope
        fields = {
            **read_object(fields["data"], body),
            "accountMeta": fields.get("accountMeta", msgspec.Raw(b"null")),
        }
    if "experiences" not in fields:
        raise malformed("The answer has no 'experiences'.", body)
    notes: list[str] = []
    experiences = _experiences(fields.pop("experiences"), notes, body)
    failures = _failures(fields.pop("failures", None), notes)
    extra = {name: read_value(raw, body) for name, raw in fields.items()}
    return WireAnswer(experiences, failures, extra, tuple(notes))


def _experiences(raw: msgspec.Raw, notes: list[str], body: bytes) -> dict[str, bytes]:
    kind = bytes(raw).lstrip()[:1]
    if kind == b"{":
        return {key: bytes(value) for key, value in read_object(raw, body).items()}
    if kind == b"[":
        return _listed(raw, body)
    if bytes(raw).strip() != b"null":
        raise malformed("'experiences' is neither an object nor a list.", body)
    notes.append("'experiences' was null; read as empty.")
    return {}


def _listed(raw: msgspec.Raw, body: bytes) -> dict[str, bytes]:
    """Read the SDK's list of experiences; one without a key may be that of any key that seems not served."""
    try:
        items = [bytes(item) for item in _raw_list.decode(raw)]
    except msgspec.DecodeError:  # half a character, escaped: valid for most parsers and no text
        raise malformed("An experience of the list cannot be read.", body) from None
    entries: dict[str, bytes] = {}
    for item in items:
        key = _entry_key(item)
        if key in entries:
            raise malformed(f"The answer says {key[:100]!r} twice.", body)
        if not key:
            raise malformed("The answer lists an experience without a key.", body)
        entries[key] = item
    return entries


def _entry_key(raw: bytes) -> str:
    entry = read_value(raw, raw)
    return str(entry.get("experienceKey") or entry.get("experience_key") or "") if isinstance(entry, dict) else ""


def _failures(raw: msgspec.Raw | None, notes: list[str]) -> dict[str, str]:
    said = None if raw is None else read_value(raw, bytes(raw))
    if said is None:
        return {}
    reasons: dict[str, str] = {}
    for failure in said if isinstance(said, list) else ():
        keys = failure.get("experienceKeys") if isinstance(failure, dict) else None
        for key in keys if isinstance(keys, list) else ():
            reasons[str(key)] = str(failure.get("reason", ""))
    if not reasons and said:
        notes.append("'failures' could not be read.")
    return reasons
