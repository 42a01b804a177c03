"""The panel as a whole: it begins by itself, tells every mistake, and never dies."""

from __future__ import annotations

import asyncio
import json
import threading

import pytest
from ipywidgets import HTML, Box
from ipywidgets.embed import dependency_state, embed_data

from moe_nb import Workspace
from moe_nb.core.errors import ContextError

BANNER = "homepage-banner"


def test_it_begins_on_the_simulator(p, words):
    """Without a click the metadata is there and a visitor can be asked."""
    assert ("simulator", 12, None) == (p.state.environment, len(p.state.metadata), p.state.error)
    assert words(p.badge.value).startswith("SIMULATOR")
    assert (False, True) == (p.fetch_button.disabled, p.cancel_button.disabled)
    assert (None, None) == (p.answer, p.run)


def test_fetch_asks_what_the_form_says(p, press, words):
    """One click, and the cards are there."""
    p.form.key_list.value = [BANNER]
    p.form.more_keys.value = "nope"
    p.form.moment.day.value, p.form.moment.hour.value = "Monday", 10
    press(p, p.fetch_button)
    assert [BANNER, "nope"] == [outcome.experience_key for outcome in p.answer]
    assert "Office hours" in words(p.answer_view.cards.value)
    assert "unknown key" in words(p.answer_view.cards.value)


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (lambda form: setattr(form.ip_address, "value", "here"), "'here'"),
        (lambda form: form.attributes.add_row("experience_key", "x"), "'experience_key'"),
        (lambda form: [form.attributes.add_row("a", v) for v in "12"], "stands twice"),
        (
            lambda form: (setattr(form.moment.zone, "value", "Asia/X"), setattr(form.moment.day, "value", "Monday")),
            "Asia/X",
        ),
    ],
)
def test_a_wrong_input_is_an_alarm_and_not_an_exception(p, words, spoil, named):
    """The click tells what is wrong and what to do; nothing was asked."""
    spoil(p.form)
    p.fetch_button.click()
    assert named in words(p.alarm.value)
    assert "What to do" in words(p.alarm.value)
    assert ("", None) == (p.state.busy, p.answer)


def test_a_mended_input_takes_the_alarm_away(p, press, words):
    """The next click begins with a clean slate."""
    p.form.ip_address.value = "here"
    p.fetch_button.click()
    assert isinstance(p.state.error, ContextError)
    p.form.ip_address.value = "192.0.2.1"
    press(p, p.fetch_button)
    assert ("", "192.0.2.1") == (p.alarm.value, p.answer.context.ip_address)
    assert words(p.answer_view.cards.value)


def test_the_given_workspace_is_used(connected):
    """panel(workspace) begins there."""
    p = connected(Workspace.simulated("edge_cases"))
    assert "UPPER" in p.state.metadata.active_keys
    assert p.workspace is p.state.workspace


def test_two_panels_share_nothing(connected, press):
    """What is typed, asked and answered in one is not in the other."""
    one, other = connected(), connected(Workspace.simulated("edge_cases"))
    one.form.customer_id.value = "u-42"
    one.form.attributes.add_row("utm_medium", "email")
    one.form.more_keys.value = BANNER
    press(one, one.fetch_button)
    press(one, one.sweeps.start)
    assert ("", {}, None, None) == (
        other.form.customer_id.value,
        other.form.attributes.pairs(),
        other.answer,
        other.run,
    )
    assert "" == other.answer_view.cards.value
    press(other, other.fetch_button)
    assert [BANNER] == [outcome.experience_key for outcome in one.answer]


def test_a_dead_service_does_not_kill_the_panel(connected, serve, press, until, words):
    """A web page instead of an answer is told; the panel can go back to the simulator and work."""
    page = serve(lambda *_: (200, b"<html><script>alert(1)</script></html>"))
    p = connected(Workspace.connect(workspace_id="WORKSPACE1", api_key="k", base_url=page))
    assert "could not be read" in words(p.alarm.value)
    press(p, p.fetch_button)
    assert "could not be read" in words(p.alarm.value)
    assert "<script" not in p.alarm.value
    p.connection.kind.value = "Simulator"
    until(lambda: not p.state.busy)
    press(p, p.fetch_button)
    assert ("simulator", None, 10) == (p.state.environment, p.state.error, len(p.answer))


def test_hostile_metadata_stays_text(connected, serve, words):
    """Keys, names and statuses of anybody are escaped wherever they are drawn."""
    line = {"experience_key": "<b>k</b>\u202e", "experience_name": "<script>n</script>", "status": "<i>Active</i>"}
    said = json.dumps({"metadata": {"count": 1, "experiences": [line]}}).encode()
    p = connected(Workspace.connect(workspace_id="WORKSPACE1", api_key="k", base_url=serve(lambda *_: (200, said))))
    assert "<b>k</b>\\u202e" in words(p.connection.list.value)
    drawn = [widget.value for widget in _tree(p) if isinstance(widget, HTML)]
    assert [] == [text for text in drawn for tag in ("<script>n", "<b>k", "<i>Act", "\u202e") if tag in text]


def test_no_key_is_in_what_is_saved(connected, send, port_url, press):
    """After connecting and asking, neither widget state nor an exported page holds the key."""
    p = connected()
    p.connection.kind.value = "MoEngage"
    p.connection.address.data_center.value, p.connection.address.base_url.value = "", port_url
    p.connection.workspace_id.value = "SIMULATOR"
    send(p.connection.key, {"kind": "secret", "value": "not-a-secret"})
    press(p, p.connection.connect)
    press(p, p.fetch_button)
    assert p.state.error is None
    saved = str(embed_data([p], state=dependency_state([p])))
    assert "Workspace ID" in saved
    assert "not-a-secret" not in saved


