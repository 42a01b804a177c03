"""A server on loopback that answers in every way a service, a proxy or a wrong address can."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from marker_key import KEY, WORKSPACE

from moe_nb.simulator.http import Service
from moe_nb.simulator.world_file import load_world

HTML = b"<html><body>Sign in to the hotel's network</body></html>"
FAULTS = ("wrong-key", "gateway", "echo", "mirror", "redirect", "web-page", "failing", "limited", "hang-up", "silent")
"""Paths that end in an error: refused, echoed (as an API gateway does), mirrored (as a debugging server does), ..."""


def service(folder: Path, key: str) -> Service:
    """Return a little world of this workspace with *key* as its API key."""
    world = folder / f"world{len(key)}.yaml"
    experience = {"key": "banner", "name": "Banner", "audiences": [{"id": "5A", "name": "All", "variations": []}]}
    experience["audiences"][0]["variations"] = [{"id": "1", "payload": {"Title": {"value": "Hello"}}}]
    paused = {"key": "paused", "name": "Paused", "status": "Paused", "audiences": experience["audiences"]}
    said = {"workspace": {"id": WORKSPACE, "api_key": key}, "experiences": [experience, paused]}
    world.write_text(json.dumps(said), encoding="utf-8")
    return Service(load_world(world))


class Loopback(ThreadingHTTPServer):
    """The server; the first part of the path says how to answer.

    Args:
        folder: Where the world files are put.
    """

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.services = {"ok": service(folder, KEY), "wrong-key": service(folder, "another")}
        self.keys_seen = set()
        self.over = threading.Event()
        with socket.create_server(("127.0.0.1", 0)) as gone:
            self.nobody = gone.getsockname()[1]

    def url(self, kind: str) -> str:
        """Return the base URL that behaves so."""
        port = self.nobody if kind == "nobody" else self.server_port
        return f"http://127.0.0.1:{port}/{kind}/v1"

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hung up are what some tests are about."""


class Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        _, kind, path = self.path.split("/", 2)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        said = self.headers.get("Authorization", "")
        self.server.keys_seen.add(said)
        if kind in self.server.services:
            headers = {name.lower().encode(): text.encode() for name, text in self.headers.items()}
            got = self.server.services[kind].respond(self.command, f"/{path}", headers, body, datetime.now(UTC))
            return self._send(got.status, got.body)
        if kind == "silent":
            self.server.over.wait(30)
        if kind in {"silent", "hang-up"}:
            self.close_connection = True
            return None
        refused = f"'{said.removeprefix('Basic ')}' not a valid key=value pair in Authorization header: '{said}'."
        mirrored = {"headers": dict(self.headers), "key": KEY, "json": json.loads(body or b"null")}
        answers = {
            "gateway": (403, json.dumps({"message": refused}).encode()),
            "echo": (400, json.dumps({"error": {"message": f"Bad key {KEY} in {said}"}}).encode()),
            "mirror": (200, json.dumps(mirrored).encode()),
            "polite-mirror": (200, json.dumps(mirrored | {"experiences": {}}).encode()),
            "redirect": (307, b""),
            "web-page": (200, HTML),
            "failing": (500, b'{"title":"Internal Server Error"}'),
            "limited": (429, b""),
        }
        return self._send(*answers[kind])

    do_GET = do_POST  # noqa: N815 - the name http.server calls

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if status == 307:
            self.send_header("Location", "https://other.invalid/v1/experiences/fetch?next=1")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def loopback(folder: Path) -> Iterator[Loopback]:
    """Serve while the block lasts."""
    with Loopback(folder) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            thread.join()
