"""A context is normalised once and can always be put on the wire."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from moe_nb.core.context import FIELDS, PLACEHOLDERS, RESERVED, Context, check_axis_name
from moe_nb.core.errors import ContextError


def test_everything_may_be_left_out():
    """A visitor nothing is known about is a context too."""
    assert {} == Context().values()


@pytest.mark.parametrize(
    ("field", "given", "kept"),
    [
        ("customer_id", "u-42", "u-42"),
        ("customer_id", 42, "42"),
        ("customer_id", "", None),
        ("day", "sat", "Saturday"),
        ("day", "SATURDAY ", "Saturday"),
        ("day", "", None),
        ("hour", "07", 7),
        ("hour", 0, 0),
        ("ip_address", " 203.0.113.42 ", "203.0.113.42"),
        ("ip_address", "2001:db8::1", "2001:db8::1"),
        ("ip_address", "", None),
        ("user_agent", " Mozilla/5.0 ", " Mozilla/5.0 "),
        ("user_agent", "", None),
    ],
)
def test_fields_are_normalised(field, given, kept):
    """Every usual spelling becomes the one that goes on the wire; a User-Agent stays as it is."""
    assert kept == getattr(Context(**{field: given}), field)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("customer_id", True),
        ("customer_id", ["u-1", "u-2"]),
        ("customer_id", {"id": 1}),
        ("day", "funday"),
        ("hour", 24),
        ("hour", True),
        ("ip_address", "203.0.113"),
        ("ip_address", "203.0.113.0/24"),
        ("ip_address", "localhost"),
        ("user_agent", ["Mozilla"]),
        ("user_agent", "Mozilla \ud800"),
        ("customer_id", "\udfff"),
    ],
)
def test_what_cannot_be_sent_is_refused(field, value):
    """A value that has no wire form is refused when the context is made, with a next step."""
    with pytest.raises(ContextError) as caught:
        Context(**{field: value})
    assert caught.value.hint


def test_a_day_number_is_refused_and_not_dropped():
    """Zero is not "no day": a weekday number is a mistake whichever it is."""
    for number in range(7):
        with pytest.raises(ContextError):
            Context(day=number)


@pytest.mark.parametrize(
    ("value", "sent"),
    [("email", "email"), ("", ""), (" x ", " x "), (5, "5"), (2.5, "2.5"), (True, "true"), (False, "false")],
)
def test_attribute_values_become_texts(value, sent):
    """Numbers and booleans go as texts; texts are neither trimmed nor dropped."""
    assert {"utm_medium": sent} == Context(attributes={"utm_medium": value}).attributes


@pytest.mark.parametrize("value", [None, ["a"], ("a",), {"a": 1}, {"a"}])
def test_an_attribute_is_one_value(value):
    """Lists, objects and nothing are refused: the wire takes one text."""
    with pytest.raises(ContextError, match="is not one value"):
        Context(attributes={"utm_medium": value})


def test_empty_identifiers_are_dropped():
    """An empty u_em or u_mb, the usual mistake of callers, is not sent."""
    context = Context(user_identifiers={"u_em": "", "u_mb": None, "uid": 7})
    assert {"uid": "7"} == context.user_identifiers


@pytest.mark.parametrize("name", [*RESERVED, *FIELDS, "identifier.u_em"])
def test_reserved_names_are_no_attributes(name):
    """An attribute cannot overwrite a field of the request."""
    with pytest.raises(ContextError, match="field of its own"):
        Context(attributes={name: "x"})


@pytest.mark.parametrize("name", [*PLACEHOLDERS, "Custom_attribute", "Custom_Attribute", "CUSTOM_ATTRIBUTE"])
def test_placeholders_of_the_documentation_are_no_attributes(name):
    """The documentation's Custom_attribute is a placeholder for the parameter's own name."""
    with pytest.raises(ContextError, match="placeholder"):
        Context(attributes={name: "x"})


@pytest.mark.parametrize("name", ["", " ", "\t"])
def test_an_attribute_has_a_name(name):
    """A blank name is refused."""
    with pytest.raises(ContextError, match="no name"):
        Context(attributes={name: "x"})


@pytest.mark.parametrize("name", ["utm_medium", "Custom Attribute", "day_of_the_week", "größe", "<b>", "a.b"])
def test_any_other_name_is_an_attribute(name):
    """Names are the workspace's own; only the request's are taken."""
    assert {name: "x"} == Context(attributes={name: "x"}).attributes
    assert name == check_axis_name(name)


@pytest.mark.parametrize(
    ("moment", "day", "hour"),
    [
        (datetime(2026, 11, 28, 19, 59, tzinfo=UTC), "Saturday", 19),
        (datetime(2026, 11, 29, 1, 0, tzinfo=ZoneInfo("Asia/Kolkata")), "Saturday", 19),
        (datetime(2026, 11, 28, 23, 0, tzinfo=ZoneInfo("America/New_York")), "Sunday", 4),
        (datetime(2026, 11, 30, 5, 29, tzinfo=timezone(timedelta(hours=5, minutes=30))), "Sunday", 23),
    ],
)
def test_an_instant_gives_its_utc_day_and_hour(moment, day, hour):
    """Day and hour come from the same instant, in UTC, whatever zone it was written in."""
    context = Context.at(moment, customer_id="u-42")
    assert (day, hour, "u-42") == (context.day, context.hour, context.customer_id)


def test_an_instant_without_zone_is_refused():
    """A naive datetime would make the UTC hour a guess."""
    with pytest.raises(ContextError, match="tzinfo"):
        Context.at(datetime(2026, 11, 28, 19))  # noqa: DTZ001 - the mistake under test


def test_values_by_axis_name_and_back():
    """What a context shows by axis name makes the same context again."""
    context = Context(
        customer_id="u-42",
        day="Mon",
        hour=9,
        ip_address="203.0.113.9",
        user_agent="UA",
        user_identifiers={"u_em": "a@example.com"},
        attributes={"utm_medium": "email"},
    )
    assert [*FIELDS, "identifier.u_em", "utm_medium"] == list(context.values())
    assert context == Context().with_values(context.values())


def test_with_values_changes_only_what_it_names():
    """None takes a field, an identifier or an attribute away; the rest stays."""
    before = Context(day="Mon", hour=9, user_identifiers={"u_em": "a"}, attributes={"a": "1", "b": "2"})
    after = before.with_values({"day": None, "identifier.u_em": None, "a": None, "c": "3"})
    assert {"hour": 9, "b": "2", "c": "3"} == after.values()
    assert "Monday" == before.day


def test_equal_contexts_hash_alike_and_pickle():
    """Contexts are values: they can be keys, and they travel to other processes."""
    one = Context(attributes={"a": "1", "b": "2"}, user_identifiers={"u_em": "x"})
    same = Context(attributes={"b": "2", "a": "1"}, user_identifiers={"u_em": "x"})
    assert one == same
    assert 1 == len({one, same, pickle.loads(pickle.dumps(one))})  # noqa: S301 - our own bytes


def test_a_context_keeps_no_window_on_what_it_was_made_from():
    """A later change of the caller's dict does not change the context."""
    attributes = {"utm_medium": "email"}
    context = Context(attributes=attributes)
    attributes["utm_medium"] = "sms"
    assert "email" == context.attributes["utm_medium"]
