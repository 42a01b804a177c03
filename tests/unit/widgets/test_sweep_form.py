"""Step 3, the question: axes from inputs, what they cost in words, and the same as code."""

from __future__ import annotations

from datetime import date

import pytest

from moe_nb import Workspace, axis, user_agents, week
from moe_nb.core.errors import SpaceError, UsageError
from moe_nb.widgets.context_form import ContextForm
from moe_nb.widgets.state import PanelState
from moe_nb.widgets.sweep_form import PASTED, SweepForm


@pytest.fixture
def ask(state):
    made = ContextForm(state)
    state.metadata = state.workspace.metadata()
    return made


@pytest.fixture
def form(state, ask):
    return SweepForm(state, ask)


@pytest.fixture
def plan(form, words):
    """Return a function that gives the plan, or what is wrong, as the panel says it."""
    return lambda: words(form.plan_note.value)


def test_it_begins_with_the_week(form, plan):
    """Untouched, it asks every hour of the week, and says what that costs."""
    assert week() == form.space()
    assert "Plan: 168 contexts, 168 calls, in process, no waiting" == plan()
    assert "none" == form.confirm.layout.display


def test_half_a_local_time_does_not_stop_a_week(form, ask, plan):
    """A sweep of the week has its own days and hours: what step 2 says of them does not matter."""
    ask.moment.zone.value, ask.moment.day.value = "Asia/Kolkata", "Monday"
    assert plan().startswith("Plan: 168 contexts")
    assert "base=" not in form.code()
    form.week.value = False
    form.agents.value = "devices"
    assert "Choose both" in plan()


def test_axes_multiply(form, ask):
    """Week, User-Agents and any attribute, in this order; lines are values, blank ones are not."""
    form.agents.value = "devices"
    form.axes.add_row("utm_medium", " email \n\nsocial, paid\n")
    expected = week() * user_agents.preset("devices") * axis("utm_medium", ["email", "social, paid"])
    assert expected == form.space()
    ask.moment.zone.value = "Asia/Kolkata"
    assert "Asia/Kolkata" == form.space().local_week.zone
    ask.moment.week_of.value = date(2026, 7, 8)
    assert date(2026, 7, 6) == form.space().local_week.monday
    assert 'moe.week(tz="Asia/Kolkata", week_of="2026-07-08")' in form.code()


def test_the_plan_follows_every_change(form, ask, plan):
    """Calls are counted anew with each input, those of step 2 too."""
    seen = [plan()]
    changes = [
        lambda: setattr(form.agents, "value", "devices"),
        lambda: form.axes.add_row("n", "1\n2"),
        lambda: setattr(ask.more_keys, "value", ",".join(f"k{n}" for n in range(26))),
        lambda: setattr(form.week, "value", False),
    ]
    for change in changes:
        change()
        seen.append(plan())
    assert [
        "168 contexts, 168",
        "672 contexts, 672",
        "1,344 contexts, 1,344",
        "1,344 contexts, 2,688",
        "8 contexts, 16",
    ] == [text.removeprefix("Plan: ").split(" calls")[0] for text in seen]


def test_pasted_user_agents_are_whole_values(form, ask, plan):
    """One's own list of step 2 is an axis; a header's commas do not split it, and a second line counts."""
    form.week.value, form.agents.value = False, PASTED
    assert "no values" in plan()
    ask.agent.own.value = "Strange, Client/1.0, with, commas"
    assert "1 context, 1 call" in plan()
    ask.agent.own.value += "\nSecond/2.0 (a, b)"
    assert "2 contexts, 2 calls" in plan()
    assert ("Strange, Client/1.0, with, commas", "Second/2.0 (a, b)") == form.space().axis("user_agent").values


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (lambda form, _: setattr(form.week, "value", False), "nothing to vary"),
        (lambda form, _: form.axes.add_row("utm_medium", ""), "'utm_medium' has no values"),
        (lambda form, _: form.axes.add_row("hour", "25"), "'25'"),
        (lambda form, _: form.axes.add_row("hour", "7"), "'hour' stands twice"),
        (lambda form, _: form.axes.add_row("<b>x</b>", ""), "has no values"),
        (lambda _, ask: setattr(ask.ip_address, "value", "here"), "'here'"),
        (lambda _, ask: setattr(ask.moment.zone, "value", "Asia/Nowhere"), "'Asia/Nowhere'"),
    ],
)
def test_what_is_wrong_is_said_instead_of_the_plan(form, ask, plan, spoil, named):
    """Axes that do not work and inputs of step 2 that cannot be sent are named."""
    spoil(form, ask)
    assert named in plan()
    assert "<b>" not in form.plan_note.value
    with pytest.raises(UsageError):
        form.plan()


def test_a_yes_belongs_to_one_plan(port_url, words):
    """Against a real workspace a large sweep wants a tick; another plan wants another one."""
    state = PanelState(Workspace.connect(workspace_id="SIMULATOR", api_key="not-a-secret", base_url=port_url))
    form = SweepForm(state, ContextForm(state))
    assert "none" == form.confirm.layout.display
    form.axes.add_row("n", "\n".join(map(str, range(15))))
    assert "2,520 calls" in words(form.plan_note.value)
    assert form.confirm.layout.display is None
    form.confirm.value = True
    form.show_plan()
    assert form.confirm.value
    form.agents.value = "devices"
    assert not form.confirm.value
    form.confirm.value = True
    form.week.value = False
    assert (False, "none") == (form.confirm.value, form.confirm.layout.display)


@pytest.mark.parametrize(
    "fill",
    [
        lambda _form, _ask: None,
        lambda form, _ask: form.axes.add_row("utm_medium", "email\n\"quoted\" 'too' \\ <b>\u202e 👩\nsocial"),
        lambda form, ask: setattr(form.agents, "value", "phones") or setattr(ask.moment.zone, "value", "Asia/Kolkata"),
        lambda form, ask: (
            setattr(ask.agent.own, "value", "A, b/1\nMine\tC, d/2") or setattr(form.agents, "value", PASTED)
        ),
        lambda form, ask: ask.attributes.add_row("odd name", "ünïcode 鍵") or setattr(form.week, "value", True),
        lambda _form, ask: (
            setattr(ask.more_keys, "value", "live-chat, it's") or setattr(ask.customer_id, "value", "u-42")
        ),
    ],
)
def test_the_code_makes_the_same_space(form, ask, executed, fill):
    """The shown Python asks the same contexts and keys as the panel would."""
    fill(form, ask)
    run = executed(form.code())["run"]
    plan = form.plan()
    assert (plan.space.axes, plan.keys) == (run.space.axes, run.keys)
    assert list(plan.space) == list(run.space)
    assert plan.space.local_week == run.space.local_week


def test_a_space_of_nothing_is_refused_when_started(form):
    """Without a single axis there is no sweep, in words."""
    form.week.value = False
    with pytest.raises(SpaceError, match="nothing to vary"):
        form.plan()


def test_rows_that_cannot_be_axes_are_told_beside_them(form, plan, words):
    """The plan says where to look, and comes back when the rows are mended."""
    for text in "12":
        form.axes.add_row("a", text)
    assert "'a' stands twice" in words(form.axes.note.value)
    assert "axes above" in plan()
    form.axes.fill({"a": "1"})
    assert ("", True) == (form.axes.note.value, "168 contexts" in plan())
