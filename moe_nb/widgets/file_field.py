"""A file that goes in: named by its path, or uploaded from the reader's own machine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ipywidgets as w

from moe_nb.widgets.audit_making import NamedFile
from moe_nb.widgets.note import Note
from moe_nb.widgets.shared_models import layout, style
from moe_nb.widgets.stack import Stack
from moe_nb.widgets.style import row, text


class FileField(Stack):
    """Takes the path of a file, or the file itself; what is wrong with it stands beside it.

    Args:
        name: What the file holds.
        example: A path to show in the empty field.
        endings: What its name may end in.
    """

    def __init__(self, name: str, example: str, endings: Sequence[str]) -> None:
        self._endings = tuple(endings)
        self._uploaded: NamedFile | None = None
        self.path = text(name, example, continuous_update=False)
        self.upload = w.FileUpload(
            description="Upload",
            tooltip=f"Takes {name.lower()} from the machine you sit at",
            accept=",".join(endings),
            layout=layout(width="auto", min_width="84px"),
            style=style(w.FileUpload),
        )
        self.note = Note(beside=True)
        super().__init__([row(self.path, self.upload), self.note])
        self.upload.observe(lambda change: self._taken(change["new"]), "value")
        self.path.observe(lambda _: self._typed(), "value")

    @property
    def value(self) -> NamedFile | None:
        """The file; None when there is none."""
        typed = self.path.value.strip()
        return self._uploaded or (NamedFile(typed) if typed else None)

    def _taken(self, files: Sequence[dict[str, Any]]) -> None:
        if not files or self._uploaded_is(files[0]):
            return
        file = files[0]
        self._uploaded = NamedFile(str(file["name"]), bytes(file["content"]))
        self.path.value = self._uploaded.name
        self._typed()
        # the button goes on counting it, but its content is no part of the saved notebook
        self.upload.value = ({**file, "content": memoryview(b"")},)

    def _uploaded_is(self, file: dict[str, Any]) -> bool:
        return self._uploaded is not None and file["name"] == self._uploaded.name and not len(file["content"])

    def _typed(self) -> None:
        typed = self.path.value.strip()
        if self._uploaded is not None and typed == self._uploaded.name:
            self.note.say(f"Uploaded, {len(self._uploaded.content or b''):,} bytes. Empty the field to leave it out.")
            return
        self._uploaded = None
        self.upload.value = ()
        self.note.warn(_complaint(typed, self._endings) if typed else "")


def _complaint(typed: str, endings: Sequence[str]) -> str:
    """Return what is wrong with a path, or an empty text."""
    try:
        path = Path(typed).expanduser()
        if path.suffix.lower() not in endings:
            return f"Its name ends in none of {', '.join(endings)}."
        return "" if path.is_file() else f"There is no such file in {path.absolute().parent}."
    except (OSError, RuntimeError, ValueError) as error:  # a name no file can have, a user nobody knows
        return f"It cannot be read ({error})."
