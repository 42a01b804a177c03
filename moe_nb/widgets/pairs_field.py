"""Rows of name and value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets as w

from moe_nb.core.errors import MoeError, UsageError
from moe_nb.widgets.note import Note
from moe_nb.widgets.panel_words import in_words
from moe_nb.widgets.shared_models import layout
from moe_nb.widgets.stack import Stack
from moe_nb.widgets.style import area, button, row, text


class PairsField(Stack):
    """Takes any number of names with values.

    Args:
        what: What one row is, ``"attribute"``.
        example: A name and a value to show in empty rows.
        lines: Whether a value may have several lines.
        check: Raises a `MoeError` where names and values that are there cannot be used; told beside the rows.
    """

    def __init__(
        self,
        what: str,
        example: tuple[str, str],
        *,
        lines: bool = False,
        check: Callable[[dict[str, str]], object] | None = None,
    ) -> None:
        self._what, self._example, self._check = what, example, check
        self._has_lines = lines
        self._count = 0
        """Numbers the rows, so that each field and button has a name of its own."""
        self._rows: list[w.HBox] = []
        self._listeners: list[Any] = []
        self.add = button(f"Add {what}", f"Adds a row for another {what}")
        self.add.on_click(lambda _: self.add_row())
        self.note = Note()
        super().__init__([self.note, self.add])

    def add_row(self, name: str = "", value: str = "") -> None:
        """Add a row."""
        self._count += 1
        title = f"{self._what.capitalize()} {self._count}"
        narrow = layout(width="min(100%, 320px)")
        name_field = text(f"{title} name", self._example[0], value=name)
        make = area if self._has_lines else text
        value_field = make(f"{title} {'values' if self._has_lines else 'value'}", self._example[1], value=value)
        name_field.layout = value_field.layout = narrow
        remove = button(f"Remove {title.lower()}", "Takes this row away")
        line = row(name_field, value_field, remove)
        self._rows.append(line)
        remove.on_click(lambda _: self._remove(line))
        for part in (name_field, value_field):
            part.observe(lambda _: self._tell(), "value")
        self._redraw()

    def on_change(self, listener: Any) -> None:
        """Call *listener* whenever a row changes."""
        self._listeners.append(listener)

    def pairs(self) -> dict[str, str]:
        """Return name to value; rows without either are left out.

        Raises:
            UsageError: If a name stands twice, or a value has none: it would be lost.
        """
        found: dict[str, str] = {}
        for line in self._rows:
            name, value = line.children[0].value.strip(), line.children[1].value
            if not name and value.strip():
                title = line.children[0].description.removesuffix(" name")
                raise UsageError(f"{title} has a value and no name.", hint="Type its name, or remove the row.")
            if name in found:
                raise UsageError(f"The {self._what} {name!r} stands twice.", hint="Remove one of the two rows.")
            if name:
                found[name] = value
        return found

    @property
    def problem(self) -> str:
        """What is wrong with the rows, as it stands beside them; empty when nothing is."""
        try:
            pairs = self.pairs()
            if self._check is not None:
                self._check(pairs)
        except MoeError as error:
            return in_words(error)
        return ""

    def fill(self, pairs: Mapping[str, str]) -> None:
        """Put these in place of what is there."""
        self._rows.clear()
        self._count = 0
        for name, value in pairs.items():
            self.add_row(name, value)
        self._redraw()

    def _remove(self, line: w.HBox) -> None:
        self._rows.remove(line)
        self._redraw()

    def _redraw(self) -> None:
        self.children = [*self._rows, self.note, self.add]
        self._tell()

    def _tell(self) -> None:
        self.note.warn(self.problem)
        for listener in self._listeners:
            listener()
