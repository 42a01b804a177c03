"""Parts of the panel that are built when somebody first wants them: nobody waits for what nobody sees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moe_nb.widgets.stack import Stack


class Late(Stack):
    """A place for one widget that is made when `content` is first asked for.

    Args:
        make: Makes it.
        until: What stands there before.
    """

    def __init__(self, make: Callable[[], Any], until: Any = None) -> None:
        self._make = make
        self._content: Any = None
        super().__init__([] if until is None else [until])

    @property
    def is_built(self) -> bool:
        """Whether somebody has asked for it."""
        return self._content is not None

    @property
    def content(self) -> Any:
        """The widget; made now, if it was not there."""
        if self._content is None:
            self._content = self._make()
            self.children = [self._content]
        return self._content
