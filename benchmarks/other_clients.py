"""What one would write without this toolkit: every way asks the same bodies; most make a frame of the answers."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pandas as pd
import requests

IN_FLIGHT = 64
THREADS = 16
HEADERS = {"MOE-APPKEY": "SIMULATOR", "Content-Type": "application/json"}
AUTH = ("SIMULATOR", "not-a-secret")

Bodies = Sequence[dict[str, object]]


def rows_of(body: dict[str, object], answer: dict[str, dict[str, dict]]) -> list[dict[str, object]]:
    """Return a row per experience key that was asked."""
    context = {name: value for name, value in body.items() if name != "experience_key"}
    found = answer["experiences"]
    return [
        context | {"experience_key": key} | found.get(key, {}).get("experience_context", {})
        for key in body["experience_key"]
    ]


def requests_loop(url: str, bodies: Bodies) -> pd.DataFrame:
    """One after another, as an analyst writes it."""
    rows = []
    with requests.Session() as session:
        session.auth, session.headers = AUTH, HEADERS
        for body in bodies:
            rows += rows_of(body, session.post(url, json=body, timeout=60).json())
    return pd.DataFrame(rows)


def httpx_threads(url: str, bodies: Bodies) -> pd.DataFrame:
    """Sixteen threads that share a client."""
    with httpx.Client(auth=AUTH, headers=HEADERS, timeout=60) as client, ThreadPoolExecutor(THREADS) as threads:
        found = threads.map(lambda body: rows_of(body, client.post(url, json=body).json()), bodies)
        return pd.DataFrame([row for rows in found for row in rows])


def httpx_async(url: str, bodies: Bodies) -> pd.DataFrame:
    """An AsyncClient and a semaphore."""

    async def go() -> list[list[dict[str, object]]]:
        gate = asyncio.Semaphore(IN_FLIGHT)
        async with httpx.AsyncClient(auth=AUTH, headers=HEADERS, timeout=60) as client:

            async def one(body: dict[str, object]) -> list[dict[str, object]]:
                async with gate:
                    return rows_of(body, (await client.post(url, json=body)).json())

            return await asyncio.gather(*(one(body) for body in bodies))

    return pd.DataFrame([row for rows in asyncio.run(go()) for row in rows])


def expert(url: str, bodies: Bodies) -> pd.DataFrame:
    """The script somebody writes who knows how: aiohttp, gather, json, a list of dicts to a frame."""
    import aiohttp

    async def go() -> list[list[dict[str, object]]]:
        gate = asyncio.Semaphore(IN_FLIGHT)
        async with aiohttp.ClientSession(
            auth=aiohttp.BasicAuth(*AUTH), headers=HEADERS, connector=aiohttp.TCPConnector(limit=IN_FLIGHT)
        ) as session:

            async def one(body: dict[str, object]) -> list[dict[str, object]]:
                async with gate, session.post(url, json=body) as response:
                    return rows_of(body, await response.json())

            return await asyncio.gather(*(one(body) for body in bodies))

    return pd.DataFrame([row for rows in asyncio.run(go()) for row in rows])


def raw_aiohttp(url: str, bodies: Bodies) -> None:
    """aiohttp that throws the answers away: bodies written before, nothing read but bytes."""
    import aiohttp

    async def go() -> None:
        headers = HEADERS | {"Authorization": aiohttp.BasicAuth(*AUTH).encode()}
        connector, jar = aiohttp.TCPConnector(limit=IN_FLIGHT), aiohttp.DummyCookieJar()
        async with aiohttp.ClientSession(headers=headers, connector=connector, cookie_jar=jar) as session:
            waiting = iter([json.dumps(body).encode() for body in bodies])

            async def worker() -> None:
                for body in waiting:
                    async with session.post(url, data=body) as response:
                        await response.read()

            await asyncio.gather(*(worker() for _ in range(IN_FLIGHT)))

    asyncio.run(go())


def wrk_per_s(url: str, body: dict[str, object], seconds: int = 2) -> float | None:
    """Requests per second of wrk, the limit of the machine; None where it is not installed."""
    if shutil.which("wrk") is None:
        return None
    headers = "".join(f'wrk.headers["{name}"]="{value}"\n' for name, value in HEADERS.items())
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "post.lua"
        script.write_text(f"wrk.method='POST'\nwrk.body=[[{json.dumps(body)}]]\n{headers}", encoding="utf-8")
        command = ["wrk", "-t1", f"-c{IN_FLIGHT}", f"-d{seconds}s", "-s", str(script), url]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return float(said.partition("Requests/sec:")[2].split()[0])
