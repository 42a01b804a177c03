"""A server that answers every fetch at once, or after a while: ``python -m benchmarks.local_server 30 5``.

A bare asyncio protocol, because the server must not be what is measured.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import cycle

VARIANTS = 8
"""Different answers that take turns: two readers of the same bytes would have it too easy."""


@contextmanager
def server(latency_ms: int, experiences: int) -> Iterator[str]:
    """Run the server in a process of its own and give its base URL."""
    command = [sys.executable, "-m", "benchmarks.local_server", str(latency_ms), str(experiences)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}/v1"
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


def keys(experiences: int) -> list[str]:
    """Return the experience keys the server knows."""
    return [f"experience-{number}" for number in range(experiences)]


def answer(experiences: int, variant: int) -> bytes:
    found = {
        key: {
            "payload": {
                "Title": {"value": f"Offer {variant} of {key}", "data_type": "string"},
                "Text": {"value": "<p>Only today: " + "save a lot " * 12 + "</p>", "data_type": "html"},
                "Image": {"value": f"https://cdn.example.com/{key}/{variant}.jpg", "data_type": "image_url"},
            },
            "experience_context": {
                "cid": f"{variant:024x}_F_T_WP_AB_{variant}_P_0_AU_{variant}A",
                "experience": key,
                "moe_locale_id": "0",
                "moe_variation_id": str(variant),
                "audience_name": f"Audience {variant}",
                "audience_id": f"{variant}A",
                "type": "Web Personalization",
                "experience_type": "API based Experience",
            },
        }
        for key in keys(experiences)
    }
    return json.dumps({"experiences": found}, separators=(",", ":")).encode()


def _response(body: bytes) -> bytes:
    head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-ratelimit-limit: 100000000\r\n"
    head += f"x-ratelimit-remaining: 99999999\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body


class _Answering(asyncio.Protocol):
    def __init__(self, answers: Iterator[bytes], metadata: bytes, latency_s: float) -> None:
        self._answers, self._metadata, self._latency_s = answers, metadata, latency_s
        self._received = b""

    def connection_made(self, transport: asyncio.Transport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        received = self._received + data
        while (end := received.find(b"\r\n\r\n")) >= 0:
            head = received[:end].lower()
            _, _, length = head.partition(b"content-length:")
            whole = end + 4 + int(length.split(b"\r\n", 1)[0] or 0)
            if len(received) < whole:
                break
            received = received[whole:]
            self._send(self._metadata if head.startswith(b"get") else next(self._answers))
        self._received = received

    def _send(self, response: bytes) -> None:
        if self._latency_s:
            asyncio.get_running_loop().call_later(self._latency_s, self._transport.write, response)
        else:
            self._transport.write(response)


async def _serve(latency_s: float, experiences: int) -> None:
    lines = [{"experience_key": key, "experience_name": key, "status": "Active"} for key in keys(experiences)]
    metadata = _response(json.dumps({"metadata": {"count": len(lines), "experiences": lines}}).encode())
    answers = cycle([_response(answer(experiences, variant)) for variant in range(VARIANTS)])
    started = await asyncio.get_running_loop().create_server(
        lambda: _Answering(answers, metadata, latency_s), "127.0.0.1", 0
    )
    print(started.sockets[0].getsockname()[1], flush=True)
    await started.serve_forever()


if __name__ == "__main__":
    with suppress(ImportError):
        import uvloop

        uvloop.install()
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(int(sys.argv[1]) / 1000, int(sys.argv[2])))
