"""Rows of name and value."""

from __future__ import annotations

from typing import Any

import ipywidgets as w

from moe_nb.core.errors import UsageError
from moe_nb.widgets.style import button, row


class PairsField(w.VBox):  # type: ignore[misc]
    """Takes any number of names with values.

    Args:
        what: What one row is, ``"attribute"``.
        example: A name and a value to show in empty rows.
        lines: Whether a value may have several lines.
    """

    def __init__(self, what: str, example: tuple[str, str], *, lines: bool = False) -> None:
        self._what, self._example = what, example
        self._value_field = w.Textarea if lines else w.Text
        self._rows: list[w.HBox] = []
        self._listeners: list[Any] = []
        self.add = button(f"Add {what}", f"Adds a row for another {what}")
        self.add.on_click(lambda _: self.add_row())
        super().__init__([self.add])

    def add_row(self, name: str = "", value: str = "") -> None:
        """Add a row."""
        name_field = w.Text(
            value=name,
            placeholder=self._example[0],
            description=f"{self._what} name",
            style={"description_width": "130px"},
            layout=w.Layout(width="min(100%, 320px)"),
        )
        value_field = self._value_field(
            value=value,
            placeholder=self._example[1],
            description="values" if self._value_field is w.Textarea else "value",
            style={"description_width": "48px"},
            layout=w.Layout(width="min(100%, 260px)"),
        )
        remove = button("Remove", f"Removes this {self._what}")
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
        """Return name to value; rows without a name are left out.

        Raises:
            UsageError: If a name stands twice: one of the two values would be lost.
        """
        found: dict[str, str] = {}
        for line in self._rows:
            name, value = line.children[0].value.strip(), line.children[1].value
            if name in found:
                raise UsageError(f"The {self._what} {name!r} stands twice.", hint="Remove one of the two rows.")
            if name:
                found[name] = value
        return found

    def _remove(self, line: w.HBox) -> None:
        self._rows.remove(line)
        self._redraw()

    def _redraw(self) -> None:
        self.children = [*self._rows, self.add]
        self._tell()

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()