def step_of(p, step):
    """Return what a step shows."""
    return p.tabs.children[step]


def _tree(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from _tree(child)


def test_without_a_kernel_there_are_words(p, press):
    """On GitHub, in a saved page and in a mail the cell says what to do, and shows what was found by then."""
    data, _ = p._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    for text in (data["text/plain"], data["text/html"]):
        assert "run this cell in JupyterLab" in text
    p.form.more_keys.value = BANNER
    press(p, p.fetch_button)
    press(p, p.sweeps.start)
    data, _ = p._repr_mimebundle_()
    assert "Homepage banner" in data["text/html"]
    for text in (data["text/plain"], data["text/html"]):
        assert "Run of 168 contexts" in text


def test_the_first_question_is_filled_in(connected, press):
    """Without a choice one click gives cards: this very hour, on a phone, every active experience."""
    p = connected()
    press(p, p.fetch_button)
    context = p.answer.context
    assert None not in (context.day, context.hour)
    assert "iPhone" in context.user_agent
    assert 10 == len(p.answer)


def test_the_tabs_say_how_far_one_has_come(p, press):
    """A step that gave something has a mark."""
    assert "1 Connect ✓" == p.tabs.titles[0]
    assert "2 Ask" == p.tabs.titles[1]
    press(p, p.fetch_button)
    press(p, p.sweeps.start)
    assert ("1 Connect ✓", "2 Ask ✓", "3 Sweep ✓", "4 Read", "5 Audit", "6 Take away") == p.tabs.titles
    press(p, p.auditing.start)
    assert "5 Audit ✓" == p.tabs.titles[4]


def test_a_step_is_built_when_it_is_opened(p, words):
    """The page that opens holds one step; another one is there as soon as somebody goes to it, and stays."""
    built = [
        step for step in range(6) if "opens when" not in words(str([w.get_state() for w in _tree(step_of(p, step))]))
    ]
    assert [1] == built
    p.tabs.selected_index = 0
    assert p.connection in set(_tree(step_of(p, 0)))
    p.tabs.selected_index = 1
    assert p.connection in set(_tree(step_of(p, 0)))


def test_a_step_that_is_opened_late_knows_everything(p, press, words):
    """What was said, asked and went wrong before somebody looked stands in the step as if it had always been there."""
    p.form.ip_address.value = "here"
    p.fetch_button.click()
    assert "'here'" in words("".join(w.value for w in _tree(p.connection) if isinstance(w, HTML)))
    p.form.ip_address.value = ""
    press(p, p.sweeps.start)
    for step in (p.reader, p.take_away):
        assert "Run of 168 contexts" in words(step.summary.value)


def test_every_control_is_watched(p, press):
    """What is added later is kept in order too: rows, steps, answers."""

    def controls():
        return {w.model_id for w in _tree(p) if not isinstance(w, (Box, HTML)) and w.model_id != guard.model_id}

    guard = p.children[0]
    p.form.attributes.add_row()
    press(p, p.fetch_button)
    p.tabs.selected_index = 4
    p.auditing.form.slots.add_row()
    assert controls() <= set(guard.inputs)
    assert len(controls()) > 25


def test_enter_fetches(p, send, until):
    """Pressing Enter in a text field asks what the form says."""
    p.form.more_keys.value = BANNER
    send(p.form.customer_id, {"event": "submit"})
    until(lambda: p.answer is not None and not p.state.busy)
    assert [BANNER] == [outcome.experience_key for outcome in p.answer]


def test_a_second_click_while_it_fetches_is_not_an_error(connected, until):
    """Impatience asks once, and is not blamed."""
    gate = threading.Event()

    class Slow(Workspace):
        async def afetch(self, *asked, **fields):
            await asyncio.to_thread(gate.wait)
            return await super().afetch(*asked, **fields)

    p = connected(Slow.simulated())
    p.fetch_button.click()
    p.ask.fetch()
    gate.set()
    until(lambda: not p.state.busy)
    assert (None, 1) == (p.state.error, len(p.state.answers))


def test_earlier_answers_stay_at_hand(p, press, words):
    """The list names each with what was asked; choosing one shows it again."""
    for key in (BANNER, "live-chat"):
        p.form.more_keys.value = key
        press(p, p.fetch_button)
    first = p.state.answers[0]
    assert "(1 of 1 served)" in first.name
    p.answer_view.earlier.value = 0
    assert p.answer is first.answer
    assert "Homepage banner" in words(p.answer_view.cards.value)


@pytest.mark.parametrize("rows", ["attributes", "identifiers"])
def test_nothing_is_asked_while_a_value_has_no_name(p, words, rows):
    """An answer to another question than the one on the screen would be believed."""
    getattr(p.form, rows).add_row("", "forgotten")
    p.fetch_button.click()
    p.sweeps.start.click()
    assert "has a value and no name" in words(p.alarm.value)
    assert ("", None, None) == (p.state.busy, p.answer, p.run)
    assert "has a value and no name" in words(p.sweeps.form.plan_note.value)


def test_no_sweep_begins_while_values_of_an_axis_have_no_name(p, words):
    """The reason stands beside the axis, in place of the plan."""
    p.sweeps.form.axes.add_row("", "1\n2")
    assert "Axis 1 has a value and no name" in words(p.sweeps.form.axes.note.value)
    assert "No plan" in words(p.sweeps.form.plan_note.value)
    p.sweeps.start.click()
    assert "Axis 1 has a value and no name" in words(p.alarm.value)
    assert ("", None) == (p.state.busy, p.run)
