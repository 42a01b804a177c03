"""A column of device types, read as what decides them: the User-Agent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from moe_nb.audit.expectation_cells import DEVICE_PREFIX
from moe_nb.audit.expectation_hints import DEVICE_COLUMNS
from moe_nb.core.expectation_facts import Condition, ExpectationRow
from moe_nb.core.space import Space
from moe_nb.core.user_agent import Device

_DEVICES = {device.lower(): device for device in Device}


def with_device_types(rows: Sequence[ExpectationRow], space: Space) -> tuple[ExpectationRow, ...]:
    """Return rows in which a column such as ``device`` says ``user_agent device:mobile``.

    A name that the run itself varied or sent is left alone, and so is a row that names a User-Agent too, or anything
    that is no device type: its condition matches nothing, and the row is not asked.
    """
    known = {*(axis.name for axis in space.axes), *space.base.values()}
    return tuple(_read(row, known) for row in rows)


def _read(row: ExpectationRow, known: set[str]) -> ExpectationRow:
    names = [condition.column for condition in row.conditions]
    spoken = [name for name in names if name.lower() in DEVICE_COLUMNS and name not in known]
    if len(spoken) != 1 or "user_agent" in names or "user_agent" not in known:
        return row
    return replace(row, conditions=tuple(_condition(one, spoken[0]) for one in row.conditions))


def _condition(condition: Condition, column: str) -> Condition:
    wanted = [text.lower().removeprefix(DEVICE_PREFIX).strip() for text in condition.wanted]
    if condition.column != column or not _DEVICES.keys() >= set(wanted):
        return condition
    devices = tuple(DEVICE_PREFIX + _DEVICES[text] for text in wanted)
    return Condition("user_agent", devices, " | ".join(devices))
