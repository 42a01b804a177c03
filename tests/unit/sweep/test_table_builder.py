"""From events to a run table: what each cell is, with keys and without, whatever comes in which order."""

from __future__ import annotations

import json

import httpx
import numpy as np
import pytest
from stand_in import StandIn, kinds, plan_of, said_of, serve_all, served, sweep

from moe_nb.core.answer import Cause, Outcome
from moe_nb.core.metadata import ExperienceMeta, Metadata
from moe_nb.core.run_table import NOT_ASKED
from moe_nb.sweep.table_builder import TableBuilder
from moe_nb.testing import START

METADATA = Metadata(
    (
        ExperienceMeta("k", "K", "Active"),
        ExperienceMeta("old", "Old", "Paused"),
        ExperienceMeta("soon", "Soon", "Scheduled"),
        ExperienceMeta("odd", "Odd", "Archived"),
    )
)


def by_hour(*answers):
    """Return a service that gives each hour its own answer."""
    return StandIn(lambda body: answers[int(body["TIME_OF_THE_DAY"])])


def outcomes(table, key):
    """Return the outcome of every context for a key."""
    return [row[table.key_position(key)][0] for row in said_of(table)]


def test_before_the_first_answer_everything_is_not_asked():
    """A table can be read at any time."""
    table = TableBuilder(plan_of(3, ("a", "b"))).table()
    assert [[NOT_ASKED] * 2] * 3 == [[table.content(index, at) for at in range(2)] for index in range(3)]
    assert not table.status.any()
    assert not table.asked_epoch_ms.any()


def test_a_cell_knows_when_it_was_asked_and_what_came():
    """Status, time of asking in UTC and duration stand beside each call."""
    _, table = sweep(by_hour(served("k"), httpx.Response(404)), plan_of(2))
    assert [[200], [404]] == table.status.tolist()
    assert [[START.timestamp() * 1000]] * 2 == table.asked_epoch_ms.tolist()
    assert (table.elapsed_ms >= 0).all()


@pytest.mark.parametrize(
    ("key", "cause"),
    [
        ("k", Cause.NO_MATCH),
        ("old", Cause.PAUSED),
        ("soon", Cause.SCHEDULED),
        ("odd", Cause.NOT_KNOWN),
        ("nobody-has-it", Cause.UNKNOWN_KEY),
    ],
)
def test_what_did_not_come_back_has_a_cause(key, cause):
    """The metadata says why, as far as it can be known; without it the cause is not known."""
    _, table = sweep(StandIn(lambda _body: served()), plan_of(1, (key,), METADATA))
    assert [[(Outcome.NOT_SERVED, cause, "", "")]] == said_of(table)
    _, table = sweep(StandIn(lambda _body: served()), plan_of(1, (key,)))
    assert [[(Outcome.NOT_SERVED, Cause.NOT_KNOWN, "", "")]] == said_of(table)


def test_a_key_nobody_asked_for_is_left_out_of_a_listed_run():
    """A service that sends more than asked does not add columns."""
    _, table = sweep(StandIn(lambda _body: served("k", "stranger")), plan_of(2))
    assert ("k",) == table.keys


def test_equal_contents_are_kept_once():
    """A week of the same answer is one content, besides "not asked"; equal answers of two keys stay apart."""
    _, table = sweep(StandIn(lambda _body: served("a", "b")), plan_of(168, ("a", "b")))
    assert 3 == len(table.contents)
    assert ["", "a", "b"] == [content.experience_key for content in table.contents]


def test_equal_bytes_of_two_keys_are_two_contents():
    """Each cell knows its own key, also where two experiences send the very same."""
    same = json.loads(served("k").text)["experiences"]["k"]
    answer = httpx.Response(200, json={"experiences": {"a": same, "b": same}})
    _, table = sweep(StandIn(lambda _body: answer), plan_of(1, ("a", "b")))
    assert ["a", "b"] == [table.content(0, at).experience_key for at in range(2)]


def test_each_missing_key_has_its_own_cause():
    """What is absent in the same answer is absent for different reasons."""
    _, table = sweep(StandIn(lambda _body: served()), plan_of(2, ("k", "old", "soon", "nobody-has-it"), METADATA))
    causes = [Cause.NO_MATCH, Cause.PAUSED, Cause.SCHEDULED, Cause.UNKNOWN_KEY]
    assert [causes, causes] == [[cell[1] for cell in row] for row in said_of(table)]


