"""The simulator in process, behind httpx, and as a bare ASGI application."""

from __future__ import annotations

import asyncio
import base64
import json

import httpx
import pytest

from moe_nb.client.http import HttpAsk
from moe_nb.core.context import Context
from moe_nb.core.credentials import Credentials
from moe_nb.core.errors import AuthenticationError
from moe_nb.core.reply import Question
from moe_nb.core.secret import Secret
from moe_nb.simulator.http import Service
from moe_nb.simulator.server import LARGEST_BODY, SimulatorApp
from moe_nb.simulator.transport import SimulatorTransport
from moe_nb.simulator.world_file import parse_world
from moe_nb.testing import FakeClock

WORLD = parse_world(
    '{"experiences": [{"key": "home", "name": "Home", "audiences": '
    '[{"id": "A", "name": "All", "variations": [{"id": "1"}]}]}]}'
)
HEADERS = [
    (b"authorization", b"Basic " + base64.b64encode(b"SIMULATOR:not-a-secret")),
    (b"moe-appkey", b"SIMULATOR"),
]


def ask_in_process(key="not-a-secret"):
    credentials = Credentials(workspace_id="SIMULATOR", api_key=Secret(key), base_url="https://simulator.invalid/v1")
    return HttpAsk(credentials, SimulatorTransport(Service(WORLD)), clock=FakeClock())


def test_the_real_client_asks_the_simulator():
    """No socket is opened, and the answer is an ordinary one."""
    reply = asyncio.run(ask_in_process().ask(Question(Context(day="Mon"), ("home", "other"))))
    assert (["home"], 200, None) == (list(reply.experiences), reply.status, reply.quota)


def test_the_real_client_reads_its_metadata():
    """Both endpoints are there."""
    assert ("home",) == asyncio.run(ask_in_process().metadata()).active_keys


def test_a_wrong_key_is_refused_in_process_too():
    """Credentials are checked as on a port."""
    with pytest.raises(AuthenticationError):
        asyncio.run(ask_in_process("wrong").metadata())


def test_header_names_may_be_of_any_case():
    """HTTP header names are not case-sensitive."""
    request = httpx.Request(
        "GET",
        "https://simulator.invalid/v1/experiences/metadata?status=Paused",
        headers={"AUTHORIZATION": HEADERS[0][1].decode(), "Moe-AppKey": "SIMULATOR"},
    )
    response = asyncio.run(SimulatorTransport(Service(WORLD)).handle_async_request(request))
    assert (200, 0) == (response.status_code, response.json()["metadata"]["count"])


def test_other_tasks_get_their_turn():
    """A sweep in process does not freeze the loop it runs in."""
    ask, turns = ask_in_process(), []

    async def watcher():
        while True:
            turns.append(1)
            await asyncio.sleep(0)

    async def go():
        other = asyncio.create_task(watcher())
        for _ in range(160):
            await ask.ask(Question(Context(day="Mon"), ("home",)))
        other.cancel()

    asyncio.run(go())
    assert len(turns) >= 10


def drive(app, messages, *, method="POST", path="/v1/experiences/fetch", query=b"", kind="http"):
    """Send ASGI messages to the application and return what it sends."""
    scope = {"type": kind, "method": method, "path": path, "query_string": query, "headers": HEADERS}
    waiting, sent = list(messages), []

    async def receive():
        return waiting.pop(0)

    async def send(message):
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent


def body(part, *, more=False):
    return {"type": "http.request", "body": part, "more_body": more}


def answer(sent):
    start, content = sent
    return start["status"], {name.decode(): value.decode() for name, value in start["headers"]}, content["body"]


def test_asgi_answers_with_type_and_length():
    """One start, one body, and headers that agree with it."""
    status, headers, content = answer(drive(SimulatorApp(WORLD), [body(b'{"experience_key":["home"]}')]))
    assert (200, ["home"]) == (status, list(json.loads(content)["experiences"]))
    assert ("application/json", str(len(content))) == (headers["content-type"], headers["content-length"])


def test_asgi_joins_a_body_that_comes_in_parts():
    """However the server cuts it."""
    parts = [body(b'{"experience_key"', more=True), body(b"", more=True), body(b':["home"]}')]
    assert b'"home"' in answer(drive(SimulatorApp(WORLD), parts))[2]


def test_asgi_passes_the_query():
    """The status filter arrives."""
    sent = drive(
        SimulatorApp(WORLD), [body(b"")], method="GET", path="/v1/experiences/metadata", query=b"status=Paused"
    )
    assert {"count": 0, "experiences": []} == json.loads(answer(sent)[2])["metadata"]


def test_asgi_refuses_a_body_too_large():
    """More than a megabyte is a 413 in JSON, read to its end and not kept."""
    parts = [body(b"x" * (LARGEST_BODY // 2), more=True)] * 4 + [body(b"x")]
    status, headers, content = answer(drive(SimulatorApp(WORLD), parts))
    assert (413, "Payload Too Large") == (status, json.loads(content)["title"])
    assert "application/json" == headers["content-type"]


def test_asgi_takes_a_body_as_large_as_allowed():
    """The limit itself is still a body (of bad JSON here)."""
    assert 400 == answer(drive(SimulatorApp(WORLD), [body(b" " * LARGEST_BODY)]))[0]


@pytest.mark.parametrize("first", [[], [{"type": "http.request", "body": b'{"experience_key"', "more_body": True}]])
def test_asgi_survives_a_client_that_hangs_up(first):
    """A connection that ends before or in the middle of its body never raises and is never served."""
    sent = drive(SimulatorApp(WORLD), [*first, {"type": "http.disconnect"}])
    assert [] == [message for message in sent if message.get("status") == 200]


def test_asgi_counts_the_minute():
    """The limit is told with every answer and ends in a 429."""
    app = SimulatorApp(WORLD, limit_per_min=2)
    answers = [answer(drive(app, [body(b'{"a":"b"}')])) for _ in range(3)]
    assert [200, 200, 429] == [status for status, _, _ in answers]
    assert ["1", "0", "0"] == [headers["x-ratelimit-remaining"] for _, headers, _ in answers]
    assert "Too Many Requests" == json.loads(answers[2][2])["title"]
    assert "retry-after" in answers[2][1]


def test_asgi_without_a_limit_says_nothing_about_one():
    """No limit, no headers."""
    assert not [name for name in answer(drive(SimulatorApp(WORLD), [body(b'{"a":"b"}')]))[1] if "ratelimit" in name]


@pytest.mark.parametrize("kind", ["lifespan", "websocket"])
def test_asgi_answers_http_only(kind):
    """Other kinds of connection are left alone."""
    assert [] == drive(SimulatorApp(WORLD), [], kind=kind)
