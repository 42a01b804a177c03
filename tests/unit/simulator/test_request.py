"""The request body, checked as the service checks it, and who is behind it."""

from __future__ import annotations

import json
import tracemalloc

import pytest

from moe_nb.core.user_agent import Device
from moe_nb.simulator.request import People, Refused, keys_of, read_body
from moe_nb.simulator.world_file import parse_world

WORLD = {
    "places": [
        {"cidr": "203.0.113.0/24", "country": "IN", "city": "Bengaluru"},
        {"cidr": "203.0.113.128/25", "country": "IN", "city": "Mysuru"},
        {"cidr": "2001:db8::/32", "country": "DE"},
    ],
    "users": {
        "u-1": {"attributes": {"plan": "gold"}, "identifiers": {"u_em": "one@example.com"}},
        "u-2": {"identifiers": {"u_em": "two@example.com", "u_mb": "2"}},
    },
    "experiences": [],
}


def visitor(**body):
    return People.of(parse_world(json.dumps(WORLD))).visitor(body)


def user_named(**identifiers):
    """Return the bucket id and the plan of the user behind identifiers."""
    found = visitor(identifiers=identifiers, hour="x")
    return found.bucket_id, found.user is not None


@pytest.mark.parametrize("body", [b"", b"{", b"{'a': 1}", b'{"a": NaN}', b"\xff", b'{"a": "\xff"}', b"[" * 100_000])
def test_malformed_json_is_refused_as_documented(body):
    """The documented title and description, and no code."""
    with pytest.raises(Refused) as caught:
        read_body(body)
    assert (
        "Malformed JSON",
        "Could not decode the request body. The JSON was incorrect or not encoded as UTF-8.",
        "",
    ) == (caught.value.title, caught.value.description, caught.value.code)


@pytest.mark.parametrize("body", [b"{}", b"[]", b"null", b"7", b'"x"'])
def test_an_empty_payload_is_refused(body):
    """Nothing, or something that is no object, is an empty payload."""
    with pytest.raises(Refused) as caught:
        read_body(body)
    assert "Request Error" == caught.value.title


def test_a_wrong_day_is_refused_as_documented():
    """Title, description and the eight characters of a code are those of the documentation."""
    with pytest.raises(Refused) as caught:
        read_body(b'{"DAY_OF_THE_WEEK": "funday"}')
    days = "Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday"
    assert (
        "Invalid Field Value",
        f"DAY_OF_THE_WEEK - Enum doesnt allow value: funday, allowed values: [{days}]",
        8,
    ) == (caught.value.title, caught.value.description, len(caught.value.code))


@pytest.mark.parametrize(
    "body",
    [
        {"DAY_OF_THE_WEEK": "monday"},
        {"DAY_OF_THE_WEEK": "Mon"},
        {"DAY_OF_THE_WEEK": None},
        {"DAY_OF_THE_WEEK": ["Monday"]},
        {"TIME_OF_THE_DAY": "7"},
        {"TIME_OF_THE_DAY": "24"},
        {"TIME_OF_THE_DAY": 7},
        {"TIME_OF_THE_DAY": ""},
        {"USER_IP_ADDRESS": 5},
        {"USER_AGENT": None},
        {"experience_key": "home"},
        {"experience_key": [1]},
        {"experience_key": None},
        {"identifiers": "u-1"},
        {"identifiers": None},
    ],
)
def test_fields_of_the_wrong_kind_are_refused(body):
    """Days and hours are exact and case-sensitive, keys a list, identifiers an object."""
    with pytest.raises(Refused) as caught:
        read_body(json.dumps(body).encode())
    assert ("Invalid Field Value", 8) == (caught.value.title, len(caught.value.code))
    assert next(iter(body)) in caught.value.description


@pytest.mark.parametrize(
    "body",
    [
        {"experience_key": []},
        {"DAY_OF_THE_WEEK": "Sunday", "TIME_OF_THE_DAY": "00"},
        {"USER_IP_ADDRESS": "no address", "USER_AGENT": ""},
        {"anything": {"else": [1, None]}},
        {"identifiers": {}},
        {"n": 2**70},
    ],
)
def test_everything_else_is_taken(body):
    """Additional fields of any kind are allowed."""
    assert body == read_body(json.dumps(body).encode())


