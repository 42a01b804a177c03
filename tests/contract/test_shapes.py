"""Every response shape MoEngage or its clients are known to produce, read without loss."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from moe_nb.client.envelopes import refusal
from moe_nb.core.answer import Cause, Outcome
from moe_nb.core.errors import AuthenticationError, BadRequestError, MalformedAnswerError, ServerError
from moe_nb.core.metadata import ExperienceMeta
from moe_nb.core.outcomes import outcomes_of
from moe_nb.core.reply import Reply
from moe_nb.core.wire import read_experience, read_metadata
from moe_nb.core.wire_answer import read_answer

FIXTURES = Path(__file__).parent / "fixtures"
ANSWERS = sorted(path.name for path in FIXTURES.glob("*.json") if path.name < "10")


def raw(name):
    return (FIXTURES / name).read_bytes()


def sent(name):
    return json.loads(raw(name))


def experience(name, key):
    return read_experience(key, read_answer(raw(name)).experiences[key])


def values(name, key):
    return {variable.name: variable.value for variable in experience(name, key).payload}


def test_all_thirteen_shapes_have_a_fixture():
    """The list of shapes and the folder agree."""
    assert {f"{number:02d}" for number in range(1, 14)} == {path.name[:2] for path in FIXTURES.glob("*.json")}


@pytest.mark.parametrize("name", ["01_match.json", "02_match_placeholders.json"])
def test_a_match_is_read_whole(name):
    """Shapes 1 and 2: every variable and every field of the context, spaces included."""
    ((key, said),) = sent(name)["experiences"].items()
    read = experience(name, key)
    assert said["experience_context"] == read.context
    assert said["payload"] == {v.name: {"value": v.value, "data_type": v.data_type} for v in read.payload}
    assert "personalization! " == read.payload[0].value[-17:]
    assert {} == read.extra


def test_ids_stay_texts():
    """Shape 1: "42D", "2" and "0" are texts, and the placeholders of shape 2 as well."""
    match = experience("01_match.json", "new-serverside-experience")
    assert ("42D", "2", "0") == (match.audience_id, match.variation_id, match.context["moe_locale_id"])
    placeholders = experience("02_match_placeholders.json", "new-serverside-experience")
    assert ("<id>", "<id>", "<audience name>") == (
        placeholders.audience_id,
        placeholders.variation_id,
        placeholders.audience_name,
    )
    assert "experience_type" not in placeholders.context


def test_no_match_is_an_answer():
    """Shape 3: an empty object is success, and every key asked is not served."""
    read = read_answer(raw("03_no_match.json"))
    assert ({}, (), {}) == (read.experiences, read.notes, read.extra)
    (outcome,) = outcomes_of(["home"], Reply(read.experiences), None)
    assert (Outcome.NOT_SERVED, Cause.NOT_KNOWN) == (outcome.outcome, outcome.cause)


def test_offerings_as_text_stay_text():
    """Shape 4: a JSON array inside a string variable is not converted."""
    text = values("04_offerings_text.json", "offr321")["offer_payload"]
    assert text.startswith("[{")
    assert ["01", "02"] == [offer["offering_context"]["moe_offering_id"] for offer in json.loads(text)]


def test_offerings_as_json_are_a_list():
    """Shape 5: with data_type json the list arrives as a list."""
    offers = values("05_offerings_json.json", "offr321")["offer_payload"]
    assert sent("05_offerings_json.json")["experiences"]["offr321"]["payload"]["offer_payload"]["value"] == offers
    assert values("04_offerings_text.json", "offr321")["offer_payload"] == json.dumps(offers, separators=(",", ":"))


def test_offerings_as_an_object_in_text_stay_text():
    """Shape 6: the Android sample's object inside a string variable."""
    text = values("06_offerings_object_text.json", "offr321")["offers"]
    assert "Ten percent" == json.loads(text)["offerings"][0]["offering_content"]["payload"]["title"]


def test_json_in_a_text_keeps_every_space():
    """Shape 7: what the app will decode itself is handed over letter by letter."""
    assert {"data": ' {"data": [ {"id": "007", "rank": 1} ]}\n'} == values(
        "07_json_in_text.json", "popularwithinvestor"
    )


def test_typed_variables_have_their_types():
    """Shape 8: numbers, floats, booleans, objects and lists; large numbers exact, new types kept."""
    read = experience("08_typed_variables.json", "Test-1")
    said = sent("08_typed_variables.json")["experiences"]["Test-1"]["payload"]
    assert said == {v.name: {"value": v.value, "data_type": v.data_type} for v in read.payload}
    kinds = {v.name: type(v.value) for v in read.payload}
    assert {
        "count": int,
        "ratio": float,
        "enabled": bool,
        "card": dict,
        "list": list,
        "large": int,
        "new": str,
    } == kinds


def test_irregular_entries_pass_through():
    """Shape 9: bare values, missing types and missing values are kept as they came."""
    assert {
        "no value": {"data_type": "string"},
        "bare text": " x ",
        "bare number": 0,
        "bare boolean": False,
        "bare list": [1],
        "nothing": None,
        "no type": "y",
        "null type": "z",
        "": "unnamed",
    } == values("09_irregular.json", "odd one")


