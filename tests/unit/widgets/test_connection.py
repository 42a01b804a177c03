"""Step 1: the simulator or one's own workspace, errors in words, the key kept only where one says so."""

from __future__ import annotations

import pytest

from moe_nb import Workspace
from moe_nb.core.errors import AuthenticationError, CredentialsError, UnreachableError

KEY = "not-a-secret"


@pytest.fixture
def box(p):
    """Step 1 of a panel, on the form for one's own workspace."""
    p.connection.kind.value = "MoEngage"
    return p.connection


@pytest.fixture
def fill(box, send, port_url):
    """Return a function that fills the form; what is not given opens the simulator on a port."""

    def go(workspace_id="SIMULATOR", key=KEY, base_url=port_url, data_center=""):
        box.address.data_center.value, box.address.base_url.value = data_center, base_url
        box.workspace_id.value = workspace_id
        if key:
            send(box.key, {"kind": "secret", "value": key})

    return go


def shown(widget):
    return widget.layout.display != "none"


def test_it_begins_on_the_simulator(p, words):
    """Nothing has to be filled in; the experiences of the demo world are listed."""
    assert "Simulator" == p.connection.kind.value
    assert "12 experiences" in words(p.connection.list.value)
    assert "Connected" in words(p.connection.note.value)
    assert "SIMULATOR" in words(p.badge.value)


def test_the_form_of_ones_own_workspace_connects(p, box, fill, press, words):
    """Fields, key, one click: the badge says LIVE and the metadata is the workspace's."""
    fill()
    assert ("set", True) == (box.key.note, box.key.is_set)
    press(p, box.connect)
    assert p.state.error is None
    assert "Connected: 12 experiences" in words(box.note.value)
    assert words(p.badge.value).startswith("LIVE")
    assert KEY not in str([widget.value for widget in (box.note, box.list, p.badge, p.alarm)])


@pytest.mark.parametrize(("environment", "badge"), [("test", "TEST"), ("live", "LIVE")])
def test_the_environment_is_the_owners_word(p, box, fill, press, words, environment, badge):
    """TEST or LIVE as chosen."""
    fill()
    box.environment.value = environment
    press(p, box.connect)
    assert words(p.badge.value).startswith(badge)


def test_a_debug_workspace_is_test(box):
    """An ID that ends in _DEBUG sets the switch."""
    box.workspace_id.value = "WORKSPACE1_DEBUG "
    assert "test" == box.environment.value


@pytest.mark.parametrize(
    ("given", "kind", "said"),
    [
        ({"key": "wrong"}, AuthenticationError, "401"),
        ({"workspace_id": "UNKNOWN"}, AuthenticationError, "MOE-APPKEY"),
        ({"key": ""}, CredentialsError, "API key is missing"),
        ({"workspace_id": ""}, CredentialsError, "Workspace ID is missing"),
        ({"workspace_id": "A:B"}, CredentialsError, "colon"),
        ({"base_url": ""}, CredentialsError, "not an http address"),
        ({"base_url": "http://sdk-01.moengage.com/v1"}, CredentialsError, "not encrypted"),
        ({"base_url": "http://[bad"}, CredentialsError, "cannot be read"),
        ({"base_url": "<b>bold</b>"}, CredentialsError, "bold"),
    ],
)
def test_what_goes_wrong_is_told_in_words(p, fill, press, words, given, kind, said):
    """The alarm says what happened and what to do, and shows neither key nor markup; the panel goes on."""
    fill(**given)
    press(p, p.connection.connect)
    assert isinstance(p.state.error, kind)
    assert said in words(p.alarm.value)
    assert "What to do" in words(p.alarm.value)
    assert "<b>bold" not in p.alarm.value
    fill()
    press(p, p.connection.connect)
    assert ("", 12) == (p.alarm.value, len(p.state.metadata))


