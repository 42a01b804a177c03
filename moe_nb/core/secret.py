"""A value that is never shown."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import NoReturn

MASK = "Secret('••••')"


class Secret:
    """Holds a secret; every way of printing, formatting or pickling it shows a mask or fails.

    Args:
        value: The secret text.
    """

    __slots__ = ("_reveal",)

    def __init__(self, value: str) -> None:
        # A closure, not an attribute: debuggers and verbose tracebacks that walk __slots__ find a function.
        self._reveal: Callable[[], str] = lambda: value

    def reveal(self) -> str:
        """Return the secret itself; call it only where it goes on the wire."""
        return self._reveal()

    def __bool__(self) -> bool:
        return bool(self._reveal())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(_bytes(self._reveal()), _bytes(other.reveal()))

    def __hash__(self) -> int:
        return hash(("Secret", self._reveal()))

    def __repr__(self) -> str:
        return MASK if self else "Secret(empty)"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format(repr(self), spec)

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("A Secret is not pickled: let each process read it from its environment or keyring.")


def as_secret(value: Secret | str) -> Secret:
    """Wrap a plain text; call it first of all, because verbose tracebacks print the variables of every frame."""
    return value if isinstance(value, Secret) else Secret(value)


def _bytes(text: str) -> bytes:
    # never an encoding error: it would carry the whole text
    return text.encode(errors="surrogatepass")
