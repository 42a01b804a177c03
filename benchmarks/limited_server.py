"""A stand-in for the service in a process of its own: so many requests in a sliding minute, and answers that take time.

``python -m benchmarks.limited_server --limit 10000 --used 9945 --others 0`` prints its address; ``GET /seen`` tells
what it saw.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import socket
import time
from contextlib import suppress

import uvicorn

from moe_nb.simulator.rate_limit import WINDOW_S, SlidingMinute

SHORTEST_S, LONGEST_S = 0.03, 0.2
ANSWER = json.dumps(
    {
        "experiences": {
            f"k{n}": {
                "payload": {"Title": {"value": "Hello", "data_type": "string"}},
                "experience_context": {"audience_id": "1A", "audience_name": "All", "moe_variation_id": "1"},
            }
            for n in range(5)
        }
    }
).encode()


class Limited:
    """Counts, waits, answers."""

    def __init__(self, limit_per_min: int, used_per_min: int, others_per_min: int) -> None:
        self._count = SlidingMinute(limit_per_min)
        self._others_per_min = others_per_min
        self._dice = random.Random(1)  # noqa: S311 - latencies
        self.arrived_s: list[float] = []
        self.refused = 0
        self.left: list[int] = []
        """What each admitted request of the sweep left of the quota."""
        now_s, used = time.monotonic(), used_per_min + others_per_min
        for n in range(used if used_per_min else 0):  # as if the last minute had been used evenly
            self._count.admit(now_s - WINDOW_S * (1 - n / used), time.time())

    async def __call__(self, scope: dict, receive: object, send: object) -> None:
        if scope["type"] != "http":
            return
        if scope["path"] == "/seen":
            seen = {"arrived_s": self.arrived_s, "refused": self.refused, "left": self.left}
            await _answer(send, 200, json.dumps(seen).encode())
            return
        while (await receive()).get("more_body"):
            pass
        verdict = self._count.admit(time.monotonic(), time.time())
        self.arrived_s.append(time.monotonic())
        self.refused += not verdict.passes
        if verdict.passes:
            self.left.append(int(dict(verdict.headers)[b"x-ratelimit-remaining"]))
        await asyncio.sleep(self._dice.uniform(SHORTEST_S, LONGEST_S))
        await _answer(send, 200 if verdict.passes else 429, ANSWER if verdict.passes else b"", verdict.headers)

    async def others(self) -> None:
        """Be the second client."""
        begun_s, sent = time.monotonic(), 0
        while self._others_per_min:
            while sent < (time.monotonic() - begun_s) * self._others_per_min / WINDOW_S:
                self._count.admit(time.monotonic(), time.time())
                sent += 1
            await asyncio.sleep(0.005)


async def _answer(send: object, status: int, body: bytes, headers: tuple = ()) -> None:
    said = [*headers, (b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": said})
    await send({"type": "http.response.body", "body": body})


async def _serve() -> None:
    options = argparse.ArgumentParser()
    for name in ("limit", "used", "others"):
        options.add_argument(f"--{name}", type=int, default=0)
    said = options.parse_args()
    limited = Limited(said.limit, said.used, said.others)
    config = uvicorn.Config(limited, log_level="error", lifespan="off", access_log=False)
    listening = socket.create_server(("127.0.0.1", 0))
    print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
    others = asyncio.create_task(limited.others())
    await uvicorn.Server(config).serve(sockets=[listening])
    others.cancel()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve())
