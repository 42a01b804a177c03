"""What is wrong with the options of an audit, told before anything is read or computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click

from moe_nb.cli import options
from moe_nb.core.errors import UsageError
from moe_nb.report.report_path import check_report_path

SLOT = "--slot hero=promo-strip,app-download"
FEWEST_KEYS = 2


def writable_report(context: click.Context, parameter: click.Parameter, path: str | None) -> str | None:
    """Refuse a report of a kind there is not, or in a folder that is not there."""
    if path is not None:
        check_report_path(Path(path))
    has_ending = path is not None and bool(Path(path).suffix)  # a folder is made where there is none
    return options.writable(context, parameter, path) if has_ending else path


def slots_of(texts: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Read ``NAME=K1,K2``; blanks around names and commas say nothing.

    Raises:
        UsageError: If a part is empty, or there are fewer than two keys to compare.
    """
    slots = {}
    for name, keys in options.pairs(texts, SLOT).items():
        parts = tuple(key.strip() for key in keys.split(","))
        if "" in parts:
            raise UsageError(f"--slot {name}: a key between the commas is empty.", hint=f"Write for example {SLOT}.")
        if len(set(parts)) < FEWEST_KEYS:
            raise UsageError(
                f"--slot {name} names one key, which cannot meet another.", hint=f"Write for example {SLOT}."
            )
        slots[name] = parts
    return slots


def check_keys(slots: Mapping[str, Sequence[str]], known: Sequence[str]) -> None:
    """Refuse a slot with a key that a run does not have: it would look like a place without overlap.

    Raises:
        UsageError: If there is one.
    """
    for name, keys in slots.items():
        for key in keys:
            if key not in known:
                raise UsageError(
                    f"--slot {name}: the run has no experience {key!r}.", hint=f"It has {', '.join(known)}."
                )


def check_needs_expected(expected: str | None, given: Iterable[tuple[str, object]]) -> None:
    """Refuse options that say nothing without a table of expectations.

    Args:
        expected: The table that was named, if one was.
        given: Each such option and its value; None where it was left out.

    Raises:
        UsageError: If one was given and no table.
    """
    for option, value in given:
        if expected is None and value is not None:
            raise UsageError(f"{option} has nothing to say without --expected.", hint="Name a table: --expected x.csv.")


def check_apart(inputs: Iterable[str | None], outputs: Iterable[tuple[str, str | None]]) -> None:
    """Refuse to write over what is read, or to write two things into one file.

    Args:
        inputs: Files that are read.
        outputs: Each option that names a file to write, and the file.

    Raises:
        UsageError: If two of them are the same file.
    """
    taken = {Path(path).resolve(): "is read" for path in inputs if path is not None}
    for option, path in outputs:
        if path is None or path == "-":
            continue
        place = Path(path).resolve()
        if place in taken:
            raise UsageError(f"{option} {path!r}: that file {taken[place]}.", hint="Name another file.")
        taken[place] = f"is written by {option}"
