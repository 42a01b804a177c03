"""A proxy is used when configured, told nothing it need not know, and never for this machine."""

from __future__ import annotations

import asyncio
import base64
import traceback

import pytest

from moe_nb.client.clock import SystemClock
from moe_nb.client.http import HttpAsk
from moe_nb.client.retry import RetryPolicy
from moe_nb.client.transport import network_transport
from moe_nb.config.environ import connection_settings
from moe_nb.core.connection import ConnectionSettings
from moe_nb.core.context import Context
from moe_nb.core.credentials import Credentials
from moe_nb.core.errors import CredentialsError, UnreachableError
from moe_nb.core.reply import Question
from moe_nb.core.secret import Secret
from moe_nb.workspace.workspace import Workspace

BODY = b'{"experiences":{"home":{"payload":{"T":{"value":"x"}}}}}'


def served(_method, _path):
    return 200, {}, BODY


def refused(_method, _path):
    return 502, {}, b"no"


def ask_through(proxy_url, **where):
    """Ask one question through a proxy."""

    async def go():
        credentials = Credentials(workspace_id="WORKSPACE1", api_key=Secret("a-key"), **where)
        transport = network_transport(ConnectionSettings(proxy_url=proxy_url))
        ask = HttpAsk(credentials, transport, clock=SystemClock(), retry=RetryPolicy(attempts=1))
        try:
            return await ask.ask(Question(Context(day="Mon")))
        finally:
            await ask.aclose()

    return asyncio.run(go())


def test_plain_http_goes_to_the_proxy_with_its_whole_address(serve):
    """The proxy is asked for the whole address; the origin hears nothing directly."""
    proxy, origin = serve(served), serve(served)
    assert ["home"] == list(ask_through(proxy.url, base_url=origin.url).experiences)
    assert [("POST", f"{origin.url}/experiences/fetch")] == [(method, path) for method, path, _, _ in proxy.seen]
    assert [] == origin.seen


def test_https_asks_the_proxy_for_a_tunnel_without_telling_it_the_key(serve):
    """The proxy sees host and port; the Authorization header stays inside the tunnel."""
    proxy = serve(refused)
    with pytest.raises(UnreachableError, match="proxy"):
        ask_through(proxy.url, data_center="01")
    ((method, target, headers, body),) = proxy.seen
    assert ("CONNECT", "sdk-01.moengage.com:443", b"") == (method, target, body)
    assert not {"authorization", "moe-appkey", "proxy-authorization"} & {name.lower() for name in headers}


def test_the_proxys_own_password_goes_to_the_proxy(serve):
    """User and password in the proxy's address become its header and appear in no error."""
    proxy = serve(refused)
    with pytest.raises(UnreachableError) as caught:
        ask_through(proxy.url.replace("//", "//user:pa55word@"), data_center="01")
    ((_, _, headers, _),) = proxy.seen
    sent = {name.lower(): value for name, value in headers.items()}
    assert "Basic " + base64.b64encode(b"user:pa55word").decode() == sent["proxy-authorization"]
    assert "pa55word" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8765/v1", "http://localhost:8765/v1", "http://[::1]:8765/v1", "http://127.9.9.9/v1"]
)
def test_this_machine_is_never_asked_through_a_proxy(url, monkeypatch):
    """The simulator on a port works on a machine with a company proxy."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://proxy.example.com:3128")
    assert connection_settings(url).proxy_url is None


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
def test_the_machines_proxy_is_used_for_moengage(name, monkeypatch):
    """Both spellings of the usual variables count."""
    monkeypatch.setenv(name, "http://user:pa55word@proxy.example.com:3128")
    settings = connection_settings("https://sdk-01.moengage.com/v1")
    assert "http://proxy.example.com:3128" == settings.shown_proxy
    assert "pa55word" not in repr(settings)


@pytest.mark.parametrize("text", ["sdk-01.moengage.com", ".moengage.com", "moengage.com", "*"])
def test_no_proxy_is_obeyed(text, monkeypatch):
    """Hosts the machine reaches directly are reached directly."""
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example.com:3128")
    monkeypatch.setenv("NO_PROXY", text)
    assert connection_settings("https://sdk-01.moengage.com/v1").proxy_url is None


def test_http_proxy_does_not_count_for_https(monkeypatch):
    """Each scheme has its variable."""
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example.com:3128")
    assert connection_settings("https://sdk-01.moengage.com/v1").proxy_url is None


def test_a_workspace_on_this_machine_passes_the_proxy_by(serve, monkeypatch):
    """From the environment to the socket: the proxy hears nothing of a local workspace."""
    proxy, server = serve(served), serve(served)
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.url)
    workspace = Workspace.connect(workspace_id="WORKSPACE1", api_key="a-key", base_url=f"{server.url}/v1")
    try:
        assert "home" in [outcome.experience_key for outcome in workspace.fetch(Context(day="Mon"), ["home"])]
    finally:
        workspace.close()
    assert ([], "/v1/experiences/fetch") == (proxy.seen, server.seen[0][1])


@pytest.mark.parametrize(
    "url",
    [
        "ftp://proxy.example.com",
        "proxy.example.com:3128",
        "http://proxy.example.com:port",
        "socks5://127.0.0.1:1080",
        "http://[proxy.example.com",
    ],
)
def test_a_proxy_that_cannot_be_used_is_refused_in_words(url):
    """A mistake in the machine's proxy variable is a CredentialsError with a next step."""
    with pytest.raises(CredentialsError) as caught:
        network_transport(ConnectionSettings(proxy_url=url))
    assert caught.value.hint


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("HTTPS_PROXY", "http://[user:pa55word@proxy.example.com", "http://proxy.example.com"),
        ("https_proxy", "user:pa55word@proxy.example.com:port", "http://proxy.example.com:port"),
        ("ALL_PROXY", "http://user:pa/pa55word@proxy.example.com", "http://proxy.example.com"),
        ("all_proxy", "user%3Apa55word%40proxy.example.com:80", "http://proxy.example.com:80"),
    ],
)
def test_a_broken_variable_is_named_without_its_password(name, text, shown, monkeypatch):
    """Connecting says which variable is wrong and what it holds, and shows no password."""
    monkeypatch.setenv(name, text)
    with pytest.raises(CredentialsError) as caught:
        Workspace.connect(workspace_id="WORKSPACE1", api_key="a-key", data_center="01")
    assert f"The proxy address {shown!r} in {name} cannot be used." == caught.value.description
    assert "pa55word" not in "".join(traceback.format_exception(caught.value)) + repr(vars(caught.value))
