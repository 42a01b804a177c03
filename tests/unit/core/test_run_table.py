"""A run's table: integer codes, each distinct content once."""

from __future__ import annotations

import numpy as np
import pytest

from moe_nb.core.answer import Cause, KeyOutcome, Outcome
from moe_nb.core.errors import ServerError
from moe_nb.core.run_table import CONTENT_COLUMNS, NOT_ASKED, Content, RunTable, content_of, key_outcome
from moe_nb.core.space import axis
from moe_nb.core.wire import read_experience

RAW = (
    b'{"payload":{"T":{"value":" x ","data_type":"string"}},"experience_context":{"cid":"c1","experience":"E",'
    b'"moe_variation_id":"02","audience_name":"Gold","audience_id":"42D"}}'
)


def served(raw=RAW):
    return content_of(KeyOutcome("k", Outcome.SERVED, experience=read_experience("k", raw)), raw)


def table(keys=2, chunks=1):
    return RunTable(
        axis("hour", [1, 2]),
        tuple(f"k{n}" for n in range(keys)),
        np.zeros((2, keys), np.int32),
        (NOT_ASKED, served()),
        np.zeros((2, chunks), np.int16),
        np.zeros((2, chunks), np.float32),
        np.zeros((2, chunks), np.int64),
    )


def test_a_served_content_holds_ids_names_and_the_bytes():
    """Everything a row of the tidy frame needs, ids as texts."""
    content = served()
    assert ("k", "42D", "Gold", "02", "E", "c1", RAW) == (
        content.experience_key,
        content.audience_id,
        content.audience_name,
        content.variation_id,
        content.experience_name,
        content.campaign_id,
        content.raw,
    )
    assert 12 == len(content.payload_hash)


def test_equal_answers_make_equal_contents():
    """Equal contents are kept once, so they must be equal and hash alike."""
    assert served() == served()
    assert 1 == len({served(), served()})
    assert served() != served(RAW.replace(b" x ", b"x"))


@pytest.mark.parametrize(
    "outcome",
    [
        KeyOutcome("k", Outcome.SERVED, experience=read_experience("k", RAW)),
        KeyOutcome("k", Outcome.NOT_SERVED, Cause.PAUSED),
        KeyOutcome("k", Outcome.NOT_SERVED, Cause.NOT_KNOWN),
    ],
)
def test_a_content_gives_back_the_outcome_it_was_made_from(outcome):
    """Nothing is lost on the way through the table."""
    raw = RAW if outcome.experience else b""
    assert outcome == key_outcome(content_of(outcome, raw))


def test_a_failure_keeps_its_words():
    """A failed cell still says what failed."""
    error = ServerError("down", status=503, server_title="Internal Error", hint="Try again.")
    content = content_of(KeyOutcome("k", Outcome.FAILED, error=error))
    assert "The service failed: 503 Internal Error: down" == content.error
    back = key_outcome(content)
    assert Outcome.FAILED is back.outcome
    assert "down" in str(back.error)


@pytest.mark.parametrize(
    ("audience_id", "audience_name", "group"), [("42D", "Gold", ("42D", "2")), ("", "Gold", ("Gold", "2"))]
)
def test_a_matrix_groups_by_audience_and_variation(audience_id, audience_name, group):
    """The id identifies an audience; the name stands in when there is no id."""
    content = Content(Outcome.SERVED, None, "k", audience_id, audience_name, "2")
    assert group == content.group


def test_code_zero_is_not_asked():
    """A table that nobody has written to says "not asked" everywhere."""
    assert Outcome.NOT_ASKED is table().content(1, 1).outcome


def test_a_cell_is_found_by_context_and_key():
    """The code points at the content."""
    made = table()
    made.codes[1, 0] = 1
    assert "42D" == made.content(1, 0).audience_id
    assert Outcome.NOT_ASKED is made.content(0, 0).outcome


def test_keys_have_positions():
    """Columns are found by exact key."""
    assert 1 == table().key_position("k1")
    with pytest.raises(ValueError, match="not in tuple"):
        table().key_position("K1")


@pytest.mark.parametrize(("position", "chunks", "chunk"), [(0, 1, 0), (24, 2, 0), (25, 2, 1), (60, 3, 2), (60, 1, 0)])
def test_a_key_knows_the_request_it_was_asked_in(position, chunks, chunk):
    """25 keys a request; keys that turned up unasked belong to the last one."""
    assert chunk == table(keys=61, chunks=chunks).chunk_of(position)


def test_the_columns_of_a_frame_are_fields_of_a_content():
    """Every promised column can be read off a content."""
    assert all(hasattr(NOT_ASKED, name) for name in CONTENT_COLUMNS)
