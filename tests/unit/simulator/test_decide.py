"""Which variation a visitor gets, and for which of the eight reasons none."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.simulator.decide import Decider, Reason
from moe_nb.simulator.rules import Visitor
from moe_nb.simulator.world import User
from moe_nb.simulator.world_file import parse_world

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MONDAY = {"when": {"day": ["Mon"]}}
VIP = {"segment": {"in_segment": "vip"}}


def audience(name="A", **fields):
    return {"id": name, "name": name, "variations": [{"id": "1"}]} | fields


def decider(*audiences, settings=None, **experience):
    home = {"key": "home", "name": "Home", "audiences": list(audiences or [audience()])} | experience
    return Decider(parse_world(json.dumps({"settings": settings or {}, "experiences": [home]})))


def decide(made, visitor=None, keys=("home",), now=NOW):
    return made.decide(visitor or Visitor(bucket_id="u-1"), keys, now)


def reason(made, visitor=None, now=NOW):
    return decide(made, visitor, now=now)[0].reason


def test_a_visitor_who_fits_is_served():
    """The decision names experience, audience and variation."""
    (decision,) = decide(decider())
    assert (Reason.SERVED, "home", "A", "1") == (
        decision.reason,
        decision.experience.key,
        decision.audience.id,
        decision.variation.id,
    )


def test_an_unknown_key_is_invalid():
    """Keys are exact and case-sensitive."""
    assert [Reason.INVALID_EXPERIENCE_KEY] * 2 == [d.reason for d in decide(decider(), keys=["Home", "other"])]


def test_keys_beyond_the_25th_are_not_served():
    """The documented limit: the first 25 are answered, whatever they are."""
    keys = [f"k{n}" for n in range(24)] + ["home", "home2", "k26"]
    reasons = [d.reason for d in decide(decider(), keys=keys)]
    assert [Reason.SERVED, Reason.MAX_LIMIT_BREACHED, Reason.MAX_LIMIT_BREACHED] == reasons[24:]


@pytest.mark.parametrize(
    ("fields", "expected", "status"),
    [
        ({"status": "Active"}, Reason.SERVED, "Active"),
        ({"status": "Paused"}, Reason.EXPERIENCE_NOT_ACTIVE, "Paused"),
        ({"status": "Scheduled"}, Reason.EXPERIENCE_NOT_ACTIVE, "Scheduled"),
        ({"status": "Draft"}, Reason.EXPERIENCE_NOT_ACTIVE, "Draft"),
        ({"status": "Expired"}, Reason.EXPERIENCE_EXPIRED, "Expired"),
        ({"start": "2026-11-23T12:00:01Z"}, Reason.EXPERIENCE_NOT_ACTIVE, "Scheduled"),
        ({"start": "2026-11-23T12:00:00Z"}, Reason.SERVED, "Active"),
        ({"start": "2026-11-23T17:30:00+05:30", "status": "Scheduled"}, Reason.SERVED, "Active"),
        ({"end": "2026-11-23T12:00:00Z"}, Reason.EXPERIENCE_EXPIRED, "Expired"),
        ({"end": "2026-11-23T12:00:01Z"}, Reason.SERVED, "Active"),
        ({"start": "2026-01-01T00:00:00Z", "end": "2026-02-01T00:00:00Z"}, Reason.EXPERIENCE_EXPIRED, "Expired"),
        ({"start": "2026-01-01T00:00:00Z", "status": "Paused"}, Reason.EXPERIENCE_NOT_ACTIVE, "Paused"),
        ({"start": "2027-01-01T00:00:00Z", "status": "Draft"}, Reason.EXPERIENCE_NOT_ACTIVE, "Draft"),
    ],
)
def test_status_and_schedule_decide_together(fields, expected, status):
    """Start is included, end is not; a pause or a draft overrules the calendar."""
    made = decider(**fields)
    assert (expected, status) == (reason(made), made.status("home", NOW))


def test_nobody_fits_without_an_audience():
    """An experience without audiences serves nobody."""
    assert Reason.USER_NOT_IN_SEGMENT is reason(decider(audiences=[]))


def test_segment_and_session_must_both_hold_and_exclusion_must_not():
    """In-session conditions narrow the segment down; an exclusion takes away whom all of it describes."""
    made = decider(audience(**MONDAY, **VIP, exclude={"hour": ["9"], "device": ["Mobile"]}))
    vip = User(segments=["vip"])
    assert Reason.SERVED is reason(made, Visitor(vip, "u", "Monday", 9))
    assert Reason.USER_NOT_IN_SEGMENT is reason(made, Visitor(vip, "u", "Tuesday", 9))
    assert Reason.USER_NOT_IN_SEGMENT is reason(made, Visitor(User(), "u", "Monday", 9))
    assert Reason.USER_NOT_IN_SEGMENT is reason(made, Visitor(None, "u", "Monday", 9))
    assert Reason.USER_NOT_IN_SEGMENT is reason(made, Visitor(vip, "u", "Monday", 9, "Mobile"))


@pytest.mark.parametrize(
    ("order", "winner", "matching"),
    [
        ("first", "wide", ("wide", "narrow", "middle")),
        ("last", "middle", ("middle", "narrow", "wide")),
        ("narrowest", "narrow", ("narrow", "middle", "wide")),
    ],
)
def test_the_order_of_audiences_is_a_setting(order, winner, matching):
    """First, last or narrowest wins; all that match are told, the winner first."""
    made = decider(
        audience("wide"),
        audience("narrow", when={"day": ["Mon"], "hour": ["9"]}),
        audience("middle", **MONDAY),
        settings={"audience_order": order},
    )
    (decision,) = decide(made, Visitor(None, "u", "Monday", 9))
    assert (winner, matching) == (decision.audience.id, decision.matching)


def test_equally_narrow_audiences_keep_their_order():
    """A tie goes to the one that stands first."""
    made = decider(audience("A", **MONDAY), audience("B", when={"hour": [9]}), settings={"audience_order": "narrowest"})
    assert "A" == decide(made, Visitor(None, "u", "Monday", 9))[0].audience.id


def split(*shares):
    return [{"id": str(n), "share": share} for n, share in enumerate(shares)]


@pytest.mark.parametrize("shares", [(50, 50), (10, 20, 70), (33.33, 33.33, 33.34), (1, 99), (0, 100, 0)])
def test_the_split_has_the_shares_of_the_world(shares):
    """Over 20,000 ids every share is met within three points, and a share of nothing gets nobody."""
    made = decider(audience(variations=split(*shares)))
    got = Counter(decide(made, Visitor(bucket_id=f"user-{n}"))[0].variation.id for n in range(20_000))
    for number, share in enumerate(shares):
        assert abs(got[str(number)] / 200 - share) < 3
        assert bool(share) == bool(got[str(number)])


@given(st.text(min_size=1))
def test_the_split_is_sticky(bucket_id):
    """The same id gets the same variation in every hour and every run of the program."""
    made = decider(audience(variations=split(25, 25, 25, 25)))
    chosen = {decide(made, Visitor(None, bucket_id, None, hour))[0].variation.id for hour in range(24)}
    assert 1 == len(chosen)
    assert chosen == {
        decide(decider(audience(variations=split(25, 25, 25, 25))), Visitor(bucket_id=bucket_id))[0].variation.id
    }


def test_the_splits_of_two_experiences_are_independent():
    """Who is in the first half here need not be there."""
    world = {
        "experiences": [{"key": key, "name": key, "audiences": [audience(variations=split(50, 50))]} for key in "xy"]
    }
    made = Decider(parse_world(json.dumps(world)))
    pairs = Counter(
        tuple(d.variation.id for d in decide(made, Visitor(bucket_id=f"user-{n}"), "xy")) for n in range(4000)
    )
    assert 4 == len(pairs)
    assert min(pairs.values()) > 850


@pytest.mark.parametrize("percent", [0, 10, 100])
def test_a_campaign_control_group_has_its_size_and_is_sticky(percent):
    """Members who would be served are held back, the same ones every time; the audience is still told."""
    made = decider(control_percent=percent)
    got = [decide(made, Visitor(bucket_id=f"user-{n}"))[0] for n in range(5000)]
    held = [d for d in got if d.reason is Reason.USER_IN_CAMPAIGN_CONTROL_GROUP]
    assert abs(len(held) / 50 - percent) < 3
    assert all(d.audience.id == "A" and d.variation is None for d in held)
    assert got == [decide(made, Visitor(bucket_id=f"user-{n}"))[0] for n in range(5000)]


def test_a_visitor_who_fits_no_audience_is_in_no_campaign_control_group():
    """The control group is drawn from those who match."""
    assert Reason.USER_NOT_IN_SEGMENT is reason(decider(audience(**MONDAY), control_percent=100))


@pytest.mark.parametrize(
    ("included", "expected"), [(True, Reason.USER_IN_GLOBAL_CONTROL_GROUP), (False, Reason.SERVED)]
)
def test_the_global_control_group_counts_where_it_is_switched_on(included, expected):
    """Each experience says whether it obeys the global control group."""
    made = decider(settings={"global_control_percent": 100}, global_control=included)
    assert expected is reason(made)


def test_the_global_control_group_is_the_same_for_every_experience():
    """One group per workspace."""
    rules = [{"key": key, "name": key, "global_control": True, "audiences": [audience()]} for key in "xyz"]
    text = json.dumps({"settings": {"global_control_percent": 50}, "experiences": rules})
    made = Decider(parse_world(text))
    got = Counter(tuple(d.reason for d in decide(made, Visitor(bucket_id=f"u{n}"), "xyz")) for n in range(500))
    assert {(Reason.USER_IN_GLOBAL_CONTROL_GROUP,) * 3, (Reason.SERVED,) * 3} == set(got)


@pytest.mark.parametrize(
    ("on_missing", "text", "plan", "expected"),
    [
        ("do_not_send", "Hi {{ user.plan }}", None, Reason.PERSONALIZATION_FAILED),
        ("do_not_send", "Hi {{ user.plan }}", "gold", Reason.SERVED),
        ("do_not_send", 'Hi {{ user.plan | default("you") }}', None, Reason.SERVED),
        ("do_not_send", "Hi {{ order.plan }}", None, Reason.SERVED),
        ("send_empty", "Hi {{ user.plan }}", None, Reason.SERVED),
    ],
)
def test_a_missing_user_attribute_can_stop_the_sending(on_missing, text, plan, expected):
    """ "Do not send" holds back what cannot be filled in and has no default."""
    payload = {"T": {"value": text}}
    made = decider(audience(variations=[{"id": "1", "on_missing": on_missing, "payload": payload}]))
    assert expected is reason(made, Visitor(User(attributes={} if plan is None else {"plan": plan}), "u"))


def test_asking_for_everything_decides_every_experience():
    """Without keys every experience of the world is decided, in its order."""
    rules = [{"key": key, "name": key, "status": status} for key, status in (("b", "Paused"), ("a", "Active"))]
    made = Decider(parse_world(json.dumps({"experiences": rules})))
    assert ["b", "a"] == [d.key for d in decide(made, keys=None)]


def test_a_key_that_stands_twice_takes_two_places():
    """The first 25 entries are answered, whatever they repeat; a decision is made for each key once."""
    decisions = decide(decider(), keys=[*["zzz"] * 25, "home", "zzz"])
    assert [("zzz", "INVALID_EXPERIENCE_KEY"), ("home", "MAX_LIMIT_BREACHED")] == [(d.key, d.reason) for d in decisions]
