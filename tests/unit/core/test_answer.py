"""An answer holds an outcome per key and says what was served."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from moe_nb.core.answer import Answer, Cause, Experience, KeyOutcome, Outcome, Variable
from moe_nb.core.context import Context


def answer(*outcomes):
    return Answer(Context(), outcomes, None, 200, 0.1, datetime(2026, 11, 23, tzinfo=UTC))


def test_an_outcome_is_found_by_its_key():
    """Keys are exact; a key that was not asked is a KeyError."""
    outcome = KeyOutcome("home", Outcome.NOT_SERVED, Cause.NO_MATCH)
    assert outcome is answer(outcome)["home"]
    with pytest.raises(KeyError):
        answer(outcome)["Home"]


def test_served_lists_only_what_came():
    """Keys that were not served or failed are not among the experiences."""
    experience = Experience("home", (Variable("Title", "Hi", "string"),))
    made = answer(
        KeyOutcome("x", Outcome.NOT_SERVED, Cause.UNKNOWN_KEY),
        KeyOutcome("home", Outcome.SERVED, experience=experience),
        KeyOutcome("y", Outcome.FAILED),
    )
    assert (experience,) == made.served


def test_what_the_service_did_not_say_is_an_empty_text():
    """Names and ids are never None, and an id sent as a number reads as text."""
    bare = Experience("home", context={"audience_id": None, "moe_variation_id": 0})
    assert ("", "", "0", "", "") == (
        bare.audience_id,
        bare.audience_name,
        bare.variation_id,
        bare.name,
        bare.campaign_id,
    )


def test_the_four_outcomes_are_never_mixed():
    """Served, not served, failed and not asked are four different words."""
    assert ["served", "not_served", "failed", "not_asked"] == [str(outcome) for outcome in Outcome]
