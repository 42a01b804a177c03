"""The service as a pure function: credentials, paths, bodies, metadata."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime

import pytest

from moe_nb.core.wire import read_experience
from moe_nb.core.wire_answer import read_answer
from moe_nb.simulator.decide import Reason
from moe_nb.simulator.http import Service
from moe_nb.simulator.world_file import parse_world

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FETCH, METADATA = "/v1/experiences/fetch", "/v1/experiences/metadata"
PAYLOAD = {
    "Title": {"value": ' Hi {{ user.name | default("you") }} '},
    "Count": {"type": "number", "value": 3},
    "Price": {"type": "float", "value": 3.14},
    "On": {"type": "boolean", "value": True},
    "Card": {"type": "json", "value": {"a": [1, None]}},
    "List": {"type": "json", "value": [1, "x"]},
    "Text": {"value": '{"a": "{{ order.id }}"}'},
    "Bare": {"raw": 7},
}


def rule(key, **fields):
    variations = [{"id": "2", "payload": PAYLOAD}]
    return {
        "key": key,
        "name": key.title(),
        "audiences": [{"id": "42D", "name": "All", "variations": variations}],
    } | fields


def service(**settings):
    statuses = {"home": "Active", "later": "Scheduled", "held": "Paused", "draft": "Draft", "past": "Expired"}
    rules = [rule(key, status=status) for key, status in statuses.items()]
    rules.append(rule("vip", audiences=[{**rule("x")["audiences"][0], "segment": {"in_segment": "vip"}}]))
    users = {"u-1": {"attributes": {"name": "Asha"}, "segments": ["vip"]}}
    return Service(parse_world(json.dumps({"settings": settings, "users": users, "experiences": rules})))


def headers(pair="SIMULATOR:not-a-secret", app_key="SIMULATOR"):
    said = {b"authorization": b"Basic " + base64.b64encode(pair.encode()), b"moe-appkey": app_key.encode()}
    return {name: value for name, value in said.items() if value}


def ask(made, body, **how):
    answer = made.respond("POST", FETCH, how.pop("headers", headers()), json.dumps(body).encode(), NOW)
    return answer.status, json.loads(answer.body)


def experiences(made, **body):
    return ask(made, body)[1]["experiences"]


def test_an_answer_has_the_documented_shape():
    """Payload variables with value and data_type, a context of strings, nothing besides."""
    home = experiences(service(), experience_key=["home"])["home"]
    assert {"payload", "experience_context"} == set(home)
    assert {
        "cid",
        "experience",
        "moe_locale_id",
        "moe_variation_id",
        "audience_name",
        "audience_id",
        "type",
        "experience_type",
    } == set(home["experience_context"])
    assert all(isinstance(value, str) for value in home["experience_context"].values())
    assert home["experience_context"]["cid"].endswith("_F_T_WP_AB_2_P_0_AU_42D")


def test_payloads_leave_as_written():
    """Every type arrives as it stands in the file; spaces stay, defaults are filled in, other braces are left alone."""
    payload = experiences(service(), experience_key=["home"])["home"]["payload"]
    assert {
        "Title": {"value": " Hi you ", "data_type": "string"},
        "Count": {"value": 3, "data_type": "number"},
        "Price": {"value": 3.14, "data_type": "float"},
        "On": {"value": True, "data_type": "boolean"},
        "Card": {"value": {"a": [1, None]}, "data_type": "json"},
        "List": {"value": [1, "x"], "data_type": "json"},
        "Text": {"value": '{"a": "{{ order.id }}"}', "data_type": "string"},
        "Bare": 7,
    } == payload


def test_a_known_user_is_addressed_by_name():
    """The one template form is filled in from the user's attributes."""
    said = experiences(service(), experience_key=["home"], identifiers={"customer_id": "u-1"})
    assert " Hi Asha " == said["home"]["payload"]["Title"]["value"]


def test_without_keys_everything_that_matches_comes():
    """Anonymous visitors get what is for all users; a known one also what is for them."""
    assert ["home"] == list(experiences(service(), a="b"))
    assert ["home", "vip"] == list(experiences(service(), identifiers={"customer_id": "u-1"}))


def test_what_does_not_match_is_absent_without_a_word():
    """Unknown, paused, scheduled, draft, expired and unmatched keys look alike."""
    keys = ["nowhere", "held", "later", "draft", "past", "vip"]
    assert (200, {"experiences": {}}) == ask(service(), {"experience_key": keys})


def test_the_empty_answer_of_paused_and_scheduled_is_a_setting():
    """With paused_answer "empty" those two come with an empty payload, if they were asked for by key."""
    made = service(paused_answer="empty")
    assert {"held": {"payload": {}}, "later": {"payload": {}}} == experiences(
        made, experience_key=["held", "later", "past"]
    )
    assert ["home"] == list(experiences(made, a="b"))


def test_a_draft_never_shows():
    """Whatever the setting, what was never published is not there."""
    assert {} == experiences(service(paused_answer="empty"), experience_key=["draft"])


def test_only_the_first_25_keys_count():
    """The 26th key is dropped without a word."""
    filler = [f"none-{n}" for n in range(25)]
    assert {} == experiences(service(), experience_key=[*filler, "home"])
    assert ["home"] == list(experiences(service(), experience_key=[*filler[:24], "home"]))


