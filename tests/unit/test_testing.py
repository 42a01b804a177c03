"""The public fakes: time that only moves when somebody sleeps, and a transport that does what a test says."""

from __future__ import annotations

import asyncio
import gzip

import httpx
import pytest

from moe_nb.client.retry import RetryPolicy
from moe_nb.core.context import Context
from moe_nb.core.errors import MalformedAnswerError, MoeError, ServerError, UnreachableError
from moe_nb.core.reply import Question
from moe_nb.testing import START, BrokenBody, FakeClock, ScriptedTransport, scripted_ask

REQUEST = httpx.Request("POST", "https://sdk-01.moengage.com/v1/experiences/fetch", content=b"{}")
OK = httpx.Response(200, json={"experiences": {"k": {"payload": {}}}})


def sent(transport, times):
    """Send the same request several times; return statuses and exceptions."""

    async def go():
        got = []
        for _ in range(times):
            try:
                got.append((await transport.handle_async_request(REQUEST)).status_code)
            except httpx.HTTPError as error:
                got.append(error)
        return got

    return asyncio.run(go())


def test_a_fake_clock_stands_still():
    """Without a sleep no time passes, on either of its faces."""
    clock = FakeClock()
    assert [(0.0, START.timestamp())] * 3 == [(clock.monotonic_s(), clock.epoch_s()) for _ in range(3)]


def test_a_fake_clock_moves_when_somebody_sleeps():
    """A sleep takes no real time, moves both faces alike, and is written down."""
    clock = FakeClock()
    pass_time = clock.sleep  # nobody waits here: the time is a fake
    for seconds in (3600, 0.5, 0, -1):
        asyncio.run(pass_time(seconds))
    assert (3600.5, START.timestamp() + 3600.5) == (clock.monotonic_s(), clock.epoch_s())
    assert [3600, 0.5, 0, -1] == clock.slept


def test_a_sleeper_lets_others_run():
    """Two tasks that sleep take turns, as with a real clock."""
    order = []
    pass_time = FakeClock().sleep

    async def worker(name):
        for _ in range(2):
            order.append(name)
            await pass_time(1)

    async def both():
        await asyncio.gather(worker("a"), worker("b"))

    asyncio.run(both())
    assert ["a", "b", "a", "b"] == order


def test_steps_are_done_in_order_and_the_last_repeats():
    """Responses and exceptions alternate as written, and every request is kept."""
    broken = httpx.ConnectError("no")
    transport = ScriptedTransport(httpx.Response(500), broken, httpx.Response(200))
    assert [500, broken, 200, 200, 200] == sent(transport, 5)
    assert [REQUEST] * 5 == transport.requests


def test_a_step_can_look_at_the_request():
    """A function answers by what it is asked."""
    transport = ScriptedTransport(lambda request: httpx.Response(200, content=request.content))

    async def go():
        return await (await transport.handle_async_request(REQUEST)).aread()

    assert b"{}" == asyncio.run(go())


def test_a_scripted_response_can_be_given_again():
    """One response object serves every request, headers and body included."""
    given = httpx.Response(429, headers={"retry-after": "7"}, content=b"later")
    transport = ScriptedTransport(given)

    async def go():
        responses = [await transport.handle_async_request(REQUEST) for _ in range(2)]
        return [(r.status_code, r.headers["retry-after"], await r.aread()) for r in responses]

    assert [(429, "7", b"later")] * 2 == asyncio.run(go())


def test_a_packed_body_stays_packed():
    """A response with Content-Encoding arrives as the network would bring it."""
    packed = httpx.Response(200, headers={"content-encoding": "gzip"}, content=gzip.compress(OK.content))
    reply = asyncio.run(scripted_ask(packed).ask(Question(Context())))
    assert ["k"] == list(reply.experiences)


def test_a_script_without_steps_is_refused():
    """A transport that could do nothing says so when it is made."""
    with pytest.raises(ValueError, match="at least one step"):
        ScriptedTransport()


def test_a_broken_body_ends_with_its_error():
    """What arrived before the break arrives, then the error comes."""

    async def go():
        parts = aiter(BrokenBody([b"a", b"b"], httpx.ReadError("cable")))
        arrived = [await anext(parts), await anext(parts)]
        with pytest.raises(httpx.ReadError, match="cable"):
            await anext(parts)
        return arrived

    assert [b"a", b"b"] == asyncio.run(go())


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        (lambda _: httpx.Response(200, stream=BrokenBody([b'{"exp'], httpx.ReadError("cable"))), UnreachableError),
        (httpx.Response(503), ServerError),
        (httpx.Response(200, text="<html>"), MalformedAnswerError),
    ],
)
def test_the_real_client_meets_the_fault(step, kind):
    """scripted_ask is the real client: its errors are the ones a user meets, and no real time passes."""
    clock = FakeClock()
    with pytest.raises(MoeError) as caught:
        asyncio.run(scripted_ask(step, clock=clock, retry=RetryPolicy(attempts=2)).ask(Question(Context())))
    assert kind is type(caught.value)
    assert clock.monotonic_s() == sum(clock.slept)


def test_the_credentials_are_made_up():
    """No test has to bring a key, and the made-up one is what is sent."""
    seen = []

    def look(request):
        seen.append((request.url.host, request.headers["moe-appkey"]))
        return OK

    asyncio.run(scripted_ask(look).ask(Question(Context())))
    assert [("sdk-01.moengage.com", "WORKSPACE1")] == seen
