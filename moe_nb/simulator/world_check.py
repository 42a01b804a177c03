"""What a world must also satisfy, beyond the types of its fields."""

from __future__ import annotations

import ipaddress
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from moe_nb.core.errors import ContextError, WorldError
from moe_nb.core.slots import parse_days, parse_hours
from moe_nb.simulator.world import AudienceRule, ExperienceRule, PayloadValue, Segment, When, World

KINDS = ("all", "any", "attribute", "in_segment", "event")
MOST_AUDIENCES = 10
MOST_VARIATIONS = 5
SHARE_SUM = 100
_JSON_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "float": (int, float),
    "boolean": (bool,),
}


def check_world(world: World, name: str) -> None:
    """Raise a `WorldError` that names the first place where the world cannot work."""
    for place, problem in _problems(world):
        raise WorldError(f"{name}: {place}: {problem}")


def _problems(world: World) -> Iterator[tuple[str, str]]:
    if world.settings.rate_limit_per_min < 1:
        yield "settings.rate_limit_per_min", f"{world.settings.rate_limit_per_min}. Allowed: 1 or more."
    yield from _percent("settings.global_control_percent", world.settings.global_control_percent)
    for number, place in enumerate(world.places):
        try:
            ipaddress.ip_network(place.cidr)
        except ValueError as error:
            yield f"places[{number}].cidr", f"{error}. Allowed: a network such as 203.0.113.0/24."
    yield from _names(world)
    yield from _twice("experiences", [experience.key for experience in world.experiences])
    for number, experience in enumerate(world.experiences):
        yield from _experience(f"experiences[{number}] ({experience.key})", experience)


def _names(world: World) -> Iterator[tuple[str, str]]:
    """Check what requests name things by."""
    keys = world.workspace
    if not keys.id.strip() or ":" in keys.id or not keys.id.isascii() or not keys.id.isprintable():
        yield "workspace.id", f"{keys.id!r} cannot be a user name. Allowed: plain text without a colon."
    if not keys.api_key.strip() or not keys.api_key.isprintable():
        yield "workspace.api_key", "it is empty or cannot be sent. Allowed: plain text."
    for number, experience in enumerate(world.experiences):
        if not experience.key.strip():
            yield f"experiences[{number}].key", "it is empty. Allowed: the key requests name it by."
    named = [f"{name}={value}" for user in world.users.values() for name, value in user.identifiers.items()]
    yield from _twice("users, identifiers", named)


def _experience(place: str, experience: ExperienceRule) -> Iterator[tuple[str, str]]:
    for name in ("start", "end"):
        moment = getattr(experience, name)
        try:
            aware = moment is None or datetime.fromisoformat(moment).tzinfo is not None
        except ValueError:
            aware = False
        if not aware:
            yield f"{place}.{name}", f"{moment!r} is not a time with a zone. Allowed: 2026-12-24T18:00:00Z."
    yield from _percent(f"{place}.control_percent", experience.control_percent)
    yield from _order(f"{place}.end", experience)
    if len(experience.audiences) > MOST_AUDIENCES:
        yield f"{place}.audiences", f"{len(experience.audiences)} audiences. Allowed: at most {MOST_AUDIENCES}."
    yield from _twice(f"{place}.audiences", [audience.id for audience in experience.audiences])
    for number, audience in enumerate(experience.audiences):
        yield from _audience(f"{place}.audiences[{number}]", audience)


def _order(place: str, experience: ExperienceRule) -> Iterator[tuple[str, str]]:
    try:
        start, end = (datetime.fromisoformat(text) for text in (experience.start or "", experience.end or ""))
        is_wrong = start >= end
    except (ValueError, TypeError):  # missing, or already named
        return
    if is_wrong:
        yield place, f"{experience.end} is not after start. Allowed: a later time."


