"""What a run file says about itself, as plain JSON values: the plan and the facts, no answer and no secret."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from moe_nb.core.context import Context
from moe_nb.core.credentials import Environment
from moe_nb.core.errors import MoeError
from moe_nb.core.events import Stopped, StopReason
from moe_nb.core.local_week import LocalWeek
from moe_nb.core.long_list import LongList
from moe_nb.core.metadata import ExperienceMeta, Metadata
from moe_nb.core.pace import PaceLimit
from moe_nb.core.run_facts import RunFacts
from moe_nb.core.space import Axis, Space

Record = dict[str, Any]


def space_record(space: Space) -> Record:
    """Return a space as JSON values; of a long list only its length and digest."""
    week = space.local_week
    return {
        "axes": [_axis_record(axis) for axis in space.axes],
        "local_week": None
        if week is None
        else {"zone": week.zone, "monday": week.monday.isoformat(), "offset_min": week.offset_min},
        "base": space.base.values(),
    }


def read_space(record: Mapping[str, Any], long_list: Callable[[int], LongList]) -> Space:
    """Return the space of a record.

    Args:
        record: As `space_record` made it.
        long_list: Returns the long list of an axis, by the axis's number.
    """
    axes = [
        Axis(said["name"], tuple(said["values"]), tuple(said["labels"]))
        if "values" in said
        else _long_axis(said["name"], long_list(number))
        for number, said in enumerate(record["axes"])
    ]
    week = record["local_week"]
    local = None if week is None else LocalWeek(week["zone"], date.fromisoformat(week["monday"]), week["offset_min"])
    return Space(tuple(axes), local, Context().with_values(record["base"]))


def facts_record(facts: RunFacts) -> Record:
    """Return the facts of a run as JSON values."""
    stopped = facts.stopped
    return {
        "environment": facts.environment.value,
        "url": facts.url,
        "workspace": facts.workspace,
        "started_epoch_s": facts.started_epoch_s,
        "version": facts.version,
        "world_hash": facts.world_hash,
        "pace": None if facts.pace is None else asdict(facts.pace),
        "metadata": None if facts.metadata is None else [asdict(line) for line in facts.metadata],
        "stopped": {
            "reason": stopped.reason.name,
            "answered": stopped.answered,
            "failed": stopped.failed,
            "elapsed_s": stopped.elapsed_s,
            "error": None if stopped.error is None else [stopped.error.summary, stopped.error.hint],
        },
    }


def read_facts(record: Mapping[str, Any]) -> RunFacts:
    """Return the facts of a record; an error comes back as its words."""
    metadata, pace = record["metadata"], record["pace"]
    return RunFacts(
        Environment(record["environment"]),
        record["url"],
        record["workspace"],
        record["started_epoch_s"],
        _read_stopped(record["stopped"]),
        record["version"],
        record["world_hash"],
        None if metadata is None else Metadata(tuple(ExperienceMeta(**line) for line in metadata)),
        None if pace is None else PaceLimit(**pace),
    )


def _read_stopped(record: Mapping[str, Any]) -> Stopped:
    known = {reason.name: reason for reason in StopReason}
    error = None if record["error"] is None else MoeError(record["error"][0], hint=record["error"][1])
    # a reason a later version added is at least no completion
    reason = known.get(record["reason"], StopReason.INTERRUPTED)
    return Stopped(reason, record["answered"], record["failed"], record["elapsed_s"], error)


def _axis_record(axis: Axis) -> Record:
    if isinstance(axis.values, LongList):
        return {"name": axis.name, "length": len(axis.values), "digest": axis.values.digest()}
    return {"name": axis.name, "values": list(axis.values), "labels": list(axis.labels)}


def _long_axis(name: str, values: LongList) -> Axis:
    return Axis(name, values, values)
