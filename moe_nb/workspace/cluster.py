"""The workers of a Dask cluster, and the parts of a sweep they have under way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from moe_nb.core.errors import UsageError
from moe_nb.core.events import StopReason
from moe_nb.core.retry import RetryPolicy
from moe_nb.sweep.parts import Part
from moe_nb.workspace.part_worker import STOP, PartDone, Place, ask_part
from moe_nb.workspace.progress import Progress

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


class PartsUnderWay:
    """Gives parts out and takes back what comes.

    Args:
        cluster: Who asks them.
        place: Whom they ask.
        folder: Where they leave their run files.
        retry: When a call is asked again.

    Attributes:
        progress: How far they have come.
    """

    def __init__(self, cluster: Cluster, place: Place, folder: Path, retry: RetryPolicy | None) -> None:
        self.progress = Progress(0)
        self._cluster = cluster
        self._place = place
        self._folder = folder
        self._retry = retry
        self._is_stopped = False

    def stop(self) -> None:
        """Ask every part to stop, and give out no other."""
        self._is_stopped = True
        (self._folder / STOP).touch()

    def ask(self, parts: Iterator[Part]) -> Iterator[PartDone]:
        """Return the parts that are done; never more are under way than the pace was shared among.

        Ctrl-C and a part that did not complete stop the others.
        """
        from dask import distributed  # noqa: PLC0415 - an extra

        under_way: Any = distributed.as_completed([self._give(part) for part in islice(parts, self._cluster.slots)])
        try:
            while (future := self._next(under_way)) is not None:
                done: PartDone = future.result()
                if done.facts.stopped.reason is not StopReason.COMPLETED:
                    self.stop()
                part = None if self._is_stopped else next(parts, None)
                if part is not None:
                    under_way.add(self._give(part))
                yield done
        except BaseException:
            self.stop()  # a worker that cannot go on: nobody would look at what the others ask
            raise

    def _give(self, part: Part) -> Any:
        folder = str(self._folder)
        return self._cluster.client.submit(
            ask_part, part, self._place, folder, self._retry, pure=False, retries=RETRIES
        )

    def _next(self, under_way: Any) -> Any:
        """Return the next future that is done, None when there is no other."""
        while True:
            try:
                return next(under_way, None)
            except KeyboardInterrupt:
                self.stop()
