"""One situation of a visitor."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Self

from moe_nb.core.day_hour import DAYS, parse_day, parse_hour
from moe_nb.core.errors import ContextError
from moe_nb.core.frozen_map import FrozenMap

RESERVED = (
    "identifiers",
    "experience_key",
    "DAY_OF_THE_WEEK",
    "TIME_OF_THE_DAY",
    "USER_IP_ADDRESS",
    "USER_AGENT",
)
"""Top-level names of the request; an attribute may not be called so (they share one namespace)."""

PLACEHOLDERS = ("custom_attribute",)
"""Names the documentation uses as placeholders: an attribute is sent under its own name."""

FIELDS = ("customer_id", "day", "hour", "ip_address", "user_agent")
"""The fields of a context that hold one value each, in the order they are shown."""

IDENTIFIER_PREFIX = "identifier."
"""How an axis or column names one of the user identifiers: ``identifier.u_em``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the service is told about a visitor; everything may be left out.

    Raises:
        ContextError: If a value cannot be put on the wire.
    """

    customer_id: str | None = None
    """The workspace's ID of the user; left out, the visitor is anonymous."""

    user_identifiers: Mapping[str, str] = FrozenMap()
    """Other identifiers, ``{"u_em": "mail", "u_mb": "mobile"}``; used with Identity Resolution only."""

    day: str | None = None
    """Day of the week in UTC, ``"Saturday"``."""

    hour: int | None = None
    """Hour of the day in UTC, 0 to 23; 7 PM is 19."""

    ip_address: str | None = None
    """Decides the country, region and city."""

    user_agent: str | None = None
    """The complete User-Agent header; decides the device type."""

    attributes: Mapping[str, str] = FrozenMap()
    """Custom in-session attributes under their own names, ``{"utm_medium": "email"}``."""

    def __post_init__(self) -> None:
        """Normalise and check every field."""
        put = object.__setattr__
        put(self, "customer_id", _text("customer_id", self.customer_id))
        put(self, "user_agent", _text("user_agent", self.user_agent))
        put(self, "day", None if self.day is None or self.day == "" else parse_day(self.day))
        put(self, "hour", None if self.hour is None else parse_hour(self.hour))
        put(self, "ip_address", _ip_address(self.ip_address))
        put(self, "user_identifiers", _pairs("identifier", self.user_identifiers, drop_empty=True))
        put(self, "attributes", _pairs("attribute", self.attributes))
        for name in self.attributes:
            _check_attribute_name(name)

    @classmethod
    def at(cls, moment: datetime, **fields: Any) -> Self:
        """Build a context for an instant; day and hour both come from it, in UTC.

        Args:
            moment: A datetime with a time zone.
            **fields: Any other field.

        Raises:
            ContextError: If *moment* has no time zone: its UTC hour would be a guess.
        """
        if moment.tzinfo is None:
            raise ContextError(
                f"{moment.isoformat()} has no time zone, so its UTC day and hour are not known.",
                hint='Add one: datetime(..., tzinfo=ZoneInfo("Asia/Kolkata")).',
            )
        utc = moment.astimezone(UTC)
        return cls(**{**fields, "day": DAYS[utc.weekday()], "hour": utc.hour})

    def with_values(self, values: Mapping[str, Any]) -> Self:
        """Return a copy with *values* set by axis name: a field, ``identifier.NAME``, or an attribute."""
        fields: dict[str, Any] = {}
        identifiers, attributes = dict(self.user_identifiers), dict(self.attributes)
        for name, value in values.items():
            if name in FIELDS:
                fields[name] = value
            elif name.startswith(IDENTIFIER_PREFIX):
                identifiers[name.removeprefix(IDENTIFIER_PREFIX)] = value
            elif value is None:
                attributes.pop(name, None)
            else:
                attributes[name] = value
        return replace(self, user_identifiers=identifiers, attributes=attributes, **fields)

    def values(self) -> dict[str, Any]:
        """Return what is set, by axis name, in display order."""
        shown: dict[str, Any] = {name: getattr(self, name) for name in FIELDS if getattr(self, name) is not None}
        shown |= {IDENTIFIER_PREFIX + name: value for name, value in self.user_identifiers.items()}
        return shown | dict(self.attributes)


def check_axis_name(name: str) -> str:
    """Return *name* if a context has such a value; attributes may have any name that is not reserved.

    Raises:
        ContextError: If the name is reserved, empty or a placeholder of the documentation.
    """
    if name not in FIELDS and not name.startswith(IDENTIFIER_PREFIX):
        _check_attribute_name(name)
    return name


def _check_attribute_name(name: str) -> None:
    if not name.strip():
        raise ContextError("An attribute has no name.", hint="Give it the name it has on the wire, e.g. utm_medium.")
    if name in RESERVED or name in FIELDS or name.startswith(IDENTIFIER_PREFIX):
        raise ContextError(
            f"An attribute may not be called {name!r}: the request uses that name itself.",
            hint="Set it with the field of its own: customer_id, day, hour, ip_address, user_agent.",
        )
    if name.lower() in PLACEHOLDERS:
        raise ContextError(
            f"{name!r} is a placeholder of MoEngage's documentation.",
            hint='Use the parameter\'s own name, e.g. {"utm_medium": "email"}.',
        )


def _text(name: str, value: object) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool | list | tuple | dict | set):
        raise ContextError(f"{name}={value!r} is not one text.", hint=f"Give {name} as a string.")
    return _encodable(name, str(value))


def _encodable(name: str, text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ContextError(
            f"{name}={text!r} cannot be written as UTF-8.", hint="Remove the broken character."
        ) from None
    return text


def _ip_address(value: object) -> str | None:
    text = _text("ip_address", value)
    if text is None:
        return None
    try:
        ipaddress.ip_address(text.strip())
    except ValueError:
        raise ContextError(
            f"IP address {text!r} is not one.", hint="Use the form 203.0.113.42 or 2001:db8::1."
        ) from None
    return text.strip()


def _pairs(kind: str, pairs: Mapping[str, object] | None, *, drop_empty: bool = False) -> FrozenMap:
    checked = {}
    for name, value in (pairs or {}).items():
        if drop_empty and value in (None, ""):  # empty u_em/u_mb is a common caller bug
            continue
        checked[_encodable(kind, str(name))] = _attribute_text(f"{kind} {name}", value)
    return FrozenMap(checked)


def _attribute_text(name: str, value: object) -> str:
    """Attribute values are strings on the wire (MoEngage API: SDK attribute rule)."""
    if value is None or isinstance(value, list | tuple | dict | set):
        raise ContextError(f"{name}={value!r} is not one value.", hint="Give a text, a number or true/false.")
    return _encodable(name, str(value).lower() if isinstance(value, bool) else str(value))
