"""The question: every input reaches the context, and a wrong one is named where it stands."""

from __future__ import annotations

import pytest

from moe_nb import Context, Workspace, user_agents
from moe_nb.core.errors import ContextError, UsageError
from moe_nb.results.metadata import DisplayedMetadata
from moe_nb.widgets.context_form import ContextForm


@pytest.fixture
def form(state):
    """The form of a panel that knows the demo world."""
    made = ContextForm(state)
    state.metadata = state.workspace.metadata()
    return made


def complaints(form):
    """Return what stands beside the fields of the form."""
    beside = (form.place, form.moment, form.agent, form.attributes, form.identifiers, form.moment.clock)
    return "".join(part.note.value for part in beside)


def test_an_untouched_form_asks_an_anonymous_visitor(form):
    """Nothing typed is nothing sent: no empty texts, no keys."""
    assert (Context(), None, "") == (form.context(), form.chosen_keys(), complaints(form))


def test_every_input_reaches_the_context(form):
    """Whatever is typed stands in the context, day and hour in UTC."""
    form.customer_id.value, form.email.value, form.mobile.value = " u-42 ", "a@example.com", "+15550100042"
    form.identifiers.add_row("uid", "12345")
    form.ip_address.value = " 203.0.113.42 "
    form.agent.choice.value = user_agents.known()["iPad"]
    form.attributes.add_row("utm_medium", "email")
    form.moment.zone.value, form.moment.day.value, form.moment.hour.value = "Asia/Kolkata", "Monday", 0
    expected = Context(
        customer_id="u-42",
        user_identifiers={"u_em": "a@example.com", "u_mb": "+15550100042", "uid": "12345"},
        day="Sunday",
        hour=18,
        ip_address="203.0.113.42",
        user_agent=user_agents.known()["iPad"],
        attributes={"utm_medium": "email"},
    )
    assert expected == form.context()


def test_the_keys_are_offered_with_their_status(form):
    """The list shows every experience of the metadata; a paused one can be asked too."""
    assert ("flash-sale (Paused)", "flash-sale") in form.key_list.options
    assert 12 == len(form.key_list.options)


def test_chosen_and_typed_keys_are_merged(form):
    """Chosen ones first, typed ones after, each once, blanks and empty parts gone."""
    form.key_list.value = ["homepage-banner", "live-chat"]
    form.more_keys.value = " new-key ,, live-chat,"
    assert ["homepage-banner", "live-chat", "new-key"] == form.chosen_keys()


def test_a_choice_outlives_fresh_metadata(form, state):
    """Testing the connection again keeps what was chosen, as far as it still exists."""
    form.key_list.value = ["homepage-banner", "live-chat"]
    state.metadata = None
    assert ((), None) == (form.key_list.value, form.chosen_keys())
    state.metadata = state.workspace.metadata()
    assert ("homepage-banner", "live-chat") == form.key_list.value
    state.metadata = state.workspace.metadata()
    assert ["homepage-banner", "live-chat"] == form.chosen_keys()
    state.metadata = Workspace.simulated("edge_cases").metadata()
    assert form.chosen_keys() is None


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (lambda form: setattr(form.ip_address, "value", "here"), "'here'"),
        (lambda form: form.attributes.add_row("USER_AGENT", "x"), "'USER_AGENT'"),
        (lambda form: form.attributes.add_row("Custom_attribute", "x"), "placeholder"),
        (lambda form: [form.attributes.add_row("a", value) for value in "12"], "stands twice"),
        (lambda form: [form.identifiers.add_row("uid", value) for value in "12"], "stands twice"),
        (lambda form: setattr(form.moment.day, "value", "Monday") or zone(form), "Choose both"),
        (lambda form: setattr(form.ip_address, "value", "<b>x</b>"), "<b>x</b>"),
    ],
)
def test_a_wrong_input_is_named_beside_the_fields(form, words, spoil, named):
    """It is told as it is typed, escaped, and again when the context is wanted."""
    spoil(form)
    assert named in words(complaints(form))
    assert "<b>" not in complaints(form)
    with pytest.raises(UsageError):
        form.context()


def zone(form):
    form.moment.zone.value = "Asia/Kolkata"


def test_a_mended_input_takes_its_warning_away(form):
    """What is right again is not complained about."""
    form.ip_address.value = "here"
    with pytest.raises(ContextError):
        form.context()
    form.ip_address.value = "2001:db8::1"
    assert ("", "2001:db8::1") == (complaints(form), form.context().ip_address)


def test_every_input_is_listened_to(form):
    """Whoever shows what the form costs or asks hears of each change."""
    told = []
    form.on_change(lambda: told.append(True))
    changes = [
        lambda: setattr(form.customer_id, "value", "u"),
        lambda: setattr(form.email, "value", "e"),
        lambda: setattr(form.mobile, "value", "m"),
        lambda: setattr(form.key_list, "value", ["live-chat"]),
        lambda: setattr(form.more_keys, "value", "k"),
        lambda: setattr(form.ip_address, "value", "192.0.2.1"),
        lambda: setattr(form.moment.day, "value", "Monday"),
        lambda: setattr(form.moment.hour, "value", 7),
        lambda: setattr(form.moment.zone, "value", "Asia/Kolkata"),
        lambda: setattr(form.agent.own, "value", "Own/1.0"),
        lambda: form.attributes.add_row("a", "1"),
        lambda: form.identifiers.add_row("uid", "1"),
    ]
    for change in changes:
        told.clear()
        change()
        assert told


def test_hostile_keys_stay_text(state):
    """A key is shown as it is in a list of texts, and asked as it is."""
    form = ContextForm(state)
    state.metadata = DisplayedMetadata(Workspace.simulated("edge_cases").metadata().metadata)
    key = "key with 'quotes' \"and\" $(echo) `ticks`"
    form.key_list.value = [key]
    assert [key] == form.chosen_keys()


def test_what_is_asked_without_a_choice_is_told(p, words):
    """Paused and scheduled experiences do not come back: the words count those that can."""
    metadata = p.state.metadata
    active = [line.key for line in metadata if line.status == "Active"]
    assert 0 < len(active) < len(metadata)
    expected = f"None chosen: every experience in status Active is asked ({len(active)} of {len(metadata)})."
    assert expected == words(p.form.keys_note.value)
    p.form.key_list.value = active[:1]
    assert "1 asked." == words(p.form.keys_note.value)
    p.form.key_list.value = ()
    p.state.metadata = None
    assert "None chosen: every experience in status Active is asked." == words(p.form.keys_note.value)