def test_a_service_that_is_not_there_is_told_in_words(p, fill, until, words):
    """An address where nobody answers is an error about the address, and Cancel does not have to wait for it."""
    fill(base_url="http://127.0.0.1:9/v1")
    p.connection.connect.click()
    assert "testing the connection" in words(p.busy.value)
    assert not p.cancel_button.disabled
    until(lambda: not p.state.busy)
    assert isinstance(p.state.error, UnreachableError)
    assert "127.0.0.1 could not be reached" in words(p.alarm.value)


def test_the_environments_credentials_are_used_on_a_click(monkeypatch, connected, press, port_url):
    """Offered only when they are there, and never used unasked."""
    bare = connected()
    bare.connection.kind.value = "MoEngage"
    assert not shown(bare.connection.found)
    for name, value in {"WORKSPACE_ID": "SIMULATOR", "API_KEY": KEY, "BASE_URL": port_url}.items():
        monkeypatch.setenv(f"MOE_{name}", value)
    p = connected()
    p.connection.kind.value = "MoEngage"
    assert shown(p.connection.found)
    assert "simulator" == p.state.environment
    press(p, p.connection.found)
    assert ("live", None, 12) == (p.state.environment, p.state.error, len(p.state.metadata))


def test_a_panel_on_ones_own_workspace_says_so(connected, port_url, words):
    """The switch stands where the requests go, so that the simulator is one click away."""
    p = connected(Workspace.connect(workspace_id="SIMULATOR", api_key=KEY, base_url=port_url))
    assert "MoEngage" == p.connection.kind.value
    assert "LIVE" in words(p.badge.value)
    p.connection.kind.value = "Simulator"
    assert "simulator" == p.state.environment


def test_without_a_keyring_none_is_offered(p, box, fill, press):
    """The box to keep the key appears only where a key can be kept."""
    assert not shown(box.keep)
    fill()
    press(p, box.connect)
    assert p.state.error is None


def test_a_key_is_kept_only_when_asked(memory_keyring, p, box, fill, press):
    """Connecting alone keeps nothing; the ticked box keeps the key under its Workspace ID."""
    assert shown(box.keep)
    fill()
    press(p, box.connect)
    assert {} == memory_keyring.kept
    box.keep.value = True
    press(p, box.connect)
    assert {("moe_nb", "SIMULATOR"): KEY} == memory_keyring.kept


def test_a_kept_key_is_found_by_its_workspace(memory_keyring, p, box, fill, press):
    """Typing the Workspace ID is enough; another ID has its own key, or none."""
    memory_keyring.set_password("moe_nb", "SIMULATOR", KEY)
    memory_keyring.set_password("moe_nb", "OTHER", "the other key")
    fill(workspace_id="OTHER", key="")
    assert (True, "found in the keyring; used when you connect") == (box.key.is_set, box.key.note)
    box.workspace_id.value = "NEITHER"
    assert (False, "not set") == (box.key.is_set, box.key.note)
    fill(key="")
    press(p, box.connect)
    assert p.state.error is None


def test_a_typed_key_comes_before_a_kept_one(memory_keyring, p, box, fill, press):
    """What a person just typed is not replaced by what was found."""
    memory_keyring.set_password("moe_nb", "SIMULATOR", "an old key")
    fill(workspace_id="")
    box.workspace_id.value = "SIMULATOR"
    press(p, box.connect)
    assert p.state.error is None


def test_forget_removes_the_key_everywhere(memory_keyring, p, box, fill, press, until, words):
    """From the field, the keyring and the connection: the panel is on the simulator afterwards."""
    fill()
    box.keep.value = True
    press(p, box.connect)
    assert 1 == len(memory_keyring.kept)
    press(p, box.forget)
    until(lambda: p.state.metadata is not None)
    assert ({}, False, "not set") == (memory_keyring.kept, box.key.is_set, box.key.note)
    assert ("simulator", "Simulator") == (p.state.environment, box.kind.value)
    box.kind.value = "MoEngage"
    press(p, box.connect)
    assert "The API key is missing" in words(p.alarm.value)


def test_forget_says_no_more_than_it_did(box, words):
    """Without a keyring nothing is claimed about one."""
    box.forget.click()
    assert "The key is forgotten." == words(box.note.value)


