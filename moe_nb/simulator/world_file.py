"""World files: YAML in, a checked `World` out."""

from __future__ import annotations

import hashlib
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from moe_nb.core.errors import WorldError
from moe_nb.core.hidden_signs import spelled_in_one_line
from moe_nb.simulator.allowed import sentence
from moe_nb.simulator.world import World
from moe_nb.simulator.world_check import check_world
from moe_nb.simulator.yaml_text import YamlError, bounded_text, read_yaml

LARGEST_FILE = 5_000_000
"""Bytes; a world is written by people."""

BUILT_IN = ("demo", "edge_cases")


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
    path, name = Path(source), spelled_in_one_line(str(source))
    try:
        content = bounded_text(path, LARGEST_FILE)
    except (OSError, ValueError) as error:  # ValueError: not UTF-8, or a path with NUL in it
        raise WorldError(
            f"{name}: cannot be read ({error}).", hint=f"Give the path of a YAML file, or one of {', '.join(BUILT_IN)}."
        ) from None
    if content is None:
        raise WorldError(f"{name}: larger than {LARGEST_FILE // 1_000_000} MB.", hint="A world is written by hand.")
    return parse_world(content, name)


def parse_world(text: str, name: str = "world") -> World:
    """Read the text of a world file; see `load_world`."""
    try:
        said = read_yaml(text)
    except YamlError as error:
        raise WorldError(f"{name}: {error}", hint="Correct the YAML there.") from None
    try:
        world = msgspec.convert(said, World, strict=True)
    except msgspec.ValidationError as error:
        raise WorldError(f"{name}: {sentence(World, str(error), lambda path: _name_of(said, path))}") from None
    check_world(world, name)
    return world


def world_hash(world: World, geo_database: str = "") -> str:
    """Return 12 hex digits that differ when the world differs, or the geo database named beside it."""
    return hashlib.sha256(msgspec.json.encode(world, order="sorted") + geo_database.encode()).hexdigest()[:12]


def _name_of(said: Any, path: str) -> str:
    """Return the key of the experience a path lies in, which people know better than its number."""
    number = re.match(r"experiences\[(\d+)\]", path)
    try:
        return f" ({said['experiences'][int(number[1])]['key']})" if number else ""
    except (KeyError, IndexError, TypeError):
        return ""
