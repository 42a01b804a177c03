"""Connections: how they are made and named, and that the key is seen nowhere."""

from __future__ import annotations

import base64
import copy
import pickle
import re
import threading
import traceback

import pytest
from IPython.core.ultratb import VerboseTB

from moe_nb import Credentials, Secret, Workspace, hours
from moe_nb.core.answer import Outcome
from moe_nb.core.errors import AuthenticationError, CredentialsError, WorldError

KEY = "MARKER-KEY-7f3a9c"
ID = "SIMULATOR_ID"
SPELLINGS = (KEY, *(base64.b64encode(text.encode()).decode().rstrip("=") for text in (KEY, f"{ID}:{KEY}")))


@pytest.fixture
def refused(port_url):
    """A workspace whose key the service does not take."""
    workspace = Workspace.connect(workspace_id=ID, api_key=KEY, base_url=port_url)
    yield workspace
    workspace.close()


def test_the_simulator_needs_nothing(demo):
    """Its name, badge and address say that no account and no network are used."""
    assert "Workspace SIMULATOR (SIMULATOR, in process)" == repr(demo)
    assert "in process, no network" in demo._repr_html_()
    assert ("simulator", True) == (demo.environment, demo.source.is_simulator)


@pytest.mark.parametrize("world", ["no-such-world", "worlds/none.yaml", ""])
def test_an_unknown_world_is_named(world):
    """The error names the file and the worlds there are."""
    with pytest.raises(WorldError) as caught:
        Workspace.simulated(world)
    assert "edge_cases" in caught.value.hint


@pytest.mark.parametrize(
    ("parts", "environment"),
    [
        ({"workspace_id": ID}, "live"),
        ({"workspace_id": f"{ID}_DEBUG"}, "test"),
        ({"workspace_id": ID, "environment": "TEST"}, "test"),
        ({"workspace_id": f"{ID}_DEBUG", "environment": "live"}, "live"),
    ],
)
def test_the_badge_follows_what_was_said(parts, environment):
    """TEST or LIVE as given, else by the Workspace ID; the ID is masked."""
    workspace = Workspace.connect(**parts, api_key=KEY, data_center="3")
    assert environment == workspace.environment
    assert environment.upper() in repr(workspace)
    assert "https://sdk-03.moengage.com/v1" in repr(workspace)
    assert ID not in repr(workspace) + workspace._repr_html_()


def test_whole_credentials_are_taken_too(port_url):
    """One object, or its parts: the same connection."""
    credentials = Credentials(workspace_id=ID, api_key=Secret(KEY), base_url=port_url)
    parts = Workspace.connect(workspace_id=ID, api_key=Secret(KEY), base_url=port_url)
    assert repr(parts) == repr(Workspace.connect(credentials))


@pytest.mark.parametrize(
    ("parts", "named"),
    [
        ({"api_key": KEY, "data_center": "01"}, "Workspace ID"),
        ({"workspace_id": ID, "data_center": "01"}, "API key"),
        ({"workspace_id": ID, "api_key": KEY}, "data center or a base URL"),
        ({"workspace_id": ID, "api_key": KEY, "data_center": "01", "base_url": "https://a.example.com"}, "only one"),
        ({"workspace_id": ID, "api_key": KEY, "data_center": "Mumbai"}, "'Mumbai'"),
        ({"workspace_id": ID, "api_key": KEY, "base_url": "http://sdk-01.moengage.com"}, "not encrypted"),
        ({"workspace_id": ID, "api_key": KEY, "data_center": "01", "environment": "prod"}, "'prod'"),
        ({"workspace_id": ID, "api_key": KEY, "data_center": "01", "environment": "simulator"}, "test or live"),
    ],
)
def test_what_cannot_connect_is_said_at_once(parts, named):
    """Nothing is sent; the error names what is missing or wrong, and never the key."""
    with pytest.raises(CredentialsError, match=named) as caught:
        Workspace.connect(**parts)
    assert KEY not in str(caught.value)


def test_a_key_left_out_comes_from_the_keyring(memory_keyring, on_port, port_url):
    """A kept key opens its workspace without being typed again, and only its own."""
    memory_keyring.set_password("moe_nb", "SIMULATOR", "not-a-secret")
    workspace = Workspace.connect(workspace_id="SIMULATOR", base_url=port_url)
    assert list(on_port.metadata()) == list(workspace.metadata())
    workspace.close()
    with pytest.raises(CredentialsError, match="API key is missing"):
        Workspace.connect(workspace_id="ANOTHER", base_url=port_url)


