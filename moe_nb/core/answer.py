"""What the service said about one context: an outcome per experience key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from moe_nb.core.context import Context
from moe_nb.core.errors import MoeError


class Outcome(StrEnum):
    """The four outcomes of asking for one key; a failed cell is not a hole."""

    SERVED = "served"
    NOT_SERVED = "not_served"
    FAILED = "failed"
    NOT_ASKED = "not_asked"


class Cause(StrEnum):
    """Why a key was not served, as far as it can be known from outside."""

    UNKNOWN_KEY = "unknown key"
    PAUSED = "paused"
    SCHEDULED = "scheduled"
    NO_MATCH = "no audience matched or control group"
    NOT_KNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Variable:
    """One payload variable."""

    name: str
    value: Any
    """As sent: text, number, boolean, object, list or nothing; never trimmed."""
    data_type: str = ""
    """As sent; empty when the service left it out."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Fields beside ``value`` and ``data_type`` that this version does not know."""


@dataclass(frozen=True, slots=True)
class Experience:
    """One experience as served to one context."""

    key: str
    payload: tuple[Variable, ...] = ()
    context: Mapping[str, Any] = field(default_factory=dict)
    """The whole ``experience_context``, unknown fields included; ids stay strings."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Fields beside ``payload`` and ``experience_context`` that this version does not know."""

    def _said(self, name: str) -> str:
        value = self.context.get(name)
        return "" if value is None else str(value)

    @property
    def audience_id(self) -> str:
        """Id of the matched audience, ``"42D"``; empty if not sent."""
        return self._said("audience_id")

    @property
    def audience_name(self) -> str:
        """Name of the matched audience; empty if not sent."""
        return self._said("audience_name")

    @property
    def variation_id(self) -> str:
        """Id of the variation, ``"2"``; empty if not sent."""
        return self._said("moe_variation_id")

    @property
    def name(self) -> str:
        """Name of the experience; empty if not sent."""
        return self._said("experience")

    @property
    def campaign_id(self) -> str:
        """The ``cid``, opaque; empty if not sent."""
        return self._said("cid")

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing at all: the "empty payload" of a paused or scheduled experience."""
        return not self.payload and not self.audience_id and not self.variation_id


@dataclass(frozen=True, slots=True)
class KeyOutcome:
    """What happened to one experience key in one context."""

    experience_key: str
    outcome: Outcome
    cause: Cause | None = None
    """Set when not served."""
    experience: Experience | None = None
    """Set when served."""
    error: MoeError | None = None
    """Set when failed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that came back for one context."""

    context: Context
    outcomes: tuple[KeyOutcome, ...]
    requested: tuple[str, ...] | None
    """The keys asked for; None asked for all."""
    status: int
    elapsed_s: float
    """Seconds from asking to the full answer, retries included; several calls are added up."""
    asked_at: datetime
    """When the first call left, in UTC."""
    calls: int = 1
    """Requests this answer took (25 keys each)."""
    remaining: int | None = None
    """Requests left in this minute, if the service said so."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Top-level fields this version does not know."""
    notes: tuple[str, ...] = ()
    """What was odd in the answer and read anyway."""

    def __getitem__(self, experience_key: str) -> KeyOutcome:
        for outcome in self.outcomes:
            if outcome.experience_key == experience_key:
                return outcome
        raise KeyError(experience_key)

    @property
    def served(self) -> tuple[Experience, ...]:
        """The experiences that came back."""
        return tuple(o.experience for o in self.outcomes if o.experience is not None)
