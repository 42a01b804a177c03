"""Little servers on loopback that write down what they were asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


class Server(ThreadingHTTPServer):
    """Answers as told and records every request line, header and body, and every connection."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, answer, *, keep_alive=True):
        self.answer = answer
        self.seen = []
        self.connections = 0
        handler = type("Handler", (_Handler,), {"protocol_version": "HTTP/1.1" if keep_alive else "HTTP/1.0"})
        super().__init__(("127.0.0.1", 0), handler)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    timeout = 5
    disable_nagle_algorithm = True  # headers and body are two writes

    def setup(self):
        self.server.connections += 1
        super().setup()

    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        self.server.seen.append((self.command, self.path, dict(self.headers), body))
        status, headers, content = self.server.answer(self.command, self.path)
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_CONNECT = handle_any  # noqa: N815 - the base class's names

    def log_message(self, *_words):
        pass


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """Serve in a thread until the block ends."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def serve():
    """Return a function that starts a server with a given answer; all end with the test."""
    with ExitStack() as stack:
        yield lambda answer, **how: stack.enter_context(running(Server(answer, **how)))
