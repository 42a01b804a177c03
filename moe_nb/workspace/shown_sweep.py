"""A sweep, waited for with its progress in sight."""

from __future__ import annotations

from moe_nb.results.run import Run
from moe_nb.workspace.progress_note import ProgressNote
from moe_nb.workspace.sweep_job import SweepJob
from moe_nb.workspace.termination import stopping_on_sigterm


def shown(job: SweepJob) -> Run:
    """Wait for a sweep; Ctrl-C, the interrupt button and SIGTERM stop it and keep what was answered."""
    note = ProgressNote(job)
    with stopping_on_sigterm(job.stop):
        run = job.wait(note.tick)
        note.end()
    return run
