"""What a world must also satisfy, beyond the types of its fields."""

from __future__ import annotations

import json

import pytest

from moe_nb.core.errors import WorldError
from moe_nb.simulator.world_file import parse_world


def variation(**fields):
    return {"id": "1", **fields}


def world(*, audience=None, experience=None, **fields):
    """Return the text of a world with one experience and one audience (JSON is YAML)."""
    everybody = {"id": "A", "name": "Everybody", "variations": [variation()]} | (audience or {})
    home = {"key": "home", "name": "Home", "audiences": [everybody]} | (experience or {})
    return json.dumps({"experiences": [home]} | fields)


def refusal(text):
    with pytest.raises(WorldError) as caught:
        parse_world(text, "mine.yaml")
    return str(caught.value)


HOME = "experiences[0] (home)"
AUDIENCE = f"{HOME}.audiences[0]"


def test_the_world_the_cases_are_made_from_is_fine():
    """Each refusal below comes from its own change."""
    assert "home" == parse_world(world()).experiences[0].key


@pytest.mark.parametrize("cidr", ["203.0.113.0/33", "here", "203.0.113.1/24", ""])
def test_a_place_needs_a_network(cidr):
    """A network with host bits, or none at all, is refused."""
    said = refusal(world(places=[{"cidr": cidr, "country": "IN"}]))
    assert "places[0].cidr" in said
    assert "203.0.113.0/24" in said


def test_keys_and_ids_stand_once():
    """Two experiences, audiences or variations of one name cannot be told apart."""
    twice = json.loads(world())["experiences"] * 2
    assert "experiences: 'home' stands twice" in refusal(json.dumps({"experiences": twice}))
    audiences = [{"id": "A", "name": name, "variations": [variation()]} for name in "xy"]
    assert f"{HOME}.audiences: 'A' stands twice" in refusal(world(experience={"audiences": audiences}))
    shares = {"variations": [variation(share=50), variation(share=50)]}
    assert f"{AUDIENCE}.variations: '1' stands twice" in refusal(world(audience=shares))


@pytest.mark.parametrize(("count", "fits"), [(10, True), (11, False)])
def test_ten_audiences_at_most(count, fits):
    """As in MoEngage's editor."""
    audiences = [{"id": str(n), "name": "x", "variations": [variation()]} for n in range(count)]
    text = world(experience={"audiences": audiences})
    if fits:
        assert count == len(parse_world(text).experiences[0].audiences)
    else:
        assert "at most 10" in refusal(text)


@pytest.mark.parametrize(("count", "fits"), [(0, False), (1, True), (5, True), (6, False)])
def test_one_to_five_variations(count, fits):
    """As in MoEngage's editor."""
    text = world(audience={"variations": [variation(id=str(n), share=100 / max(count, 1)) for n in range(count)]})
    if fits:
        assert count == len(parse_world(text).experiences[0].audiences[0].variations)
    else:
        assert "1 to 5" in refusal(text)


@pytest.mark.parametrize(
    ("shares", "fits"),
    [([50, 50], True), ([33.33, 33.33, 33.34], True), ([50, 49], False), ([100, 1], False), ([0, 100], True)],
)
def test_shares_add_up_to_a_hundred(shares, fits):
    """A hole or an overlap in the split is refused with the sum."""
    text = world(audience={"variations": [variation(id=str(n), share=share) for n, share in enumerate(shares)]})
    if fits:
        assert shares == [v.share for v in parse_world(text).experiences[0].audiences[0].variations]
    else:
        assert f"add up to {sum(shares):g}" in refusal(text)


def test_a_share_is_not_negative():
    """-50 and 150 add up to a hundred and are no split."""
    refusal(world(audience={"variations": [variation(share=-50), variation(id="2", share=150)]}))


@pytest.mark.parametrize("percent", [-1, 100.5])
def test_a_control_group_is_a_percentage(percent):
    """Less than nobody or more than everybody is a mistake."""
    refusal(world(experience={"control_percent": percent}))
    refusal(world(settings={"global_control_percent": percent}))


@pytest.mark.parametrize("limit", [0, -5])
def test_a_rate_limit_lets_something_through(limit):
    """A limit of nothing would refuse every request."""
    refusal(world(settings={"rate_limit_per_min": limit}))


@pytest.mark.parametrize("name", ["start", "end"])
@pytest.mark.parametrize("moment", ["2026-12-24T18:00:00", "2026-12-24", "tomorrow", ""])
def test_a_schedule_needs_a_time_with_a_zone(name, moment):
    """A time without zone would be a guess."""
    said = refusal(world(experience={name: moment}))
    assert f"{HOME}.{name}" in said
    assert "2026-12-24T18:00:00Z" in said


