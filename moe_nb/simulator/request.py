"""The request body, checked as the service checks it, and who is behind it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec

from moe_nb.core.context import RESERVED
from moe_nb.core.day_hour import DAYS, HOURS, wire_hour
from moe_nb.core.user_agent import Device, device_type
from moe_nb.simulator.places import Places
from moe_nb.simulator.rules import Visitor
from moe_nb.simulator.world import User, World

LONGEST_REMEMBERED = 1_000
"""Characters; real User-Agents have a few hundred, and thousands of a megabyte are not to be kept."""

_remembered_type = lru_cache(maxsize=4096)(device_type)  # the same few User-Agents come again and again

_ENUMS = {
    "DAY_OF_THE_WEEK": (DAYS[-1], *DAYS[:-1]),  # the documented error begins its list with Sunday
    "TIME_OF_THE_DAY": tuple(wire_hour(hour) for hour in HOURS),
}


class Refused(Exception):  # noqa: N818 - an answer, not an error
    """The request is refused with a 400.

    Attributes:
        title: As documented.
        description: As documented.
        code: The opaque 8 characters that validation errors carry, or empty.
    """

    def __init__(self, title: str, description: str, *, with_code: bool = True) -> None:
        super().__init__(description)
        self.title = title
        self.description = description
        self.code = hashlib.sha256(description.encode()).hexdigest()[:8] if with_code else ""


def read_body(body: bytes) -> dict[str, Any]:
    """Read and check a fetch request.

    Raises:
        Refused: With the documented title and description.
    """
    try:
        said = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        text = "Could not decode the request body. The JSON was incorrect or not encoded as UTF-8."
        raise Refused("Malformed JSON", text, with_code=False) from None
    if not isinstance(said, dict) or not said:
        raise Refused("Request Error", "The request payload is empty.", with_code=False)
    for name, allowed in _ENUMS.items():
        if name in said and said[name] not in allowed:
            listed = ", ".join(allowed)
            raise Refused(
                "Invalid Field Value",
                f"{name} - Enum doesnt allow value: {_shown(said[name])}, allowed values: [{listed}]",
            )
    for name in ("USER_IP_ADDRESS", "USER_AGENT"):
        if not isinstance(said.get(name, ""), str):
            raise Refused("Invalid Field Value", f"{name} - Not a valid string.")
    keys = said.get("experience_key", [])
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        raise Refused("Invalid Field Value", "experience_key - Not a valid list of strings.")
    if not isinstance(said.get("identifiers", {}), dict):
        raise Refused("Invalid Field Value", "identifiers - Not a valid mapping type.")
    return said


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def keys_of(said: Mapping[str, Any]) -> list[str] | None:
    """Return the keys asked, in order, as sent; None when the field is missing or empty."""
    return said.get("experience_key") or None


def _device_of(user_agent: str) -> Device:
    return _remembered_type(user_agent) if len(user_agent) <= LONGEST_REMEMBERED else device_type(user_agent)


@dataclass(frozen=True, slots=True)
class People:
    """Finds who is behind a request."""

    world: World
    places: Places
    _by_identifier: dict[tuple[str, str], str]

    @classmethod
    def of(cls, world: World, places: Places | None = None) -> People:
        """Index a world."""
        named = {
            (name, value): user_id for user_id, user in world.users.items() for name, value in user.identifiers.items()
        }
        return cls(world, places or Places(world), named)

    def visitor(self, said: Mapping[str, Any]) -> Visitor:
        """Return the visitor behind a checked request body."""
        user_id, user = self._identity(said.get("identifiers") or {})
        attributes = {name: value for name, value in said.items() if name not in RESERVED and isinstance(value, str)}
        hour, user_agent = said.get("TIME_OF_THE_DAY"), said.get("USER_AGENT")
        return Visitor(
            user,
            user_id or self._anonymous_bucket(said),
            said.get("DAY_OF_THE_WEEK"),
            None if hour is None else int(hour),
            None if user_agent is None else _device_of(user_agent),
            self.places.find(said.get("USER_IP_ADDRESS")),
            attributes,
        )

    def _identity(self, identifiers: Mapping[str, Any]) -> tuple[str, User | None]:
        """Follow the documented chain: known customer_id, then user_identifiers, then anonymous."""
        customer_id = identifiers.get("customer_id")
        if isinstance(customer_id, str) and customer_id in self.world.users:
            return customer_id, self.world.users[customer_id]
        others = identifiers.get("user_identifiers")
        for name, value in others.items() if isinstance(others, dict) else ():
            found = self._by_identifier.get((name, str(value)))
            if found is not None:
                return found, self.world.users[found]
        return (str(customer_id) if customer_id else ""), None

    def _anonymous_bucket(self, said: Mapping[str, Any]) -> str:
        if self.world.settings.anonymous_bucket == "random":
            return secrets.token_hex(8)
        situation = {name: value for name, value in said.items() if name not in {"experience_key", "identifiers"}}
        return msgspec.json.encode(situation, order="sorted").decode()
