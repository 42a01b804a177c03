"""Personas: saved contexts in a small file that people can read, write, mail and put under version control."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import yaml

from moe_nb.core.context import Context
from moe_nb.core.errors import ContextError, PersonaError, RunFileError
from moe_nb.core.hidden_signs import spelled_in_one_line
from moe_nb.report.whole_file import replaced
from moe_nb.simulator.yaml_text import refused_sign

FIELDS = tuple(field.name for field in fields(Context))
MAPPINGS = ("user_identifiers", "attributes")
LARGEST = 500_000
"""Bytes a file may have; a larger one is something else."""
MOST_VALUES = 30_000
"""Names and values of a file, a thousand personas with everything they can have."""
DEEPEST = 4
"""The file, its personas, one of them, its attributes."""
HEAD = "# Personas of moe_nb: saved visitors. Days and hours are UTC; what is left out is not sent.\n"
HINT = "Write personas: {name: {customer_id: ..., hour: ..., attributes: {...}}}."


def personas(path: str | Path) -> dict[str, Context]:
    """Read a file of personas: name to context.

    Args:
        path: YAML, or JSON. Every value is taken as it is written, so ``no`` and ``007`` stay what they are.

    Raises:
        PersonaError: If it cannot be read, or holds something else; the text names the line.
    """
    file = Path(path).expanduser()
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)  # a device says that it has no size, and never ends
        text = content.decode("utf-8-sig")
    except (OSError, ValueError) as error:  # ValueError: not UTF-8, or a path with NUL in it
        raise PersonaError(f"{str(file)!r} cannot be read ({error}).") from None
    if len(content) > LARGEST:
        raise PersonaError(f"{str(file)!r} is too large for a file of personas.")
    return _Reader(spelled_in_one_line(file.name)).read(text.replace("\t", "  ") if file.suffix == ".json" else text)


def save_personas(personas: Mapping[str, Context], path: str | Path) -> Path:
    """Write personas into a file, in place of what was there, and return its path.

    Args:
        personas: Name to context.
        path: The file, ``"team.yaml"``.

    Raises:
        PersonaError: If it cannot be written, or would hold more than a file of personas may.
    """
    said = {name: _fields(context) for name, context in personas.items()}
    text = HEAD + yaml.dump({"personas": said}, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=4096)
    file = Path(path).expanduser()
    _check_readable(text, file)
    try:
        replaced(file.resolve(), text.encode())  # what was there stays until the new one is whole
    except ValueError as error:  # a path with NUL in it
        raise PersonaError(f"{str(file)!r} cannot be written ({error}).") from None
    except RunFileError as error:
        raise PersonaError(error.description) from None
    return file


def _check_readable(text: str, file: Path) -> None:
    """Refuse what could not be read again, before it takes the place of a file that can."""
    try:
        _check_shape(text)
        is_small = len(text.encode()) <= LARGEST
    except yaml.YAMLError:
        is_small = False
    if not is_small:
        raise PersonaError(f"These are too many personas for {str(file)!r}.", hint="Save them in several files.")


def _fields(context: Context) -> dict[str, Any]:
    said = {name: getattr(context, name) for name in FIELDS}
    return {name: dict(value) if name in MAPPINGS else value for name, value in said.items() if value} | (
        {} if context.hour is None else {"hour": context.hour}
    )


class _Writer(yaml.SafeDumper):
    """Writes texts with odd line ends and invisible characters in quotes, escaped: YAML would fold them."""


_Writer.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar(
        "tag:yaml.org,2002:str", text, style=None if text.isprintable() else '"'
    ),
)


_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Texts, lists and mappings only, so that nothing can be constructed."""


def _check_shape(text: str) -> None:
    """Look through the events before any node is built: a small file may hold more than there is memory for.

    Raises:
        yaml.YAMLError: If there are more values than people write, they lie deeper than any does, or one has a tag.
    """
    depth = values = 0
    for event in yaml.parse(text, _LOADER):
        values += isinstance(event, yaml.NodeEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        problem = "" if isinstance(event, yaml.AliasEvent) else refused_sign(event)  # an alias is told with its name
        if values > MOST_VALUES:
            problem = f"more than {MOST_VALUES:,} names and values"
        elif depth > DEEPEST:
            problem = "nested more deeply than a persona is"
        if problem:
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=getattr(event, "start_mark", None))


class _Reader:
    """Turns nodes of YAML into contexts; every value is a text, and every mistake has a line."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._seen = set[int]()

    def read(self, text: str) -> dict[str, Context]:
        try:
            _check_shape(text)
            root = yaml.compose(text, Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            line = "" if error.problem_mark is None else f", line {error.problem_mark.line + 1}"
            raise PersonaError(f"{self._name}{line}: {error.problem}.") from None
        except (yaml.YAMLError, RecursionError) as error:
            raise PersonaError(f"{self._name}: this is not YAML ({type(error).__name__}).", hint=HINT) from None
        if root is None:
            raise PersonaError(f"{self._name} is empty.", hint=HINT)
        said = self._mapping(root, "the file")
        if list(said) != ["personas"]:
            raise PersonaError(f"{self._name} has no list of personas, and nothing else may stand in it.", hint=HINT)
        named = self._mapping(said["personas"], "personas")
        return {name: self._context(name, node) for name, node in named.items()}

    def _context(self, name: str, node: yaml.Node) -> Context:
        values: dict[str, Any] = {}
        for field, value in self._mapping(node, name).items():
            if field not in FIELDS:
                raise self._error(value, f"{name} has a field {field!r}", hint=f"Use {', '.join(FIELDS)}.")
            values[field] = (
                {key: self._text(one, f"{name}, {field}, {key}") for key, one in self._mapping(value, field).items()}
                if field in MAPPINGS
                else self._text(value, f"{name}, {field}")
            )
            try:
                Context(**{field: values[field]})
            except ContextError as error:
                raise self._error(value, f"{name}, {field}: {error.description}", hint=error.hint) from None
        return Context(**values)

    def _mapping(self, node: yaml.Node, where: str) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise self._error(node, f"{where} must hold names with values")
        self._refuse_alias(node, where)
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = self._text(key, where)
            if name in found:
                raise self._error(key, f"{name!r} stands twice", hint="Remove one of the two.")
            found[name] = value
        return found

    def _text(self, node: yaml.Node, where: str) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise self._error(node, f"{where} must be one value")
        self._refuse_alias(node, where)
        return str(node.value)

    def _refuse_alias(self, node: yaml.Node, where: str) -> None:
        """Refuse what was read before: with aliases a small file says the same large thing very often."""
        if id(node) in self._seen:
            raise self._error(node, f"{where} is an alias (*name), and these are not used here")
        self._seen.add(id(node))

    def _error(self, node: yaml.Node, what: str, hint: str = "") -> PersonaError:
        return PersonaError(f"{self._name}, line {node.start_mark.line + 1}: {what.rstrip('.')}.", hint=hint)
