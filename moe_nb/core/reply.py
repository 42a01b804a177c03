"""One question to the service and the reply to it, before any key is judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from moe_nb.core.context import Context

KEYS_PER_CALL = 25
"""MoEngage API: 25 keys per request; more are dropped without a word."""


@dataclass(frozen=True, slots=True)
class Question:
    """What one request asks: a context and at most 25 keys."""

    context: Context
    keys: tuple[str, ...] | None = None
    """None leaves the field out: everything that matches."""

    @property
    def body(self) -> bytes | None:
        """The request body, if somebody has written it already."""
        return None


@dataclass(frozen=True, slots=True)
class Quota:
    """What the service said about the rate limit (``x-ratelimit-*``)."""

    limit_per_min: int | None = None
    remaining: int | None = None
    reset_epoch_s: float | None = None
    """UTC epoch seconds at which the count starts again, on the service's clock."""
    told_epoch_s: float | None = None
    """What the service's clock said then (UTC epoch seconds), where it disagrees with this machine's."""
    is_countdown: bool = False
    """Whether the service said how many seconds are left, not when they are over: of another answer of the same minute
    the moment is not quite the same."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back for one question."""

    experiences: Mapping[str, bytes]
    """Experience key to its raw JSON."""
    failures: Mapping[str, str] = field(default_factory=dict)
    """Experience key to the reason the answer itself gave; REST is not documented to give any."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    status: int = 200
    elapsed_s: float = 0.0
    asked_epoch_s: float = 0.0
    quota: Quota | None = None
    attempts: int = 1


def split_keys(keys: Sequence[str] | None) -> list[tuple[str, ...] | None]:
    """Split *keys* into requests of at most 25; None is one request without keys."""
    if keys is None:
        return [None]
    return [tuple(keys[start : start + KEYS_PER_CALL]) for start in range(0, len(keys), KEYS_PER_CALL)]
