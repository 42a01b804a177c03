"""What an audit is given besides a run: expectations, slots, repeats."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from moe_nb.audit.expectation_table import expectations_from, load_expectations
from moe_nb.core.audit_material import AuditMaterial
from moe_nb.core.errors import AuditError, ExpectationError
from moe_nb.core.expectation_facts import ExpectationTable
from moe_nb.results.stability import DisplayedStability, Repeat

Expected = str | Path | Iterable[Mapping[str, Any]] | Any
"""A file, rows as mappings, or a pandas DataFrame."""

FIRST_ROW = 2
"""Rows that come without a file are counted as in one: the first row holds the names."""


@dataclass(frozen=True, slots=True, eq=False)
class AuditInputs:
    """Everything that was given, checked."""

    expected: ExpectationTable | None = None
    slots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stability: DisplayedStability | None = None
    week_of: date | None = None
    seed: int = 0
    expected_suffix: str = ""
    expected_content: bytes = b""

    @property
    def repeats(self) -> tuple[Repeat, ...]:
        """The runs that asked the same again."""
        return () if self.stability is None else self.stability.repeats

    def material(self) -> AuditMaterial:
        """Return what a notebook needs to make the same audit again; runs are no part of it."""
        return AuditMaterial(self.expected_suffix, self.expected_content, self.slots, self.week_of, self.seed)


def audit_inputs(
    expected: Expected | None,
    slots: Mapping[str, Iterable[str]] | None,
    stability: DisplayedStability | None,
    week_of: date | None,
    seed: int,
) -> AuditInputs:
    """Check what an audit is given.

    Raises:
        ExpectationError: If the expectations are no table at all.
        AuditError: If a slot is one text instead of a list.
    """
    for slot, keys in (slots or {}).items():
        if isinstance(keys, str):
            raise AuditError(f"Slot {slot!r} got one text instead of a list.", hint=f"Write [{keys!r}, ...].")
    named = {str(slot): tuple(keys) for slot, keys in (slots or {}).items()}
    if expected is None:
        return AuditInputs(None, named, stability, week_of, seed)
    if isinstance(expected, str | Path):
        path = Path(expected)
        table = load_expectations(path)
        return AuditInputs(table, named, stability, week_of, seed, path.suffix.lower(), path.read_bytes())
    rows = _rows(expected)
    # JSON is YAML; a row in a line, so that the number of a row is its line
    content = "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n"
    table = expectations_from(enumerate(rows, start=FIRST_ROW))
    return AuditInputs(table, named, stability, week_of, seed, ".yaml", content.encode("utf-8", "replace"))


def _rows(expected: Any) -> list[dict[str, object]]:
    """Return rows of texts from mappings or a DataFrame."""
    given: Any = expected.to_dict("records") if hasattr(expected, "to_dict") else expected
    rows = list(given) if isinstance(given, Iterable) and not isinstance(given, Mapping | bytes) else None
    if rows is None or not all(isinstance(row, Mapping) for row in rows):
        raise ExpectationError(
            f"Expectations cannot be read from {type(expected).__name__}.",
            hint="Give a file (.csv, .xlsx, .yaml), a DataFrame, or a list of rows, each a mapping of column to value.",
        )
    return [{str(name): _cell(value) for name, value in row.items()} for row in rows]


def _cell(value: object) -> str | list[str]:
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_text(one) for one in value]
    return _text(value)


def _text(value: object) -> str:
    if value is None or value != value:  # noqa: PLR0124 - pandas' missing values are not equal to themselves
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
