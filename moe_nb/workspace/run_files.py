"""Which file a sweep writes, and whether it may go on with one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from threading import Lock

from moe_nb.config.run_folder import made_run_folder, run_folder
from moe_nb.core.credentials import Environment
from moe_nb.core.errors import RunFileError
from moe_nb.core.events import Stopped, StopReason
from moe_nb.results.run import Run
from moe_nb.results.runs import Runs
from moe_nb.sweep.plan import Plan
from moe_nb.sweep.recording import Recording, going_on, in_memory, in_new_file
from moe_nb.sweep.rescue import rescued
from moe_nb.sweep.run_reading import holds_nothing
from moe_nb.sweep.run_schema import SUFFIX, run_path
from moe_nb.version import __version__
from moe_nb.workspace.connecting import Connection

LONGEST_NAME = 120

_beginning = Lock()
"""Of sweeps of this process that begin the same file at once, one is first."""


def open_run(path: str | Path, *, rescue: bool = False) -> Run:
    """Open a run file; needs no network and no credentials.

    Args:
        path: The file, as a sweep or ``run.save_as`` wrote it.
        rescue: Of a damaged file, read what can be read; the run says how much was lost, and the file stays as it is.

    Raises:
        RunFileError: If it is not there, no run file, damaged (with *rescue*: so much that nothing can be saved), or
            being written.
    """
    if not rescue:
        return Run.open(run_path(path))
    saved = rescued(run_path(path))
    return Run(saved.table, saved.facts, plan=saved.plan)


def runs(folder: str | Path | None = None) -> Runs:
    """List the run files of a folder, the newest first.

    Args:
        folder: Where they are; this machine's own folder (``MOE_RUNS``, or the user's state folder) if left out.
    """
    return Runs(run_folder() if folder is None else Path(folder).expanduser())


def recording_of(connection: Connection, plan: Plan, file: str | Path | None) -> Recording:
    """Return where the answers of a planned sweep go.

    Args:
        connection: Whom it asks.
        plan: What it asks.
        file: The run file; one that is there is gone on with. Left out, a sweep of the simulator in process stays in
            memory, and any other gets a file of its own in this machine's folder.

    Raises:
        RunFileError: If the file cannot be written, or holds another sweep.
    """
    if file is None and connection.environment is Environment.SIMULATOR:
        return in_memory(plan)
    path = new_path(plan, file)
    with _beginning:
        if path.exists() and not holds_nothing(path):
            return _checked(connection, going_on(path, plan), path)
        stopped = Stopped(StopReason.INTERRUPTED, 0, 0, 0.0)  # what a killed process leaves
        facts = connection.run_facts(datetime.now().timestamp(), stopped, __version__, plan)  # noqa: DTZ005
        return in_new_file(plan, path, facts)


def new_path(plan: Plan, file: str | Path | None) -> Path:
    """Return the path of a run file: the one that is named, or one of its own in this machine's folder."""
    return _own_path(plan) if file is None else run_path(file)


def kept_in_file(run: Run) -> Path:
    """Return the run file of a run; one in memory is written into this machine's folder first.

    Raises:
        RunFileError: If it cannot be written.
    """
    return run.path or run.save_as(new_path(Plan(run.space, run.keys, None, None), None))


def resumed(connection: Connection, file: str | Path, *, confirmed: bool) -> Recording:
    """Go on with a run file; raises a `RunFileError` if it cannot be written or is another workspace's."""
    path = run_path(file)
    recording = _checked(connection, going_on(path), path)
    try:
        recording.plan.check_size(confirmed=confirmed)
    except BaseException:
        _abandon(recording)
        raise
    return recording


def _checked(connection: Connection, recording: Recording, path: Path) -> Recording:
    """Refuse to mix the answers of two workspaces or two worlds in one run."""
    made = recording.earlier
    url, workspace, world_hash = connection.place
    if made is not None and made.place != connection.place:
        _abandon(recording)
        raise RunFileError(
            f"{str(path)!r} was made with workspace {made.workspace} at {made.url}, not with {workspace} at {url}.",
            hint="The simulator's world may have changed. Name another file."
            if world_hash and made.url == url
            else "Connect to that workspace, or name another file.",
        )
    return recording


def _abandon(recording: Recording) -> None:
    if recording.journal is not None:
        recording.journal.abandon()


def _own_path(plan: Plan) -> Path:
    """Return a path nobody has yet, named after the time and the axes."""
    axes = " x ".join(axis.name for axis in plan.space.axes)
    safe = "".join(sign if sign.isalnum() or sign in " _-." else "_" for sign in axes[:LONGEST_NAME])
    safe = safe.encode()[:LONGEST_NAME].decode(errors="ignore").strip(" .")  # file systems count bytes
    name = f"{datetime.now():%Y-%m-%d %H.%M.%S} {safe}"  # noqa: DTZ005 - the user's own clock
    folder, number = made_run_folder(), 1
    while (path := folder / f"{name}{'' if number == 1 else f' ({number})'}{SUFFIX}").exists():
        number += 1
    return path
