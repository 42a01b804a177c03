"""An experience that cannot be read: facts, listeners and frame say the same of it, and nothing else is lost."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from recorded import Service, counts, plan_of, swept, told, usual, workspace

import moe_nb as moe
from moe_nb.core.answer import Outcome
from moe_nb.core.events import Answered, Failed, StopReason

GOOD = b'"chat": {"payload": {}, "experience_context": {"audience_id": "A1"}}'
UNREADABLE = {
    "half a character": rb'{"payload": {"T": {"value": "x\ud800"}}}',
    "no text": b'{"payload": {"T": {"value": "\xff"}}}',
}
KEYS = ("banner", "chat")


def half_of_them(bad):
    """Return a service of which every second hour holds an experience that cannot be read."""

    def answer(body):
        if int(body["TIME_OF_THE_DAY"]) % 2:
            return httpx.Response(200, content=b'{"experiences": {"banner": ' + bad + b", " + GOOD + b"}}")
        return usual(body, KEYS)

    return Service(answer)


@pytest.mark.parametrize("bad", UNREADABLE.values(), ids=UNREADABLE)
@pytest.mark.parametrize("keys", [KEYS, None], ids=["keys", "no keys"])
@pytest.mark.parametrize("file", [None, "run.moe"], ids=["memory", "file"])
def test_facts_listeners_and_frame_agree(tmp_path, bad, keys, file):
    """The call counts as failed everywhere, its unreadable key is failed, and the key beside it is served."""
    events = []
    run = swept(plan_of(moe.hours(), keys), half_of_them(bad), file and tmp_path / file, [events.append])
    stopped, frame = run.facts.stopped, run.to_frame()
    assert (StopReason.COMPLETED, 12, 12) == (stopped.reason, stopped.answered, stopped.failed)
    heard = [sum(isinstance(event, kind) for event in events) for kind in (Answered, Failed)]
    assert [12, 12] == heard
    assert (stopped.answered, stopped.failed) == (events[-1].answered, events[-1].failed)
    odd = frame[frame["hour"].astype(int) % 2 == 1]
    assert {"banner": {"failed"}, "chat": {"served"}} == {
        key: set(rows["outcome"]) for key, rows in odd.groupby("experience_key", observed=True)
    }
    assert 12 == int((frame["outcome"] == "failed").sum())
    assert all(error for error in frame[frame["outcome"] == "failed"]["error"])


@pytest.mark.parametrize("keys", [KEYS, None], ids=["keys", "no keys"])
def test_a_file_says_the_same_and_is_gone_on_with(tmp_path, keys):
    """Opened again it counts alike; resumed, only the calls with something unreadable are asked again."""
    file = tmp_path / "run.moe"
    run = swept(plan_of(moe.hours(), keys), half_of_them(UNREADABLE["half a character"]), file)
    opened = moe.open_run(file)
    assert (told(run), counts(run)) == (told(opened), counts(opened))
    service = Service(lambda body: usual(body, KEYS))
    again = workspace(service).start_resume(file).wait()
    assert (12, 24, 0) == (service.calls, again.facts.stopped.answered, again.facts.stopped.failed)


def test_a_name_that_is_no_text_is_a_failed_key(tmp_path):
    """Without asked keys it is seen all the same: a row for it, and a failed call in the facts."""
    torn = httpx.Response(200, content=rb'{"experiences": {"b\ud800": {"payload": {}}, ' + GOOD + b"}}")
    for file in (None, tmp_path / "run.moe"):
        run = swept(plan_of(moe.hours([3]), None), Service(lambda _: torn), file)
        assert (0, 1) == (run.facts.stopped.answered, run.facts.stopped.failed)
        assert [("b\ufffd", "failed"), ("chat", "served")] == [
            *run.to_frame()[["experience_key", "outcome"]].itertuples(index=False, name=None)
        ]
    assert counts(run) == counts(moe.open_run(Path(run.path)))


def test_a_fetch_does_the_same():
    """One visitor's answer keeps what could be read of the call, and says of the other key why it failed."""
    service = half_of_them(UNREADABLE["half a character"])
    answer = workspace(service).fetch(hour=3, keys=KEYS)
    assert (Outcome.FAILED, Outcome.SERVED) == (answer["banner"].outcome, answer["chat"].outcome)
    assert "half a character" in answer["banner"].error.description
