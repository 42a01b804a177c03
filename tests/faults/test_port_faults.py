"""Faults on a real port, met by the real client: the same outcomes as in process, and nothing lost."""

from __future__ import annotations

import asyncio
import socket
from typing import get_args

import pytest
from fault_matrix import FAULTS
from operations import listener, told
from telling_world import KEYS, TIMES, space
from verdicts import judged, quiet_day

import moe_nb as moe
from moe_nb.client.clock import SystemClock
from moe_nb.client.http import HttpAsk
from moe_nb.client.transport import network_transport
from moe_nb.core.connection import ConnectionSettings
from moe_nb.core.context import Context
from moe_nb.core.credentials import Credentials
from moe_nb.core.errors import (
    AuthenticationError,
    MalformedAnswerError,
    MoeError,
    RateLimitedError,
    ServerError,
    ServiceTimeoutError,
    UnreachableError,
)
from moe_nb.core.reply import Question
from moe_nb.core.retry import RetryPolicy
from moe_nb.core.secret import Secret
from moe_nb.simulator.faults.fault import Kind

RIGHT = "the right answer"
OUTCOMES = {
    "latency, wait_s: 0.01": RIGHT,
    "latency, wait_s: 30": ServiceTimeoutError,
    "rate_limited, headers: none": RateLimitedError,
    "rate_limited, headers: skewed": RateLimitedError,
    "server_error, status: 500": ServerError,
    "server_error, status: 504": ServerError,
    "revoked": AuthenticationError,
    "redirect": MalformedAnswerError,
    "html_page, status: 502": ServerError,
    "html_page, status: 200": MalformedAnswerError,
    "gateway_text": ServerError,
    "refused": UnreachableError,
    "reset_before": UnreachableError,
    "reset_during": UnreachableError,
    "reset_after": RIGHT,
    "half_body": UnreachableError,
    "drip, wait_s: 0": RIGHT,
    "drip, wait_s: 30": ServiceTimeoutError,
    "wrong_type": RIGHT,
    "gzip_lie": MalformedAnswerError,
    "gzip_bomb": MalformedAnswerError,
    "empty_body": MalformedAnswerError,
    "invalid_utf8": MalformedAnswerError,
    "not_a_number": MalformedAnswerError,
    "huge_number": RIGHT,
    "duplicate_keys": MalformedAnswerError,
    "deep_json": MalformedAnswerError,
    "large_body": MalformedAnswerError,
}
"""What the client makes of one request that meets the fault, without a second try."""

PACE = moe.PaceLimit(rate_per_min=1_000_000, burst=1_000)
QUICK = RetryPolicy(attempts=4, first_wait_s=0.01, longest_wait_s=0.1)


def asker(base_url):
    """Return the client on the network; it asks once."""
    credentials = Credentials(workspace_id="SIMULATOR", api_key=Secret("not-a-secret"), base_url=base_url)
    transport = network_transport(ConnectionSettings())
    return HttpAsk(credentials, transport, clock=SystemClock(), timeouts=TIMES, retry=RetryPolicy(attempts=1))


async def outcomes(base_url, count):
    """Ask *count* times, each on a connection of its own; return the replies and the errors."""
    client, got = asker(base_url), []
    for _ in range(count):
        try:
            got.append(await client.ask(Question(Context(day="Mon", hour=9), KEYS)))
        except MoeError as error:
            got.append(error)
        await client.aclose()
    return got


def test_every_kind_is_met_on_the_port():
    """A new kind needs a line above."""
    assert set(get_args(Kind)) == {fault.partition(",")[0] for fault in OUTCOMES}


def test_each_fault_has_its_outcome_and_the_next_request_is_answered(simulator):
    """Faults at every second request: each is met as it should be, and the server goes on without a word."""
    lines = ", ".join(
        f"{{fault: {fault}, first: {2 * at + 1}, last: {2 * at + 1}}}" for at, fault in enumerate(OUTCOMES)
    )
    with simulator(lines) as (base_url, process):
        got = asyncio.run(outcomes(base_url, 2 * len(OUTCOMES)))
        assert process.poll() is None
        process.terminate()
        said = process.communicate()[1]
    right = got[1].experiences
    assert {"the-day", "the-hour-8", "everybody"} == set(right)
    assert [] == [at for at, reply in enumerate(got[1::2]) if getattr(reply, "experiences", None) != right]
    met = {
        fault: RIGHT if getattr(outcome, "experiences", None) == right else type(outcome)
        for fault, outcome in zip(OUTCOMES, got[::2], strict=True)
    }
    assert OUTCOMES == met
    assert "" == said


def test_a_sweep_over_a_bad_network_is_right_where_it_does_not_say_failed(simulator):
    """Breaks at one request in three, over eight connections at once: every context is its own or failed."""
    kinds = ("refused", "reset_before", "reset_during", "reset_after", "half_body", "server_error", "gzip_lie")
    lines = ", ".join(f"{{fault: {kind}, chance: 0.05, on: [fetch]}}" for kind in kinds)
    events = []
    with simulator(lines) as (base_url, _):
        ws = moe.Workspace.connect(workspace_id="SIMULATOR", api_key="not-a-secret", base_url=base_url)
        run = ws.sweep(space(), KEYS, pace=PACE, retry=QUICK, listeners=[listener(events)])
        ws.close()
    verdict = judged(told(run, events), quiet_day("sweep"))
    assert verdict.is_good
    assert verdict.answered > 100
    assert 28 == len(events)


def test_a_redirect_is_not_followed_to_another_host(simulator):
    """Nothing arrives there, not even a connection."""
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        elsewhere.settimeout(0)
        address = f"http://127.0.0.1:{elsewhere.getsockname()[1]}/v1/experiences/fetch"
        with simulator(f'{{fault: redirect, location: "{address}"}}') as (base_url, _):
            (error,) = asyncio.run(outcomes(base_url, 1))
        assert isinstance(error, MalformedAnswerError)
        with pytest.raises(BlockingIOError):
            elsewhere.accept()


def test_a_port_nobody_listens_on_is_unreachable():
    """The real refusal of a connection, which no server can send."""
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    (error,) = asyncio.run(outcomes(f"http://127.0.0.1:{port}/v1", 1))
    assert UnreachableError is type(error)


@pytest.mark.full
@pytest.mark.parametrize("fault", [fault for fault in FAULTS if "timeout" not in fault])
def test_a_sweep_over_the_network_survives_each_fault(simulator, fault):
    """One request in ten meets it, over pooled connections: each context is its own, or failed with a type."""
    events = []
    with simulator(f"{{{FAULTS[fault]}, chance: 0.1, on: [fetch]}}") as (base_url, process):
        ws = moe.Workspace.connect(workspace_id="SIMULATOR", api_key="not-a-secret", base_url=base_url)
        run = ws.sweep(space(), KEYS, pace=PACE, retry=QUICK, listeners=[listener(events)])
        ws.close()
        assert process.poll() is None
    assert judged(told(run, events), quiet_day("sweep")).is_good
