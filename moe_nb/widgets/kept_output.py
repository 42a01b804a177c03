"""The output of a widget in a notebook, kept up to date: what a saved notebook shows when no kernel runs."""

from __future__ import annotations

import contextvars
import uuid
from typing import Any

from IPython import get_ipython
from IPython.display import publish_display_data


class KeptOutput:
    """Shows a widget under a name of its own, so that what is saved of it can be replaced later."""

    def __init__(self) -> None:
        self._name = uuid.uuid4().hex
        self._is_shown = False

    def show(self, widget: Any) -> None:
        """Show the widget, as IPython would."""
        self._publish(widget, update=False)
        self._is_shown = True

    def update(self, widget: Any) -> None:
        """Replace every output that shows the widget; without a kernel, or before it is shown, nothing happens."""
        if self._is_shown and getattr(get_ipython(), "kernel", None) is not None:
            # outside of the cell that began a sweep: nbclient takes in only what belongs to the cell that runs now
            contextvars.Context().run(self._publish, widget, update=True)

    def _publish(self, widget: Any, *, update: bool) -> None:
        data, metadata = widget._repr_mimebundle_()
        publish_display_data(data, metadata, transient={"display_id": self._name}, update=update)
