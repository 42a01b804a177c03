"""The real transport over real sockets, on loopback."""

from __future__ import annotations

import asyncio
import socket
import ssl

import pytest
import trustme

from moe_nb.client.clock import SystemClock
from moe_nb.client.http import HttpAsk
from moe_nb.client.retry import RetryPolicy
from moe_nb.client.transport import network_transport, plain_transport
from moe_nb.core.connection import ConnectionSettings, Timeouts
from moe_nb.core.context import Context
from moe_nb.core.credentials import Credentials
from moe_nb.core.errors import CredentialsError, MalformedAnswerError, ServiceTimeoutError, UnreachableError
from moe_nb.core.reply import Question
from moe_nb.core.secret import Secret

BODY = b'{"experiences":{"home":{"payload":{"T":{"value":"x","data_type":"string"}}}}}'
QUESTION = Question(Context(day="Mon"))


def served(_method, _path):
    return 200, {"Content-Type": "application/json", "X-RateLimit-Remaining": "9"}, BODY


@pytest.fixture(params=[network_transport, plain_transport], ids=["fast", "plain"])
def ask_over_network(request):
    """Return a function that asks over the usual transport or the fallback, one after another or all at once."""

    async def go(base_url, questions, settings, timeouts, at_once):
        credentials = Credentials(workspace_id="WORKSPACE1", api_key=Secret("a-key"), base_url=base_url)
        transport = request.param(settings or ConnectionSettings())
        ask = HttpAsk(credentials, transport, clock=SystemClock(), timeouts=timeouts, retry=RetryPolicy(attempts=1))
        try:
            if at_once:
                return await asyncio.gather(*(ask.ask(QUESTION) for _ in range(questions)))
            return [await ask.ask(QUESTION) for _ in range(questions)]
        finally:
            await ask.aclose()

    return lambda base_url, questions=1, *, settings=None, timeouts=None, at_once=False: asyncio.run(
        go(base_url, questions, settings, timeouts, at_once)
    )


def test_a_connection_serves_many_requests(ask_over_network, serve):
    """Requests one after another keep using the connection."""
    server = serve(served)
    replies = ask_over_network(server.url, 50)
    assert [["home"]] * 50 == [list(reply.experiences) for reply in replies]
    assert 50 == len(server.seen)
    assert server.connections <= 5  # a connection may be on its way back while the next request leaves
    assert 9 == replies[-1].quota.remaining


def test_many_at_once_share_few_connections(ask_over_network, serve):
    """Connections are used again, and nobody goes without an answer."""
    server = serve(served)
    assert 100 == len(ask_over_network(server.url, 100, at_once=True, settings=ConnectionSettings(max_connections=4)))
    assert server.connections <= 8  # four at a time, and a few that were on their way back


def test_a_server_that_hangs_up_each_time_is_no_trouble(ask_over_network, serve):
    """Every request gets a connection of its own when the server wants it so."""
    server = serve(served, keep_alive=False)
    assert 5 == len(ask_over_network(server.url, 5))
    assert 5 == server.connections


def test_a_redirect_is_not_followed(ask_over_network, serve):
    """The other address is never asked, so it never sees the credentials."""
    other = serve(served)
    first = serve(lambda _method, _path: (307, {"Location": f"{other.url}/v1/experiences/fetch"}, b""))
    with pytest.raises(MalformedAnswerError, match="redirect"):
        ask_over_network(first.url)
    assert (1, []) == (len(first.seen), other.seen)


def test_a_server_that_never_answers_is_a_timeout(ask_over_network):
    """A connection that stays silent ends as ServiceTimeoutError."""
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(ServiceTimeoutError):
        ask_over_network(f"http://127.0.0.1:{silent.getsockname()[1]}", timeouts=Timeouts(read_s=0.05))


def test_nobody_there_is_unreachable(ask_over_network):
    """A refused connection is UnreachableError, with the host in its text."""
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    with pytest.raises(UnreachableError, match=r"127\.0\.0\.1 could not be reached"):
        ask_over_network(f"http://127.0.0.1:{port}")


def test_a_server_that_hangs_up_mid_answer_is_unreachable(ask_over_network, serve):
    """Fewer bytes than promised are not an answer."""
    server = serve(lambda _method, _path: (200, {"Content-Length": "1000"}, BODY), keep_alive=False)
    with pytest.raises(UnreachableError):
        ask_over_network(server.url)


def test_nothing_is_taken_from_the_environment(ask_over_network, serve, monkeypatch):
    """The client obeys its settings only; proxies and netrc of the machine are config's business."""
    proxy, server = serve(served), serve(served)
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, proxy.url)
    ask_over_network(server.url)
    assert (0, 1) == (len(proxy.seen), len(server.seen))


@pytest.fixture
def authority():
    """Return a certificate authority of a company that nobody else trusts."""
    return trustme.CA()


@pytest.fixture
def tls_server(serve, authority):
    """Return a server that shows a certificate of that authority."""
    server = serve(served)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    return server


def test_a_certificate_nobody_trusts_is_refused(ask_over_network, tls_server):
    """TLS is always verified: the key is not sent, and the hint names the variable to set."""
    with pytest.raises(UnreachableError, match="MOE_CA_FILE"):
        ask_over_network(tls_server.url.replace("http:", "https:"))
    assert [] == tls_server.seen


def test_a_company_certificate_can_be_trusted(ask_over_network, tls_server, authority, tmp_path):
    """With the company's certificate file, the same server answers."""
    authority.cert_pem.write_to_path(str(tmp_path / "company.pem"))
    settings = ConnectionSettings(ca_file=str(tmp_path / "company.pem"))
    (reply,) = ask_over_network(tls_server.url.replace("http:", "https:"), settings=settings)
    assert ["home"] == list(reply.experiences)


@pytest.mark.parametrize("content", [None, "not a certificate"])
def test_a_bad_certificate_file_is_named(tmp_path, content):
    """A file that is missing or no PEM is refused before anything is asked."""
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_text(content)
    with pytest.raises(CredentialsError, match=r"ca\.pem"):
        network_transport(ConnectionSettings(ca_file=str(path)))