def _audience(place: str, audience: AudienceRule) -> Iterator[tuple[str, str]]:
    yield from _when(f"{place}.when", audience.when)
    if audience.exclude is not None:
        yield from _when(f"{place}.exclude", audience.exclude)
        if audience.exclude == When():
            yield f"{place}.exclude", "says nothing, so it would exclude everybody. Allowed: at least one condition."
    if audience.segment is not None:
        yield from _segment(f"{place}.segment", audience.segment)
    if not 1 <= len(audience.variations) <= MOST_VARIATIONS:
        yield f"{place}.variations", f"{len(audience.variations)} variations. Allowed: 1 to {MOST_VARIATIONS}."
    yield from _twice(f"{place}.variations", [variation.id for variation in audience.variations])
    total = sum(variation.share for variation in audience.variations)
    if abs(total - SHARE_SUM) > 0.01:  # noqa: PLR2004 - shares such as 33.33
        yield f"{place}.variations", f"the shares add up to {total:g}. Allowed: exactly {SHARE_SUM}."
    for number, variation in enumerate(audience.variations):
        yield from _percent(f"{place}.variations[{number}].share", variation.share)
        for name, value in variation.payload.items():
            yield from _value(f"{place}.variations[{number}].payload.{name}", value)


def _value(place: str, value: PayloadValue) -> Iterator[tuple[str, str]]:
    types = _JSON_TYPES.get(value.type)
    wrong = types is not None and (
        not isinstance(value.value, types) or (isinstance(value.value, bool) and bool not in types)
    )
    if wrong and value.raw is msgspec.UNSET:
        yield f"{place}.value", f"{value.value!r} is not a {value.type}. Allowed: a value of the type, or another type."


def _when(place: str, when: When) -> Iterator[tuple[str, str]]:
    for name, read in (("day", parse_days), ("hour", parse_hours)):
        try:
            read(getattr(when, name))
        except ContextError as error:
            yield f"{place}.{name}", str(error)


def _segment(place: str, segment: Segment) -> Iterator[tuple[str, str]]:
    kinds = [kind for kind in KINDS if getattr(segment, kind) is not None]
    if len(kinds) != 1:
        yield place, f"{' and '.join(kinds) or 'nothing'} given. Allowed: exactly one of {', '.join(KINDS)}."
        return
    yield from _comparisons(place, segment, kinds[0])
    for kind in ("all", "any"):
        if getattr(segment, kind) == []:
            yield f"{place}.{kind}", "it is empty. Allowed: at least one condition."
        for number, inner in enumerate(getattr(segment, kind) or []):
            yield from _segment(f"{place}.{kind}[{number}]", inner)


def _comparisons(place: str, segment: Segment, kind: str) -> Iterator[tuple[str, str]]:
    """Check that a condition compares what its kind can be compared by, and in a range that holds something."""
    counts = [name for name in ("at_least", "at_most") if getattr(segment, name) is not None]
    if kind == "attribute" and not operators(segment):
        yield place, "no comparison. Allowed: is, is_not, exists, contains, starts_with, between, less_than, …"
    if kind != "attribute" and operators(segment):
        yield (
            f"{place}.{operators(segment)[0].rstrip('_')}",
            f"{kind} is not compared. Allowed beside attribute.",
        )
    if kind != "event" and counts:
        yield f"{place}.{counts[0]}", f"{kind} is not counted. Allowed beside event."
    for name in ("between", "not_between"):
        low_high = getattr(segment, name)
        if low_high is not None and low_high[0] >= low_high[1]:
            yield f"{place}.{name}", f"{low_high[0]:g} to {low_high[1]:g} holds nothing. Allowed: a lower number first."
    if segment.at_least is not None and segment.at_most is not None and segment.at_least > segment.at_most:
        yield f"{place}.at_most", f"{segment.at_most} is below at_least. Allowed: {segment.at_least} or more."


def operators(segment: Segment) -> list[str]:
    """Return the names of the comparisons a segment makes."""
    names = [
        field.name for field in msgspec.structs.fields(Segment) if field.name not in (*KINDS, "at_least", "at_most")
    ]
    return [name for name in names if getattr(segment, name) not in (None, msgspec.UNSET)]


def _percent(place: str, value: float) -> Iterator[tuple[str, str]]:
    if not 0 <= value <= SHARE_SUM:
        yield place, f"{value:g} is not a percentage. Allowed: 0 to {SHARE_SUM}."


def _twice(place: str, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    for name in sorted(name for name, count in Counter(names).items() if count > 1):
        yield place, f"{name!r} stands twice. Allowed: each once."