def test_contents_that_differ_in_the_payload_only_are_two():
    """A changed text is seen, even when audience and variation are the same."""
    one, two = served("k"), httpx.Response(200, text=served("k").text.replace('"value":"k"', '"value":"K"'))
    _, table = sweep(by_hour(one, two), plan_of(2))
    first, second = (table.content(index, 0) for index in range(2))
    assert first.group == second.group
    assert first.payload_hash != second.payload_hash


@pytest.mark.parametrize("broken", [r"\"\\ud800", '"\\x07"'])
def test_one_experience_that_cannot_be_read_fails_its_own_call_only(broken):
    """Its context reads failed, with status 200; the rest of the run is served."""
    odd = httpx.Response(200, text=served("k").text.replace('"k"}', f"{broken}}}"))
    events, table = sweep(by_hour(served("k"), odd, served("k")), plan_of(3))
    assert [Outcome.SERVED, Outcome.FAILED, Outcome.SERVED] == outcomes(table, "k")
    assert [200, 200, 200] == table.status[:, 0].tolist()
    assert "could not be read" in table.content(1, 0).error
    assert "Stopped" == kinds(events)[-1]


@pytest.mark.parametrize("number", [2**64, -(2**70), 10**300])
def test_numbers_of_any_size_are_kept(number):
    """A number larger than 64 bits is a payload like any other."""
    answer = httpx.Response(200, text=served("k").text.replace('"value":"k"', f'"value":{number}'))
    _, table = sweep(StandIn(lambda _body: answer), plan_of(1))
    assert str(number) in table.content(0, 0).raw.decode()


def test_an_empty_experience_is_not_served():
    """The empty payload of a paused experience is absence."""
    answer = httpx.Response(200, json={"experiences": {"old": {"payload": {}}, "k": None}})
    _, table = sweep(StandIn(lambda _body: answer), plan_of(1, ("old", "k"), METADATA))
    assert [Cause.PAUSED, Cause.NO_MATCH] == [cell[1] for cell in said_of(table)[0]]


def test_without_keys_everything_that_comes_is_a_column():
    """Keys are found on the way, in an order of their own; contexts that did not get one were not served."""
    _, table = sweep(by_hour(served("b"), served("a", "b"), served()), plan_of(3, None))
    assert ("a", "b") == table.keys
    assert [Outcome.NOT_SERVED, Outcome.SERVED, Outcome.NOT_SERVED] == outcomes(table, "a")
    assert [Outcome.SERVED, Outcome.SERVED, Outcome.NOT_SERVED] == outcomes(table, "b")


@pytest.mark.parametrize("broken", [httpx.Response(404), httpx.Response(200, text="<html>")])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_without_keys_a_failed_context_is_failed_for_every_key(broken, at):
    """Also for keys that were first seen later: a failed cell is neither a hole nor unasked."""
    answers = [served("a", "b")] * 3
    answers[at] = broken
    _, table = sweep(by_hour(*answers), plan_of(3, None), in_flight=1)
    expected = [Outcome.FAILED if index == at else Outcome.SERVED for index in range(3)]
    assert [expected, expected] == [outcomes(table, key) for key in ("a", "b")]


def test_without_keys_what_was_not_asked_stays_so():
    """A table read in the middle does not call the contexts to come holes."""
    plan = plan_of(3, None)
    events, _ = sweep(by_hour(served(), served("a"), served("a")), plan, in_flight=1)
    builder = TableBuilder(plan)
    for event in events[:4]:  # planned, started, two answers
        builder.see(event)
    assert [Outcome.NOT_SERVED, Outcome.SERVED, Outcome.NOT_ASKED] == outcomes(builder.table(), "a")


def test_without_keys_the_metadata_names_the_causes():
    """What is missing has a cause where the metadata is known."""
    _, table = sweep(by_hour(served("k"), served()), plan_of(2, None, METADATA))
    assert Cause.NO_MATCH == table.content(1, 0).cause


def test_without_keys_and_without_answers_there_are_no_columns():
    """A run in which nothing ever came is empty, not broken."""
    _, table = sweep(StandIn(lambda _body: served()), plan_of(3, None))
    assert ((), (3, 0)) == (table.keys, table.codes.shape)


def test_a_table_read_later_holds_what_was_answered_since():
    """Reading in between disturbs nothing."""
    plan = plan_of(24)
    events, whole = sweep(StandIn(serve_all), plan)
    builder = TableBuilder(plan)
    for event in events:
        builder.see(event)
        builder.table()
    assert np.array_equal(whole.codes, builder.table().codes)
    assert whole.contents == builder.table().contents
