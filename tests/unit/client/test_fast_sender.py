"""The fast way over real sockets: what a server can do to it, and what a person can do to a call."""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
import threading
from contextlib import contextmanager, suppress

import pytest
import trustme

from moe_nb.client.clock import SystemClock
from moe_nb.client.fast_transport import FastTransport
from moe_nb.client.http import HttpAsk
from moe_nb.client.retry import RetryPolicy
from moe_nb.client.transport import network_transport
from moe_nb.core.connection import ConnectionSettings, Timeouts
from moe_nb.core.context import Context
from moe_nb.core.credentials import Credentials
from moe_nb.core.errors import MalformedAnswerError, MoeError, ServiceTimeoutError, UnreachableError
from moe_nb.core.exchange import LARGEST_BODY
from moe_nb.core.reply import Question
from moe_nb.core.secret import Secret

ANSWER = b'{"experiences":{"home":{"payload":{}}}}'
QUESTION = Question(Context(day="Mon"))


def fast_ask(url, timeouts=None, settings=None):
    credentials = Credentials(workspace_id="WORKSPACE1", api_key=Secret("a-key"), base_url=url)
    transport = network_transport(settings or ConnectionSettings())
    assert isinstance(transport, FastTransport)
    return HttpAsk(credentials, transport, clock=SystemClock(), timeouts=timeouts, retry=RetryPolicy(attempts=1))


def outcome(url, timeouts=None, settings=None):
    """Ask once; return the reply or the error."""

    async def go():
        ask = fast_ask(url, timeouts, settings)
        try:
            return await ask.ask(QUESTION)
        except MoeError as error:
            return error
        finally:
            await ask.aclose()

    return asyncio.run(go())


def packed(body):
    """Return an answer that says it is packed with gzip."""
    return lambda _method, _path: (200, {"Content-Encoding": "gzip"}, body)


@contextmanager
def talking(talk):
    """Give the address of a server that takes one connection, reads a request, and does with it what *talk* does."""

    def take():
        connection, _ = listener.accept()
        with connection, suppress(OSError):
            connection.recv(65_536)
            talk(connection)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=take)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread.join()


def raw(content):
    """Ask a server that sends these very bytes and hangs up."""
    with talking(lambda connection: connection.sendall(content)) as url:
        return outcome(url)


def test_gzip_is_unpacked(serve):
    """What was asked for packed is read unpacked."""
    assert ["home"] == list(outcome(serve(packed(gzip.compress(ANSWER))).url).experiences)


def test_gzip_that_lies_is_malformed(serve):
    """A body that is not what its header says is an error with a next step."""
    error = outcome(serve(packed(ANSWER)).url)
    assert MalformedAnswerError is type(error)
    assert "cannot be unpacked" in str(error)


def test_a_small_body_that_unpacks_too_large_is_malformed(serve):
    """The limit is that of the unpacked body: a few kilobytes never fill the memory."""
    bomb = gzip.compress(bytes(LARGEST_BODY + 1), 9)
    assert len(bomb) < 100_000
    assert "larger than 16 MB" in str(outcome(serve(packed(bomb)).url))


def test_the_largest_body_is_read_whole(serve):
    """An answer at the limit, in as many parts as the network likes, loses no byte."""
    body = ANSWER + b" " * (LARGEST_BODY - len(ANSWER))
    assert ["home"] == list(outcome(serve(lambda *_: (200, {}, body)).url).experiences)


def test_a_header_beyond_ascii_is_left_out():
    """Whatever a gateway writes into a header, the answer is read."""
    head = b"HTTP/1.1 200 OK\r\nretry-after: \xe9\r\nx-ratelimit-remaining: 7\r\ncontent-length: %d\r\n\r\n"
    assert 7 == raw(head % len(ANSWER) + ANSWER).quota.remaining


def test_an_answer_of_another_protocol_is_unreachable():
    """A port where something else listens is named as such, with the host."""
    error = raw(b"220 mail.example.com ESMTP\r\n")
    assert UnreachableError is type(error)
    assert "127.0.0.1 could not be reached: " in str(error)


def test_half_an_answer_is_unreachable():
    """Fewer bytes than promised are no answer, and can be asked for again."""
    assert UnreachableError is type(raw(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n" + ANSWER))


def test_half_a_packed_answer_is_unreachable():
    """A connection that breaks is told from a body that is packed wrongly."""
    head = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 1000\r\n\r\n"
    assert UnreachableError is type(raw(head + gzip.compress(ANSWER)[:20]))


def test_a_body_that_drips_for_ever_is_a_timeout():
    """The whole exchange has a limit: single bytes never reach the read timeout."""

    def drip(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n")
        while True:  # until the other side has enough
            connection.sendall(b" ")
            over.wait(0.01)

    over = threading.Event()
    with talking(drip) as url:
        error = outcome(url, Timeouts(whole_s=0.1))
    assert ServiceTimeoutError is type(error)
    assert "no answer in time" in str(error)


def test_a_certificate_for_another_host_is_refused(serve):
    """A trusted authority is not enough: the name has to be that of the host."""
    authority, server = trustme.CA(), serve(lambda *_: (200, {}, ANSWER))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("other.example.com").configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    with authority.cert_pem.tempfile() as company:
        error = outcome(server.url.replace("http:", "https:"), settings=ConnectionSettings(ca_file=company))
    assert (UnreachableError, []) == (type(error), server.seen)
    assert "certificate" in str(error)


def test_a_connection_that_was_closed_opens_again(serve):
    """A workspace can be used after it was closed, from another event loop too."""
    server = serve(lambda *_: (200, {}, ANSWER))
    ask = fast_ask(server.url)

    async def once():
        reply = await ask.ask(QUESTION)
        await ask.aclose()
        return list(reply.experiences)

    assert [["home"], ["home"]] == [asyncio.run(once()), asyncio.run(once())]
    assert 2 == server.connections


def test_a_call_that_is_cancelled_ends_at_once_and_leaves_room_for_others(serve):
    """Stopping does not wait for a silent server, and the next call is served by a connection of its own."""
    arrived, over = threading.Event(), threading.Event()

    def silent_at_first(_method, _path):
        if not arrived.is_set():
            arrived.set()
            over.wait(10)
        return 200, {}, ANSWER

    async def go():
        ask = fast_ask(server.url)
        call = asyncio.create_task(ask.ask(QUESTION))
        await asyncio.to_thread(arrived.wait, 10)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        reply = await ask.ask(QUESTION)
        over.set()
        await ask.aclose()
        return list(reply.experiences)

    server = serve(silent_at_first)
    assert ["home"] == asyncio.run(go())
    assert 2 == server.connections


def test_a_connection_of_a_cancelled_call_is_given_back():
    """The socket of a call that nobody waits for is closed when the read timeout is over: none stays for ever."""

    async def go(url):
        ask = fast_ask(url, Timeouts(read_s=0.2))
        calls = [asyncio.create_task(ask.ask(QUESTION)) for _ in range(5)]
        await asyncio.sleep(0)  # all have begun
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)
        await ask.aclose()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)
        asyncio.run(go(f"http://127.0.0.1:{listener.getsockname()[1]}"))
        for _ in range(5):
            connection, _ = listener.accept()
            with connection:
                connection.settimeout(5)
                while connection.recv(65_536):  # an end, not a timeout
                    pass


def test_nobody_there_says_why():
    """The reason of the operating system stands in the error, the address with it."""
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    error = outcome(f"http://127.0.0.1:{port}")
    assert "127.0.0.1 could not be reached: " in str(error)
    assert "refused" in str(error)
