"""What a file may say at a place, and what it said wrongly, in words."""

from __future__ import annotations

import re
import types
from collections.abc import Callable
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec


def allowed_at(root: type, path: str, problem: str) -> str:
    """Return the allowed values or fields at *path*, or an empty text.

    Args:
        root: The struct the file is read into.
        path: Where, ``experiences[0].status``; ``[...]`` is a key of a mapping.
        problem: What was wrong: a missing or unknown field asks for field names, anything else for values.
    """
    found: list[Any] = [root]
    for name, _index in re.findall(r"([^.\[\]]+)|\[([^\]]*)\]", path):
        found = [inner for kind in found for inner in (_field(kind, name) if name else _items(kind))]
    structs = [kind for outer in found for kind in _flat(outer) if _is_struct(kind)]
    if "field" in problem and structs:
        return ", ".join(field.encode_name for field in msgspec.structs.fields(structs[0]))
    values = [
        value for outer in found for kind in _flat(outer) if get_origin(kind) is Literal for value in get_args(kind)
    ]
    return ", ".join(str(value) for value in values)


def _field(kind: Any, name: str) -> list[Any]:
    structs = [inner for inner in _flat(kind) if _is_struct(inner)]
    return [field.type for struct in structs for field in msgspec.structs.fields(struct) if field.encode_name == name]


def _items(kind: Any) -> list[Any]:
    return [get_args(inner)[-1] for inner in _flat(kind) if get_origin(inner) in {list, dict}]


def _flat(kind: Any) -> list[Any]:
    if get_origin(kind) is Annotated:
        return _flat(get_args(kind)[0])
    if get_origin(kind) in {Union, types.UnionType}:
        return [inner for part in get_args(kind) for inner in _flat(part)]
    return [kind]


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def sentence(model: type, message: str, name: Callable[[str], str] = lambda _path: "") -> str:
    """Turn msgspec's message into place, problem, what is allowed.

    Args:
        model: What the file is read as.
        message: What msgspec says.
        name: Returns what the file calls the thing at a path, to stand beside the path.
    """
    problem, _, path = message.partition(" - at `$")
    path = path.rstrip("`").lstrip(".")
    allowed = allowed_at(model, path, problem)
    return f"{path or 'the file'}{name(path)}: {problem}.{f' Allowed: {allowed}.' if allowed else ''}"