def test_the_environment_names_a_workspace(monkeypatch, on_port, port_url):
    """from_env needs three variables and no code."""
    said = {"MOE_WORKSPACE_ID": "SIMULATOR", "MOE_API_KEY": "not-a-secret", "MOE_BASE_URL": port_url}
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    workspace = Workspace.from_env()
    assert list(on_port.metadata()) == list(workspace.metadata())
    workspace.close()


def test_the_proxy_is_shown_without_its_password(monkeypatch):
    """An analyst sees which proxy is used; its password stays out of sight."""
    monkeypatch.setenv("HTTPS_PROXY", "http://user:pa55word@proxy.example.com:3128")
    workspace = Workspace.connect(workspace_id=ID, api_key=KEY, data_center="01")
    assert "http://proxy.example.com:3128" == workspace.proxy
    assert "proxy.example.com" in workspace._repr_html_()
    assert "pa55word" not in workspace._repr_html_() + repr(workspace)


def test_the_key_is_in_no_display(refused):
    """Neither text nor HTML nor the code of an answer shows the key in any spelling."""
    shown = repr(refused) + refused._repr_html_() + str(refused.__dict__) + repr(refused.source)
    assert [] == [spelling for spelling in SPELLINGS if spelling in shown]


@pytest.mark.parametrize("keep", [pickle.dumps, copy.deepcopy])
def test_a_workspace_is_not_pickled(refused, keep):
    """A key never leaves the process by way of a pickle."""
    with pytest.raises(TypeError) as caught:
        keep(refused)
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("ask", [lambda ws: ws.fetch(), lambda ws: ws.metadata(), lambda ws: ws.sweep(hours([1]))])
def test_the_key_is_in_no_traceback(refused, ask):
    """IPython's verbose traceback and one with all locals show every frame, and the key in none."""
    with pytest.raises(AuthenticationError) as caught:
        ask(refused)
    error = caught.value
    plain = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    verbose = VerboseTB().text(type(error), error, error.__traceback__)
    shown = plain + re.sub(r"\x1b\[[\d;]*m", "", verbose)
    assert "refused" in shown
    assert [] == [spelling for spelling in SPELLINGS if spelling in shown]


def test_a_closed_workspace_can_be_used_again(workspace):
    """Closing ends the connections, not the workspace; closing twice does no harm."""
    before = workspace.fetch(keys="homepage-banner")
    workspace.close()
    workspace.close()
    after = workspace.fetch(keys="homepage-banner")
    assert before["homepage-banner"] == after["homepage-banner"]


def test_a_workspace_on_a_port_serves_two_threads(on_port):
    """A second thread uses the connections of the first without a word about event loops."""
    outcomes = [on_port.fetch(keys="homepage-banner")["homepage-banner"].outcome]
    other = threading.Thread(
        target=lambda: outcomes.append(on_port.fetch(keys="homepage-banner")["homepage-banner"].outcome)
    )
    other.start()
    other.join()
    assert [Outcome.SERVED, Outcome.SERVED] == outcomes


def test_code_can_name_the_address_and_the_label(monkeypatch, on_port, port_url):
    """What from_env is told counts instead of the variables, so that code asks where the panel asked."""
    said = {"MOE_WORKSPACE_ID": "SIMULATOR", "MOE_API_KEY": "not-a-secret", "MOE_DATA_CENTER": "01"}
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    workspace = Workspace.from_env(base_url=port_url, environment="test")
    assert ("test", port_url) == (workspace.environment, workspace.source.url)
    assert list(on_port.metadata()) == list(workspace.metadata())
    workspace.close()
    assert "https://sdk-03.moengage.com/v1" == Workspace.from_env(data_center=3).source.url


def test_a_workspace_can_get_another_label(on_port):
    """Test or live is the owner's word, also after connecting; the simulator is neither."""
    assert "test" == on_port.relabelled("test").environment
    with pytest.raises(CredentialsError, match="'production' is not known"):
        on_port.relabelled("production")
    with pytest.raises(CredentialsError, match="neither test nor live"):
        Workspace.simulated().relabelled("test")
