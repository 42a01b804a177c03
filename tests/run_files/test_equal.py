"""A run in a file says what the same run in memory says."""

from __future__ import annotations

import tempfile
from pathlib import Path

import httpx
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import KEYS, Service, counts, plan_of, refusing, swept, told, usual, workspace
from spaces import ODD, plans

import moe_nb as moe
from moe_nb.core.errors import UsageError

FEW = settings(max_examples=max(10, settings().max_examples // 6))
"""Each example writes files."""


@FEW
@given(plan=plans(), some=st.integers(2, 6))
def test_a_file_says_what_memory_says(plan, some):
    """With any texts, many keys or none, samples, long lists and failed calls; also after it is opened again."""
    expected = swept(plan, Service(refusing(some)))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "run.moe")
        made = swept(plan, Service(refusing(some)), file)
        opened = moe.open_run(file)
        assert [told(expected)] * 2 == [told(made), told(opened)]
        assert [counts(expected)] * 2 == [counts(made), counts(opened)]
        assert [file] == list(Path(folder).iterdir())


@FEW
@given(plan=plans(), some=st.integers(2, 6))
def test_copies_say_the_same(plan, some):
    """From memory into a file, and from there into another one."""
    run = swept(plan, Service(refusing(some)))
    with tempfile.TemporaryDirectory() as folder:
        first = moe.open_run(run.save_as(Path(folder, "first")))
        second = moe.open_run(first.save_as(Path(folder, "second")))
        assert [told(run)] * 2 == [told(first), told(second)]
        assert [run.facts.metadata] * 2 == [first.facts.metadata, second.facts.metadata]
        assert [counts(run)] * 2 == [counts(first), counts(second)]


@FEW
@given(plan=plans(), contexts=st.integers(1, 9))
def test_parts_say_what_the_whole_says(plan, contexts):
    """Frames of a few contexts each, put together, are the frame."""
    with tempfile.TemporaryDirectory() as folder:
        run = swept(plan, Service(), Path(folder, "run.moe"))
        for one in (run, swept(plan, Service())):
            parts = [frame.astype(object) for frame in one.iter_frames(contexts)]
            whole = one.to_frame().astype(object)
            pd.testing.assert_frame_equal(whole, pd.concat(parts, ignore_index=True))


@pytest.mark.parametrize("contexts", [0, -1])
def test_parts_of_nothing_are_refused(tmp_path, contexts):
    """A loop over no frames would lose the whole run without a word."""
    for run in (swept(plan_of(moe.hours()), Service()), swept(plan_of(moe.hours()), Service(), tmp_path / "run.moe")):
        with pytest.raises(UsageError, match="hold nothing"):
            run.iter_frames(contexts)


def test_odd_texts_of_the_service_are_kept(tmp_path):
    """Payloads and names hold whatever they hold."""
    for number, text in enumerate(ODD):
        service = Service(lambda body, text=text: usual(body, text=text))
        expected = swept(plan_of(moe.hours()), service)
        assert told(expected) == told(swept(plan_of(moe.hours()), service, tmp_path / f"{number}.moe"))


HALVES = {
    "error": httpx.Response(400, content=b'{"error": {"message": "bad \\ud800 thing"}}'),
    "name": httpx.Response(
        200,
        content=b'{"experiences": {"banner": {"experience_context": {"audience_name": "x\\udfff"}, "payload": {}}}}',
    ),
    "key": httpx.Response(200, content=b'{"experiences": {"b\\ud800": {"payload": {}}}}'),
}


@pytest.mark.parametrize("answer", HALVES.values(), ids=HALVES)
@pytest.mark.parametrize("keys", [KEYS, None], ids=["keys", "no keys"])
def test_half_a_surrogate_pair_ends_nothing(tmp_path, answer, keys):
    """JSON can say what no file can hold: the run goes on, with a mark in its place, in memory and in a file."""
    plan = plan_of(moe.hours(), keys)

    def some(body):
        return answer if int(body["TIME_OF_THE_DAY"]) % 2 else usual(body)

    expected = told(swept(plan, Service(some)))
    run = swept(plan, Service(some), tmp_path / "run.moe")
    assert expected == told(run) == told(moe.open_run(tmp_path / "run.moe"))
    assert run.is_complete


def test_facts_are_kept(tmp_path):
    """Where, when and how a run was made is read back as it was."""
    run = swept(plan_of(moe.hours()), Service(), tmp_path / "run.moe")
    opened = moe.open_run(tmp_path / "run.moe")
    assert run.facts == opened.facts
    assert (KEYS, "WORKSPACE1", "w1") == (opened.keys, opened.facts.workspace, opened.facts.world_hash)
    assert opened.path == tmp_path / "run.moe"


def test_when_and_how_long_are_kept(tmp_path):
    """The time of asking to the millisecond, the duration to the microsecond."""
    run = swept(plan_of(moe.hours()), Service())
    opened = moe.open_run(run.save_as(tmp_path / "run.moe"))
    assert run.to_frame()["asked_at"].equals(opened.to_frame()["asked_at"])
    assert run.to_frame()["elapsed_ms"].equals(opened.to_frame()["elapsed_ms"])


def test_an_id_that_comes_again_is_asked_once_and_counts_for_all(tmp_path):
    """A list with duplicates costs as many calls as it has different ids, and every row has its answer."""
    ids = ["a", "b", "a", "c", "b", "a"] * 3_000
    service = Service()
    run = swept(plan_of(moe.customer_ids(ids)), service, tmp_path / "run.moe")
    assert {1} == set(service.asked.values())
    assert (3, 18_000) == (service.calls, len(run))
    frame = moe.open_run(tmp_path / "run.moe").to_frame()
    assert ids == frame[frame["experience_key"] == "banner"]["customer_id"].tolist()
    assert {"served", "not_served"} >= set(frame["outcome"])
    answers = frame[["customer_id", "experience_key", "outcome", "variation_id"]].drop_duplicates()
    assert 3 * 3 == len(answers)


def test_an_open_run_needs_no_workspace(tmp_path):
    """Matrix, coverage and text come from the file alone."""
    swept(plan_of(moe.week()), Service(), tmp_path / "run.moe")
    run, same = moe.open_run(tmp_path / "run.moe"), swept(plan_of(moe.week()), Service())
    assert same.matrix("banner").html() == run.matrix("banner").html()
    assert same.coverage() == run.coverage()
    assert workspace(Service()).environment == run.facts.environment