@pytest.mark.parametrize("moment", ["2026-12-24T18:00:00Z", "2026-12-24T18:00:00+05:30"])
def test_a_time_with_a_zone_is_taken(moment):
    """UTC and any offset will do."""
    assert moment == parse_world(world(experience={"start": moment})).experiences[0].start


@pytest.mark.parametrize("place", ["when", "exclude"])
@pytest.mark.parametrize(
    ("field", "value"), [("day", "Someday"), ("day", "Mon-"), ("hour", "24"), ("hour", "9-17 Uhr")]
)
def test_days_and_hours_are_checked(place, field, value):
    """A slot nobody can be in is a mistake, not an audience without visitors."""
    assert f"{AUDIENCE}.{place}.{field}" in refusal(world(audience={place: {field: [value]}}))


@pytest.mark.parametrize("exclude", [{}, {"day": []}, {"query": {}}])
def test_an_exclusion_of_everybody_is_refused(exclude):
    """An empty exclude would leave nobody."""
    assert "exclude everybody" in refusal(world(audience={"exclude": exclude}))


@pytest.mark.parametrize(
    ("segment", "words"),
    [
        ({}, "nothing given"),
        ({"attribute": "plan", "event": "buy"}, "attribute and event given"),
        ({"attribute": "plan"}, "no comparison"),
        ({"all": [{"attribute": "plan", "is": "gold"}, {}]}, "segment.all[1]: nothing given"),
        ({"any": [{"all": [{"attribute": "x"}]}]}, "segment.any[0].all[0]: no comparison"),
    ],
)
def test_a_condition_says_exactly_one_thing(segment, words):
    """Neither nothing nor two kinds at once; nested ones are named by their place."""
    assert words in refusal(world(audience={"segment": segment}))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("string", 5),
        ("string", None),
        ("number", "5"),
        ("number", True),
        ("float", "x"),
        ("boolean", 1),
        ("boolean", "true"),
    ],
)
def test_a_payload_value_is_of_its_type(kind, value):
    """A number that is a text would break the contract unnoticed."""
    said = refusal(world(audience={"variations": [variation(payload={"T": {"type": kind, "value": value}})]}))
    assert f"variations[0].payload.T.value: {value!r} is not a {kind}" in said


@pytest.mark.parametrize(
    "entry",
    [
        {"type": "number", "value": 1.5},
        {"type": "float", "value": 1},
        {"type": "json", "value": [1, {"a": None}]},
        {"type": "json", "value": None},
        {"type": "boolean", "value": False},
        {"raw": 7},
        {"type": "number", "raw": {"value": "7"}},
    ],
)
def test_a_value_that_breaks_the_contract_is_written_raw(entry):
    """Every JSON value of the type is fine, and raw says anything on purpose."""
    parsed = parse_world(world(audience={"variations": [variation(payload={"T": entry})]}))
    assert ["T"] == list(parsed.experiences[0].audiences[0].variations[0].payload)


@pytest.mark.parametrize(
    ("segment", "place"),
    [
        ({"event": "Purchase", "is": 5}, "segment.is"),
        ({"in_segment": "VIP", "at_least": 3}, "segment.at_least"),
        ({"attribute": "plan", "is": "gold", "at_most": 3}, "segment.at_most"),
        ({"event": "Purchase", "at_least": 5, "at_most": 1}, "segment.at_most"),
        ({"attribute": "orders", "between": [9, 1]}, "segment.between"),
        ({"attribute": "orders", "not_between": [3, 3]}, "segment.not_between"),
        ({"all": []}, "segment.all"),
        ({"any": [{"all": []}]}, "segment.any[0].all"),
    ],
)
def test_a_condition_that_would_be_ignored_or_never_hold_is_named(segment, place):
    """What a condition does not use, and a range that holds nothing, is a mistake of the author."""
    said = refusal(world(audience={"segment": segment}))
    assert f"{AUDIENCE}.{place}" in said
    assert "Allowed" in said


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"workspace": {"id": "a:b"}}, "workspace.id"),
        ({"workspace": {"id": " "}}, "workspace.id"),
        ({"workspace": {"api_key": ""}}, "workspace.api_key"),
        ({"users": {n: {"identifiers": {"u_em": "x"}} for n in "ab"}}, "users, identifiers"),
        ({"experience": {"key": ""}}, "experiences[0].key"),
        ({"experience": {"start": "2027-01-01T00:00:00Z", "end": "2026-01-01T00:00:00Z"}}, ".end"),
    ],
)
def test_names_and_times_that_cannot_work_are_named(fields, place):
    """What no request could name, and what could never be active, is told with its place in the file."""
    said = refusal(world(**fields))
    assert place in said
    assert "Allowed" in said
