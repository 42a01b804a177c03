"""What two runs were asked with besides their common contexts: inputs that were fixed, and whose visitors they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.selection import values_of
from moe_nb.core.context import IDENTIFIER_PREFIX
from moe_nb.core.errors import AuditError
from moe_nb.core.space import Space, plain_label, shorten

Positions = Mapping[str, Sequence[tuple[int, int]]]
"""Name of an axis to the positions of its common values, in the first and in the second space."""
Mesh = Mapping[str, NDArray[np.intp]]
"""Name of an axis of the first space to positions in its common values, shaped to be broadcast."""


def check_across(across: Collection[str], before: Space, after: Space) -> None:
    """Raise an `AuditError` unless every name is something that a run varied or fixed."""
    if isinstance(across, str):
        raise AuditError(f"across={across!r} is one text instead of a list.", hint=f"Write [{across!r}].")
    known = input_names(before, after)
    for name in across:
        if name not in known:
            raise AuditError(
                f"No run has an input {name!r}, so the runs cannot be compared across it.",
                hint=f"They have {shorten(known)}.",
            )


def input_names(before: Space, after: Space) -> list[str]:
    """Return the names of everything that one of the runs varied or fixed, axes first."""
    axes = [axis.name for axis in (*before.axes, *after.axes)]
    return list(dict.fromkeys([*axes, *before.base.values(), *after.base.values()]))


def fixed_differences(before: Space, after: Space) -> dict[str, str]:
    """Return, by name and in words, what no run varied and is not the same in both."""
    axes = {axis.name for axis in (*before.axes, *after.axes)}
    one, other = before.base.values(), after.base.values()
    return {
        name: f"{name} was {plain_label(name, one.get(name))!r} in the first run and "
        f"{plain_label(name, other.get(name))!r} in the second"
        for name in dict.fromkeys([*one, *other])
        if name not in axes and one.get(name) != other.get(name)
    }


def week_notes(before: Space, after: Space) -> list[str]:
    """Say where the local clocks of two runs are not the same one: what is compared is the UTC hour all the same."""
    weeks = [space.local_week for space in (before, after)]
    clocks = [week and (week.zone, week.offset_min) for week in weeks]
    if clocks[0] == clocks[1]:
        return []
    said = [week.describe() if week else "UTC" for week in weeks]
    return [f"The clock of the first run is {said[0]}, of the second {said[1]}; hours are compared as UTC, as asked."]


def same_visitors(
    before: Space, after: Space, positions: Positions, mesh: Mesh, shape: Sequence[int]
) -> NDArray[np.bool_]:
    """Return, for every common context, whether it names a visitor, and the same one in both runs."""
    equal, named = np.ones((), bool), np.zeros((), bool)
    for name in filter(_names_a_visitor, input_names(before, after)):
        values, others = values_of(before, name)[0], values_of(after, name)[0]
        pairs = positions.get(name, [(0, 0)])
        is_same = np.array([values[one] == others[other] for one, other in pairs])
        is_known = np.array([values[one] is not None for one, _ in pairs])
        at = mesh.get(name, np.zeros((), np.intp))
        equal, named = equal & is_same[at], named | is_known[at]
    return np.broadcast_to(equal & named, shape).reshape(-1)


def _names_a_visitor(name: str) -> bool:
    return name == "customer_id" or name.startswith(IDENTIFIER_PREFIX)
