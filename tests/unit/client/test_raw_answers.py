"""What a server may say instead of HTTP, byte by byte: read as an answer, or an error with a type of its own."""

from __future__ import annotations

import asyncio
import gzip
import socket
import threading
import zlib
from contextlib import contextmanager, suppress

import pytest

from moe_nb.client.clock import SystemClock
from moe_nb.client.http import HttpAsk
from moe_nb.client.transport import network_transport, plain_transport
from moe_nb.core.connection import ConnectionSettings, Timeouts
from moe_nb.core.context import Context
from moe_nb.core.credentials import Credentials
from moe_nb.core.errors import (
    MalformedAnswerError,
    MoeError,
    RateLimitedError,
    ServerError,
    UnreachableError,
)
from moe_nb.core.reply import Question
from moe_nb.core.retry import RetryPolicy
from moe_nb.core.secret import Secret

BODY = b'{"experiences":{"a":{"payload":{}}}}'
RIGHT = {"a": b'{"payload":{}}'}
MUCH = 400
TIMES = Timeouts(connect_s=5, read_s=5, write_s=5, pool_s=5, whole_s=10)


def ok(*headers, body=BODY, status=b"200 OK", length=True):
    """Return a whole answer."""
    said = [*headers, b"content-length: %d" % len(body)] if length else headers
    return b"\r\n".join([b"HTTP/1.1 " + status, *said, b"", body])


ANSWERED = {
    "thousands of interim answers": b"HTTP/1.1 100 Continue\r\n\r\n" * 3_000 + ok(),
    "early hints": b"HTTP/1.1 103 Early Hints\r\nlink: </x>; rel=preload\r\n\r\n" + ok(),
    "headers behind the body": b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ntrailer: retry-after\r\n\r\n"
    b"%x\r\n%b\r\n0\r\nx-ratelimit-remaining: 0\r\nretry-after: 99\r\n\r\n" % (len(BODY), BODY),
    "no length": ok(length=False),
    "more than one answer": ok() + ok() + b"x" * 1_000,
    "a cookie": ok(b"set-cookie: a=b"),
    "headers beyond ASCII": ok(*(name + ": \xfc".encode() for name in (b"date", b"retry-after", b"x-ratelimit-reset"))),
    "a date of many words": ok(b"date: " + b"a " * 20_000, b"x-ratelimit-reset: 5", b"x-ratelimit-remaining: 5"),
    "the year one": ok(b"date: Mon, 01 Jan 0001 00:00:00 +2359", b"x-ratelimit-reset: 5", b"x-ratelimit-remaining: 5"),
    "the year 99999": ok(b"date: Fri, 31 Dec 99999 23:59:59 GMT", b"x-ratelimit-reset: 5", b"x-ratelimit-remaining: 5"),
    "numbers beyond counting": ok(
        *(b"x-ratelimit-%b: " % name + b"9" * 99 for name in (b"limit", b"remaining", b"reset"))
    ),
    "deflate": ok(b"content-encoding: deflate", body=zlib.compress(BODY)),
    "gzip and more": ok(b"content-encoding: gzip", body=gzip.compress(BODY) + b"junk"),
}
REFUSED = {
    "a part": (ok(status=b"206 Partial Content"), MalformedAnswerError),
    "nothing": (b"", UnreachableError),
    "no HTTP": (BODY, UnreachableError),
    "another protocol": (b"SSH-2.0-OpenSSH_9.0\r\n", UnreachableError),
    "TLS": (bytes.fromhex("15030100020246"), UnreachableError),
    "a header without an end": (b"HTTP/1.1 200 OK\r\nX: " + b"a" * 65_536 * MUCH, UnreachableError),
    "headers without an end": (b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 1_000 * MUCH, UnreachableError),
    "early hints and no more": (b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" * MUCH, UnreachableError),
    "another way to talk": (ok(b"Upgrade: x", b"Connection: upgrade", status=b"101 X", body=b""), MoeError),
    "status 099": (ok(status=b"099 X"), UnreachableError),
    "status 204": (ok(status=b"204 X"), MalformedAnswerError),
    "status 999": (ok(status=b"999 X"), ServerError),
    "two lengths": (ok(b"content-length: 5"), UnreachableError),
    "a length below zero": (ok(b"content-length: -1", length=False), UnreachableError),
    "a length never reached": (ok(b"content-length: 9999999999", length=False), UnreachableError),
    "a length beyond counting": (ok(b"content-length: " + b"9" * 99, length=False), UnreachableError),
    "length and chunks": (ok(b"transfer-encoding: chunked", body=b"0\r\n\r\n"), MalformedAnswerError),
    "a chunk without an end": (
        ok(b"transfer-encoding: chunked", body=b"1;" + b"a" * 65_536 * MUCH, length=False),
        UnreachableError,
    ),
    "trailers without an end": (
        ok(b"transfer-encoding: chunked", body=b"0\r\n" + b"X: a\r\n" * 1_000 * MUCH, length=False),
        UnreachableError,
    ),
    "NUL in a header": (ok(b"x: a\0b"), UnreachableError),
    "packed twice": (
        ok(b"content-encoding: gzip, gzip", body=gzip.compress(gzip.compress(BODY))),
        MalformedAnswerError,
    ),
    "packed unasked": (ok(b"content-encoding: br"), MalformedAnswerError),
    "packed and cut off": (ok(b"content-encoding: gzip", body=gzip.compress(BODY)[:-6]), MoeError),
    "a wait beyond counting": (ok(b"retry-after: " + b"9" * 30_000, status=b"429 X"), RateLimitedError),
    "a redirect to no address": (ok(b"location: http://[::1", status=b"302 X"), MalformedAnswerError),
    "a redirect very far away": (ok(b"location: http://h/" + b"a" * 30_000, status=b"302 X"), MalformedAnswerError),
}


@contextmanager
def saying(content):
    """Listen on loopback, read a request, say that and no more; gives the port."""

    def serve(listening):
        with suppress(OSError):  # the client has heard enough
            connection, _ = listening.accept()
            with connection:
                connection.settimeout(20)
                connection.recv(65_536)
                connection.sendall(content)
                connection.shutdown(socket.SHUT_WR)
                connection.recv(1)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, args=(listening,))
        thread.start()
        yield listening.getsockname()[1]
        thread.join()


def asked(content, transport):
    """Ask once, and return the experiences or the error."""

    async def go(port):
        url = f"http://127.0.0.1:{port}/v1"
        credentials = Credentials(workspace_id="WORKSPACE1", api_key=Secret("not-a-secret"), base_url=url)
        once = RetryPolicy(attempts=1)
        ask = HttpAsk(credentials, transport(ConnectionSettings()), clock=SystemClock(), timeouts=TIMES, retry=once)
        try:
            return dict((await ask.ask(Question(Context(day="Mon"), ("a",)))).experiences)
        except MoeError as error:
            return error
        finally:
            await ask.aclose()

    with saying(content) as port:
        return asyncio.run(go(port))


@pytest.mark.parametrize("transport", [network_transport, plain_transport])
@pytest.mark.parametrize("name", ANSWERED)
def test_what_can_be_read_is_read(name, transport):
    """Odd headers around a good body take nothing from it."""
    assert RIGHT == asked(ANSWERED[name], transport)


@pytest.mark.parametrize("transport", [network_transport, plain_transport])
@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_an_error_with_a_type(name, transport):
    """And its text is no longer than a person reads."""
    content, kind = REFUSED[name]
    error = asked(content, transport)
    assert isinstance(error, kind), error
    assert type(error) is not MoeError
    assert len(str(error)) < 500