def test_a_switch_while_something_runs_is_refused(p, box, fill, press, until, words):
    """The switch stays on what is really asked, and the refusal says what is under way."""
    fill()
    press(p, box.connect)
    p.sweeps.start.click()
    until(lambda: p.state.job is not None and p.state.job.progress.answered >= 5)
    box.kind.value = "Simulator"
    assert ("MoEngage", "live") == (box.kind.value, p.state.environment)
    assert "Still sweeping" in words(p.alarm.value)
    p.state.stop()
    until(lambda: not p.state.busy)
    assert "live" == p.state.run.facts.environment


def test_the_switch_counts_at_once(p, box, fill, press, words):
    """TEST or LIVE said after connecting changes badge and code, and asks nobody."""
    fill()
    press(p, box.connect)
    box.environment.value = "test"
    assert words(p.badge.value).startswith("TEST")
    assert ("test", "") == (p.workspace.environment, p.state.busy)
    press(p, p.fetch_button)
    assert 'environment="test"' in p.answer_view.code.parts[0]["text"]
    assert 'environment="test"' in box.code.parts[0]["text"]


def test_the_switch_waits_for_what_is_under_way(p, box, fill, press, until, words):
    """While a sweep runs it stays on what the sweep asks."""
    fill()
    press(p, box.connect)
    p.sweeps.start.click()
    until(lambda: p.state.job is not None)
    box.environment.value = "test"
    assert ("live", "live") == (box.environment.value, p.state.environment)
    assert "Still sweeping" in words(p.alarm.value)
    p.state.stop()
    until(lambda: not p.state.busy)


def test_a_persons_word_outlives_the_workspace_id(box):
    """TEST or LIVE once chosen is not changed by an ID typed later; before that the ID decides."""
    box.workspace_id.value = "WORKSPACE1_DEBUG"
    assert "test" == box.environment.value
    box.workspace_id.value = "WORKSPACE1"
    assert "live" == box.environment.value
    box.environment.value = "test"
    box.environment.value = "live"
    box.workspace_id.value = "WORKSPACE2_DEBUG"
    assert "live" == box.environment.value


@pytest.mark.parametrize(
    ("typed", "said"), [("A:B", "colon"), ("Wörk", "cannot be sent"), ("WORKSPACE1", ""), ("", "")]
)
def test_a_wrong_workspace_id_is_named_beside_the_field(box, words, typed, said):
    """Before anything is sent."""
    box.workspace_id.value = typed
    assert said in words(box.address.id_note.value)
    assert bool(said) == bool(box.address.id_note.value)


def test_a_wrong_address_is_named_as_it_is_typed(box, words):
    """Beside the field, and only while the field is there."""
    box.address.data_center.value, box.address.base_url.value = "", "http://sdk-01.moengage.com/v1"
    assert "not encrypted" in words(box.address.url_note.value)
    box.address.data_center.value = "01"
    assert "" == box.address.url_note.value


def test_a_key_that_does_not_open_is_not_kept(memory_keyring, p, box, fill, press):
    """The keyring gets a key when it has proved to work, not before."""
    box.keep.value = True
    fill(key="wrong")
    press(p, box.connect)
    assert (True, {}) == (p.state.error is not None, memory_keyring.kept)
    fill()
    press(p, box.connect)
    assert {("moe_nb", "SIMULATOR"): KEY} == memory_keyring.kept
    box.keep.value = False
    fill(workspace_id="UNKNOWN")
    press(p, box.connect)
    assert 1 == len(memory_keyring.kept)


def test_the_connection_is_shown_as_python(p, box, fill, press, port_url):
    """The code connects to the same address; it holds no key."""
    assert "moe.Workspace.simulated()" in p.connection.code.parts[0]["text"]
    fill()
    press(p, box.connect)
    text = p.connection.code.parts[0]["text"]
    assert f'moe.Workspace.from_env(base_url="{port_url}", environment="live")' in text
    assert KEY not in str(p.connection.code.get_state())
