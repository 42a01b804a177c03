"""Why a key did not come back, and no more than can be known."""

from __future__ import annotations

import pytest

from moe_nb.core.answer import Cause
from moe_nb.core.metadata import ExperienceMeta, Metadata, Status, cause_of

METADATA = Metadata(
    (
        ExperienceMeta("active", "A", "Active"),
        ExperienceMeta("paused", "P", "Paused"),
        ExperienceMeta("scheduled", "S", "Scheduled"),
        ExperienceMeta("sdk-spelling", "A2", "active"),
        ExperienceMeta("sdk-paused", "P2", "paused"),
        ExperienceMeta("new-status", "N", "Archived"),
    )
)


@pytest.mark.parametrize(
    ("key", "cause"),
    [
        ("active", Cause.NO_MATCH),
        ("paused", Cause.PAUSED),
        ("scheduled", Cause.SCHEDULED),
        ("sdk-spelling", Cause.NO_MATCH),
        ("sdk-paused", Cause.PAUSED),
        ("new-status", Cause.NOT_KNOWN),
        ("nowhere", Cause.UNKNOWN_KEY),
        ("Active", Cause.UNKNOWN_KEY),
    ],
)
def test_the_status_names_the_cause(key, cause):
    """The metadata tells paused from scheduled from no match; keys are exact, statuses are not."""
    assert cause is cause_of(key, METADATA)


@pytest.mark.parametrize("key", ["active", "nowhere"])
def test_without_metadata_the_cause_is_not_known(key):
    """Nothing is guessed."""
    assert Cause.NOT_KNOWN is cause_of(key, None)


@pytest.mark.parametrize(
    ("reason", "cause"),
    [
        ("INVALID_EXPERIENCE_KEY", Cause.UNKNOWN_KEY),
        ("IN_VALID_EXPERIENCE_KEY", Cause.UNKNOWN_KEY),
        ("USER_NOT_IN_SEGMENT", Cause.NO_MATCH),
        ("USER_IN_CAMPAIGN_CONTROL_GROUP", Cause.NO_MATCH),
        ("USER_IN_GLOBAL_CONTROL_GROUP", Cause.NO_MATCH),
    ],
)
def test_a_reason_the_answer_gave_comes_first(reason, cause):
    """Should the service ever say why, that is believed, in both spellings."""
    assert cause is cause_of("paused", METADATA, reason)
    assert cause is cause_of("paused", None, reason)


@pytest.mark.parametrize("reason", ["EXPERIENCE_NOT_ACTIVE", "SOMETHING_NEW", ""])
def test_a_reason_that_tells_nothing_new_leaves_it_to_the_metadata(reason):
    """An unknown reason is no error and no cause."""
    assert Cause.PAUSED is cause_of("paused", METADATA, reason)
    assert Cause.NOT_KNOWN is cause_of("paused", None, reason)


def test_active_keys_are_those_a_sweep_asks():
    """Active in either spelling, in the order sent."""
    assert ("active", "sdk-spelling") == METADATA.active_keys


def test_lines_are_found_by_exact_key():
    """Keys are case-sensitive."""
    assert "P" == METADATA.get("paused").name
    assert METADATA.get("PAUSED") is None


def test_statuses_are_counted_as_sent():
    """Whoever tests a connection sees how many experiences have which status."""
    assert {"Active": 1, "Paused": 1, "Scheduled": 1, "active": 1, "paused": 1, "Archived": 1} == METADATA.counts()
    assert 6 == len(METADATA) == len(list(METADATA))


def test_statuses_are_spelt_as_on_the_wire():
    """The three documented ones, title case."""
    assert ["Active", "Paused", "Scheduled"] == list(Status)
