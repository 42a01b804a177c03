"""Whether a sweep uses the service's limit fully and never exceeds it: against a server that enforces it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import moe_nb as moe
from moe_nb.workspace.connecting import network_connection

LIMIT_PER_MIN = 10_000
BURST = 20
"""Wide enough that a machine with other work makes up for a moment in which nothing could leave."""

WINDOW_S = 0.1
KEYS = [f"k{n}" for n in range(5)]


@dataclass(frozen=True)
class Case:
    """One way to be at the limit."""

    name: str
    pace: moe.PaceLimit
    used_per_min: int
    """What the sweep has used in the minute before, so that a short measurement sees the same as a long one."""
    others_per_min: int = 0


class TimedTurn:
    """Writes down when requests leave."""

    def __init__(self, turn, left_s):
        self._turn, self._left_s = turn, left_s
        self.retry, self.heard, self.refused = turn.retry, turn.heard, turn.refused

    async def wait(self):
        await self._turn.wait()
        self._left_s.append(time.monotonic())


class TimedAsk:
    """The real client; every request's leaving is written down."""

    def __init__(self, ask):
        self._ask = ask
        self.left_s = []
        self.metadata, self.aclose = ask.metadata, ask.aclose

    async def ask(self, question, turn=None):
        return await self._ask.ask(question, TimedTurn(turn, self.left_s))


def report(*, full: bool = False) -> str:
    """Sweep at the limit: for some seconds after a minute that was used evenly, or for three minutes from nothing."""
    whole = moe.PaceLimit(rate_per_min=LIMIT_PER_MIN, burst=BURST, reserve_per_min=0)
    kept = replace(whole, reserve_per_min=moe.PaceLimit().reserve_per_min)
    forty = LIMIT_PER_MIN * 4 // 10
    cases = [
        Case("pace = limit, reserve 0", whole, 9_930),
        Case("pace = limit, default reserve, others use 40 %", kept, 3_450, forty),
        Case("default pace and reserve, others use 40 %", moe.PaceLimit(), 2_500, forty),
    ]
    head = "case|s|calls/min|of what is allowed|refused (429)|most in 100 ms, sent|bound|reserve|sent below it"
    lines = [
        f"### At the limit: {LIMIT_PER_MIN:,} requests in a sliding minute, answers after 30-200 ms",
        "",
        f"| {' | '.join(head.split('|'))} |",
        f"|{' --- |' * len(head.split('|'))}",
    ]
    lines += [_row(case, 180 if full else 10, prefilled=not full) for case in cases]
    return "\n".join([*lines, ""])


def _row(case: Case, seconds: int, *, prefilled: bool) -> str:
    allowed = LIMIT_PER_MIN - case.others_per_min - case.pace.reserve_per_min
    allowed = min(allowed, case.pace.rate_per_min)
    with _server(case, prefilled=prefilled) as url, tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = folder  # the line of this measurement is nobody else's
        credentials = moe.Credentials(workspace_id="LIMITED", api_key="not-a-secret", base_url=f"{url}/v1")
        connection = network_connection(credentials)
        timed = TimedAsk(connection.ask)
        ws = moe.Workspace(replace(connection, ask=timed))
        count = int(allowed * seconds / 60)
        space = moe.axis("n", range(count))
        run = ws.sweep(space, KEYS, pace=case.pace, confirm=True, file=f"{folder}/run.moe")
        ws.close()
        seen = json.load(urllib.request.urlopen(f"{url}/seen"))  # noqa: S310 - our own server
    left_s = sorted(timed.left_s)
    steady_s = [time_s for time_s in left_s if time_s > left_s[0] + 1]  # the first burst is no rate
    rate = (len(steady_s) - 1) / (steady_s[-1] - steady_s[0]) * 60
    bound = case.pace.burst + case.pace.rate_per_min / 60 * WINDOW_S
    complete = "" if run.is_complete else f" ({run.facts.stopped.reason})"
    cells = [
        case.name + complete, f"{left_s[-1] - left_s[0]:.1f}", f"{rate:,.0f}", f"{rate / allowed:.2%}", seen["refused"],
        _most(left_s), f"{bound:.1f}", f"{case.pace.reserve_per_min:,}",
        sum(left < case.pace.reserve_per_min for left in seen["left"]),
    ]  # fmt: skip
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _most(left_s: list[float]) -> int:
    return max(bisect_right(left_s, start_s + WINDOW_S) - first for first, start_s in enumerate(left_s))


@contextmanager
def _server(case: Case, *, prefilled: bool) -> Iterator[str]:
    command = [sys.executable, "-m", "benchmarks.limited_server", "--limit", str(LIMIT_PER_MIN)]
    command += ["--used", str(case.used_per_min if prefilled else 0), "--others", str(case.others_per_min)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield server.stdout.readline().strip()
    finally:
        server.terminate()
        server.wait(10)
        server.stdout.close()


if __name__ == "__main__":
    print(report(full="--full" in sys.argv))
