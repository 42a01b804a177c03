"""YAML as people write it: no aliases, tags or doubles, nothing constructed, mistakes named with their place."""

from __future__ import annotations

import re
from math import isinf
from pathlib import Path
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

MOST_VALUES = 500_000
"""Names and values of a file; each takes a hundred times the memory of the letter it may be."""

TEXT_TAG = "tag:yaml.org,2002:str"
"""``!!str``, the one tag that is read: what stands behind it is the text that was written."""


class YamlError(ValueError):
    """The text is not YAML as it is used here; the message names line and column where they are known."""


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
    """Safe YAML as people expect it: ``NO`` is a text, ``07`` is seven, ``22:00`` is a text, no aliases, no tags."""

    _nodes = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse aliases, which can make a small file unboundedly large, tags, and more values than people write."""
        self._nodes += 1
        if self._nodes > MOST_VALUES:
            raise yaml.YAMLError(f"more than {MOST_VALUES:,} names and values")
        event: Any = self.peek_event()
        refused = refused_sign(event)
        if refused:
            raise yaml.MarkedYAMLError(problem=refused, problem_mark=event.start_mark)
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


def _integer(loader: Any, node: yaml.ScalarNode) -> int:
    number = int(loader.construct_scalar(node))
    if not -(2**63) <= number < 2**64:
        raise yaml.MarkedYAMLError(problem="a whole number has 64 bits at most", problem_mark=node.start_mark)
    return number


def _float(loader: Any, node: yaml.ScalarNode) -> float:
    number = float(loader.construct_scalar(node))
    if isinf(number):
        raise yaml.MarkedYAMLError(problem="the number is too large", problem_mark=node.start_mark)
    return number


_Loader.add_constructor("tag:yaml.org,2002:int", _integer)
_Loader.add_constructor("tag:yaml.org,2002:float", _float)


def refused_sign(event: yaml.Event) -> str:
    """Return why an event of YAML is none that people write; empty for plain values, lists and mappings.

    A tag (``!!bool x``) says what a value shall become, which fails in as many ways as there are tags.
    """
    if isinstance(event, yaml.AliasEvent):
        return "aliases (*name) are not used here"
    tag = getattr(event, "tag", None)
    if tag is None or (tag == TEXT_TAG and isinstance(event, yaml.ScalarEvent)):
        return ""
    return f"tags ({tag.replace('tag:yaml.org,2002:', '!!')[:40]}) are not used here: write the value alone"


def bounded_text(path: Path, largest: int) -> str | None:
    """Return the text of a file, or None if it has more than *largest* bytes, whatever it says of its size.

    Raises:
        OSError, ValueError: If it cannot be read, or is not UTF-8.
    """
    with path.open("rb") as file:
        content = file.read(largest + 1)
    return None if len(content) > largest else content.decode("utf-8")


def read_yaml(text: str) -> Any:
    """Read one document.

    Args:
        text: The YAML.

    Raises:
        YamlError: If it cannot be read.
    """
    try:
        loader: Any = _Loader  # the stubs know no loader but YAML's own
        return yaml.load(text, loader)  # noqa: S506 - a safe loader, narrowed further
    except yaml.YAMLError as error:
        raise YamlError(_place(error)) from None
    except RecursionError:
        raise YamlError("nested too deeply.") from None
    except (ValueError, TypeError, AttributeError) as error:  # what the YAML library lets through from a bad value
        raise YamlError(f"cannot be read ({str(error)[:200]}).") from None


def _place(error: yaml.YAMLError) -> str:
    mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None) or str(error)
    return f"{problem} (line {mark.line + 1}, column {mark.column + 1})." if mark else f"{problem}."
