"""What a run file says about itself, as plain JSON values: the plan and the facts, no answer and no secret."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

import msgspec

from moe_nb.core.context import Context, check_axis_name
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

_Count = Annotated[int, msgspec.Meta(ge=0, lt=2**62)]
_Epoch = Annotated[float, msgspec.Meta(ge=0, lt=253_402_300_800)]
"""Seconds up to the year 9999, the last one a calendar knows."""


class _Axis(msgspec.Struct):
    name: str
    values: list[str | int | None] | None = None
    labels: list[str] = []
    length: _Count = 0
    digest: str = ""


class _Week(msgspec.Struct):
    zone: str
    monday: date
    offset_min: Annotated[int, msgspec.Meta(ge=-1440, le=1440)]


class _Space(msgspec.Struct):
    axes: list[_Axis]
    local_week: _Week | None
    base: dict[str, str | int]


class _Stopped(msgspec.Struct):
    reason: str
    answered: _Count
    failed: _Count
    elapsed_s: _Epoch
    error: tuple[str, str] | None


class _Facts(msgspec.Struct):
    environment: Environment
    url: str
    workspace: str
    started_epoch_s: _Epoch
    version: str
    world_hash: str
    pace: PaceLimit | None
    metadata: list[ExperienceMeta] | None
    stopped: _Stopped


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


def read_space(record: object, long_list: Callable[[int, int, str], LongList]) -> Space:
    """Return the space of a record.

    Args:
        record: As `space_record` made it; it may come from anybody.
        long_list: Returns a long list by the axis's number, length and digest.

    Raises:
        ValueError, MoeError: If the record is no space.
    """
    said = msgspec.convert(record, _Space)
    axes = [
        _long_axis(axis.name, long_list(number, axis.length, axis.digest))
        if axis.values is None
        else Axis(axis.name, tuple(axis.values), tuple(axis.labels))
        for number, axis in enumerate(said.axes)
    ]
    for axis in axes:
        _check_axis(axis)
    week = said.local_week
    local = None if week is None else LocalWeek(week.zone, week.monday, week.offset_min)
    return Space(tuple(axes), local, Context().with_values(said.base))


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


def read_facts(record: object) -> RunFacts:
    """Return the facts of a record; an error comes back as its words.

    Args:
        record: As `facts_record` made it; it may come from anybody.

    Raises:
        ValueError, MoeError: If the record is no facts.
    """
    said = msgspec.convert(record, _Facts)
    known = {reason.name: reason for reason in StopReason}
    # a reason a later version added is at least no completion
    reason = known.get(said.stopped.reason, StopReason.INTERRUPTED)
    error = None if said.stopped.error is None else MoeError(said.stopped.error[0], hint=said.stopped.error[1])
    return RunFacts(
        said.environment,
        said.url,
        said.workspace,
        said.started_epoch_s,
        Stopped(reason, said.stopped.answered, said.stopped.failed, said.stopped.elapsed_s, error),
        said.version,
        said.world_hash,
        None if said.metadata is None else Metadata(tuple(said.metadata)),
        said.pace,
    )


def _check_axis(axis: Axis) -> None:
    """Raise a `ContextError` or `ValueError` unless the axis is one that can be asked."""
    check_axis_name(axis.name)
    if axis.name in {"day", "hour"}:
        for value in axis.values:
            if value != getattr(Context().with_values({axis.name: value}), axis.name):
                raise ValueError(f"{value!r} is no {axis.name}")
    elif not isinstance(axis.values, LongList) and any(isinstance(value, int) for value in axis.values):
        raise ValueError(f"axis {axis.name!r} has a number where a text belongs")


def _axis_record(axis: Axis) -> Record:
    if isinstance(axis.values, LongList):
        return {"name": axis.name, "length": len(axis.values), "digest": axis.values.digest()}
    return {"name": axis.name, "values": list(axis.values), "labels": list(axis.labels)}


def _long_axis(name: str, values: LongList) -> Axis:
    return Axis(name, values, values)
