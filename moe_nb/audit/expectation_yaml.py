"""Expectations in YAML: a list of rows; every value stays the text that was written."""

from __future__ import annotations

from typing import Any

import yaml

from moe_nb.core.errors import ExpectationError

MOST_EVENTS = 500_000
"""Values, and ends of lists; each takes a hundred times the memory of the letter it may be."""

DEEPEST = 3
"""A list of rows, of columns, of values."""

TEXT_TAG = "tag:yaml.org,2002:str"
"""``!!str``, the one tag that is read: every value is a text anyway."""

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Texts, lists and mappings only: ``NO`` and ``09`` stay what they are, and nothing can be constructed."""


def read_yaml(text: str, source: str) -> list[tuple[int, dict[str, object]]]:
    """Return line number and cells of every row; a cell is a text, or a list of texts that are meant literally.

    Args:
        text: The file.
        source: Its name, for errors.

    Raises:
        ExpectationError: If it is not YAML or not a list of rows, a name stands twice in a row, or it uses tags
            (``!!bool``) or aliases (``*name``), which could make a small file unboundedly large.
    """
    try:
        _check_shape(text)
        node = yaml.compose(text, _LOADER)
    except (yaml.YAMLError, RecursionError) as error:
        raise ExpectationError(f"{source}: {_place(error)}", hint="Correct the YAML there.") from None
    if not isinstance(node, yaml.SequenceNode):
        raise ExpectationError(
            f"{source}: it is not a list of rows.", hint='Begin every row with "- experience_key: ...".'
        )
    return [(row.start_mark.line + 1, _cells(row, source)) for row in node.value]


def _check_shape(text: str) -> None:
    """Look through the events before any node is built: no aliases, no tags, and no deeper than rows are."""
    depth = 0
    for number, event in enumerate(yaml.parse(text, _LOADER)):
        if number > MOST_EVENTS:
            raise yaml.YAMLError("more values than any table of expectations has")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        problem = _refused_sign(event) or ("a value is one text or a list of texts" if depth > DEEPEST else "")
        if problem:
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=getattr(event, "start_mark", None))


def _refused_sign(event: yaml.Event) -> str:
    """Return why an event is none that people write in a table; empty for texts, lists and mappings."""
    if isinstance(event, yaml.AliasEvent):
        return "aliases (*name) are not used here"
    tag = getattr(event, "tag", None)
    if tag is None or (tag == TEXT_TAG and isinstance(event, yaml.ScalarEvent)):
        return ""
    return f"tags ({tag.replace('tag:yaml.org,2002:', '!!')[:40]}) are not used here: write the value alone"


def _cells(row: Any, source: str) -> dict[str, object]:
    if not isinstance(row, yaml.MappingNode):
        raise ExpectationError(
            f"{source}: line {row.start_mark.line + 1} is not a row.", hint='Write "- experience_key: ...".'
        )
    cells: dict[str, object] = {}
    for name, value in row.value:
        line = name.start_mark.line + 1
        if not isinstance(name, yaml.ScalarNode) or isinstance(value, yaml.MappingNode):
            raise ExpectationError(f"{source}: line {line} holds a mapping.", hint="A value is a text or a list.")
        if name.value in cells:
            raise ExpectationError(f"{source}: {name.value!r} stands twice (line {line}).", hint="Keep one of the two.")
        cells[name.value] = _texts(value) if isinstance(value, yaml.SequenceNode) else _text(value)
    return cells


def _texts(node: Any) -> list[str]:
    return [_text(item) for item in node.value]


def _text(node: Any) -> str:
    is_null = not node.style and node.value in {
        "null",
        "Null",
        "NULL",
        "~",
    }  # libyaml and PyYAML name plain differently
    return "" if is_null else str(node.value)


def _place(error: Exception) -> str:
    mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None) or str(error)
    return f"{problem} (line {mark.line + 1}, column {mark.column + 1})." if mark else f"{problem}."
