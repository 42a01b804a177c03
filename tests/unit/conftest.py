"""What tests of the upper layers share: the simulator on a port, little servers, a keyring, waiting for conditions."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

PATIENCE_S = 20
"""Seconds after which a condition that does not come true is a failure."""


@pytest.fixture(scope="session")
def until():
    """Return a function that waits for a condition and gives its value; a condition that never holds fails."""

    def wait(condition):
        deadline_s, pause = time.monotonic() + PATIENCE_S, threading.Event()
        while not (value := condition()):
            assert time.monotonic() < deadline_s, "the condition never came true"
            pause.wait(0.005)
        return value

    return wait


@pytest.fixture(scope="session")
def port_url() -> Iterator[str]:
    """The demo world on a port of this machine, without a rate limit."""
    bare = {name: text for name, text in os.environ.items() if not name.upper().endswith("_PROXY")}
    command = [sys.executable, "-m", "moe_nb", "simulator", "--port", "0", "--rate-limit", "off"]
    with subprocess.Popen(command, env=bare, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            said = next((line for line in process.stdout if "base URL" in line), None)
            assert said is not None, process.stderr.read()
            yield said.split()[-1]
        finally:
            process.terminate()
            process.communicate()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body are two writes
    timeout = 5

    def do_any(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        status, content = self.server.answer(self.command, self.path, body)
        try:
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        except ConnectionError:  # a client that was interrupted has gone
            self.close_connection = True

    do_GET = do_POST = do_any  # noqa: N815 - the base class's names

    def log_message(self, *_words):
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_where):
        """Say nothing of clients that hang up."""


@contextmanager
def _running(answer) -> Iterator[str]:
    server = _Server(("127.0.0.1", 0), _Handler)
    server.answer = answer
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def serve():
    """Return a function that starts a server and gives its base URL; it answers ``answer(method, path, body)``."""
    with ExitStack() as stack:
        yield lambda answer: stack.enter_context(_running(answer))


class MemoryKeyring(KeyringBackend):
    """A keyring that forgets everything with the test."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        if (service, username) not in self.kept:
            raise PasswordDeleteError("not there")
        del self.kept[service, username]


@pytest.fixture
def memory_keyring(bare_environment: None) -> MemoryKeyring:
    """This machine's keyring, as long as the test lasts."""
    del bare_environment  # only its order matters: it puts the machine's own keyring back
    made = MemoryKeyring()
    keyring.set_keyring(made)
    return made
