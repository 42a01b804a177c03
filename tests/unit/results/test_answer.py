"""An answer as a user holds it: cards, frames, code."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd
import pytest

from moe_nb.core.answer import Answer, Cause, Experience, KeyOutcome, Outcome, Variable
from moe_nb.core.context import Context
from moe_nb.core.credentials import Environment
from moe_nb.core.errors import ServerError, UnreachableError
from moe_nb.core.space import axis
from moe_nb.results.answer import DisplayedAnswer
from moe_nb.views.code import Source

CONTEXT = Context(customer_id="u-42", day="Saturday", hour=19, attributes={"utm_medium": "email"})
VALUES = [" kept ", "", "042", 42, 4.5, True, None, {"a": [1, " x "]}, [], '{"a": 1}', "=1+1", "nan"]
SAID = {"audience_id": "42D", "moe_variation_id": "02", "audience_name": "", "cid": None}


def answer(*outcomes, requested=None, context=CONTEXT):
    asked_at = datetime(2026, 11, 23, 12, tzinfo=UTC)
    made = Answer(context, outcomes, requested, 200, 0.25, asked_at)
    return DisplayedAnswer(made, Source("https://sdk-01.moengage.com/v1"), Environment.TEST)


def served(key="k", values=VALUES, **context):
    payload = tuple(Variable(f"v{number}", value, "string") for number, value in enumerate(values))
    return KeyOutcome(key, Outcome.SERVED, experience=Experience(key, payload, SAID | context))


def test_values_in_the_payload_frame_are_untouched():
    """Spaces, types, empty texts and nothing come out of the frame as they were sent."""
    values = answer(served()).payload_frame()["value"].tolist()
    assert VALUES == values
    assert [type(value) for value in VALUES] == [type(value) for value in values]


def test_the_payload_frame_has_a_row_per_variable():
    """Variables of all served keys, in the order sent; keys not served have none."""
    frame = answer(served("b", [1]), KeyOutcome("c", Outcome.NOT_SERVED), served("a", [2, 3])).payload_frame()
    assert ["experience_key", "variable", "data_type", "value"] == list(frame.columns)
    assert [("b", "v0"), ("a", "v0"), ("a", "v1")] == list(zip(frame["experience_key"], frame["variable"], strict=True))


def test_an_answer_is_its_outcomes():
    """It can be counted, walked and asked by key."""
    got = answer(served("a"), KeyOutcome("b", Outcome.NOT_SERVED, Cause.PAUSED))
    assert (2, ["a", "b"]) == (len(got), [outcome.experience_key for outcome in got])
    assert Cause.PAUSED == got["b"].cause
    assert CONTEXT == got.context
    assert got.outcomes == tuple(got)
    with pytest.raises(KeyError, match="nowhere"):
        got["nowhere"]


def plain(column):
    """Return the values of a column, what is missing as None."""
    return column.astype(object).where(column.notna(), None).tolist()


@pytest.mark.parametrize("keys", [None, ["homepage-banner"], ["no-such-key", "homepage-banner"]])
def test_columns_agree_with_those_of_a_run(demo, keys):
    """The same context asked alone or in a sweep gives the same rows in the columns both have."""
    got = demo.fetch(CONTEXT, keys=keys)
    base = Context(customer_id="u-42", attributes={"utm_medium": "email"})
    run = demo.sweep(axis("day", ["Sat"]) * axis("hour", [19]), keys=[o.experience_key for o in got], base=base)
    alone, swept = got.to_frame(), run.to_frame()
    shared = [name for name in swept.columns if name in alone.columns]
    assert [name for name in swept.columns if name != "context"] == list(alone.columns)
    for name in set(shared) - {"elapsed_ms", "asked_at"}:
        assert plain(swept[name]) == plain(alone[name])
    assert swept["asked_at"].dt.tz == alone["asked_at"].dt.tz == UTC


def test_ids_in_a_frame_are_texts_and_what_was_not_sent_is_missing():
    """A variation "02" keeps its zero; an empty name is nothing, not an empty text."""
    (row,) = answer(served(), requested=("k",)).to_frame().to_dict("records")
    assert ("02", "42D", "served", 19, "email") == tuple(
        row[name] for name in ("variation_id", "audience_id", "outcome", "hour", "utm_medium")
    )
    assert [None] * 4 == [row[name] for name in ("audience_name", "campaign_id", "cause", "error")]


def test_a_failed_key_keeps_the_status_of_its_own_call():
    """When one call of several fails, its keys do not read as answered: 0 where no answer came at all."""
    broken = KeyOutcome("b", Outcome.FAILED, error=ServerError("x", status=503))
    silent = KeyOutcome("c", Outcome.FAILED, error=UnreachableError("y"))
    frame = answer(served("a"), broken, silent, requested=("a", "b", "c")).to_frame()
    assert [200, 503, 0] == frame["status"].tolist()
    assert ["503 The service failed: x", "The service could not be reached: y"] == (frame["error"].tolist()[1:])


def test_an_attribute_called_like_a_result_is_kept_apart(demo):
    """Neither overwrites the other, and the names are those of a run's frame."""
    around = Context(day="Sat", attributes={"status": "gold", "outcome": "mine"})
    alone = demo.fetch(around, keys="homepage-banner").to_frame()
    swept = demo.sweep(axis("hour", [None]), keys="homepage-banner", base=around).to_frame()
    assert ["gold", 200, "mine", "served"] == [
        alone[name][0] for name in ("attribute.status", "status", "attribute.outcome", "outcome")
    ]
    assert set(alone.columns) == set(swept.columns) - {"context", "hour"}


def test_an_empty_answer_has_the_columns_of_a_full_one():
    """Frames of many answers can be joined, whatever came back."""
    empty, full = answer(), answer(served())
    assert list(full.to_frame().columns) == list(empty.to_frame().columns)
    assert list(full.payload_frame().columns) == list(empty.payload_frame().columns)
    assert (0, 1) == (len(empty.to_frame()), len(pd.concat([full.to_frame(), answer(context=CONTEXT).to_frame()])))


def test_code_of_an_answer_names_exactly_what_was_asked():
    """Keys that were left out stay left out."""
    assert "keys=" not in answer(served()).python()
    assert 'keys=["k"]' in answer(served(), requested=("k",)).python()
    assert "experience_key" not in answer(served()).curl()
    assert '"experience_key": [' in answer(served(), requested=("k",)).curl()


def test_an_answer_without_payload_or_context_is_shown():
    """Nothing asked and nothing served is an answer too."""
    got = answer(context=Context())
    assert "anonymous visitor" in repr(got)
    assert "Nothing is served" in got.html()
    assert "TEST" in got.html()
