"""What the panel knows and does: one thing at a time, every end is told, and nothing can leave it stuck."""

from __future__ import annotations

import threading

import pytest

from moe_nb import Context, Workspace, axis, hours, open_run, week
from moe_nb.core.errors import AuthenticationError, ContextError, UsageError
from moe_nb.widgets.state import PanelState, badge_of

BANNER = "homepage-banner"


@pytest.fixture
def hold(demo):
    """Hold the thread everything runs on, until the returned event is set."""
    let_go = threading.Event()
    job = demo.start_sweep(demo.plan(hours([1]), keys=[BANNER]), listeners=[lambda _: let_go.wait(20)])
    yield let_go
    let_go.set()
    job.wait()


@pytest.fixture
def idle(state, until):
    """Return a function that waits until nothing is under way."""
    return lambda: until(lambda: not state.busy)


def test_testing_brings_the_metadata(state, idle):
    """It is said how many experiences there are, by status."""
    state.test()
    idle()
    assert "Connected: 12 experiences (10 Active, 1 Paused, 1 Scheduled)." == state.said
    assert (12, None) == (len(state.metadata), state.error)


def test_a_fetch_brings_an_answer(state, idle):
    """The answer is the one that was asked for."""
    state.fetch(Context(hour=9), [BANNER])
    idle()
    assert (9, [BANNER]) == (state.answer.context.hour, [o.experience_key for o in state.answer])


def test_a_sweep_brings_a_run_and_ticks(state, idle):
    """Listeners paint at least once before the end and once after it."""
    ticks = []
    state.observe(lambda change: ticks.append((change["new"], state.run is not None)), "tick")
    state.sweep(week(), [BANNER], Context(), confirmed=False)
    idle()
    assert (168, True) == (len(state.run), state.run.is_complete)
    assert (1, False) == ticks[0]
    assert ticks[-1][1]


def test_one_thing_at_a_time(state, idle, hold):
    """While something is under way the next is refused in words, and nothing is changed by the refusal."""
    state.fetch(Context(), [BANNER])
    before = state.workspace
    for action in (
        lambda: state.fetch(Context(), None),
        state.test,
        lambda: state.use(Workspace.simulated()),
        lambda: state.sweep(hours(), None, Context(), confirmed=False),
    ):
        with pytest.raises(UsageError, match="Still fetching"):
            action()
    assert state.workspace is before
    hold.set()
    idle()
    assert state.answer is not None


def test_a_call_cancelled_before_it_began_ends(state, idle, hold):
    """Whoever cancels at once is told "Stopped.", and the panel is free again."""
    state.fetch(Context(), [BANNER])
    state.stop()
    hold.set()
    idle()
    assert ("Stopped.", None, None) == (state.said, state.answer, state.error)
    state.fetch(Context(), [BANNER])
    idle()
    assert state.answer is not None


def test_a_call_that_never_comes_back_is_cancelled(state, idle, serve, until):
    """Cancel gives up a service that does not answer; so does it while the connection is tested."""
    asked, released = threading.Event(), threading.Event()

    def answer(*_request):
        asked.set()
        released.wait(20)
        return 200, b'{"experiences": {}}'

    state.use(Workspace.connect(workspace_id="WORKSPACE1", api_key="k", base_url=serve(answer)))
    for begin in (lambda: None, lambda: state.fetch(Context(), [BANNER])):
        begin()
        assert asked.wait(20)
        asked.clear()
        assert state.busy
        state.stop()
        idle()
        assert "Stopped." == state.said
    released.set()
    state.workspace.close()
    until(lambda: not state.busy)


def test_a_stopped_sweep_keeps_its_answers(state, idle, until):
    """Stop ends a sweep, not what came of it."""
    state.sweep(week() * axis("n", range(200)), [BANNER], Context(), confirmed=False)
    until(lambda: state.job is not None and state.job.progress.done)
    state.stop()
    idle()
    assert (None, "") == (state.error, state.said)
    assert not state.run.is_complete
    assert state.run.facts.stopped.answered > 0


def test_a_stop_at_the_very_end_loses_nothing(state, idle, until):
    """Whoever stops a sweep that has just ended gets its run all the same."""
    state.sweep(hours(), [BANNER], Context(), confirmed=False)
    until(lambda: state.job is not None and state.job.is_done)
    state.stop()
    idle()
    assert state.run.is_complete


def test_a_sweep_stopped_while_it_is_planned_has_no_run(state, idle, hold):
    """Before the first call there is nothing to keep; an older sweep is not touched."""
    state.sweep(week(), [BANNER], Context(), confirmed=False)
    state.stop()
    hold.set()
    idle()
    assert (None, "Stopped.") == (state.run, state.said)


def test_stopping_nothing_does_nothing(state):
    """A click on Cancel too many does no harm."""
    state.stop()
    assert ("", "", None) == (state.busy, state.said, state.error)


def test_an_error_lands_in_the_state(state, idle):
    """What goes wrong is kept for the panel to show, and the next attempt clears it."""
    state.fetch(Context(), [])
    idle()
    assert isinstance(state.error, UsageError)
    state.fetch(Context(), [BANNER])
    idle()
    assert state.error is None


