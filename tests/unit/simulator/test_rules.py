"""Conditions of a world, one by one, with MoEngage's filter semantics."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.core.user_agent import Device
from moe_nb.simulator.rules import Visitor, compile_segment, compile_when, condition_count
from moe_nb.simulator.world import Place, Segment, User, When

MISSING = object()
BENGALURU = Place(cidr="203.0.113.0/24", country="IN", country_name="India", region="Karnataka", city="Bengaluru")


def segment_holds(conditions, **user):
    segment = msgspec.convert(conditions, Segment, strict=True)
    return compile_segment(segment)(User(**user))


def attribute_holds(operator, wanted, value):
    attributes = {} if value is MISSING else {"a": value}
    return segment_holds({"attribute": "a", operator: wanted}, attributes=attributes)


@pytest.mark.parametrize(
    ("operator", "wanted", "value", "holds"),
    [
        ("is", "gold", "gold", True),
        ("is", "gold", "GOLD", True),
        ("is", "gold", "silver", False),
        ("is", ["gold", "silver"], "silver", True),
        ("is", ["gold"], MISSING, False),
        ("is", 5, 5, True),
        ("is", 5, "5", False),
        ("is", True, True, True),
        ("is", "", "", True),
        ("is_not", "gold", "silver", True),
        ("is_not", "gold", "Gold", False),
        ("is_not", ["gold", "silver"], "silver", False),
        ("is_not", "gold", MISSING, True),
        ("exists", True, "x", True),
        ("exists", True, "", True),
        ("exists", True, MISSING, False),
        ("exists", False, MISSING, True),
        ("exists", False, "x", False),
        ("contains", "old", "GOLD", True),
        ("contains", "OLD", "gold", True),
        ("contains", "x", "gold", False),
        ("contains", "x", MISSING, False),
        ("contains", "", MISSING, False),
        ("not_contains", "old", "gold", False),
        ("not_contains", "x", "gold", True),
        ("not_contains", "x", MISSING, True),
        ("starts_with", "Go", "gold", True),
        ("starts_with", "old", "gold", False),
        ("starts_with", "", MISSING, False),
        ("ends_with", "LD", "gold", True),
        ("ends_with", "go", "gold", False),
        ("ends_with", "", MISSING, False),
        ("between", [10, 20], 10, True),
        ("between", [10, 20], 19.99, True),
        ("between", [10, 20], 20, False),
        ("between", [10, 20], 9, False),
        ("between", [10, 20], MISSING, False),
        ("between", [10, 20], "15", False),
        ("between", [0, 2], True, False),
        ("not_between", [10, 20], 9, True),
        ("not_between", [10, 20], 10, False),
        ("not_between", [10, 20], 20, True),
        ("not_between", [10, 20], MISSING, True),
        ("less_than", 10, 9.5, True),
        ("less_than", 10, 10, False),
        ("less_than", 10, MISSING, False),
        ("greater_than", 10, 11, True),
        ("greater_than", 10, 10, False),
        ("greater_than", 10, MISSING, False),
    ],
)
def test_a_comparison_holds_as_documented(operator, wanted, value, holds):
    """Texts ignore case, between is low <= v < high, and negatives also match users without the attribute."""
    assert holds == attribute_holds(operator, wanted, value)


@given(low=st.integers(-5, 5), high=st.integers(-5, 5), value=st.integers(-6, 6))
def test_between_and_not_between_are_opposites(low, high, value):
    """Every number is on exactly one side."""
    inside = attribute_holds("between", [low, max(low, high)], value)
    assert inside is not attribute_holds("not_between", [low, max(low, high)], value)


def test_several_comparisons_of_one_attribute_must_all_hold():
    """contains and not_contains together narrow down."""
    both = {"attribute": "a", "contains": "go", "not_contains": "d"}
    assert [True, False, False] == [segment_holds(both, attributes={"a": text}) for text in ("gong", "gold", "x")]


@pytest.mark.parametrize(
    ("conditions", "count", "holds"),
    [
        ({"event": "buy"}, 1, True),
        ({"event": "buy"}, 0, False),
        ({"event": "buy", "at_least": 3}, 2, False),
        ({"event": "buy", "at_least": 3}, 3, True),
        ({"event": "buy", "at_most": 0}, 0, True),
        ({"event": "buy", "at_most": 0}, 1, False),
        ({"event": "buy", "at_most": 2}, 2, True),
        ({"event": "buy", "at_least": 2, "at_most": 3}, 4, False),
    ],
)
def test_events_are_counted(conditions, count, holds):
    """Once at least, unless said otherwise; at_most 0 is "has not"."""
    assert holds == segment_holds(conditions, events={"buy": count} if count else {})


def test_custom_segments_are_looked_up():
    """Membership is exact."""
    assert [True, False] == [segment_holds({"in_segment": "vip"}, segments=[name]) for name in ("vip", "VIP")]


@pytest.mark.parametrize(("join", "results"), [("all", [True, False, False]), ("any", [True, True, False])])
def test_conditions_nest(join, results):
    """all wants every part, any one of them, to any depth."""
    parts = {join: [{"attribute": "a", "is": "x"}, {"any": [{"all": [{"in_segment": "vip"}]}]}]}
    users = [{"attributes": {"a": "x"}, "segments": ["vip"]}, {"attributes": {"a": "x"}}, {}]
    assert results == [segment_holds(parts, **user) for user in users]


def test_only_all_users_matches_an_anonymous_visitor():
    """Any condition on the user needs a user, negatives included."""
    negative = msgspec.convert({"attribute": "a", "is_not": "x"}, Segment)
    assert [True, False] == [compile_segment(segment)(None) for segment in (None, negative)]


def when_holds(when, visitor, *, case_sensitive=True):
    return compile_when(msgspec.convert(when, When), case_sensitive=case_sensitive)(visitor)


@pytest.mark.parametrize(
    ("when", "visitor", "holds"),
    [
        ({}, Visitor(), True),
        ({"day": ["Sat-Sun"]}, Visitor(day="Sunday"), True),
        ({"day": ["Sat-Sun"]}, Visitor(day="Monday"), False),
        ({"day": ["Sat-Sun"]}, Visitor(), False),
        ({"hour": ["22-05"]}, Visitor(hour=0), True),
        ({"hour": ["22-05"]}, Visitor(hour=6), False),
        ({"hour": ["00"]}, Visitor(), False),
        ({"device": ["Mobile", "Tablet"]}, Visitor(device=Device.TABLET), True),
        ({"device": ["Mobile"]}, Visitor(device=Device.OTHER), False),
        ({"device": ["Mobile"]}, Visitor(), False),
        ({"country": ["in"]}, Visitor(place=BENGALURU), True),
        ({"country": ["India"]}, Visitor(place=BENGALURU), True),
        ({"country": ["DE"]}, Visitor(place=BENGALURU), False),
        ({"country": ["IN"]}, Visitor(), False),
        ({"region": ["KARNATAKA"], "city": ["bengaluru"]}, Visitor(place=BENGALURU), True),
        ({"region": ["Karnataka"], "city": ["Mysuru"]}, Visitor(place=BENGALURU), False),
        ({"city": [""]}, Visitor(place=Place(cidr="203.0.113.0/24", country="IN")), False),
        ({"query": {"utm_medium": ["email", "sms"]}}, Visitor(attributes={"utm_medium": "sms"}), True),
        ({"query": {"utm_medium": ["email"]}}, Visitor(attributes={"utm_medium": "Email"}), False),
        ({"query": {"utm_medium": ["email"]}}, Visitor(attributes={"UTM_MEDIUM": "email"}), False),
        ({"query": {"utm_medium": ["email"]}}, Visitor(attributes={"other": "email"}), False),
        ({"day": ["Mon"], "hour": ["9"]}, Visitor(day="Monday", hour=9), True),
        ({"day": ["Mon"], "hour": ["9"]}, Visitor(day="Monday", hour=10), False),
    ],
)
def test_in_session_conditions_all_hold_or_none_does(when, visitor, holds):
    """Every kind must hold, any one value of it suffices, and what was not sent does not hold."""
    assert holds == when_holds(when, visitor)


def test_case_of_attribute_values_is_a_setting():
    """MoEngage does not document it, so both can be had; names stay exact."""
    when = {"query": {"utm_medium": ["Email"]}}
    assert when_holds(when, Visitor(attributes={"utm_medium": "EMAIL"}), case_sensitive=False)
    assert not when_holds(when, Visitor(attributes={"Utm_Medium": "Email"}), case_sensitive=False)


@pytest.mark.parametrize(
    ("segment", "when", "count"),
    [
        (None, {}, 0),
        ({"attribute": "a", "is": "x"}, {}, 1),
        ({"all": [{"attribute": "a", "is": "x"}, {"any": [{"event": "e"}, {"event": "f"}]}]}, {"day": ["Mon"]}, 4),
        (None, {"day": ["Mon"], "hour": [9], "query": {"a": ["1"], "b": ["2"]}}, 4),
    ],
)
def test_conditions_are_counted(segment, when, count):
    """The narrowest audience is the one with most conditions."""
    made = None if segment is None else msgspec.convert(segment, Segment)
    assert count == condition_count(made, msgspec.convert(when, When))
