"""A file that was written, brought to the machine the reader sits at: with Voila and Binder there is no other way."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from moe_nb.widgets.shared_models import layout

_STATIC = Path(__file__).parent / "static"
LARGEST = 30_000_000
"""Bytes that are offered; a larger file is fetched from where it was written."""
WANTED = "download"


class Download(anywidget.AnyWidget):  # type: ignore[misc]
    """Offers one file, or a folder as a zip archive; shows nothing while there is none, or it is too large."""

    _esm = _STATIC / "download.js"
    _css = _STATIC / "download.css"
    name = traitlets.Unicode("").tag(sync=True)
    """What the file is called there; empty when nothing is offered."""
    size = traitlets.Unicode("").tag(sync=True)
    number = traitlets.Int(0).tag(sync=True)
    """Counts offers: a file of the same name and size is another one."""

    def __init__(self) -> None:
        self._path: Path | None = None
        super().__init__(layout=layout())
        self.on_msg(self._receive)

    def offer(self, path: Path) -> None:
        """Offer what was written, unless it is too large."""
        size = sum(part.stat().st_size for part in _files(path))
        if size > LARGEST:
            self.clear()
            return
        self._path = path
        self.size = f"{size:,} bytes" if size < 10_000 else f"{size / 1000:,.0f} kB"  # noqa: PLR2004 - readable
        self.name = f"{path.name}.zip" if path.is_dir() else path.name
        self.number += 1

    def clear(self) -> None:
        """Offer nothing."""
        self._path, self.name = None, ""

    def _receive(self, _widget: Any, content: Any, _buffers: Any) -> None:
        # the page says that it wants the file, never which one
        if not isinstance(content, dict) or content.get("kind") != WANTED or self._path is None:
            return
        try:
            self.send({"kind": "file", "name": self.name}, buffers=[_content(self._path)])
        except OSError as error:
            self.send({"kind": "failed", "text": f"It cannot be read any more ({error.strerror})."})


def _files(path: Path) -> list[Path]:
    return sorted(part for part in path.rglob("*") if part.is_file()) if path.is_dir() else [path]


def _content(path: Path) -> bytes:
    if not path.is_dir():
        return path.read_bytes()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in _files(path):
            archive.write(part, Path(path.name) / part.relative_to(path))
    return packed.getvalue()
