"""No traceback holds the key, not even one that prints every variable of every frame."""

from __future__ import annotations

import os
import traceback
from urllib.parse import quote

import httpx
import keyring
import pytest
from every_traceback import raised_by, shown
from loopback import FAULTS
from marker_key import KEY, WORKSPACE, leaks

import moe_nb as moe
from moe_nb.client.http import HttpAsk
from moe_nb.config import key_store
from moe_nb.config.environ import environment_credentials
from moe_nb.core.errors import MoeError
from moe_nb.testing import FakeClock
from moe_nb.widgets.connection import ConnectionBox
from moe_nb.widgets.state import PanelState
from moe_nb.workspace.connecting import Connection


@pytest.mark.parametrize("carrier", ["fast", "plain"])
@pytest.mark.parametrize("call", ["fetch", "metadata"])
@pytest.mark.parametrize("kind", ["nobody", *FAULTS])
def test_what_the_wire_does_is_shown_without_the_key(workspace, kind, call):
    """Every way a call can fail can be shown whole."""
    made = workspace(kind)
    error = raised_by(made.fetch if call == "fetch" else made.metadata)
    text = shown(error)
    assert "in send" in text or "refusal" in text or "read_" in text
    assert [] == leaks(text)


class Talkative(httpx.AsyncBaseTransport):
    """Fails while the raw headers are in a variable, as h11 holds them while it writes."""

    async def handle_async_request(self, request):
        headers = list(request.headers.raw)
        raise httpx.WriteError(f"broken pipe after {len(headers)} headers")


def test_the_inside_of_a_connection_is_not_kept(connect):
    """What failed deep inside, with headers in its variables, is not attached to the error at all."""
    given = connect("ok")
    credentials = moe.Credentials(workspace_id=WORKSPACE, api_key=moe.Secret(KEY), base_url=given.url)
    ask = HttpAsk(credentials, Talkative(), clock=FakeClock())
    error = raised_by(moe.Workspace(Connection(ask, given.environment, given.url, given.workspace)).fetch)
    assert "broken pipe after" in str(error)
    assert [] == leaks(shown(error))


def environment(**changes):
    """Return variables that would do, with changes; None takes one away."""
    good = {"MOE_WORKSPACE_ID": WORKSPACE, "MOE_API_KEY": KEY, "MOE_DATA_CENTER": "01"}
    return {name: text for name, text in (good | changes).items() if text is not None}


