"""What the panel needs of the page around it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets as w
import traitlets

from moe_nb.widgets.shared_models import layout

_STATIC = Path(__file__).parent / "static"
HELLO = {"kind": "hello"}
TURN = "turn"


class FocusGuard(anywidget.AnyWidget):  # type: ignore[misc]
    """Holds JupyterLab's shortcuts back while something in the panel has the focus, and keeps its messages in order.

    A kernel with subshells answers each widget on the thread it last spoke from. While a cell runs, a click that comes
    in on one thread could overtake what was typed before it, which waits on another: the answer shown would be that to
    another question. So the page greets every widget, and the reply to that puts all of them on the same thread.
    The page itself holds back what was typed last until the kernel took what was typed before; Enter and a click on a
    primary button therefore ask for their turn first, which is given here.
    """

    _esm = _STATIC / "focus_guard.js"
    _css = _STATIC / "panel.css"
    inputs = traitlets.List(traitlets.Unicode()).tag(sync=True)
    """Model ids of the panel's widgets."""

    def __init__(self) -> None:
        super().__init__(layout=layout())
        self.on_msg(_give_turn)

    def watch(self, parts: Sequence[w.Widget]) -> None:
        """Keep the messages of *parts* in order; those that are watched already stay so."""
        known = set(self.inputs)
        new = [part for part in parts if part.model_id not in known]
        for part in new:
            part.on_msg(_answer)
        self.inputs = [*self.inputs, *(part.model_id for part in new)]


def _give_turn(guard: FocusGuard, content: Any, _buffers: Any) -> None:
    if isinstance(content, dict) and content.get("kind") == TURN:
        guard.send(content)


def _answer(part: w.Widget, content: Any, _buffers: Any) -> None:
    if content == HELLO:
        part.send(HELLO)
