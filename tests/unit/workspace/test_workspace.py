"""The two faces of a workspace: ordinary code and async functions ask the same and get the same."""

from __future__ import annotations

import asyncio
import json
import re
import threading
from contextlib import closing

import pytest

from moe_nb import Context, Workspace, axis, days, hours, open_run, week
from moe_nb.core.answer import Cause, Outcome
from moe_nb.core.errors import ConfirmationError, SpaceError, UsageError
from moe_nb.core.events import Answered, Planned, Started, Stopped
from moe_nb.core.space import Space
from moe_nb.views.looks import looks_of
from moe_nb.views.palette import COLOURS

BANNER = "homepage-banner"
SATURDAY = Context(day="Saturday", hour=19)


def said(answer):
    return [(outcome.experience_key, outcome.outcome, outcome.cause) for outcome in answer]


def test_the_simulator_answers_the_same_in_process_and_on_a_port(demo, on_port):
    """What was tried offline holds over HTTP."""
    assert said(demo.fetch(SATURDAY)) == said(on_port.fetch(SATURDAY))
    assert list(demo.metadata()) == list(on_port.metadata())


def test_async_functions_get_the_same(workspace):
    """afetch, ametadata, aplan and asweep are the same questions."""
    space = hours([3, 9])

    async def go():
        answer, metadata = await workspace.afetch(SATURDAY), await workspace.ametadata()
        return answer, metadata, await workspace.aplan(space), await workspace.asweep(space, keys=[BANNER])

    answer, metadata, plan, run = asyncio.run(go())
    assert said(workspace.fetch(SATURDAY)) == said(answer)
    assert list(workspace.metadata()) == list(metadata)
    assert workspace.plan(space).describe() == plan.describe()
    assert workspace.sweep(space, keys=[BANNER]).table.codes.tolist() == run.table.codes.tolist()


def test_many_async_calls_at_once(workspace):
    """Gathered fetches each get their own answer."""

    async def go():
        return await asyncio.gather(*(workspace.afetch(keys=BANNER, hour=hour) for hour in range(24)))

    assert list(range(24)) == [answer.context.hour for answer in asyncio.run(go())]


def test_a_cancelled_call_is_given_up(scripted, serves):
    """A cancelled task ends at once although the service never answers, and the workspace can be used again."""
    arrived, released = threading.Event(), threading.Event()

    def fetch(body):
        if body.get("answer") == "never":
            arrived.set()
            released.wait(20)
        return serves(["k"])

    workspace = scripted(fetch)

    async def go():
        task = asyncio.create_task(workspace.afetch(keys="k", attributes={"answer": "never"}))
        assert await asyncio.to_thread(arrived.wait, 20)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return await workspace.afetch(keys="k")

    assert Outcome.SERVED is asyncio.run(go())["k"].outcome
    released.set()


def test_a_cancelled_sweep_stops(demo):
    """Whoever gives up waiting for asweep also ends its calls."""
    begun, go_on, ends = threading.Event(), threading.Event(), []

    def listen(event):
        if isinstance(event, Answered):
            begun.set()
            go_on.wait(20)
        if isinstance(event, Stopped):
            ends.append(event)
            ended.set()

    ended = threading.Event()

    async def go():
        task = asyncio.create_task(demo.asweep(week() * axis("n", range(20)), keys=[BANNER], listeners=[listen]))
        await asyncio.to_thread(begun.wait, 20)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        go_on.set()

    asyncio.run(go())
    assert ended.wait(20)
    assert ends[0].answered < 168 * 20


def test_listeners_get_every_event(workspace):
    """The plan, the start, an answer for each call, the end: in this order."""
    events = []
    workspace.sweep(hours([1, 2, 3]), keys=[BANNER], listeners=[events.append])
    assert [Planned, Started, Answered, Answered, Answered, Stopped] == [type(event) for event in events]
    assert [0, 1, 2] == sorted(event.task.index for event in events[2:5])


@pytest.mark.parametrize("kind", [Started, Answered, Stopped])
def test_a_listener_that_fails_is_heard(demo, kind):
    """Its error is raised to the caller instead of vanishing in a thread, and the next sweep works."""

    def listen(event):
        if isinstance(event, kind):
            raise ZeroDivisionError("the listener's own")

    with pytest.raises(ZeroDivisionError, match="the listener's own"):
        demo.sweep(days() * hours(), keys=[BANNER], listeners=[listen])
    assert demo.sweep(hours([1]), keys=[BANNER]).is_complete


def stopped(job, until):
    """Stop a job when its connections stand, and return the run."""
    until(lambda: job.progress.answered >= 5)
    job.stop()
    return job.wait()