MISTAKES = {
    "no Workspace ID": environment(MOE_WORKSPACE_ID=None),
    "a colon in the Workspace ID": environment(MOE_WORKSPACE_ID="a:b"),
    "no data center": environment(MOE_DATA_CENTER=None),
    "a wrong data center": environment(MOE_DATA_CENTER="Ohio"),
    "an open address": environment(MOE_BASE_URL="http://example.com/v1"),
    "a wrong environment": environment(MOE_ENVIRONMENT="production"),
    "a line break inside the key": environment(MOE_API_KEY=f"{KEY}\n{KEY}"),
    "an invisible character in the key": environment(MOE_API_KEY=f"{KEY}\u200b"),
    "a wrong certificate file": environment(MOE_CA_FILE="no-such-file.pem"),
    "a wrong proxy": environment(HTTPS_PROXY=f"ftp://me:{quote(KEY, safe='')}@proxy.invalid:1"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_the_environment_is_shown_without_the_key(monkeypatch, mistake):
    """The error of `from_env` can be shown whole: the environment is not in its variables."""
    for name, text in MISTAKES[mistake].items():
        monkeypatch.setenv(name, text)
    error = raised_by(moe.Workspace.from_env)
    assert [] == leaks(shown(error))


def test_a_mapping_of_ones_own_is_not_shown_either():
    """Variables that were handed over are not printed from inside."""
    error = raised_by(lambda: environment_credentials(environment(MOE_DATA_CENTER="Ohio")))
    frames = traceback.TracebackException.from_exception(error, capture_locals=True).stack
    assert [] == leaks(str([frame.locals for frame in frames if os.sep + "moe_nb" + os.sep in frame.filename]))


def given_by_a_person(field):
    """Read a field as a notebook would: from a call, so that no variable of the caller holds it."""
    return {"key": lambda: KEY, "bad key": lambda: f"{KEY}\n{KEY}"}[field]()


class Refusing(keyring.backend.KeyringBackend):
    """A keyring that fails while it holds the key."""

    priority = 1

    def get_password(self, service, username):
        raise keyring.errors.KeyringLocked(f"{service} {username}")

    def set_password(self, service, username, password):
        raise keyring.errors.PasswordSetError(f"{service} {username}: {password}")

    delete_password = set_password


def test_a_keyring_that_refuses_is_shown_without_the_key():
    """The back end's own error, which may hold the key, is not attached."""
    keyring.set_keyring(Refusing())
    error = raised_by(lambda: key_store.keep_key(WORKSPACE, moe.Secret(given_by_a_person("key"))))
    assert "PasswordSetError" in str(error)
    assert [] == leaks(shown(error))


CONNECTS = {
    "no data center": lambda: moe.Workspace.connect(workspace_id=WORKSPACE, api_key=given_by_a_person("key")),
    "wrong data center": lambda: moe.Workspace.connect(
        workspace_id=WORKSPACE, api_key=given_by_a_person("key"), data_center="Ohio"
    ),
    "wrong environment": lambda: moe.Workspace.connect(
        workspace_id=WORKSPACE, api_key=given_by_a_person("key"), data_center=1, environment="production"
    ),
    "no Workspace ID": lambda: moe.Workspace.connect(api_key=given_by_a_person("key"), data_center=1),
    "bad key": lambda: moe.Workspace.connect(
        workspace_id=WORKSPACE, api_key=given_by_a_person("bad key"), data_center=1
    ),
    "bad secret": lambda: moe.Workspace.connect(
        workspace_id=WORKSPACE, api_key=moe.Secret(given_by_a_person("bad key")), data_center=1
    ),
    "credentials with plain text": lambda: moe.Credentials(workspace_id="", api_key=given_by_a_person("key")),
    "credentials with two addresses": lambda: moe.Credentials(
        workspace_id=WORKSPACE, api_key=given_by_a_person("key"), data_center="1", base_url="https://example.com/v1"
    ),
}


@pytest.mark.parametrize("mistake", CONNECTS)
def test_a_mistake_in_a_call_is_shown_without_the_key(mistake):
    """A key given as plain text is a Secret before anything can go wrong."""
    assert [] == leaks(shown(raised_by(CONNECTS[mistake])))


def test_what_fails_while_a_typed_key_is_taken_is_shown_without_it():
    """The message from the page, with the key in it, is in ipywidgets' variables: no error passes through there."""
    state = PanelState(moe.Workspace.simulated())
    box = ConnectionBox(state)

    def fail(_change):
        raise MoeError("an observer of somebody's")

    box.key.observe(fail, "note")
    message = {"method": "custom", "content": {"kind": "secret", "value": given_by_a_person("key")}}
    box.key.comm.handle_msg({"content": {"data": message}, "buffers": []})
    assert "an observer of somebody's" == str(state.error)
    assert [] == leaks(shown(state.error))


def test_a_key_of_broken_text_can_be_compared():
    """A key with half a character in it is compared like any other; no encoding error carries it out."""
    broken = moe.Secret(KEY + "\ud800")
    assert broken == moe.Secret(KEY + "\ud800")
    assert broken != moe.Secret(KEY)


def test_the_hunt_sees_variables():
    """A plain variable in a frame would be found: the tests above can fail."""

    def careless():
        key = given_by_a_person("key")
        raise MoeError(f"a key of {len(key)} characters")

    assert {"plain", "start"} <= set(leaks(shown(raised_by(careless))))
