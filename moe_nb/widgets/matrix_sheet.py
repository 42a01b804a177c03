"""What a live matrix says besides its cells: titles, rows, columns, and the choices there are."""

from __future__ import annotations

from typing import Any

from moe_nb.audit.places import KEYS, Layout, labels_of, parts_of
from moe_nb.core.facts import JOIN
from moe_nb.core.run_table import RunTable
from moe_nb.core.space import Space
from moe_nb.core.user_agent import device_type
from moe_nb.results.matrix import DisplayedMatrix
from moe_nb.results.matrix_colours import colour_choices
from moe_nb.views.matrix_words import axis_name, subtitle
from moe_nb.views.visible import named

Json = dict[str, Any]
LONGEST_LABEL = 300
"""Characters of a label or User-Agent that the page is told: every cell of a row repeats them to screen readers."""
MOST_CHOICES = 500
"""Values of an axis that can be held from the list; more are too many to choose from, and `at=` takes any."""


def sheet_of(table: RunTable, layout: Layout, shown: DisplayedMatrix, serial: int, lists: int = 1) -> Json:
    """Describe a matrix to the page; all texts are made visible and cut, none is markup. The page answers in positions.

    Args:
        table: The answers.
        layout: What goes where.
        shown: The table pivoted so, in its colours.
        serial: Number of this arrangement; a message about cells of another one is stale.
        lists: Number of these experiences and axes; a wish that was made from other ones is stale.
    """
    space, matrix = table.space, shown.matrix
    return {
        "serial": serial,
        "lists": lists,
        "title": _label(matrix.experience_key or "Every experience key"),
        "subtitle": named(subtitle(matrix)),
        "rows": side_of(space, layout, layout.rows, matrix.row_labels),
        "columns": side_of(space, layout, layout.columns, matrix.column_labels),
        "experience": -1 if layout.experience_key is None else table.key_position(layout.experience_key),
        "experiences": [_label(key) for key in table.keys],
        "sides": [_label(axis_name(side)) for side in sides_of(space)],
        "at": [
            sides_of(space).index(side) if side in sides_of(space) else -1 for side in (layout.rows, layout.columns)
        ],
        "held": _held(space, layout),
        "colour_by": shown.colours.by,
        "colours": list(colour_choices(shown.colours.stability)),
        "notes": [named(note) for note in shown.notes],
    }


def side_of(space: Space, layout: Layout, side: str, labels: tuple[str, ...]) -> Json:
    """Describe rows or columns: labels, what each is in full, and what it belongs to."""
    *outer, inner = (side,) if side == KEYS else parts_of(space, side)
    shown, groups = list(labels), list[str]()
    if outer:
        inmost = labels_of(space, inner, layout.at)  # a label may hold the sign that joins two
        shown = [inmost[at % len(inmost)] for at in range(len(labels))]
        groups = [label.removesuffix(f" · {own}") for label, own in zip(labels, shown, strict=True)]
    hints = [_hint(space, inner, label) for label in shown]
    if side == "user_agent" and len(space.axis(side)) == len(labels):
        values = [str(value or "") for value in space.axis(side).values]
        groups = [str(device_type(value)) for value in values]
        hints = values
    return {
        "title": _label(axis_name(side)),
        "labels": [_label(label) for label in shown],
        "hints": [] if hints == shown else [_label(hint) for hint in hints],
        "groups": [_label(group) for group in groups],
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
            "title": _label(axis_name(axis.name)),
            "labels": [_label(label) for label in axis.labels[:MOST_CHOICES]],
            "value": axis.position(layout.at[axis.name]) if axis.name in layout.at else -1,
        }
        for number, axis in enumerate(space.axes)
        if axis.name not in used or axis.name in layout.at
    ]


def _hint(space: Space, axis: str, label: str) -> str:
    """Return what an hour is in full: whose clock it is on, and which hours of UTC it touches."""
    if axis not in {"hour", "local_hour"} or not label.isdigit():
        return label
    span, week = f"{label}:00–{label}:59", space.local_week
    if axis == "hour":
        return f"{span} UTC"
    return f"{span} local time" if week is None else f"{span} {week.clock}, {week.utc_words(int(label))}"


def _label(text: str) -> str:
    return str(named(text, LONGEST_LABEL))
