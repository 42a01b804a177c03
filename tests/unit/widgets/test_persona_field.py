"""Personas in the panel: chosen, kept, written to a file and read back."""

from __future__ import annotations

import pytest

import moe_nb as moe
from moe_nb.core.errors import PersonaError
from moe_nb.widgets.persona_field import PersonaField

ASHA = "Asha, gold customer in Bengaluru"


@pytest.fixture
def field(p):
    return p.ask.personas


def names(field):
    return [value for _, value in field.choice.options if value]


def test_the_demo_world_comes_with_personas(field, p):
    """Choosing one fills the form; the keys stay."""
    p.form.more_keys.value = "live-chat"
    field.choice.value = ASHA
    assert moe.Context(customer_id="u-42", ip_address="203.0.113.1") == p.form.context()
    assert ["live-chat"] == p.form.chosen_keys()


def test_another_world_has_none_yet(state):
    """Users of the demo world mean nothing elsewhere."""
    assert 3 == len(PersonaField(state, None).personas)
    state.workspace = moe.Workspace.simulated("edge_cases")
    assert {} == PersonaField(state, None).personas


def test_what_is_in_the_form_is_kept(field, p):
    """All of it, under the name that was typed; choosing it later brings it back."""
    p.form.customer_id.value, p.form.email.value = "u-7", "ben@example.com"
    p.form.identifiers.add_row("uid", "12345")
    p.form.attributes.add_row("utm_medium", "email")
    p.form.agent.own.value = "Own/1.0 (a, b)"
    said = p.form.context()
    field.shelf.name.value = " Ben "
    field.shelf.keep.click()
    field.choice.value = ASHA
    assert said != p.form.context()
    field.choice.value = "Ben"
    assert said == p.form.context()


def test_a_header_nobody_knows_joins_the_list(field, p):
    """A persona's own User-Agent can be chosen although it is no preset."""
    field.personas["Own"] = moe.Context(user_agent="Own/2.0 (x)")
    field.choice.options = [*field.choice.options, ("Own", "Own")]
    field.choice.value = "Own"
    assert "Own/2.0 (x)" == p.form.context().user_agent


def test_a_file_makes_the_round(field, p, tmp_path, words):
    """Written by one panel, read by another, and by Python."""
    field.shelf.file.value = str(tmp_path / "team.yaml")
    field.shelf.write.click()
    assert names(field) == list(moe.personas(tmp_path / "team.yaml"))
    field.personas.clear()
    field.shelf.read.click()
    assert ASHA in names(field)
    assert "Read 3 from" in words(field.note.value)
    assert p.state.error is None


def test_a_file_nobody_read_is_not_written_over(field, p, tmp_path, words):
    """Its visitors may be somebody else's: read first, and they are written back with the others."""
    path = moe.save_personas({"Zoe": moe.Context(customer_id="u-1")}, tmp_path / "team.yaml")
    field.shelf.file.value = str(path)
    field.shelf.write.click()
    assert "Read it first" in words(p.alarm.value)
    assert ["Zoe"] == list(moe.personas(path))
    field.shelf.read.click()
    field.shelf.write.click()
    assert p.state.error is None
    assert {"Zoe", ASHA} < set(moe.personas(path))
    moe.save_personas({"Max": moe.Context()}, path)
    field.shelf.write.click()
    assert isinstance(p.state.error, PersonaError)
    assert ["Max"] == list(moe.personas(path))


def test_what_takes_the_place_of_another_persona_is_said(field, tmp_path, words):
    """Kept under a name that is taken, or read from a file that has the same name."""
    field.shelf.name.value = ASHA
    field.shelf.keep.click()
    assert f"Replaced the persona '{ASHA}'" in words(field.note.value)
    path = moe.save_personas({ASHA: moe.Context(customer_id="another")}, tmp_path / "team.yaml")
    field.shelf.file.value = str(path)
    field.shelf.read.click()
    assert f"They replace '{ASHA}' of this panel" in words(field.note.value)


def test_removing_takes_it_off_the_list(field):
    """The others stay."""
    field.choice.value = ASHA
    field.shelf.remove.click()
    assert ASHA not in names(field)
    assert 2 == len(names(field))


@pytest.mark.parametrize(
    ("act", "named"),
    [
        (lambda field: field.shelf.keep.click(), "no name"),
        (lambda field: field.shelf.remove.click(), "No persona is chosen"),
        (
            lambda field: (setattr(field.shelf.file, "value", "no such folder/x.yaml"), field.shelf.read.click()),
            "cannot be read",
        ),
        (
            lambda field: (setattr(field.shelf.file, "value", "no such folder/x.yaml"), field.shelf.write.click()),
            "cannot be wri",
        ),
    ],
)
def test_what_goes_wrong_is_an_alarm(field, p, words, act, named):
    """It is told in the panel, with what to do, and nothing is lost."""
    act(field)
    assert isinstance(p.state.error, PersonaError)
    assert named in words(p.alarm.value)
    assert 3 == len(names(field))


def test_a_persona_is_shown_on_the_chosen_clock(field, p):
    """Kept on a clock, another one chosen, this one again: the same local hour, and the clock is still the same."""
    p.form.moment.zone.value, p.form.moment.day.value, p.form.moment.hour.value = "Asia/Kolkata", "Saturday", 19
    field.shelf.name.value = "Evening"
    field.shelf.keep.click()
    field.choice.value = ASHA
    field.choice.value = "Evening"
    moment = p.form.moment
    assert ("Asia/Kolkata", "Saturday", 19) == (moment.zone.value, moment.day.value, moment.hour.value)
