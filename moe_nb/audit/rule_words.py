"""What a rule demands, in words."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from moe_nb.core.box_words import describe_box
from moe_nb.core.boxes import Box
from moe_nb.core.space import Axis, Space
from moe_nb.core.user_agent import Device, device_type


def conditions(box: Box, space: Space) -> str:
    """Describe what a box demands, and nothing of the axes on which it takes every value."""
    limited = [
        _by_device(axis, some) for axis, some in zip(space.axes, box.positions, strict=True) if len(some) < len(axis)
    ]
    part = replace(space, axes=tuple(axis for axis, _ in limited), local_week=None)
    return describe_box(Box(tuple(some for _, some in limited)), part) if limited else "any context"


def _by_device(axis: Axis, some: tuple[int, ...]) -> tuple[Axis, tuple[int, ...]]:
    """Return User-Agents as device types where some are exactly all that were asked of these types."""
    if axis.name != "user_agent" or len(some) == 1:
        return axis, some
    of_value = [_device(value) for value in axis.values]
    asked = [device for device in Device if device in of_value]
    wanted = {of_value[at] for at in some}
    if sum(device in wanted for device in of_value) > len(some):
        return axis, some
    names = tuple(str(device) for device in asked)
    return Axis(axis.name, names, names), tuple(at for at, device in enumerate(asked) if device in wanted)


@lru_cache(maxsize=10_000)
def _device(user_agent: str | None) -> Device:
    """Return the device type; every rule of every list asks for all values of the axis."""
    return device_type(user_agent)
