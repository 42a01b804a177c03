"""How every result shows itself: HTML where it can be drawn, text in a terminal."""

from __future__ import annotations

from typing import Any


class Displayed:
    """Base of results; subclasses write ``_html`` and ``_text``."""

    def _html(self) -> str:
        raise NotImplementedError

    def _text(self) -> str:
        raise NotImplementedError

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:  # noqa: ARG002 - IPython's
        return {"text/html": self._html(), "text/plain": self._text()}

    def _repr_html_(self) -> str:
        return self._html()

    def __repr__(self) -> str:
        return self._text()
