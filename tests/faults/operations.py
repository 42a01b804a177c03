"""What a client does: each operation gives rows, a fact for every context and key, the same way."""

from __future__ import annotations

import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path

from telling_world import EARLIER, KEYS, MANY_KEYS, space, workspace

import moe_nb as moe
from moe_nb.core.errors import MoeError
from moe_nb.core.events import Answered, Failed
from moe_nb.core.stability_facts import Steadiness

COLUMNS = ["outcome", "cause", "audience_id", "audience_name", "variation_id", "payload_hash"]
FAILED, NOT_ASKED = "failed", "not_asked"


@dataclass(frozen=True, slots=True)
class Got:
    """What an operation ended with."""

    rows: list[tuple[tuple, tuple]]
    """((day, hour, experience key), facts), in the order given."""
    is_whole: bool = True
    """Whether nothing was to be left out: a sweep that was stopped may leave contexts not asked."""
    calls: list[tuple[int, int]] = field(default_factory=list)
    """(context, chunk of keys) of every call a sweep told of."""
    untyped: int = 0
    """Failures without a type of their own."""


def rows_of(frame, place=("day", "hour", "experience_key")):
    """Return a frame's rows as places and facts."""
    facts = frame[COLUMNS].astype(object).where(frame[COLUMNS].notna(), "").itertuples(index=False, name=None)
    places = frame[[*place]].astype(str).itertuples(index=False, name=None)
    return list(zip(places, facts, strict=True))


def fetched(keys):
    def operation(ws):
        return Got(rows_of(ws.fetch(day="Tuesday", hour=9, keys=keys).to_frame()))

    return operation


def metadata(ws):
    lines = ws.metadata().to_frame().astype(str).itertuples(index=False, name=None)
    return Got([(("", "", line[0]), ("listed", *line)) for line in lines])


def listener(events, then=lambda: None):
    """Return a listener that keeps the end of every call, and does something after each."""

    def see(event):
        if isinstance(event, Answered | Failed):
            events.append(event)
            then()

    return see


def told(run, events):
    """Return what a sweep ended with and told."""
    calls = [(event.task.index, event.task.chunk) for event in events]
    untyped = sum(isinstance(event, Failed) and type(event.error) is MoeError for event in events)
    return Got(rows_of(run.to_frame()), run.is_complete, calls, untyped)


def swept(keys):
    def operation(ws):
        events = []
        return told(ws.sweep(space(), keys, listeners=[listener(events)]), events)

    return operation


def stopped(ws):
    """Sweep, and stop after ten calls."""
    events, jobs, has_begun = [], [], threading.Event()

    def enough():
        if len(events) == 10 and has_begun.wait(10):
            jobs[0].stop()

    jobs.append(ws.start_sweep(ws.plan(space(range(24)), KEYS), listeners=[listener(events, enough)]))
    has_begun.set()
    return told(jobs[0].wait(), events)


def resumed(ws):
    """Sweep into a file whatever happens, and go on with it on a quiet day: nothing may be missing then."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "run.moe"
        ws.sweep(space(), MANY_KEYS, file=file)
        calm = workspace()
        run = calm.resume(file)
        rows = rows_of(run.to_frame())
    return Got([(place, ("lost", *facts) if facts[0] in {FAILED, NOT_ASKED} else facts) for place, facts in rows])


def stability(ws):
    """Ask a week three times: what came twice is stable, whatever else failed."""
    found = ws.stability(space(), KEYS)
    words = {Steadiness.STABLE: ("stable",), Steadiness.NOT_KNOWN: (FAILED,)}
    return Got(
        [
            (("", str(index), key.experience_key), words.get(code, ("flickers",)))
            for key in found.facts.keys
            for index, code in enumerate(key.cells.tolist())
        ]
    )


def recheck(ws):
    """Ask again what changed since the world was another: it stays changed, confirmed or not."""
    before, after = (quiet.sweep(space(), KEYS) for quiet in (workspace(world=EARLIER), workspace()))
    diff = ws.recheck(after.diff(before))
    told = diff.recheck
    cells = [("confirmed",)] * told.confirmed + [(FAILED,)] * told.unconfirmed + [("unstable",)] * told.unstable
    rows = [(("", str(number), "asked again"), facts) for number, facts in enumerate(cells)]
    return Got([*rows, (("", "", "changed"), ("cells", sum(key.changed for key in diff.drift.keys)))])


def split(ws):
    """Ask for thirty visitors."""
    found = ws.split(moe.Context(day="Tuesday", hour=9), "everybody", visitors=30)
    rows = rows_of(found.run.to_frame(), ("day", "customer_id", "experience_key"))
    counted = found.facts.visitors + found.facts.failed + found.facts.not_asked
    return Got([*rows, (("", "", "visitors"), ("counted", counted))], found.run.is_complete)


def adaptive(ws):
    """Ask a part of the week; what was not asked says so."""
    run = ws.adaptive(space(), KEYS, most_requests=20).run
    return Got(rows_of(run.to_frame()), is_whole=False)


OPERATIONS = {
    "fetch": fetched(None),
    "fetch 5 keys": fetched(KEYS),
    "fetch 30 keys": fetched(MANY_KEYS),
    "metadata": metadata,
    "sweep": swept(KEYS),
    "sweep 30 keys": swept(MANY_KEYS),
    "stop a sweep": stopped,
    "resume": resumed,
    "stability": stability,
    "recheck": recheck,
    "split": split,
    "adaptive": adaptive,
}
