"""What a fault file says, as frozen structs; field names are the file's words."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Kind = Literal[
    "latency",
    "rate_limited",
    "server_error",
    "revoked",
    "redirect",
    "html_page",
    "gateway_text",
    "refused",
    "reset_before",
    "reset_during",
    "reset_after",
    "half_body",
    "drip",
    "wrong_type",
    "gzip_lie",
    "gzip_bomb",
    "empty_body",
    "invalid_utf8",
    "not_a_number",
    "huge_number",
    "duplicate_keys",
    "deep_json",
    "large_body",
]
Headers = Literal["none", "retry_after", "ratelimit", "skewed", "other_clock"]
Endpoint = Literal["fetch", "metadata"]

Seconds = Annotated[float, Meta(ge=0, le=3600)]
Count = Annotated[int, Meta(ge=1, le=1_000_000_000)]


class Fault(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One fault and the requests it strikes; every condition given must hold, and none is every request.

    Requests are counted for each fault by itself, from 1, those to its endpoints only.
    """

    fault: Kind
    on: list[Endpoint] = msgspec.field(default_factory=lambda: ["fetch", "metadata"])
    first: Count = 1
    """The first request that can be struck."""
    last: Count | None = None
    every: Count = 1
    """Every n-th request."""
    chance: Annotated[float, Meta(ge=0, le=1)] = 1.0
    """Rolled for each request by the file's seed."""

    wait_s: Seconds | None = None
    """latency: before the answer; drip: before each byte."""
    jitter_s: Seconds | None = None
    """latency: up to this much more."""
    status: Annotated[int, Meta(ge=200, le=599)] | None = None
    """server_error, html_page, gateway_text."""
    headers: Headers | None = None
    """rate_limited: what the refusal says about waiting; skewed is a reset six hours off, other_clock the right one on
    a clock that is six hours ahead and says so in its Date."""
    retry_after_s: Annotated[float, Meta(ge=0, le=86_400)] | None = None
    """rate_limited: how long it asks to wait."""
    location: Annotated[str, Meta(min_length=1, max_length=2000)] | None = None
    """redirect: where to."""
    megabytes: Annotated[int, Meta(ge=1, le=1000)] | None = None
    """large_body, gzip_bomb: size unpacked."""
    depth: Annotated[int, Meta(ge=1, le=1_000_000)] | None = None
    """deep_json: brackets within brackets."""


DEFAULTS: dict[str, dict[str, float | str]] = {
    "latency": {"wait_s": 0.2, "jitter_s": 0.0},
    "rate_limited": {"headers": "retry_after", "retry_after_s": 1.0},
    "server_error": {"status": 500},
    "redirect": {"location": "https://elsewhere.invalid/v1/experiences/fetch"},
    "html_page": {"status": 502},
    "gateway_text": {"status": 503},
    "drip": {"wait_s": 0.05},
    "gzip_bomb": {"megabytes": 50},
    "deep_json": {"depth": 100_000},
    "large_body": {"megabytes": 50},
}
"""The settings each kind of fault has, and what they are when left out."""

SETTINGS = tuple(dict.fromkeys(name for settings in DEFAULTS.values() for name in settings))
"""Every setting that belongs to some kinds only."""


class Faults(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A whole file; a request meets every latency that strikes it, and the first other fault."""

    seed: Annotated[int, Meta(ge=0)] = 0
    faults: Annotated[list[Fault], Meta(max_length=100)]


def setting(fault: Fault, name: str) -> float:
    """Return a number a fault is set to, or what it is when left out."""
    said = getattr(fault, name)
    return float(DEFAULTS[fault.fault][name] if said is None else said)


def word(fault: Fault, name: str) -> str:
    """Return a word a fault is set to, or what it is when left out."""
    return str(getattr(fault, name) or DEFAULTS[fault.fault][name])
