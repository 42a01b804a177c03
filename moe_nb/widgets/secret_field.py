"""The field for the API key: what is typed never becomes widget state."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from moe_nb.core.secret import Secret
from moe_nb.widgets.shared_models import layout

_STATIC = Path(__file__).parent / "static"
LONGEST = 4096
"""Characters a key may have; a longer text is something else."""


class SecretField(anywidget.AnyWidget):  # type: ignore[misc]
    """Takes a secret and hands it to *on_secret*; keeps nothing and shows only a note.

    Args:
        label: What stands before the field.
        on_secret: Given the secret, once.
    """

    _esm = _STATIC / "secret_field.js"
    _css = _STATIC / "secret_field.css"
    label = traitlets.Unicode().tag(sync=True)
    is_set = traitlets.Bool(default_value=False).tag(sync=True)
    note = traitlets.Unicode("not set").tag(sync=True)

    def __init__(self, label: str, on_secret: Callable[[Secret], None]) -> None:
        self._on_secret = on_secret
        super().__init__(label=label, layout=layout())
        self.on_msg(self._receive)

    def show(self, *, is_set: bool, note: str) -> None:
        """Say whether a secret is set, in words."""
        self.is_set = is_set
        self.note = note

    def _receive(self, _widget: Any, content: Any, _buffers: Any) -> None:
        value = content.get("value") if isinstance(content, dict) and content.get("kind") == "secret" else None
        if isinstance(value, str) and value.strip() and len(value) <= LONGEST:
            self._on_secret(Secret(value.strip()))