def test_unknown_fields_survive():
    """Shape 9: fields this version does not know are kept, in the answer and in the experience."""
    assert {"later_top_field": ["kept"]} == read_answer(raw("09_irregular.json")).extra
    assert {"later_field": {"kept": True}} == experience("09_irregular.json", "odd one").extra


def test_fields_beside_a_value_survive():
    """A field next to value and data_type that this version does not know is not lost."""
    read = read_experience("k", b'{"payload":{"T":{"value":"x","data_type":"string","locale":"kept-beside"}}}')
    assert "kept-beside" in repr(read)


def test_empty_and_null_experiences_are_not_served():
    """Shape 9: neither counts as served, and neither is an error."""
    reply = Reply(read_answer(raw("09_irregular.json")).experiences)
    outcomes = outcomes_of(["odd one", "empty", "null"], reply, None)
    assert ["served", "not_served", "not_served"] == [outcome.outcome for outcome in outcomes]


def test_the_sdk_envelope_is_read():
    """Shape 10: a list with camelCase names and unwrapped payloads, and the reasons of its failures."""
    read = read_answer(raw("10_sdk_envelope.json"))
    assert {"Title": "Hi ", "Count": 3} == values("10_sdk_envelope.json", "home_hero")
    assert "42D" == experience("10_sdk_envelope.json", "home_hero").audience_id
    assert {"a": "USER_NOT_IN_SEGMENT", "b": "USER_NOT_IN_SEGMENT", "c": "IN_VALID_EXPERIENCE_KEY"} == read.failures
    assert {"appId": "WORKSPACE1"} == read.extra["accountMeta"]


def test_reasons_become_causes():
    """Shape 10: what the failures say is the cause of the absent keys."""
    read = read_answer(raw("10_sdk_envelope.json"))
    outcomes = outcomes_of(["home_hero", "a", "c"], Reply(read.experiences, read.failures), None)
    assert [None, Cause.NO_MATCH, Cause.UNKNOWN_KEY] == [outcome.cause for outcome in outcomes]


def test_an_sdk_error_is_no_answer():
    """Shape 11: with 200 it is malformed, with an error status its words are read."""
    with pytest.raises(MalformedAnswerError):
        read_answer(raw("11_sdk_error.json"))
    error = refusal(500, raw("11_sdk_error.json"))
    assert (ServerError, "Personalize is switched off", "FEATURE_DISABLED") == (
        type(error),
        error.server_description,
        error.server_code,
    )


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        (
            "12_metadata.json",
            [
                ("homepage-banner", "Home Page Banner ", "Active"),
                ("promo-strip", "Promo", "Paused"),
                ("welcome_banner", "Winter", "Scheduled"),
            ],
        ),
        ("12_metadata_empty.json", []),
        (
            "12_metadata_sdk.json",
            [("homepage-banner", "Home Page Banner ", "active"), ("promo-strip", "Promo", "paused")],
        ),
    ],
)
def test_metadata_is_read_in_both_spellings(name, lines):
    """Shape 12: REST and SDK names, statuses as sent."""
    assert [ExperienceMeta(*line) for line in lines] == list(read_metadata(raw(name)))


@pytest.mark.parametrize(
    ("name", "status", "kind", "title", "description", "code"),
    [
        ("invalid_field", 400, BadRequestError, "Invalid Field Value", "funday", "GvHogFKc"),
        ("malformed_json", 400, BadRequestError, "Malformed JSON", "not encoded as UTF-8", ""),
        ("client_not_found", 400, AuthenticationError, "Request Error", "Client not found", ""),
        ("wrong_key", 401, AuthenticationError, "Authentication required", "Invalid API_KEY", ""),
        ("classic", 403, AuthenticationError, "InvalidRequest", "The app is not known", "rq-0042"),
        ("v5", 403, AuthenticationError, "feature", "Offerings are not enabled", "403-01"),
        ("gateway", 401, AuthenticationError, "Authentication Invalid", "The credentials are not valid", "ER001"),
    ],
)
def test_every_error_envelope_is_read(name, status, kind, title, description, code):
    """Shape 13: the Personalize, classic, v5 and gateway envelopes, with a next step each."""
    error = refusal(status, raw(f"13_error_{name}.json"))
    assert (kind, title, code) == (type(error), error.server_title, error.server_code)
    assert description in error.server_description
    assert error.hint


@pytest.mark.parametrize("name", ANSWERS)
def test_every_text_of_a_shape_survives(name):
    """No text that was sent is lost or trimmed on the way through the reader."""
    read = read_answer(raw(name))
    kept = repr([read_experience(key, said) for key, said in read.experiences.items()]) + repr(read)
    assert [] == [text for text in _texts(sent(name)) if repr(text)[1:-1] not in kept]


def _texts(value):
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner)]
    return [value] if isinstance(value, str) else []
