"""One sweep on many machines: parts of a plan on the workers of a Dask cluster, joined into one run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from moe_nb.core.errors import UsageError
from moe_nb.core.events import Stopped, StopReason
from moe_nb.core.pace import PaceLimit
from moe_nb.results.run import Run
from moe_nb.sweep.joining import join_parts
from moe_nb.sweep.parts import Part, split
from moe_nb.sweep.plan import Plan
from moe_nb.version import __version__
from moe_nb.workspace.connecting import Connection
from moe_nb.workspace.part_worker import PartDone, Place, ask_part

CALLS_PER_PART = 20_000
"""A part is what a lost worker may cost: two minutes at the documented limit."""

PARTS_PER_SLOT = 4
"""Parts for every task that runs at once, at least: the last ones end about together."""

RETRIES = 3
"""How often a part whose worker failed is given to another."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A Dask client and the tasks its workers run at once."""

    client: Any
    slots: int

    @classmethod
    def of(cls, client: Any) -> Cluster:
        """Return the cluster of a ``dask.distributed.Client``.

        Raises:
            UsageError: If it is none, or has no worker.
        """
        if not hasattr(client, "scheduler_info") or not hasattr(client, "submit"):
            raise UsageError(
                f"on={type(client).__name__} is no Dask client.", hint="Give dask.distributed.Client(...)."
            )
        workers = client.scheduler_info(n_workers=-1)["workers"].values()
        slots = sum(worker["nthreads"] for worker in workers)
        if not slots:
            raise UsageError(
                "The Dask cluster has no workers.", hint="Start some, and wait: client.wait_for_workers(1)."
            )
        return cls(client, slots)


def sweep_on(client: Any, connection: Connection, plan: Plan, path: Path) -> Run:
    """Ask a plan on the workers of a Dask cluster, and return the run.

    Args:
        client: A ``dask.distributed.Client``.
        connection: Whom to ask; workers read credentials from their own environment or keyring.
        plan: What to ask; its keys are named.
        path: The run file. The parts land beside it in ``NAME.parts``, which workers and this process must both see, as
            run files and as Parquet (``dask.dataframe.read_parquet("NAME.parts/*.parquet")``).

    Raises:
        UsageError: If the client is none, has no workers, or the plan names no keys.
        CredentialsError: If a worker has no credentials for the workspace.
        RunFileError: If the files cannot be written.
    """
    if plan.keys is None:
        raise UsageError("A sweep on a cluster needs keys.", hint="The metadata could not be had: name the keys.")
    cluster = Cluster.of(client)
    folder = path.with_suffix(".parts")
    folder.mkdir(parents=True, exist_ok=True)
    number = max(cluster.slots * PARTS_PER_SLOT, -(-plan.calls // CALLS_PER_PART))
    share = replace(plan, pace=share_of(plan.pace, cluster.slots))
    done = list(_asked(cluster, split(share, number), Place.of(connection), str(folder)))
    started = min(part.facts.started_epoch_s for part in done)
    facts = connection.run_facts(started, _together(plan, done, started), __version__, plan)
    join_parts(path, plan, facts, ((part.first, Path(part.path)) for part in done))
    return Run.open(path)


def share_of(pace: PaceLimit | None, slots: int) -> PaceLimit | None:
    """Return the pace of one of *slots* tasks that run at once, so that all together keep *pace*."""
    if pace is None:
        return None
    return replace(pace, rate_per_min=pace.rate_per_min / slots, burst=max(1, pace.burst // slots))


def _asked(cluster: Cluster, parts: Iterator[Part], place: Place, folder: str) -> Iterator[PartDone]:
    """Give out parts, never more at once than the pace was shared among, and return what comes back."""
    from dask import distributed  # noqa: PLC0415 - an extra

    def give(part: Part) -> Any:
        return cluster.client.submit(ask_part, part, place, folder, pure=False, retries=RETRIES)

    waiting = iter(parts)
    under_way: Any = distributed.as_completed(
        [give(part) for _, part in zip(range(cluster.slots), waiting, strict=False)]
    )
    goes_on = True
    for future in under_way:
        done: PartDone = future.result()
        yield done
        goes_on = goes_on and done.facts.stopped.reason is StopReason.COMPLETED
        part = next(waiting, None) if goes_on else None
        if part is not None:
            under_way.add(give(part))


def _together(plan: Plan, done: list[PartDone], started_epoch_s: float) -> Stopped:
    """Return how the whole ended: completed, or as the first part that did not."""
    ends = [part.facts.stopped for part in done]
    answered, failed = sum(end.answered for end in ends), sum(end.failed for end in ends)
    elapsed_s = max(p.facts.started_epoch_s + p.facts.stopped.elapsed_s for p in done) - started_epoch_s
    broken = next((end for end in ends if not end.reason.is_complete), None)
    if broken is not None:
        return Stopped(broken.reason, answered, failed, elapsed_s, broken.error)
    reason = StopReason.COMPLETED if answered + failed == plan.calls else StopReason.INTERRUPTED
    return Stopped(reason, answered, failed, elapsed_s)
