"""Request bodies of a space, put together from pieces that are written once per value, not once per context."""

from __future__ import annotations

from collections.abc import Sequence

from moe_nb.core.context import FIELDS, IDENTIFIER_PREFIX, Context
from moe_nb.core.reply import Question
from moe_nb.core.request_pieces import members, piece_of
from moe_nb.core.space import Space


class RequestTemplate:
    """Writes the body of any context of a space, byte for byte as `write_request` does.

    Args:
        space: The contexts.
        chunks: What is asked in each call of a context: at most 25 keys, or None for everything.
    """

    def __init__(self, space: Space, chunks: Sequence[tuple[str, ...] | None]) -> None:
        self.space = space
        self.chunks = chunks
        self._keys = [members(Context(), chunk) for chunk in chunks]
        self._identifiers = piece_of(space, _is_identifier)
        self._others = [piece_of(space, name.__eq__) for name in _other_names(space)]

    def body(self, index: int, chunk: int) -> bytes:
        """Return the body of context number *index* and chunk number *chunk*.

        Raises:
            ContextError: If a value cannot be put on the wire.
        """
        pieces = [self._identifiers.at(index), self._keys[chunk], *[piece.at(index) for piece in self._others]]
        members = b"".join(pieces)
        return b"{" + members[1:] + b"}" if members else b'{"experience_key":[]}'


class SpaceQuestion(Question):
    """A question about a context of a space, which is made only if somebody looks at it.

    Args:
        template: Writes the bodies.
        index: Number of the context in the space.
        chunk: Number of the chunk of keys.
    """

    __slots__ = ("_chunk", "_index", "_template")
    _template: RequestTemplate
    _index: int
    _chunk: int

    def __init__(self, template: RequestTemplate, index: int, chunk: int) -> None:
        put = object.__setattr__
        put(self, "_template", template)
        put(self, "_index", index)
        put(self, "_chunk", chunk)

    @property
    def context(self) -> Context:
        """The context, made anew each time."""
        return self._template.space.context(self._index)

    @property
    def keys(self) -> tuple[str, ...] | None:
        """The keys; None asks for everything."""
        return self._template.chunks[self._chunk]

    @property
    def body(self) -> bytes:
        """The request body."""
        return self._template.body(self._index, self._chunk)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Question) and (self.context, self.keys) == (other.context, other.keys)

    def __hash__(self) -> int:
        return hash((self.context, self.keys))

    def __repr__(self) -> str:
        return f"Question(context={self.context!r}, keys={self.keys!r})"


def _is_identifier(name: str) -> bool:
    return name == "customer_id" or name.startswith(IDENTIFIER_PREFIX)


def _other_names(space: Space) -> list[str]:
    """Return the names behind the keys in the order of the wire: attributes, then day, hour, address, User-Agent."""
    said = dict.fromkeys([*space.base.attributes, *(axis.name for axis in space.axes)])
    attributes = [name for name in said if name not in FIELDS and not _is_identifier(name)]
    return [*attributes, "day", "hour", "ip_address", "user_agent"]
