"""A sweep of a connection, set going."""

from __future__ import annotations

from collections.abc import Sequence

from moe_nb.core.events import Stopped
from moe_nb.core.protocols import Clock
from moe_nb.core.retry import RetryPolicy
from moe_nb.core.run_facts import RunFacts
from moe_nb.sweep.recording import Recording
from moe_nb.version import __version__
from moe_nb.workspace.connecting import Connection
from moe_nb.workspace.sweep_job import Listener, SweepJob


def start_job(
    connection: Connection,
    recording: Recording,
    clock: Clock,
    listeners: Sequence[Listener] = (),
    retry: RetryPolicy | None = None,
) -> SweepJob:
    """Begin a sweep and return its handle at once.

    Args:
        connection: Whom to ask.
        recording: What to ask, and where the answers go.
        clock: The time.
        listeners: Told every event.
        retry: When to ask again; the client's own policy if left out.
    """

    def facts(started_epoch_s: float, stopped: Stopped) -> RunFacts:
        return connection.run_facts(started_epoch_s, stopped, __version__, recording.plan)

    pacer, palette = connection.pacer, connection.palette
    job = SweepJob(connection.ask, recording, clock, facts, listeners, pacer=pacer, retry=retry, palette=palette)
    return job.start()
