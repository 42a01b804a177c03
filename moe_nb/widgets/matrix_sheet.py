"""What a live matrix says besides its cells: titles, rows, columns, and the choices there are."""

from __future__ import annotations

from typing import Any

from moe_nb.audit.places import KEYS, Layout, parts_of
from moe_nb.core.facts import JOIN, Matrix
from moe_nb.core.run_table import RunTable
from moe_nb.core.space import Space
from moe_nb.core.user_agent import device_type
from moe_nb.views.looks import COLOUR_BY
from moe_nb.views.matrix import axis_name, subtitle
from moe_nb.views.visible import visible

Json = dict[str, Any]
LONGEST_HINT = 300
"""Characters of a User-Agent that its row shows on hover."""
MOST_CHOICES = 500
"""Values of an axis that can be held from the list; more are too many to choose from, and `at=` takes any."""


def sheet_of(table: RunTable, layout: Layout, matrix: Matrix, colour_by: str, serial: int, lists: int = 1) -> Json:
    """Describe a matrix to the page; all texts are made visible, none is markup. The page answers in positions.

    Args:
        table: The answers.
        layout: What goes where.
        matrix: The table pivoted so.
        colour_by: What the cells are coloured by.
        serial: Number of this arrangement; a message about cells of another one is stale.
        lists: Number of these experiences and axes; a wish that was made from other ones is stale.
    """
    space = table.space
    return {
        "serial": serial,
        "lists": lists,
        "title": visible(matrix.experience_key or "Every experience key"),
        "subtitle": visible(subtitle(matrix)),
        "rows": side_of(space, layout.rows, matrix.row_labels),
        "columns": side_of(space, layout.columns, matrix.column_labels),
        "experience": -1 if layout.experience_key is None else table.key_position(layout.experience_key),
        "experiences": [visible(key) for key in table.keys],
        "sides": [visible(axis_name(side)) for side in sides_of(space)],
        "at": [
            sides_of(space).index(side) if side in sides_of(space) else -1 for side in (layout.rows, layout.columns)
        ],
        "held": _held(space, layout),
        "colour_by": colour_by,
        "colours": list(COLOUR_BY),
    }


def side_of(space: Space, side: str, labels: tuple[str, ...]) -> Json:
    """Describe rows or columns: labels, what each is in full, and what it belongs to."""
    parts = (side,) if side == KEYS else parts_of(space, side)
    *outer, inner = parts
    shown = [visible(label) for label in labels]
    groups: list[str] = []
    if outer:
        groups = [visible(label.rpartition(" · ")[0]) for label in labels]
        shown = [visible(label.rpartition(" · ")[2]) for label in labels]
    hints = [_hint(inner, label) for label in shown]
    if side == "user_agent" and len(space.axis(side)) == len(labels):
        values = [str(value or "") for value in space.axis(side).values]
        groups = [str(device_type(value)) for value in values]
        hints = [visible(value[:LONGEST_HINT]) for value in values]
    return {
        "title": visible(axis_name(side)),
        "labels": shown,
        "hints": [] if hints == shown else hints,
        "groups": groups,
        "is_nested": bool(outer),
    }


def sides_of(space: Space) -> list[str]:
    """Return what rows or columns can be: every axis, and day and hour together as one."""
    names = [axis.name for axis in space.axes]
    local = ["local_day", "local_hour"] if space.local_week else []
    found = [*local, *names]
    for pair in (("local_day", "local_hour"), ("day", "hour")):
        if set(pair) <= set(found):
            found.append(JOIN.join(pair))
    return [*found, KEYS]


def _held(space: Space, layout: Layout) -> list[Json]:
    """Return the axes that are neither rows nor columns, with what each is held at."""
    used = {*parts_of(space, layout.rows), *parts_of(space, layout.columns)}
    used |= {"day", "hour"} if used & {"local_day", "local_hour"} else set()
    return [
        {
            "axis": number,
            "title": visible(axis_name(axis.name)),
            "labels": [visible(label) for label in axis.labels[:MOST_CHOICES]],
            "value": axis.position(layout.at[axis.name]) if axis.name in layout.at else -1,
        }
        for number, axis in enumerate(space.axes)
        if axis.name not in used or axis.name in layout.at
    ]


def _hint(axis: str, label: str) -> str:
    if axis in {"hour", "local_hour"} and label.isdigit():
        return f"{label}:00–{label}:59 {'UTC' if axis == 'hour' else 'local time'}"
    return label