def test_a_view_that_fails_is_an_error_and_not_the_end(state, idle):
    """A fault in drawing is shown, and the panel goes on."""

    def broken(change):
        if change["new"] is not None:
            raise ZeroDivisionError("drawing")

    state.observe(broken, "answer")
    state.fetch(Context(), [BANNER])
    idle()
    assert isinstance(state.error, ZeroDivisionError)
    state.unobserve(broken, "answer")
    state.fetch(Context(), None)
    idle()
    assert (None, 10) == (state.error, len(state.answer))


def test_what_a_person_does_clears_the_last_error(state):
    """A new click begins with a clean slate; its own error takes the place of the old one."""
    state.error, state.said = ZeroDivisionError(), "done"
    state.guarded(lambda: None)()
    assert (None, "") == (state.error, state.said)

    def wrong(_button):
        raise ContextError("wrong")

    state.guarded(wrong)("button")
    assert "wrong" == str(state.error)


def test_drawing_clears_nothing(state):
    """A painting sweep does not wipe an error away before it is read."""
    state.error, state.said = ContextError("to be read"), "done"
    state.drawing(lambda: None)()
    assert ("to be read", "done") == (str(state.error), state.said)


def test_a_switch_forgets_the_other_workspaces_experiences(state, idle):
    """After a switch the metadata is the new workspace's; the old connection is closed."""
    state.test()
    idle()
    state.use(Workspace.simulated("edge_cases"))
    idle()
    assert "UPPER" in state.metadata.active_keys
    assert BANNER not in state.metadata.active_keys


def test_a_sweep_stays_with_the_workspace_it_began_on(state, idle, hold):
    """The workspace is decided when the button is clicked."""
    state.sweep(hours([1]), None, Context(), confirmed=False)
    state.workspace = Workspace.simulated("edge_cases")
    hold.set()
    idle()
    assert BANNER in state.run.keys


@pytest.mark.parametrize(("environment", "badge"), [("simulator", "SIMULATOR"), ("test", "TEST"), ("live", "LIVE")])
def test_the_badge_is_a_word(environment, badge):
    """Never a colour alone."""
    assert badge == badge_of(environment)


def test_two_states_share_nothing(demo, until):
    """What one panel asks, another does not show."""
    one, other = PanelState(demo), PanelState(Workspace.simulated("edge_cases"))
    one.fetch(Context(), [BANNER])
    other.fetch(Context(), ["UPPER"])
    until(lambda: not one.busy and not other.busy)
    assert [[BANNER], ["UPPER"]] == [[o.experience_key for o in state.answer] for state in (one, other)]


def test_answers_arrive_in_order_of_asking(state, idle):
    """The last answer shown is that of the last question."""
    seen = []
    state.observe(lambda change: seen.append(change["new"].context.hour), "answer")
    for hour in range(5):
        state.fetch(Context(hour=hour), [BANNER])
        idle()
    assert [0, 1, 2, 3, 4] == seen


def test_what_ended_a_sweep_is_told(state, idle, serve):
    """A service that goes away is named with what to do; the progress says that it is over, and what came stays."""
    asked = []

    def answer(_method, path, _body):
        asked.append(path)
        return (200, b'{"experiences": {}}') if len(asked) < 18 else (401, b'{"title": "T", "description": "D"}')

    state.use(Workspace.connect(workspace_id="WORKSPACE1", api_key="k", base_url=serve(answer)))
    idle()
    state.sweep(hours(), [BANNER], Context(), confirmed=False)
    idle()
    assert isinstance(state.error, AuthenticationError)
    assert "ended: the credentials were refused" in state.job.progress.describe()
    assert "left" not in state.job.progress.describe()
    assert state.run.facts.stopped.answered > 0
    state.workspace.close()


def test_slow_work_that_asks_nobody_holds_nothing_up(state, until):
    """A file is read on a thread: what is under way has a name, and what came of it arrives."""
    got = []
    state.do("reading", lambda: 6 * 7, got.append)
    until(lambda: not state.busy)
    assert ([42], None) == (got, state.error)


def test_slow_work_that_fails_is_told(state, until):
    """The error lands in the panel, and the next thing can begin."""
    state.do("reading", lambda: 1 // 0, lambda _: None)
    until(lambda: not state.busy)
    assert isinstance(state.error, ZeroDivisionError)


def test_answers_and_runs_stay_at_hand(state, until):
    """Each fetch and each sweep adds one, the last one last."""
    for hour in (7, 8):
        state.fetch(Context(hour=hour), ["homepage-banner"])
        until(lambda: not state.busy)
        state.sweep(hours([hour]), ["homepage-banner"], Context(), confirmed=True)
        until(lambda: not state.busy)
    assert [7, 8] == [kept.answer.context.hour for kept in state.answers]
    assert [(7,), (8,)] == [kept.run.space.axes[0].values for kept in state.runs]
    assert state.run is state.runs[-1].run


def test_all_runs_of_one_place_look_alike(state, idle, tmp_path):
    """A run that is opened, one that is swept, and one swept after connecting anew: one palette; elsewhere another."""
    file = Workspace.simulated().sweep(week(), keys=[BANNER]).save_as(tmp_path / "earlier")
    state.sweep(hours([3]), [BANNER], Context(), confirmed=False)
    idle()
    swept, job = state.run, state.job
    state.take(open_run(file))
    opened = state.run
    state.use(Workspace.simulated("edge_cases"))
    idle()
    elsewhere = state.workspace.palette
    state.use(Workspace.simulated())
    idle()
    assert swept.palette is job.palette is opened.palette is state.workspace.palette
    assert elsewhere is not swept.palette
