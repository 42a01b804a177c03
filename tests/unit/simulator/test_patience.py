"""Nobody holds a connection to the simulator for ever, and nobody who is merely slow is cut off."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager, suppress

import pytest
import uvicorn

from moe_nb.simulator.faults.fault_file import parse_faults
from moe_nb.simulator.server import port_config
from moe_nb.simulator.world_file import load_world

HEAD = b"GET /v1/experiences/metadata HTTP/1.1\r\nHost: a\r\n"
WHOLE = HEAD + b"\r\n"
POST = b"POST /v1/experiences/fetch HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n"
BEGUN = {
    "nothing": b"",
    "half a line": b"GET /v1/exp",
    "half a head": HEAD,
    "half a body": POST + b'{"a"',
    "a head without its body": POST,
    "half of the next request": WHOLE + HEAD,
    "the next one without its body": WHOLE + POST,
}


@asynccontextmanager
async def port(longest_s, faults=None):
    """Serve the demo world with that patience; gives the port and the open connections."""
    made = None if faults is None else parse_faults(f"faults: [{faults}]")
    server = uvicorn.Server(port_config(load_world(), longest_s=longest_s, faults=made))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield listening.getsockname()[1], server.server_state.connections
        finally:
            server.should_exit = True
            await serving


async def heard(number, sent, *, drip=b""):
    """Connect, send, say a word now and then if told so, and return what comes until the connection ends."""
    reader, writer = await asyncio.open_connection("127.0.0.1", number)
    writer.write(sent)
    reading = asyncio.create_task(reader.read())
    with suppress(ConnectionError):
        while drip and not reading.done():
            writer.write(drip)
            await asyncio.wait([reading], timeout=0.01)
        got = await reading
        writer.close()
        return got
    return b""


@pytest.mark.parametrize("sent", BEGUN.values(), ids=BEGUN)
def test_a_request_that_does_not_come_is_given_up(sent):
    """Whatever it began with: the connection ends, and what was whole before is answered."""

    async def go():
        async with port(0.05) as (number, _):
            return await heard(number, sent)

    got = asyncio.run(asyncio.wait_for(go(), 20))
    assert sent.startswith(WHOLE) is (b"401" in got or b"400" in got)
    assert got.endswith(b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n")


@pytest.mark.parametrize(
    ("sent", "drip"),
    [
        (HEAD, b"X: y\r\n"),
        (WHOLE + HEAD, b"X: y\r\n"),
        (POST.replace(b"9\r\n", b"900000\r\n"), b"x"),
        (POST.replace(b"Content-Length: 9", b"Transfer-Encoding: chunked"), b"1\r\nx\r\n"),
    ],
    ids=["a head", "the next head", "a body", "a body in chunks"],
)
def test_a_word_now_and_then_holds_no_connection(sent, drip):
    """The time is that of the whole request, and not of its parts; others are answered meanwhile."""

    async def go():
        async with port(0.15) as (number, _):
            slow = asyncio.create_task(heard(number, sent, drip=drip))
            other = await heard(number, WHOLE.replace(b"Host", b"Connection: close\r\nHost"))
            is_waiting = not slow.done()
            await slow
            return other, is_waiting

    other, is_waiting = asyncio.run(asyncio.wait_for(go(), 20))
    assert (True, True) == (other.startswith(b"HTTP/1.1 400 "), is_waiting)


def test_an_answer_that_takes_long_is_waited_for():
    """Patience is for those who ask: an answer that is slow on purpose comes whole."""

    async def go():
        async with port(0.05, "{fault: latency, wait_s: 0.3}") as (number, _):
            return await heard(number, HEAD + b"Connection: close\r\n\r\n")

    assert b"MoEngage Client not found" in asyncio.run(asyncio.wait_for(go(), 20))


def test_a_client_that_takes_nothing_is_let_go():
    """Answers nobody reads are not kept for ever."""

    async def go():
        async with port(0.1, "{fault: large_body, megabytes: 50}") as (number, connections):
            with socket.create_connection(("127.0.0.1", number)) as client:
                client.sendall(WHOLE)
                seen = 0
                while not seen or connections:
                    seen = max(seen, len(connections))
                    await asyncio.sleep(0)
                return seen

    assert 1 == asyncio.run(asyncio.wait_for(go(), 20))
