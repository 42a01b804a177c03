"""Payloads as they leave: personalised, typed, with the experience context."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import msgspec

from moe_nb.simulator.world import AudienceRule, ExperienceRule, PayloadValue, User, VariationRule

_MARK = re.compile(r"\{\{\s*user\.(?P<name>\w+)\s*(?:\|\s*default\(\s*\"(?P<default>[^\"]*)\"\s*\)\s*)?\}\}")
"""The one template form the simulator fills in; anything else in braces is sent as it stands."""


def missing_value(variation: VariationRule, user: User | None) -> bool:
    """Say whether a payload names a user attribute that has neither value nor default."""
    texts = (value.value for value in variation.payload.values() if isinstance(value.value, str))
    return any(
        mark["default"] is None and _attribute(user, mark["name"]) is None
        for text in texts
        for mark in _MARK.finditer(text)
    )


def is_personal(variation: VariationRule) -> bool:
    """Say whether a payload depends on the user."""
    return any("{{" in value.value for value in variation.payload.values() if isinstance(value.value, str))


def write_payload(variation: VariationRule, user: User | None) -> dict[str, Any]:
    """Return the payload as sent."""
    return {name: _entry(value, user) for name, value in variation.payload.items()}


def write_context(experience: ExperienceRule, audience: AudienceRule, variation: VariationRule) -> dict[str, str]:
    """Return the ``experience_context``; all its values are strings (MoEngage API: 200 response)."""
    campaign = experience.campaign or hashlib.sha256(experience.key.encode()).hexdigest()[:24]
    return {
        "cid": f"{campaign}_F_T_WP_AB_{variation.id}_P_0_AU_{audience.id}",
        "experience": experience.name,
        "moe_locale_id": "0",
        "moe_variation_id": variation.id,
        "audience_name": audience.name,
        "audience_id": audience.id,
        "type": "Web Personalization",
        "experience_type": "API based Experience",
    }


def _entry(value: PayloadValue, user: User | None) -> Any:
    if value.raw is not msgspec.UNSET:
        return value.raw
    return {
        "value": _filled(value.value, user) if isinstance(value.value, str) else value.value,
        "data_type": value.type,
    }


def _filled(text: str, user: User | None) -> str:
    def fill(mark: re.Match[str]) -> str:
        known = _attribute(user, mark["name"])
        return known if known is not None else mark["default"] or ""

    return _MARK.sub(fill, text) if "{{" in text else text


def _attribute(user: User | None, name: str) -> str | None:
    value = None if user is None else user.attributes.get(name)
    return None if value is None else str(value)
