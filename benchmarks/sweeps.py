"""How fast a sweep asks: in process, and over loopback beside what one would write by hand."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pandas as pd

import moe_nb as moe
from benchmarks.timing import compare, table

CONTEXTS = 504
NO_PACE = moe.PaceLimit(rate_per_min=100_000_000, burst=1_000)
HEADERS = {"MOE-APPKEY": "SIMULATOR", "Content-Type": "application/json"}
AUTH = ("SIMULATOR", "not-a-secret")
KEYS = ["homepage-banner", "live-chat", "weekend-deals", "app-download", "new-serverside-experience"]


def report() -> str:
    """Time the week in process, and a sweep of 504 contexts over loopback."""
    ws = moe.Workspace.simulated()
    week = compare(
        {
            "a loop of ws.fetch": lambda: [ws.fetch(context) for context in moe.week()],
            "ws.sweep(moe.week())": lambda: ws.sweep(moe.week()),
            "… and its frame": lambda: ws.sweep(moe.week()).to_frame(),
            "… and its matrix as HTML": lambda: ws.sweep(moe.week()).matrix("homepage-banner").html(),
        }
    )
    parts = [table("168 contexts × 10 experiences on the simulator in process", week, per=168, unit="contexts")]
    with simulator() as url:
        live = moe.Workspace.connect(workspace_id="SIMULATOR", api_key="not-a-secret", base_url=url)
        space = moe.week() * moe.axis("utm_medium", ["email", "social", "push"])
        loopback = compare(
            {
                "httpx.Client, one after another, list of dicts to DataFrame": lambda: _client(url),
                "httpx.AsyncClient, 64 in flight, list of dicts to DataFrame": lambda: asyncio.run(_async(url)),
                "ws.sweep(...).to_frame()": lambda: live.sweep(space, KEYS, pace=NO_PACE).to_frame(),
            },
            rounds=3,
        )
    parts.append(table(f"{CONTEXTS} contexts × 5 experiences over loopback", loopback, per=CONTEXTS, unit="contexts"))
    return "\n".join(parts)


@contextmanager
def simulator() -> Iterator[str]:
    """Run the simulator on a port in a process of its own, and give its address."""
    command = [sys.executable, "-m", "moe_nb", "simulator", "--port", "0", "--rate-limit", "off"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        server.stdout.readline()
        yield server.stdout.readline().split()[-1]
    finally:
        server.terminate()
        server.wait(10)
        server.stdout.close()


def _bodies() -> list[dict[str, object]]:
    return [
        {
            "experience_key": KEYS,
            "utm_medium": medium,
            "DAY_OF_THE_WEEK": context.day,
            "TIME_OF_THE_DAY": f"{context.hour:02d}",
        }
        for context in moe.week()
        for medium in ("email", "social", "push")
    ]


def _rows(body: dict[str, object], answer: dict[str, dict[str, dict]]) -> list[dict[str, object]]:
    found = answer["experiences"]
    return [body | {"experience_key": key} | found.get(key, {}).get("experience_context", {}) for key in KEYS]


def _client(url: str) -> pd.DataFrame:
    rows = []
    with httpx.Client(auth=AUTH, headers=HEADERS) as client:
        for body in _bodies():
            rows += _rows(body, client.post(f"{url}/experiences/fetch", json=body).json())
    return pd.DataFrame(rows)


async def _async(url: str) -> pd.DataFrame:
    gate = asyncio.Semaphore(64)
    async with httpx.AsyncClient(auth=AUTH, headers=HEADERS, timeout=60) as client:

        async def one(body: dict[str, object]) -> list[dict[str, object]]:
            async with gate:
                return _rows(body, (await client.post(f"{url}/experiences/fetch", json=body)).json())

        found = await asyncio.gather(*(one(body) for body in _bodies()))
    return pd.DataFrame([row for rows in found for row in rows])
