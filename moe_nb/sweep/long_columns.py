"""Axes from somewhere else: a column of a frame, a CSV or a Parquet file, or anything that can be iterated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moe_nb.core.context import Context, check_axis_name
from moe_nb.core.errors import ContextError, SpaceError
from moe_nb.core.space import Axis, Space, axis
from moe_nb.sweep.csv_column import chosen_column, csv_values, unreadable
from moe_nb.sweep.stored_list import spooled

if TYPE_CHECKING:
    import pandas as pd

    Source = str | Path | pd.DataFrame | Iterable[Any]

IN_MEMORY = 10_000
"""Values an axis holds in memory; a longer list is written to a file as it comes."""


def customer_ids(source: Source, column: str | None = None) -> Space:
    """Return an axis of customer ids, of any number.

    Args:
        source: A CSV or Parquet file, a frame (pandas, polars, pyarrow), or anything that can be iterated: a list, a
            Series, a generator.
        column: The column of a file or frame; left out, its only one, or ``customer_id``.

    An id that comes again is asked once and counts for all.

    Raises:
        SpaceError: If the file or column is not there, there is no id, or a row has an empty one (its number is named).
    """
    return axis_from("customer_id", source, column)


def axis_from(name: str, source: Source, column: str | None = None) -> Space:
    """Return an axis of any field or attribute, its values from a file, a DataFrame or an iterator.

    Args:
        name: A field, ``identifier.NAME``, or the name of an attribute.
        source: As for `customer_ids`.
        column: The column of a file or DataFrame; left out, its only one, or the one called like the axis.

    Raises:
        SpaceError: As `customer_ids`.
    """
    try:
        check_axis_name(name)
    except ContextError as error:
        raise SpaceError(f"Axis {name!r}: {error.description}", hint=error.hint) from None
    if name in {"day", "hour"}:
        raise SpaceError(f"A long list of {name}s makes no sense.", hint="moe.days() and moe.hours() have them all.")
    values = _checked(name, _values(name, source, column))
    first = list(islice(values, IN_MEMORY + 1))
    if len(first) <= IN_MEMORY and len(set(first)) == len(first):
        return axis(name, first)
    stored = spooled(chain(first, values))
    return Space((Axis(name, stored, stored),))


def _checked(name: str, values: Iterable[Any]) -> Iterator[str]:
    """Return the values as they go on the wire; one that cannot is named with its row."""
    for row, value in enumerate(values, start=1):
        text = _text(value, f"Value {row:,} of axis {name!r}")
        try:
            sent = Context().with_values({name: text}).values().get(name)
        except ContextError as error:
            raise SpaceError(f"Value {row:,} of axis {name!r}: {error.description}", hint=error.hint) from None
        if sent is None:
            raise SpaceError(f"Value {row:,} of axis {name!r} is empty.", hint="Leave rows without a value out.")
        yield str(sent)


def _text(value: Any, what: str) -> str:
    if isinstance(value, bytes):  # some programs write texts into Parquet files without saying that they are
        try:
            return value.decode()
        except UnicodeDecodeError:
            raise SpaceError(f"{what} is bytes that are no text.", hint="Save the column as text.") from None
    if isinstance(value, list | tuple | set | dict):
        raise SpaceError(f"{what} is a {type(value).__name__}, not one value.", hint="One value per row.")
    if _is_missing(value):
        return ""
    if isinstance(value, float) and value.is_integer():  # what pandas makes of a column of numbers with a gap
        return str(int(value))
    return str(value)


def _is_missing(value: Any) -> bool:
    try:
        return value is None or bool(value != value)  # noqa: PLR0124 - NaN and NaT are not themselves
    except TypeError:  # pandas.NA is neither
        return True


def _values(name: str, source: Source, column: str | None) -> Iterable[Any]:
    if isinstance(source, str | Path):
        return _file_values(name, Path(source).expanduser(), column)
    names = getattr(source, "column_names", getattr(source, "columns", None))
    if names is not None:
        return _frame_values(name, source, [*names], column)
    if isinstance(source, bytes) or not isinstance(source, Iterable):
        raise SpaceError(f"{type(source).__name__} is no list of values.", hint="Give a file, a frame or a list.")
    return source


def _frame_values(name: str, frame: Any, names: list[Any], column: str | None) -> Iterable[Any]:
    """Return a column of a frame of pandas or polars, or of a table of pyarrow."""
    chosen = chosen_column(name, [str(label) for label in names], column, "the frame")
    values = frame[next(label for label in names if str(label) == chosen)]
    return values.to_pylist() if hasattr(values, "to_pylist") else values  # type: ignore[no-any-return]


def _file_values(name: str, path: Path, column: str | None) -> Iterable[Any]:
    if not path.is_file():
        raise SpaceError(f"There is no file {str(path)!r}.", hint="A list of values is written as [...].")
    return _parquet_values(name, path, column) if path.suffix.lower() == ".parquet" else csv_values(name, path, column)


def _parquet_values(name: str, path: Path, column: str | None) -> Iterator[Any]:
    try:
        import pyarrow.parquet as pq  # noqa: PLC0415 - an extra
    except ImportError:
        raise SpaceError("Parquet files need the extra 'parquet'.", hint="pip install moe-nb[parquet]") from None
    try:
        with pq.ParquetFile(path) as file:
            chosen = chosen_column(name, file.schema_arrow.names, column, repr(path.name))
            for batch in file.iter_batches(columns=[chosen]):
                yield from batch.column(0).to_pylist()
    except SpaceError:
        raise
    except (OSError, ValueError) as error:  # what pyarrow raises is one or the other
        raise unreadable(path, error) from None