def test_a_large_sweep_of_a_real_workspace_wants_a_yes(on_port, until):
    """More than 2,500 calls begin only with confirm=True, and the refusal says how many there would be."""
    space = week() * axis("n", range(15))
    asked = []
    with pytest.raises(ConfirmationError, match=r"2,520 calls") as caught:
        on_port.sweep(space, keys=[BANNER], listeners=[asked.append])
    assert "confirm=True" in caught.value.hint
    assert [] == asked
    assert not stopped(on_port.start_sweep(on_port.plan(space, keys=[BANNER]), confirm=True), until).is_complete


def test_exactly_the_limit_needs_no_yes(on_port, until):
    """2,500 calls are allowed without asking; more keys than 25 make more calls."""
    run = stopped(on_port.start_sweep(on_port.plan(axis("n", range(2500)), keys=[BANNER])), until)
    assert 2500 == len(run)
    with pytest.raises(ConfirmationError, match=r"2,502 calls"):
        on_port.start_sweep(on_port.plan(axis("n", range(1251)), keys=[f"k{n}" for n in range(26)]))


def test_in_process_nobody_is_asked_for_a_yes(demo):
    """The simulator in process has no pace and no production to protect."""
    run = demo.sweep(axis("n", range(2501)), keys=[BANNER])
    assert (True, 2501) == (run.is_complete, len(run))


def test_a_plan_says_what_it_costs(demo, on_port):
    """Contexts, calls and time; in process there is no waiting."""
    keys = [f"k{n}" for n in range(30)]
    assert "168 contexts, 336 calls, in process" in demo.plan(week(), keys=keys).describe()
    assert "336 calls, about 8 s at 2,500 calls/min" in on_port.plan(week(), keys=keys).describe()


def test_a_sweep_without_axes_is_refused(demo):
    """An empty space says what to give instead."""
    with pytest.raises(SpaceError, match="nothing to vary"):
        demo.plan(Space(()))
    with pytest.raises(UsageError):
        demo.sweep(hours([1]), keys=[])


def test_a_base_stays_in_every_context(workspace):
    """What the axes do not vary is sent each time."""
    run = workspace.sweep(hours([1, 2]), keys=["promo-strip"], base=Context(attributes={"utm_medium": "email"}))
    assert ["served", "served"] == run.to_frame()["outcome"].tolist()


def test_a_sweep_without_keys_takes_the_active_ones(workspace):
    """The keys are decided before the first call, so that every row has the same columns."""
    assert workspace.metadata().active_keys == workspace.sweep(hours([1, 2])).keys


def test_a_sweep_without_metadata_still_asks(scripted, serves):
    """Keys that come back become columns; their causes are not known."""
    workspace = scripted(lambda body: serves(["a"] if body["TIME_OF_THE_DAY"] == "01" else ["b"]))
    frame = workspace.sweep(hours([1, 2])).to_frame()
    assert {("a", "served"), ("b", "served"), ("a", "not_served"), ("b", "not_served")} == set(
        zip(frame["experience_key"], frame["outcome"], strict=True)
    )
    assert {str(Cause.NOT_KNOWN)} == set(frame["cause"].dropna())


def looks_in(run):
    """Return the code and the colours that a run's matrix gives the banner's variation for all users."""
    shown = run.matrix(BANNER).shown
    looks = looks_of(shown.contents, palette=run.palette)
    return {(look.code, look.colours) for look in looks if look.words == "All users / Variation 1"}


def test_a_variation_keeps_its_letter_and_colour_in_all_sweeps_of_a_workspace(tmp_path):
    """A sweep that sees other audiences renames nothing; a run that is opened from a file stands for itself."""
    with closing(Workspace.simulated()) as ws:
        few = ws.sweep(days(["Tuesday"]) * hours([3]), keys=[BANNER])
        assert {("A1", (COLOURS[0],))} == looks_in(few)
        many = ws.sweep(week(), keys=[BANNER], file=tmp_path / "many")
        assert looks_in(few) == looks_in(many) == looks_in(ws.resume(tmp_path / "many"))
        assert {("C1", (COLOURS[2],))} == looks_in(open_run(tmp_path / "many"))


def test_a_report_has_the_letters_of_the_run(tmp_path):
    """The matrices of a page and of a notebook look as those of the run they tell of."""
    with closing(Workspace.simulated()) as ws:
        ws.sweep(days(["Tuesday"]) * hours([3]), keys=[BANNER]).matrix().html()
        run = ws.sweep(week(), keys=[BANNER])
    (legend,) = re.findall(r'<table class="moe-legend">.*?</table>', run.matrix(BANNER).html(), re.DOTALL)
    assert ">A1</td><td>All users / Variation 1</td>" in legend
    run.audit().report(tmp_path / "a.html")
    run.audit().report(tmp_path / "a.ipynb")
    assert legend in (tmp_path / "a.html").read_text()
    assert legend in json.loads((tmp_path / "a.ipynb").read_text())["cells"][-1]["outputs"][0]["data"]["text/html"]
