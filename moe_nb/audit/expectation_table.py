r"""A table of expectations: rows of cells in, checked rows and named problems out.

Columns: ``experience_key`` (needed), ``expect`` (``served`` or ``not served``), ``audience`` (id or name),
``variation`` (id), ``tz`` (whose clock ``day`` and ``hour`` are; UTC if empty), ``note`` (never read), and one per
condition: an axis or attribute under its own name.

In a cell, ``|`` stands between values of which any one will do (in ``day`` and ``hour`` a comma too), ``*`` or nothing
means any; ``\|`` and ``\*`` are the characters themselves. ``Mon-Fri`` and ``22-05`` are ranges that wrap; hours
include both ends as in a world file (``09-17`` lasts until 17:59). ``user_agent`` also takes ``device:mobile``;
``(none)`` is a value that was not sent, ``(empty)`` one that was sent empty. A column ``device`` of device types is
read as ``user_agent`` where the run has no attribute of that name. Upper and lower case matter in values and keys, not
in time zones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from moe_nb.audit.expectation_cells import CellProblem, conditions_of, texts_of
from moe_nb.audit.expectation_file import KEY_COLUMN, read_rows
from moe_nb.audit.expectation_zones import UTC, zone_of
from moe_nb.core.context import FIELDS
from moe_nb.core.errors import ContextError
from moe_nb.core.expectation_facts import Condition, ExpectationRow, ExpectationTable, RowProblem

SPOKEN = (KEY_COLUMN, "expect", "audience", "variation", "tz", "note")
"""The columns that are no conditions."""

_EXPECTED = {"served": True, "not served": False, "not_served": False}


def load_expectations(path: str | Path) -> ExpectationTable:
    """Read a file of expectations; a row with a mistake is told beside the rows that are good.

    Args:
        path: A ``.csv``, ``.xlsx`` or ``.yaml`` file; YAML holds a list of rows, a list in a cell is meant literally.

    Raises:
        ExpectationError: If the file is no table at all: the text says what is wrong and where.
    """
    return expectations_from(read_rows(path), str(path))


def expectations_from(
    rows: Iterable[tuple[int, Mapping[str, object]]], source: str = "expectations"
) -> ExpectationTable:
    """Read rows that are at hand already.

    Args:
        rows: Number of a row, and its cells by column: texts, or lists of texts that are meant literally.
        source: What to call them.
    """
    good: list[ExpectationRow] = []
    problems: list[RowProblem] = []
    for number, cells in rows:
        row, wrong = _row(number, cells)
        problems += wrong
        if row is not None:
            good.append(row)
    return ExpectationTable(source, tuple(good), tuple(problems))


def _column(name: str) -> str:
    """Return the name the code knows a column by: case does not matter for names that are not attributes."""
    bare = name.strip()
    return bare.lower() if bare.lower() in {*SPOKEN, *FIELDS} else bare


def _row(number: int, cells: Mapping[str, object]) -> tuple[ExpectationRow | None, list[RowProblem]]:
    """Return a row, or None and everything that is wrong with it."""
    problems: list[RowProblem] = []
    said: dict[str, tuple[str, ...]] = {}
    conditions: list[Condition] = []
    seen: set[str] = set()
    for name, cell in cells.items():
        column = _column(name)
        try:
            if column in seen:
                problems.append(RowProblem(number, name, _shown(cell), "it stands twice.", "Keep one of the two."))
            elif column in SPOKEN:
                said[column] = texts_of(column, cell) if column != "note" else ()
            else:
                conditions += conditions_of(column, cell)
            seen.add(column)
        except CellProblem as error:
            problems.append(RowProblem(number, column, _shown(cell), error.problem, error.hint))
        except ContextError as error:
            problems.append(RowProblem(number, column, _shown(cell), error.description, error.hint))
    shown = {_column(name): _shown(cell) for name, cell in cells.items()}
    problems += _spoken_problems(number, said, {problem.column for problem in problems}, shown)
    return (None if problems else _good_row(number, said, conditions)), problems


def _good_row(number: int, said: Mapping[str, tuple[str, ...]], conditions: list[Condition]) -> ExpectationRow:
    (tz,) = said.get("tz") or (UTC,)
    return ExpectationRow(
        number,
        said[KEY_COLUMN][0],
        tuple(conditions),
        zone_of(tz),
        _EXPECTED[(said.get("expect") or ("served",))[0].lower()],
        said.get("audience", ()),
        said.get("variation", ()),
    )


def _spoken_problems(
    number: int, said: Mapping[str, tuple[str, ...]], known: set[str], shown: Mapping[str, str]
) -> list[RowProblem]:
    """Check the columns that are no conditions; *known* columns were told already, and say what is expected."""
    if known & {"audience", "variation"} and not said.get("expect"):
        known = known | {"expect"}
    checks = {KEY_COLUMN: _key_problem, "expect": _expect_problem, "tz": _tz_problem}
    problems = []
    for column, check in checks.items():
        given = said.get(column, ())
        found = ("it names more than one.", "Write a row for each.") if len(given) > 1 else check(said)
        if found is not None and column not in known:
            problems.append(RowProblem(number, column, shown.get(column, ""), *found))
    return problems


def _key_problem(said: Mapping[str, tuple[str, ...]]) -> tuple[str, str] | None:
    return None if said.get(KEY_COLUMN) else ("it names no experience.", "Write one key, exactly as in MoEngage.")


def _expect_problem(said: Mapping[str, tuple[str, ...]]) -> tuple[str, str] | None:
    is_detailed = bool(said.get("audience") or said.get("variation"))
    expect = said.get("expect") or (("served",) if is_detailed else ())
    if not expect:
        return "the row expects nothing.", 'Write "served" or "not served".'
    if expect[0].lower() not in _EXPECTED:
        return "it says neither.", 'Write "served" or "not served".'
    if not _EXPECTED[expect[0].lower()] and is_detailed:
        return "an audience or variation goes with served only.", "Leave it empty, or expect served."
    return None


def _tz_problem(said: Mapping[str, tuple[str, ...]]) -> tuple[str, str] | None:
    try:
        zone_of((said.get("tz") or (UTC,))[0])
    except CellProblem as error:
        return error.problem, error.hint
    return None


def _shown(cell: object) -> str:
    longest = 80
    text = " | ".join(map(str, cell)) if isinstance(cell, list | tuple) else str(getattr(cell, "value", cell))
    return text if len(text) <= longest else text[: longest - 1] + "…"
