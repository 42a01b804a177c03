"""Which variation a visitor gets, and why: a pure function of world, visitor and time.

The order of the checks is an inference from the reason codes of MoEngage's SDKs; the REST answer never shows it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec

from moe_nb.core.reply import KEYS_PER_CALL
from moe_nb.simulator.payload import missing_value
from moe_nb.simulator.rules import Rule, Visitor, compile_segment, compile_when, condition_count
from moe_nb.simulator.world import AudienceRule, ExperienceRule, VariationRule, World


class Reason(StrEnum):
    """Why a key is not served (MoEngage SDKs: ExperienceFailureReason), or that it is."""

    SERVED = "SERVED"
    INVALID_EXPERIENCE_KEY = "INVALID_EXPERIENCE_KEY"
    MAX_LIMIT_BREACHED = "MAX_LIMIT_BREACHED"
    EXPERIENCE_NOT_ACTIVE = "EXPERIENCE_NOT_ACTIVE"
    EXPERIENCE_EXPIRED = "EXPERIENCE_EXPIRED"
    USER_IN_GLOBAL_CONTROL_GROUP = "USER_IN_GLOBAL_CONTROL_GROUP"
    USER_NOT_IN_SEGMENT = "USER_NOT_IN_SEGMENT"
    USER_IN_CAMPAIGN_CONTROL_GROUP = "USER_IN_CAMPAIGN_CONTROL_GROUP"
    PERSONALIZATION_FAILED = "PERSONALIZATION_FAILED"


class Decision(msgspec.Struct, frozen=True, gc=False):  # made a few times per request: a dataclass takes longer
    """What one key came to for one visitor."""

    key: str
    reason: Reason
    experience: ExperienceRule | None = None
    audience: AudienceRule | None = None
    variation: VariationRule | None = None
    matching: tuple[str, ...] = ()
    """Ids of all audiences that match, the winner first: an overlap is more than one."""


@dataclass(frozen=True, slots=True)
class _Audience:
    rule: AudienceRule
    matches: Rule


@dataclass(frozen=True, slots=True)
class _Experience:
    rule: ExperienceRule
    start: datetime | None
    end: datetime | None
    audiences: tuple[_Audience, ...]


class Decider:
    """A world made ready to decide.

    Args:
        world: The world.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._experiences = {experience.key: _compile(experience, world) for experience in world.experiences}

    def decide(self, visitor: Visitor, keys: Sequence[str] | None, now: datetime) -> list[Decision]:
        """Decide for the keys asked, in order; None decides every experience.

        Args:
            visitor: Who asks.
            keys: Experience keys; those beyond the 25th are not served.
            now: The time schedules are compared with.
        """
        if keys is None:
            return [self._one(key, visitor, now) for key in self._experiences]
        kept = dict.fromkeys(keys[:KEYS_PER_CALL])  # a key that stands twice takes two of the 25 places
        beyond = dict.fromkeys(key for key in keys[KEYS_PER_CALL:] if key not in kept)
        return [self._one(key, visitor, now) for key in kept] + [
            Decision(key, Reason.MAX_LIMIT_BREACHED) for key in beyond
        ]

    def status(self, key: str, now: datetime) -> str:
        """Return the status of an experience at a time: its own, overruled by start and end."""
        return _status(self._experiences[key], now)

    def _one(self, key: str, visitor: Visitor, now: datetime) -> Decision:
        found = self._experiences.get(key)
        if found is None:
            return Decision(key, Reason.INVALID_EXPERIENCE_KEY)
        rule = found.rule
        status = _status(found, now)
        if status != "Active":
            expired = status == "Expired"
            return Decision(key, Reason.EXPERIENCE_EXPIRED if expired else Reason.EXPERIENCE_NOT_ACTIVE, rule)
        if rule.global_control and _share("global", visitor) < self._world.settings.global_control_percent:
            return Decision(key, Reason.USER_IN_GLOBAL_CONTROL_GROUP, rule)
        matching = [audience.rule for audience in found.audiences if audience.matches(visitor)]
        if not matching:
            return Decision(key, Reason.USER_NOT_IN_SEGMENT, rule)
        winner, ids = matching[0], tuple([audience.id for audience in matching])
        if rule.control_percent and _share(f"control:{key}", visitor) < rule.control_percent:
            return Decision(key, Reason.USER_IN_CAMPAIGN_CONTROL_GROUP, rule, winner, None, ids)
        is_split = len(winner.variations) > 1  # where nothing is split, nothing has to be drawn
        variation = _bucket(winner, _share(f"split:{key}:{ids[0]}", visitor)) if is_split else winner.variations[0]
        failed = variation.on_missing == "do_not_send" and missing_value(variation, visitor.user)
        return Decision(key, Reason.PERSONALIZATION_FAILED if failed else Reason.SERVED, rule, winner, variation, ids)


def _compile(experience: ExperienceRule, world: World) -> _Experience:
    audiences = [_compile_audience(rule, world) for rule in experience.audiences]
    if world.settings.audience_order == "last":
        audiences.reverse()
    if world.settings.audience_order == "narrowest":
        audiences.sort(key=lambda audience: -condition_count(audience.rule.segment, audience.rule.when))
    start, end = (None if text is None else datetime.fromisoformat(text) for text in (experience.start, experience.end))
    return _Experience(experience, start, end, tuple(audiences))


def _compile_audience(rule: AudienceRule, world: World) -> _Audience:
    case_sensitive = world.settings.attributes_case_sensitive
    when = compile_when(rule.when, case_sensitive=case_sensitive)
    if rule.segment is None and rule.exclude is None:
        return _Audience(rule, when)
    segment = compile_segment(rule.segment)
    exclude: Rule = lambda _visitor: False  # noqa: E731 - a rule like the compiled ones
    if rule.exclude is not None:
        exclude = compile_when(rule.exclude, case_sensitive=case_sensitive)
    return _Audience(rule, lambda visitor: segment(visitor.user) and when(visitor) and not exclude(visitor))


def _status(found: _Experience, now: datetime) -> str:
    if found.rule.status in {"Draft", "Expired", "Paused"}:
        return found.rule.status
    if found.end is not None and now >= found.end:
        return "Expired"
    if found.start is not None:
        return "Scheduled" if now < found.start else "Active"
    return found.rule.status


def _share(salt: str, visitor: Visitor) -> float:
    """Return a number from 0 to 100, the same for the same visitor and salt (sticky)."""
    digest = hashlib.blake2b(f"{salt}\x1f{visitor.bucket_id}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) / 2**64 * 100


def _bucket(audience: AudienceRule, share: float) -> VariationRule:
    reached = 0.0
    for variation in audience.variations:
        reached += variation.share
        if share < reached:
            return variation
    return audience.variations[-1]