def test_explaining_tells_what_the_answer_does_not():
    """In process the reason of every key can be had."""
    decisions = service().explain({"experience_key": ["home", "nowhere", "held", "past", "vip"]}, NOW)
    assert [
        Reason.SERVED,
        Reason.INVALID_EXPERIENCE_KEY,
        Reason.EXPERIENCE_NOT_ACTIVE,
        Reason.EXPERIENCE_EXPIRED,
        Reason.USER_NOT_IN_SEGMENT,
    ] == [decision.reason for decision in decisions]


@pytest.mark.parametrize("app_key", ["", "OTHER", "simulator", "SIMULATOR_DEBUG", "SIMULATOR "])
@pytest.mark.parametrize("pair", ["SIMULATOR:not-a-secret", "x:y"])
def test_an_unknown_workspace_is_a_400(app_key, pair):
    """A missing or unknown MOE-APPKEY is "client not found", whatever the key."""
    status, said = ask(service(), {"a": "b"}, headers=headers(pair, app_key))
    assert (400, "Request Error") == (status, said["title"])
    assert (
        "MoEngage Client not found. Please check values for headers - MOE-APPKEY or MOE-DBNAME" == said["description"]
    )


@pytest.mark.parametrize(
    "authorization",
    [
        b"",
        b"Basic",
        b"Basic ???",
        b"Basic \xff\xfe",
        b"Bearer not-a-secret",
        b"Basic " + base64.b64encode(b"SIMULATOR:x"),
    ],
)
def test_a_wrong_key_is_a_401(authorization):
    """Wrong, missing and unreadable credentials get the documented words."""
    said = headers() | {b"authorization": authorization}
    expected = {"title": "Authentication required", "description": "Invalid API_KEY used in Authentication Header"}
    assert (401, expected) == ask(service(), {"a": "b"}, headers=said)


def test_credentials_come_before_the_body():
    """Whoever may not ask learns nothing about the request."""
    answer = service().respond("POST", FETCH, headers("x:y"), b"{", NOW)
    assert 401 == answer.status


@pytest.mark.parametrize(
    ("method", "target", "status"),
    [
        ("GET", FETCH, 405),
        ("PUT", FETCH, 405),
        ("DELETE", METADATA, 405),
        ("POST", "/v1/experiences/fetch/", 404),
        ("POST", "/v1/experiences/fetch/metadata", 404),
        ("POST", "/v1/experiences/events", 404),
        ("GET", "/", 404),
        ("GET", "/etc/passwd", 404),
        ("GET", "//[", 404),
        ("GET", "", 404),
        ("GET", "/?" + "a" * 100_000, 404),
        ("GET", METADATA, 200),
        ("POST", METADATA, 200),
        ("POST", f"{FETCH}?a=b", 200),
    ],
)
def test_two_paths_with_their_methods_exist(method, target, status):
    """Everything else is 404 or 405, with a body in the service's envelope."""
    answer = service().respond(method, target, headers(), b'{"a":"b"}', NOW)
    assert status == answer.status
    assert status == 200 or {"title", "description"} == set(json.loads(answer.body))


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("", ["home", "later", "held", "vip"]),
        ("?status=Active", ["home", "vip"]),
        ("?status=Paused", ["held"]),
        ("?status=Scheduled", ["later"]),
        ("?status=Active,Paused", ["home", "held", "vip"]),
        ("?status=Active%2CScheduled", ["home", "later", "vip"]),
        ("?status=Active&status=Paused", ["home", "held", "vip"]),
        ("?status=active", []),
        ("?status=Draft", []),
        ("?status=Expired", []),
        ("?status=Nonsense", []),
        ("?other=x", ["home", "later", "held", "vip"]),
    ],
)
def test_metadata_lists_what_the_filter_names(query, keys):
    """Statuses are case-sensitive, unknown ones give nothing, drafts and expired ones never come."""
    said = json.loads(service().respond("GET", METADATA + query, headers(), b"", NOW).body)["metadata"]
    assert (len(keys), keys) == (said["count"], [line["experience_key"] for line in said["experiences"]])
    assert all({"experience_name", "experience_key", "status"} == set(line) for line in said["experiences"])


def test_metadata_needs_the_credentials_too():
    """Without them it is refused like a fetch."""
    assert [400, 401] == [
        service().respond("GET", METADATA, said, b"", NOW).status for said in (headers(app_key="x"), headers("x:y"))
    ]


def test_the_client_reads_what_the_service_writes():
    """The answer goes through the package's own reader without loss."""
    body = service().respond("POST", FETCH, headers(), b'{"experience_key":["home"]}', NOW).body
    experience = read_experience("home", read_answer(body).experiences["home"])
    assert ("42D", "2", "Home") == (experience.audience_id, experience.variation_id, experience.name)
    assert {"Title": " Hi you ", "Bare": 7} == {
        v.name: v.value for v in experience.payload if v.name in {"Title", "Bare"}
    }


@pytest.mark.parametrize(
    "around",
    ['{"x": @}', '{"identifiers": {"customer_id": @}}', '{"DAY_OF_THE_WEEK": @}', '{"identifiers": {"other": @}}'],
)
@pytest.mark.parametrize(("opens", "closes"), [("[", "]"), ('{"a":', "}")])
def test_no_depth_of_a_body_is_too_much(around, opens, closes):
    """From what Python can just read to what it cannot: answered, or refused in words, never a fault of the service."""
    made = service()
    statuses = set()
    for depth in (*range(820, 1010), 100_000):
        body = around.replace("@", f"{opens * depth}1{closes * depth}")
        answer = made.respond("POST", FETCH, headers(), body.encode(), NOW)
        statuses.add(answer.status)
        assert 200 == answer.status or {"title", "description"} <= set(json.loads(answer.body))
    assert 400 in statuses <= {200, 400}