@pytest.mark.parametrize(
    ("said", "keys"), [({}, None), ({"experience_key": []}, None), ({"experience_key": ["b", "a"]}, ["b", "a"])]
)
def test_no_keys_ask_for_everything(said, keys):
    """Missing and empty are the same; named keys are taken as sent."""
    assert keys == keys_of(said)


@pytest.mark.parametrize(
    ("identifiers", "bucket_id", "known"),
    [
        ({"customer_id": "u-1"}, "u-1", True),
        ({"customer_id": "u-1", "user_identifiers": {"u_em": "two@example.com"}}, "u-1", True),
        ({"customer_id": "nobody", "user_identifiers": {"u_em": "two@example.com"}}, "u-2", True),
        ({"user_identifiers": {"u_mb": "2"}}, "u-2", True),
        ({"user_identifiers": {"u_mb": 2}}, "u-2", True),
        ({"user_identifiers": {"u_em": "Two@example.com"}}, ..., False),
        ({"user_identifiers": {"other": "two@example.com", "u_mb": "2"}}, "u-2", True),
        ({"customer_id": "nobody"}, "nobody", False),
        ({"customer_id": "U-1"}, "U-1", False),
        ({"user_identifiers": "u-1"}, ..., False),
        ({"customer_id": ["u-1"]}, ..., False),
    ],
)
def test_the_identity_chain(identifiers, bucket_id, known):
    """A known customer_id, else a known identifier (exact), else anonymous."""
    found, is_known = user_named(**identifiers)
    assert known == is_known
    assert bucket_id in {found, ...}


def test_anonymous_visitors_share_the_bucket_of_their_situation():
    """By default the same situation gets the same variation; the keys asked do not matter."""
    one = visitor(DAY_OF_THE_WEEK="Monday", experience_key=["a"])
    assert one.bucket_id == visitor(DAY_OF_THE_WEEK="Monday", experience_key=["b"]).bucket_id
    assert one.bucket_id != visitor(DAY_OF_THE_WEEK="Sunday", experience_key=["a"]).bucket_id


def test_anonymous_visitors_can_be_random():
    """MoEngage does not document it, so the other way is a setting."""
    people = People.of(parse_world(json.dumps(WORLD | {"settings": {"anonymous_bucket": "random"}})))
    assert 20 == len({people.visitor({"a": "x"}).bucket_id for _ in range(20)})
    assert "nobody" == people.visitor({"identifiers": {"customer_id": "nobody"}}).bucket_id


@pytest.mark.parametrize(
    ("address", "city"),
    [
        ("203.0.113.7", "Bengaluru"),
        ("203.0.113.200", "Mysuru"),
        ("2001:db8::7", ""),
        ("198.51.100.1", None),
        ("IP address for location based experiences", None),
        ("", None),
        ("::ffff:203.0.113.7", None),
    ],
)
def test_the_narrowest_network_is_the_place(address, city):
    """An address is where its smallest network is; the documentation's prose is nowhere."""
    place = visitor(USER_IP_ADDRESS=address).place
    assert city == (None if place is None else place.city)


def test_fields_become_a_visitor():
    """Hour as number, device from the header, attributes without the request's own fields."""
    found = visitor(
        DAY_OF_THE_WEEK="Monday",
        TIME_OF_THE_DAY="07",
        USER_AGENT="Mozilla/5.0 (iPhone) Mobile",
        utm_medium="email",
        number=5,
        nested={"a": "b"},
    )
    assert ("Monday", 7, Device.MOBILE, {"utm_medium": "email"}) == (
        found.day,
        found.hour,
        found.device,
        found.attributes,
    )


def test_what_was_not_said_is_not_known():
    """Nothing is taken from the server's own clock or headers."""
    found = visitor(a="b")
    assert (None, None, None, None, None) == (found.user, found.day, found.hour, found.device, found.place)


def test_long_user_agents_are_not_remembered():
    """Many of them, each of its own and far longer than a real one, leave next to nothing behind."""
    agents = (f"Mozilla/5.0 (iPhone; {number}){' ' * 50_000}" for number in range(40))
    tracemalloc.start()
    try:
        assert {Device.MOBILE} == {visitor(USER_AGENT=agent).device for agent in agents}
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 500_000
