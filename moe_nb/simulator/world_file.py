"""World files: YAML in, a checked `World` out."""

from __future__ import annotations

import hashlib
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import yaml
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

from moe_nb.core.errors import WorldError
from moe_nb.simulator.allowed import allowed_at
from moe_nb.simulator.world import World
from moe_nb.simulator.world_check import check_world

LARGEST_FILE = 5_000_000
"""Bytes; a world is written by people."""

BUILT_IN = ("demo", "edge_cases")


if yaml.__with_libyaml__:  # libyaml reads the events; nodes are composed in Python, where depth and aliases are watched
    from yaml.cyaml import CParser  # type: ignore[attr-defined]

    class _Base(Composer, CParser, SafeConstructor, Resolver):
        def __init__(self, stream: str) -> None:
            CParser.__init__(self, stream)
            Composer.__init__(self)
            SafeConstructor.__init__(self)
            Resolver.__init__(self)

else:
    _Base = yaml.SafeLoader  # type: ignore[misc, assignment]


class _Loader(_Base):
    """Safe YAML as people expect it: ``NO`` is a text, ``07`` is seven, ``22:00`` is a text, no aliases."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse aliases: they can make a small file unboundedly large."""
        if self.check_event(yaml.AliasEvent):
            mark: Any = getattr(self.peek_event(), "start_mark", None)
            raise yaml.MarkedYAMLError(problem="aliases (*name) are not used here", problem_mark=mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:  # noqa: FBT001, FBT002 - the parent's signature
        """Refuse a key that stands twice: one of the two would be lost."""
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="a name must be a text", problem_mark=key.start_mark)
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"{key.value!r} stands twice", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"true|false|True|False", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?[0-9]+\.[0-9]+([eE][-+]?[0-9]+)?", "-+0123456789"),
    ("null", r"null|~|", ["n", "~", ""]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_pattern})\Z"), list(_first))
_Loader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(loader.construct_scalar(node)))  # type: ignore[arg-type]


def load_world(source: str | Path = "demo") -> World:
    """Load a world.

    Args:
        source: ``"demo"``, ``"edge_cases"``, or the path of a YAML file.

    Raises:
        WorldError: If the file cannot be read; the text names the place and what is allowed there.
    """
    if str(source) in BUILT_IN:
        text = (files("moe_nb.simulator") / "worlds" / f"{source}.yaml").read_text(encoding="utf-8")
        return parse_world(text, str(source))
    path = Path(source)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise WorldError(f"{path}: larger than {LARGEST_FILE // 1_000_000} MB.", hint="A world is written by hand.")
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WorldError(
            f"{path}: cannot be read ({error}).", hint=f"Give the path of a YAML file, or one of {', '.join(BUILT_IN)}."
        ) from None
    return parse_world(text, str(path))


def parse_world(text: str, name: str = "world") -> World:
    """Read the text of a world file; see `load_world`."""
    try:
        loader: Any = _Loader  # the stubs know no loader but YAML's own
        said = yaml.load(text, loader)  # noqa: S506 - a safe loader, narrowed further
    except yaml.YAMLError as error:
        raise WorldError(f"{name}: {_place(error)}", hint="Correct the YAML there.") from None
    except RecursionError:
        raise WorldError(f"{name}: nested too deeply.", hint="A world needs ten levels at most.") from None
    except (ValueError, TypeError, AttributeError) as error:  # what the YAML library lets through from a bad value
        raise WorldError(f"{name}: cannot be read ({str(error)[:200]}).", hint="Correct the YAML.") from None
    try:
        world = msgspec.convert(said, World, strict=True)
    except msgspec.ValidationError as error:
        raise WorldError(f"{name}: {_sentence(str(error), said)}") from None
    check_world(world, name)
    return world


def world_hash(world: World, geo_database: str = "") -> str:
    """Return 12 hex digits that differ when the world differs, or the geo database named beside it."""
    return hashlib.sha256(msgspec.json.encode(world, order="sorted") + geo_database.encode()).hexdigest()[:12]


def _place(error: yaml.YAMLError) -> str:
    mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None) or str(error)
    return f"{problem} (line {mark.line + 1}, column {mark.column + 1})." if mark else f"{problem}."


def _sentence(message: str, said: Any) -> str:
    """Turn msgspec's message into place, problem, what is allowed."""
    problem, _, path = message.partition(" - at `$")
    path = path.rstrip("`").lstrip(".")
    allowed = allowed_at(World, path, problem)
    named = _name_of(said, path)
    return f"{path or 'the file'}{named}: {problem}.{f' Allowed: {allowed}.' if allowed else ''}"


def _name_of(said: Any, path: str) -> str:
    """Return the key of the experience a path lies in, which people know better than its number."""
    number = re.match(r"experiences\[(\d+)\]", path)
    try:
        return f" ({said['experiences'][int(number[1])]['key']})" if number else ""
    except (KeyError, IndexError, TypeError):
        return ""
