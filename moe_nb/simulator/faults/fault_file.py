"""Fault files: YAML in, checked `Faults` out."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import get_args

import msgspec

from moe_nb.core.errors import FaultFileError
from moe_nb.core.hidden_signs import spelled_in_one_line
from moe_nb.simulator.allowed import sentence
from moe_nb.simulator.faults.fault import DEFAULTS, SETTINGS, Fault, Faults, Kind
from moe_nb.simulator.yaml_text import YamlError, bounded_text, read_yaml

LARGEST_FILE = 100_000
"""Bytes; faults are written by people."""

BUILT_IN = ("bad_day",)


def load_faults(source: str | Path) -> Faults:
    """Load a fault file.

    Args:
        source: ``"bad_day"``, or the path of a YAML file.

    Raises:
        FaultFileError: If the file cannot be used; the text names the place and what is allowed there.
    """
    if str(source) in BUILT_IN:
        return parse_faults(
            (files("moe_nb.simulator.faults") / f"{source}.yaml").read_text(encoding="utf-8"), str(source)
        )
    path, name = Path(source), spelled_in_one_line(str(source))
    try:
        text = bounded_text(path, LARGEST_FILE)
    except (OSError, ValueError) as error:
        raise FaultFileError(
            f"{name}: cannot be read ({error}).", hint=f"Give the path of a YAML file, or {BUILT_IN[0]}."
        ) from None
    if text is None:
        raise FaultFileError(f"{name}: larger than {LARGEST_FILE // 1000} kB.", hint="Describe fewer faults.")
    return parse_faults(text, name)


def parse_faults(text: str, name: str = "faults") -> Faults:
    """Read the text of a fault file; see `load_faults`."""
    try:
        said = read_yaml(text)
    except YamlError as error:
        raise FaultFileError(f"{name}: {error}", hint="Correct the YAML there.") from None
    try:
        faults = msgspec.convert(said, Faults, strict=True)
    except msgspec.ValidationError as error:
        raise FaultFileError(f"{name}: {sentence(Faults, str(error))}") from None
    for place, problem in _problems(faults):
        raise FaultFileError(f"{name}: {place}: {problem}")
    return faults


def _problems(faults: Faults) -> Iterator[tuple[str, str]]:
    for number, fault in enumerate(faults.faults):
        place = f"faults[{number}] ({fault.fault})"
        if not fault.on:
            yield f"{place}.on", "it is empty. Allowed: fetch, metadata."
        if fault.last is not None and fault.last < fault.first:
            yield f"{place}.last", f"{fault.last} is before first. Allowed: {fault.first} or more."
        if fault.location is not None and not (fault.location.isascii() and fault.location.isprintable()):
            yield f"{place}.location", f"{fault.location!r} cannot be a header. Allowed: an address in plain ASCII."
        yield from _settings(place, fault)


def _settings(place: str, fault: Fault) -> Iterator[tuple[str, str]]:
    own = DEFAULTS.get(fault.fault, {})
    for name in SETTINGS:
        if getattr(fault, name) is not None and name not in own:
            kinds = [kind for kind in get_args(Kind) if name in DEFAULTS.get(kind, {})]
            yield f"{place}.{name}", f"{fault.fault} has no such setting. Allowed for {', '.join(kinds)}."
