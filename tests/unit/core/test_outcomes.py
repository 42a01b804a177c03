"""From a reply to an outcome per key: absence is data, a failed cell is not a hole."""

from __future__ import annotations

import json

import pytest

from moe_nb.core.answer import Cause, Outcome
from moe_nb.core.errors import MalformedAnswerError, ServerError
from moe_nb.core.metadata import ExperienceMeta, Metadata
from moe_nb.core.outcomes import failed, outcome_of, outcomes_of
from moe_nb.core.reply import Reply

SERVED = json.dumps(
    {
        "payload": {"Title": {"value": "Hi", "data_type": "string"}},
        "experience_context": {"audience_id": "42D", "moe_variation_id": "2"},
    }
).encode()
METADATA = Metadata((ExperienceMeta("a", "A", "Active"), ExperienceMeta("p", "P", "Paused")))


def test_what_came_back_is_served():
    """A key with a payload is served, without a cause."""
    outcome = outcome_of("a", Reply({"a": SERVED}), METADATA)
    assert (Outcome.SERVED, None, "42D", "2") == (
        outcome.outcome,
        outcome.cause,
        outcome.experience.audience_id,
        outcome.experience.variation_id,
    )


@pytest.mark.parametrize(("key", "cause"), [("a", Cause.NO_MATCH), ("p", Cause.PAUSED), ("x", Cause.UNKNOWN_KEY)])
def test_what_is_absent_is_not_served(key, cause):
    """An absent key gets its cause from the metadata."""
    outcome = outcome_of(key, Reply({}), METADATA)
    assert (Outcome.NOT_SERVED, cause, None) == (outcome.outcome, outcome.cause, outcome.experience)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"payload":{}}',
        b"{}",
        b'{"payload":null,"experience_context":null}',
        b'{"payload":{},"experience_context":{"cid":"","audience_id":"","moe_variation_id":""}}',
        b"null",
    ],
)
def test_an_empty_payload_is_not_served(raw):
    """The "empty payload" of a paused experience means the same as its absence."""
    outcome = outcome_of("p", Reply({"p": raw}), METADATA)
    assert (Outcome.NOT_SERVED, Cause.PAUSED) == (outcome.outcome, outcome.cause)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"payload":{},"experience_context":{"audience_id":"42D"}}',
        b'{"payload":{},"experience_context":{"moe_variation_id":"1"}}',
        b'{"payload":{"Title":null}}',
    ],
)
def test_an_audience_or_a_variable_is_enough_to_be_served(raw):
    """A variation without content is still a variation."""
    assert Outcome.SERVED is outcome_of("a", Reply({"a": raw}), METADATA).outcome


def test_a_reason_in_the_answer_is_the_cause():
    """Reasons the answer gives are used for its absent keys."""
    reply = Reply({}, {"p": "INVALID_EXPERIENCE_KEY"})
    assert Cause.UNKNOWN_KEY is outcome_of("p", reply, METADATA).cause


def test_every_key_asked_has_an_outcome_in_the_order_asked():
    """Keys nobody asked for follow; none is lost."""
    outcomes = outcomes_of(["x", "a"], Reply({"extra": SERVED, "a": SERVED}), METADATA)
    assert [("x", "not_served"), ("a", "served"), ("extra", "served")] == [
        (o.experience_key, o.outcome) for o in outcomes
    ]


def test_asking_for_everything_expects_the_active_keys():
    """Without keys, an Active key that did not come is not served; a paused one was not expected."""
    outcomes = outcomes_of(None, Reply({"new": SERVED}), METADATA)
    assert [("a", "not_served"), ("new", "served")] == [(o.experience_key, o.outcome) for o in outcomes]


def test_asking_for_everything_without_metadata_is_what_came():
    """Nothing is invented when nothing is known."""
    assert ("new",) == tuple(o.experience_key for o in outcomes_of(None, Reply({"new": SERVED}), None))


def test_an_experience_that_is_not_json_is_failed():
    """A broken experience is never taken for an absent one, and takes no other one with it."""
    broken, served = outcomes_of(["a", "b"], Reply({"a": b'{"payload":', "b": SERVED}), METADATA)
    assert (Outcome.FAILED, None, MalformedAnswerError) == (broken.outcome, broken.cause, type(broken.error))
    assert Outcome.SERVED is served.outcome


@pytest.mark.parametrize(
    "raw",
    [
        b"[]",
        b"5",
        b'"paused"',
        b"false",
        b'{"payload":[]}',
        b'{"payload":[{"Title":"x"}]}',
        b'{"payload":0}',
        b'{"payload":"","experience_context":{"audience_id":"42D"}}',
        b'{"payload":{"Title":"x"},"experience_context":["42D"]}',
        b'{"payload":{},"experience_context":false}',
        b'{"experiencePayload":{},"error":"timed out"}',
    ],
)
def test_what_is_no_experience_is_failed(raw):
    """Something of another kind says nothing about what the visitor saw: no hole, and its neighbours are read."""
    odd, served = outcomes_of(["p", "a"], Reply({"p": raw, "a": SERVED}), METADATA)
    assert (Outcome.FAILED, None, MalformedAnswerError) == (odd.outcome, odd.cause, type(odd.error))
    assert Outcome.SERVED is served.outcome


def test_a_failed_request_fails_its_keys():
    """Each key of a failed request is failed, with the error and without a cause."""
    error = ServerError("down", status=503)
    assert [("a", Outcome.FAILED, None, error), ("b", Outcome.FAILED, None, error)] == [
        (o.experience_key, o.outcome, o.cause, o.error) for o in failed(["a", "b"], error)
    ]
