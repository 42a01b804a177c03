"""How alive a notebook stays while a sweep runs: another cell, and the click on a widget."""

from __future__ import annotations

import statistics
import time
from queue import Empty

from jupyter_client.manager import start_new_kernel

from benchmarks.sweeps import simulator

RATE_PER_MIN = 60_000
ROUNDS = 40

SETUP = """
import moe_nb as moe, ipywidgets
ws = moe.Workspace.connect(workspace_id="SIMULATOR", api_key="not-a-secret", base_url={url!r}, environment="test")
space = moe.week() * moe.axis("n", range({values}))
pace = moe.PaceLimit(rate_per_min={rate}, burst=20, reserve_per_min=0)
plan = ws.plan(space, ["homepage-banner", "live-chat"], pace=pace)
button = ipywidgets.Button()
button.on_click(lambda _: setattr(button, "tooltip", str(float(button.tooltip or 0) + 1)))
print(button.model_id)
"""


def report(values: int = 60) -> str:
    """Time a cell and a click in a real kernel, without a sweep and during one of 1,000 requests a second."""
    with simulator() as url:
        manager, client = start_new_kernel(kernel_name="python3")
        try:
            button = _run(client, SETUP.format(url=url, values=values, rate=RATE_PER_MIN)).strip()
            quiet = _timed(client, button)
            _run(client, "job = ws.start_sweep(plan, confirm=True)")
            _run(client, "import time\nwhile not job.progress.done: time.sleep(0.01)")
            busy = _timed(client, button)
            said = _run(
                client, "print(job.is_done, f'{job.progress.done / job.progress.elapsed_s:,.0f}/s'); job.stop()"
            )
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
    is_done, rate = said.split()
    lines = [f"### A kernel during a sweep of {rate} (over before the end of the measurement: {is_done})", ""]
    lines += ["| what | median ms, no sweep | median ms, sweep | worst ms, sweep |", "| --- | --- | --- | --- |"]
    for name, at in (("the cell `1 + 1`", 0), ("a click on a button, answered", 1)):
        cells = (statistics.median(quiet[at]), statistics.median(busy[at]), max(busy[at]))
        lines.append(f"| {name} | {' | '.join(f'{cell * 1000:.1f}' for cell in cells)} |")
    return "\n".join([*lines, ""])


def _timed(client: object, button: str) -> tuple[list[float], list[float]]:
    cells, clicks = [], []
    for _ in range(ROUNDS):
        cells.append(_seconds(lambda: _run(client, "1 + 1")))
        clicks.append(_seconds(lambda: _click(client, button)))
    return cells, clicks


def _seconds(act: object) -> float:
    start_s = time.perf_counter()
    act()
    return time.perf_counter() - start_s


def _run(client: object, code: str) -> str:
    """Run a cell and return what it printed."""
    said: list[str] = []

    def see(message: dict[str, dict]) -> None:
        if message["msg_type"] == "stream":
            said.append(message["content"]["text"])
        elif message["msg_type"] == "error":
            raise RuntimeError("\n".join(message["content"]["traceback"]))

    client.execute_interactive(code, output_hook=see, timeout=60)
    return "".join(said)


def _click(client: object, button: str) -> None:
    """Click as the front end does, and wait until the widget's new state is there."""
    data = {"method": "custom", "content": {"event": "click"}}
    message = client.session.msg("comm_msg", {"comm_id": button, "data": data})
    client.shell_channel.send(message)
    while True:
        try:
            found = client.get_iopub_msg(timeout=10)
        except Empty:
            raise RuntimeError("the click was not answered") from None
        state = found["content"].get("data", {})
        if found["msg_type"] == "comm_msg" and "tooltip" in state.get("state", {}):
            return


if __name__ == "__main__":
    print(report())
