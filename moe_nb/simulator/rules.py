"""Conditions of a world file, turned into functions of a visitor once, when the world is loaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from moe_nb.core.slots import parse_days, parse_hours
from moe_nb.core.user_agent import Device
from moe_nb.simulator.world import Place, Segment, User, When
from moe_nb.simulator.world_check import operators


@dataclass(frozen=True, slots=True)
class Visitor:
    """A request as the rules see it."""

    user: User | None = None
    """Whom the identity chain found; None is anonymous."""
    bucket_id: str = ""
    """What splits and control groups hash."""
    day: str | None = None
    hour: int | None = None
    device: Device | None = None
    place: Place | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


Rule = Callable[[Visitor], bool]


def compile_when(when: When, *, case_sensitive: bool) -> Rule:
    """Return a function that says whether all conditions hold; what the request did not send does not hold."""
    days, hours = parse_days(when.day), parse_hours(when.hour)
    devices = frozenset(when.device)
    places = [(name, frozenset(text.lower() for text in getattr(when, name))) for name in ("country", "region", "city")]
    places = [(name, wanted) for name, wanted in places if wanted]
    fold: Callable[[str], str] = str if case_sensitive else str.lower
    query = [(name, frozenset(fold(value) for value in values)) for name, values in when.query.items()]

    def holds(visitor: Visitor) -> bool:
        if (days and visitor.day not in days) or (hours and visitor.hour not in hours):
            return False
        if devices and visitor.device not in devices:
            return False
        if places and any(not _is_in(visitor.place, name, wanted) for name, wanted in places):
            return False
        sent = visitor.attributes
        return not query or all(name in sent and fold(sent[name]) in wanted for name, wanted in query)

    return holds


def compile_segment(segment: Segment | None) -> Callable[[User | None], bool]:
    """Return a function of the user; None is All users, anything else needs a user (MoEngage API: identity)."""
    if segment is None:
        return lambda _user: True
    rule = _segment(segment)
    return lambda user: user is not None and rule(user)


def condition_count(segment: Segment | None, when: When) -> int:
    """Return how many conditions there are, for ``audience_order: narrowest``."""
    said = [when.day, when.hour, when.device, when.country, when.region, when.city, *when.query.values()]
    return sum(1 for values in said if values) + _segment_count(segment)


def _segment_count(segment: Segment | None) -> int:
    if segment is None:
        return 0
    inner = [*(segment.all or []), *(segment.any or [])]
    return sum(_segment_count(part) for part in inner) if inner else 1


def _is_in(place: Place | None, name: str, wanted: frozenset[str]) -> bool:
    if place is None:
        return False
    said = {getattr(place, name).lower()} | ({place.country_name.lower()} if name == "country" else set())
    return bool((said - {""}) & wanted)


def _segment(segment: Segment) -> Callable[[User], bool]:
    if segment.all is not None or segment.any is not None:
        inner = [_segment(part) for part in segment.all or segment.any or []]
        join = all if segment.all is not None else any
        return lambda user: join(rule(user) for rule in inner)
    if segment.in_segment is not None:
        return lambda user: segment.in_segment in user.segments
    if segment.event is not None:
        least, most = segment.at_least, segment.at_most
        least = 1 if least is None and most is None else least or 0
        return lambda user: (
            least <= user.events.get(str(segment.event), 0)
            and (most is None or user.events.get(str(segment.event), 0) <= most)
        )
    tests = [(name, getattr(segment, name)) for name in operators(segment)]
    attribute = str(segment.attribute)
    return lambda user: all(
        _TESTS[name](user.attributes.get(attribute, msgspec.UNSET), wanted) for name, wanted in tests
    )


def _folded(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _is_any(value: Any, wanted: Any) -> bool:
    return _folded(value) in [_folded(one) for one in (wanted if isinstance(wanted, list) else [wanted])]


def _text(value: Any) -> str:
    return "" if value is msgspec.UNSET else str(value).lower()


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _compare(value: Any, test: Callable[[float], bool]) -> bool:
    number = _number(value)
    return number is not None and test(number)


# MoEngage segmentation: negatives also match users without the attribute; between is low <= v < high
_TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "is_": lambda value, wanted: value is not msgspec.UNSET and _is_any(value, wanted),
    "is_not": lambda value, wanted: value is msgspec.UNSET or not _is_any(value, wanted),
    "exists": lambda value, wanted: (value is not msgspec.UNSET) is wanted,
    "contains": lambda value, wanted: value is not msgspec.UNSET and wanted.lower() in _text(value),
    "not_contains": lambda value, wanted: value is msgspec.UNSET or wanted.lower() not in _text(value),
    "starts_with": lambda value, wanted: value is not msgspec.UNSET and _text(value).startswith(wanted.lower()),
    "ends_with": lambda value, wanted: value is not msgspec.UNSET and _text(value).endswith(wanted.lower()),
    "between": lambda value, wanted: _compare(value, lambda number: wanted[0] <= number < wanted[1]),
    "not_between": lambda value, wanted: (
        value is msgspec.UNSET or _compare(value, lambda number: number < wanted[0] or number >= wanted[1])
    ),
    "less_than": lambda value, wanted: _compare(value, lambda number: number < wanted),
    "greater_than": lambda value, wanted: _compare(value, lambda number: number > wanted),
}
