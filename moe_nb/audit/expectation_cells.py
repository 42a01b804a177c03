"""One cell of a table of expectations, read."""

from __future__ import annotations

import re

from moe_nb.audit.expectation_merged import UnusableCell
from moe_nb.core.context import check_axis_name
from moe_nb.core.day_hour import DAYS, wire_hour
from moe_nb.core.errors import ContextError
from moe_nb.core.expectation_facts import Condition
from moe_nb.core.slots import parse_days, parse_hours
from moe_nb.core.user_agent import Device

ANY = "*"
DEVICE_PREFIX = "device:"
CLOCK_COLUMNS = ("day", "hour")
BEYOND = "(beyond the last column)"
"""How a cell is called that stands to the right of all names."""

_BETWEEN = re.compile(r"(?<!\\)\|")
_BETWEEN_CLOCK = re.compile(r"[|,]")
_MONTH = re.compile(r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec", re.IGNORECASE)


class CellProblem(Exception):  # noqa: N818 - never leaves the reading of a table: it becomes a RowProblem
    """What is wrong with a cell.

    Args:
        problem: One sentence.
        hint: What to write instead.
    """

    def __init__(self, problem: str, hint: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.hint = hint


def texts_of(column: str, cell: object) -> tuple[str, ...]:
    """Return the values a cell names; none when it says nothing, or ``*``.

    Args:
        column: The name of the column.
        cell: A text, in which ``|`` stands between values (a comma too for days and hours), or a list of texts.

    Raises:
        CellProblem: If the cell is unusable, a list is empty, or a value between two bars is.
    """
    if isinstance(cell, UnusableCell):
        raise CellProblem(cell.why)
    if isinstance(cell, list | tuple):
        if not cell:
            raise CellProblem("the list is empty, so nothing would do.", "Write * for any value.")
        return tuple(_plain(part) for part in cell)
    text = _plain(cell).strip()
    if text in {"", ANY}:
        return ()
    parts = [part.strip() for part in (_BETWEEN_CLOCK if column in CLOCK_COLUMNS else _BETWEEN).split(text)]
    if "" in parts:
        raise CellProblem("a value between two bars is empty.", "Write (empty) for a value that is sent empty.")
    if ANY in parts:
        return ()
    return tuple(part.replace("\\|", "|").replace("\\*", "*") for part in parts)


def _plain(value: object) -> str:
    """Return a value as people write it: 2.0 is 2, truths are small, what is missing (None, NaN) is nothing."""
    if value is None or value != value:  # noqa: PLR0124 - NaN is what pandas has in an empty cell
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def conditions_of(column: str, cell: object) -> list[Condition]:
    """Return what a cell demands: one condition, or none.

    Raises:
        CellProblem: If the cell cannot be used.
        ContextError: If the column is no name of anything a context has, or a day or hour is none.
    """
    parts = texts_of(column, cell)
    if column == BEYOND:
        raise CellProblem("there are more cells than names.", "Is a comma in a value that needs quotes?")
    if not parts:
        return []
    check_axis_name(column)
    text = " | ".join(parts)
    if column == "day":
        days = parse_days(parts)
        parts = tuple(day for day in DAYS if day in days)
    elif column == "hour":
        parts = _hours(parts, text)
    elif column == "user_agent":
        parts = tuple(_user_agent(part) for part in parts)
    return [Condition(column, parts, text)]


def _hours(parts: tuple[str, ...], text: str) -> tuple[str, ...]:
    try:
        return tuple(wire_hour(hour) for hour in sorted(parse_hours(parts)))
    except ContextError:
        if _MONTH.search(text):
            raise CellProblem(
                "a spreadsheet made a date of it.", "Format the column as Text and type it again (09-17)."
            ) from None
        raise


def _user_agent(part: str) -> str:
    """Return ``device:Mobile`` for ``device:mobile``; anything else is a User-Agent or its label."""
    if not part.lower().startswith(DEVICE_PREFIX):
        return part
    wanted = part[len(DEVICE_PREFIX) :].strip().lower()
    for device in Device:
        if device.lower() == wanted:
            return DEVICE_PREFIX + device
    raise CellProblem(f"{wanted!r} is no device type.", f"Use {', '.join(d.lower() for d in Device)}.")
