"""What a workspace says it has: experiences with name, key and status."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from moe_nb.core.answer import Cause


class Status(StrEnum):
    """Statuses the metadata endpoint names; drafts and expired ones never come (MoEngage API: metadata)."""

    ACTIVE = "Active"
    PAUSED = "Paused"
    SCHEDULED = "Scheduled"


@dataclass(frozen=True, slots=True)
class ExperienceMeta:
    """One line of the metadata."""

    key: str
    name: str
    status: str
    """Usually a `Status`; anything else is kept as sent."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """The experiences of a workspace."""

    experiences: tuple[ExperienceMeta, ...]

    def __iter__(self) -> Iterator[ExperienceMeta]:
        return iter(self.experiences)

    def __len__(self) -> int:
        return len(self.experiences)

    @property
    def active_keys(self) -> tuple[str, ...]:
        """Keys of the Active experiences, in the order sent."""
        return tuple(e.key for e in self.experiences if _same(e.status, Status.ACTIVE))

    @property
    def not_active(self) -> dict[str, str]:
        """Keys that are listed and not Active, with their status as sent."""
        return {e.key: e.status for e in self.experiences if not _same(e.status, Status.ACTIVE)}

    def get(self, key: str) -> ExperienceMeta | None:
        """Return the line of one key; keys are exact and case-sensitive."""
        return next((e for e in self.experiences if e.key == key), None)

    def counts(self) -> dict[str, int]:
        """Return how many experiences have each status."""
        counts: dict[str, int] = {}
        for experience in self.experiences:
            counts[experience.status] = counts.get(experience.status, 0) + 1
        return counts


_REASONS = {
    "INVALID_EXPERIENCE_KEY": Cause.UNKNOWN_KEY,
    "IN_VALID_EXPERIENCE_KEY": Cause.UNKNOWN_KEY,
    "USER_NOT_IN_SEGMENT": Cause.NO_MATCH,
    "USER_IN_CAMPAIGN_CONTROL_GROUP": Cause.NO_MATCH,
    "USER_IN_GLOBAL_CONTROL_GROUP": Cause.NO_MATCH,
}
"""Failure reasons of the SDKs (MoEngage SDKs: ExperienceFailureReason), should the service ever send them."""


def cause_of(key: str, metadata: Metadata | None, reason: str = "") -> Cause:
    """Say why *key* did not come back, and no more than can be known.

    Args:
        key: The experience key.
        metadata: The workspace's metadata; without it the cause is not known.
        reason: A failure reason the answer itself gave.
    """
    if reason in _REASONS:
        return _REASONS[reason]
    if metadata is None:
        return Cause.NOT_KNOWN
    line = metadata.get(key)
    if line is None:
        return Cause.UNKNOWN_KEY
    if _same(line.status, Status.ACTIVE):
        return Cause.NO_MATCH
    known = {Status.PAUSED: Cause.PAUSED, Status.SCHEDULED: Cause.SCHEDULED}
    return next((cause for status, cause in known.items() if _same(line.status, status)), Cause.NOT_KNOWN)


def _same(sent: str, status: Status) -> bool:
    return sent.lower() == status.lower()  # REST sends Active, the SDKs active
