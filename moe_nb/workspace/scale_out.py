"""One sweep on many machines: parts of a plan on the workers of a Dask cluster, joined into one run."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from moe_nb.core.errors import RunFileError, UsageError
from moe_nb.core.events import Stopped, StopReason
from moe_nb.core.pace import PaceLimit
from moe_nb.core.retry import RetryPolicy
from moe_nb.report.exports import export_frames
from moe_nb.results.run import Run
from moe_nb.sweep.joining import JoinedFile
from moe_nb.sweep.parts import split
from moe_nb.sweep.plan import Plan
from moe_nb.version import __version__
from moe_nb.workspace.cluster import Cluster, PartsUnderWay
from moe_nb.workspace.connecting import Connection
from moe_nb.workspace.part_worker import STOP, Place, first_of
from moe_nb.workspace.progress import Progress
from moe_nb.workspace.progress_note import ProgressNote
from moe_nb.workspace.run_files import recording_of
from moe_nb.workspace.termination import stopping_on_sigterm

CALLS_PER_PART = 20_000
"""A part is what a lost worker may cost: two minutes at the documented limit."""

PARTS_PER_SLOT = 4
"""Parts for every task that runs at once, at least: the last ones end about together."""


@dataclass(frozen=True, slots=True)
class Way:
    """How parts are asked, the same for all of them."""

    client: Any
    connection: Connection
    retry: RetryPolicy | None = None


def sweep_on(way: Way, plan: Plan, path: Path) -> Run:
    """Ask a plan on the workers of a Dask cluster, and return the run.

    Ctrl-C, the interrupt button and SIGTERM stop every part, and keep what was answered.

    Args:
        way: The cluster, and whom to ask; workers read credentials from their own environment or keyring.
        plan: What to ask; its keys are named.
        path: The run file; one that holds the same sweep is gone on with. Workers and this process must both see its
            folder: parts pass through ``NAME.parts`` beside it, and in the end the rows of the run are there as Parquet
            (``dask.dataframe.read_parquet("NAME.parts/*.parquet")``).

    Raises:
        UsageError: If the client is none, has no workers, or the plan names no keys.
        CredentialsError: If a worker has no credentials for the workspace.
        RunFileError: If the files cannot be written, or the file holds another sweep.
    """
    if plan.keys is None:
        raise UsageError("A sweep on a cluster needs keys.", hint="The metadata could not be had: name the keys.")
    cluster = Cluster.of(way.client)
    begun = recording_of(way.connection, plan, path)  # checks everything before a call leaves
    if begun.journal is not None:
        begun.journal.abandon()
    file = JoinedFile(path, plan)
    try:
        stopped, started_epoch_s = _asked(cluster, way, plan, file)
        started_epoch_s = started_epoch_s if begun.earlier is None else begun.earlier.started_epoch_s
        file.close(way.connection.run_facts(started_epoch_s, stopped, __version__, plan))
    finally:
        file.abandon()
    run = Run.open(path)
    run.palette = way.connection.palette
    return _in_parquet(run, path.with_suffix(".parts"))


def share_of(pace: PaceLimit | None, slots: int) -> PaceLimit | None:
    """Return the pace of one of *slots* tasks that run at once, so that all together keep *pace*."""
    if pace is None:
        return None
    return replace(pace, rate_per_min=pace.rate_per_min / slots, burst=max(1, pace.burst // slots))


def _asked(cluster: Cluster, way: Way, plan: Plan, file: JoinedFile) -> tuple[Stopped, float]:
    """Ask what is missing, and take in what comes; return how it ended, and when it began."""
    folder, start_s, started_epoch_s = _work_folder(file.path), time.monotonic(), time.time()
    for left in folder.glob("part-*.moe"):  # of a try whose client was killed
        with suppress(RunFileError):
            file.take_in(left, first_of(left))
    plan = replace(plan, answered=file.answered())
    shared = replace(plan, pace=share_of(plan.pace, cluster.slots))
    number = max(cluster.slots * PARTS_PER_SLOT, -(-plan.calls // CALLS_PER_PART))
    under_way = PartsUnderWay(cluster, Place.of(way.connection, plan.pace), folder, way.retry)
    under_way.progress = Progress(plan.calls)
    note, ends = ProgressNote(under_way), []
    with stopping_on_sigterm(under_way.stop):
        for done in under_way.ask(split(shared, number)):
            file.take_in(Path(done.path), first_of(Path(done.path)))
            ends.append(done.facts.stopped)
            _tell(under_way.progress, ends, start_s)
            note.tick()
        note.end()
    answered, failed = file.counts()
    shutil.rmtree(folder, ignore_errors=True)
    return _together(ends, answered, failed, plan, time.monotonic() - start_s), started_epoch_s


def _work_folder(path: Path) -> Path:
    """Return the folder parts pass through, with no wish to stop in it."""
    folder = path.with_suffix(".parts") / "under way"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / STOP).unlink(missing_ok=True)
    except OSError as error:
        raise RunFileError(
            f"{str(folder)!r} cannot be made ({error.strerror}).", hint="Name a file in a folder you may write to."
        ) from None
    return folder


def _tell(progress: Progress, ends: Sequence[Stopped], start_s: float) -> None:
    progress.answered, progress.failed = sum(end.answered for end in ends), sum(end.failed for end in ends)
    progress.elapsed_s = time.monotonic() - start_s


def _together(ends: Sequence[Stopped], answered: int, failed: int, plan: Plan, elapsed_s: float) -> Stopped:
    """Return how the whole ended: completed, or as the first part that did not."""
    broken = next((end for end in ends if not end.reason.is_complete), None)
    if broken is not None:
        return Stopped(broken.reason, answered, failed, elapsed_s, broken.error)
    is_whole = answered + failed >= len(plan.distinct_contexts()) * plan.calls_per_context
    return Stopped(StopReason.COMPLETED if is_whole else StopReason.STOPPED, answered, failed, elapsed_s)


def _in_parquet(run: Run, folder: Path) -> Run:
    """Write the rows of a run beside it, in files of about the size a worker reads at once."""
    for earlier in folder.glob("rows-*.parquet"):
        earlier.unlink()
    for number, frame in enumerate(run.iter_frames()):
        export_frames(folder / f"rows-{number:05d}.parquet", [frame], rows=len(frame))
    return run
