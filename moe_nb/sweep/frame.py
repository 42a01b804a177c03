"""A run table as a tidy pandas frame, built column by column from codes."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from moe_nb.core.answer import Cause, Outcome
from moe_nb.core.context import FIELDS, IDENTIFIER_PREFIX
from moe_nb.core.day_hour import DAYS, HOURS
from moe_nb.core.long_list import LongList
from moe_nb.core.run_table import CONTENT_COLUMNS, Content, RunTable
from moe_nb.core.space import Space

LABEL_SUFFIX = "_label"
"""How a column with the labels of an axis is called after it: ``user_agent_label``."""

ATTRIBUTE_PREFIX = "attribute."
"""How a column names an attribute whose own name another column has."""

_OWN = {"context", "experience_key", *CONTENT_COLUMNS, "status", "elapsed_ms", "asked_at"}


def to_frame(table: RunTable) -> pd.DataFrame:
    """Return one row per context and experience key, contexts in the order of the space.

    Columns: ``context`` (number of the context), the axes and what stays the same under their own names, beside an axis
    whose values have labels those (``user_agent_label``), ``local_day`` and ``local_hour`` (the local clock at which
    the UTC hour begins) for a week with a zone, ``experience_key``,
    ``outcome``, ``cause``, ``audience_id``, ``audience_name``, ``variation_id``, ``experience_name``, ``campaign_id``,
    ``payload_hash``, ``error``, ``status`` (HTTP; 0 where none came), ``elapsed_ms``, ``asked_at`` (UTC).
    Low-cardinality columns are categorical; missing is NaN. An attribute that is called like one of the other columns
    (``status``, say) stands under ``attribute.status``.
    """
    contexts, keys = table.codes.shape
    chunk = np.array([table.chunk_of(position) for position in range(keys)], dtype=np.intp)
    asked_at = pd.DatetimeIndex(_moments(table.asked_epoch_ms)[:, chunk].reshape(-1), tz="UTC")  # while nothing else is
    numbers = np.arange(table.first, table.first + contexts)
    columns: dict[str, Any] = {"context": np.repeat(numbers, keys)}
    columns |= {name: _stretched(values, keys) for name, values in context_columns(table.space, numbers).items()}
    columns["experience_key"] = _categorical(np.tile(_small(np.arange(keys)), contexts), pd.Index(table.keys))
    codes = table.codes.reshape(-1)
    columns |= {name: _by_content(table.contents, codes, name) for name in CONTENT_COLUMNS}
    columns["status"] = table.status[:, chunk].reshape(-1)
    columns["elapsed_ms"] = table.elapsed_ms[:, chunk].reshape(-1)
    columns["asked_at"] = asked_at
    return pd.DataFrame(columns, copy=False)  # a run of a million contexts stands in memory once


def context_columns(space: Space, contexts: NDArray[np.intp] | None = None) -> dict[str, Any]:
    """Return a categorical per axis, its labels, local time and fixed value; one entry per context.

    Args:
        space: Where the contexts are from.
        contexts: Their numbers; all if left out.
    """
    numbers = np.arange(len(space)) if contexts is None else contexts
    grid = np.unravel_index(numbers, [len(axis) for axis in space.axes])
    columns = {axis.name: _axis_column(axis.name, axis.values, grid[n]) for n, axis in enumerate(space.axes)}
    for name, value in space.base.values().items():
        if name not in columns:
            columns[name] = _axis_column(name, (value,), np.zeros(len(numbers), np.intp))
    made = _local_columns(space, grid) | _label_columns(space, grid)
    columns = {column: columns[name] for name, column in column_names(columns, made).items()} | made
    return {name: columns[name] for name in sorted(columns, key=_column_order)}


def column_names(names: Iterable[str], made: Iterable[str] = ()) -> dict[str, str]:
    """Return the column of every name of a context, in the order of a frame; none meets a column of the frame's own.

    Args:
        names: Names of axes and fixed values.
        made: Columns made beside them.
    """
    given, taken = set(names), _OWN | set(made)
    columns = {name: _apart(name, given, taken) for name in given}
    return dict(sorted(columns.items(), key=lambda pair: _column_order(pair[1])))


def _column_order(name: str) -> tuple[int, str]:
    fields = ("user_agent", "ip_address", "customer_id")
    leading = ["day", "hour", "local_day", "local_hour"]
    leading += [column for field in fields for column in (field, field + LABEL_SUFFIX)]
    if name in leading:
        return leading.index(name), ""
    return len(leading) + (name in FIELDS or name.startswith(IDENTIFIER_PREFIX)), name


def _axis_column(name: str, values: Sequence[Any], positions: NDArray[np.intp]) -> pd.Categorical:
    if isinstance(values, LongList):
        return _long_column(values, positions)
    clock = {"day": DAYS, "hour": HOURS}.get(name)  # always whole, so that days and hours compare in their own order
    categories = list(clock or (value for value in values if value is not None))
    number = {value: at for at, value in enumerate(categories)}
    codes = _small(np.array([-1 if value is None else number[value] for value in values]))[positions]
    return _categorical(codes, pd.Index(categories), ordered=clock is not None)


def _long_column(values: LongList, positions: NDArray[np.intp]) -> pd.Categorical:
    """Return the column of a long list; only what these positions span is read."""
    first = int(positions.min(initial=len(values)))
    read = values.part(first, int(positions.max(initial=-1)) + 1)
    codes, categories = pd.factorize(np.array(read, dtype=object))
    return pd.Categorical.from_codes(codes[positions - first], pd.Index(categories))


def _local_columns(space: Space, grid: Sequence[NDArray[np.intp]]) -> dict[str, Any]:
    if space.local_week is None:
        return {}
    names = [axis.name for axis in space.axes]
    days, hours = (space.axes[names.index(name)].values for name in ("day", "hour"))  # noqa: PD011 - an Axis
    week = space.local_week
    starts = [[week.starts(DAYS.index(day), hour) for hour in hours] for day in days]
    clocks = sorted({clock for row in starts for _, clock in row})
    day_codes = np.array([[DAYS.index(day) for day, _ in row] for row in starts])
    hour_codes = np.array([[clocks.index(clock) for _, clock in row] for row in starts])
    at = grid[names.index("day")], grid[names.index("hour")]
    return {
        "local_day": pd.Categorical.from_codes(day_codes[at], pd.Index(DAYS), ordered=True),
        "local_hour": pd.Categorical.from_codes(hour_codes[at], pd.Index(clocks), ordered=True),
    }


def _label_columns(space: Space, grid: Sequence[NDArray[np.intp]]) -> dict[str, Any]:
    return {
        axis.name + LABEL_SUFFIX: _categorical(_small(np.arange(len(axis)))[grid[number]], pd.Index(axis.labels))
        for number, axis in enumerate(space.axes)
        if axis.is_labelled
    }


def _apart(name: str, given: Container[str], taken: Container[str]) -> str:
    """Return a column name for a given one that no other column has."""
    if name not in taken:
        return name
    name = ATTRIBUTE_PREFIX + name
    while name in given:
        name = ATTRIBUTE_PREFIX + name
    return name


def _stretched(column: pd.Categorical, times: int) -> pd.Categorical:
    return pd.Categorical.from_codes(np.repeat(column.codes, times), dtype=column.dtype, validate=False)


def _by_content(contents: tuple[Content, ...], codes: NDArray[np.int32], name: str) -> pd.Categorical:
    texts = [_text(getattr(content, name)) for content in contents]
    order = {"outcome": [str(o) for o in Outcome], "cause": [str(c) for c in Cause]}
    categories = order.get(name) or sorted({text for text in texts if text})
    number = {text: at for at, text in enumerate(categories)}
    mapped = _small(np.array([number.get(text, -1) for text in texts]))
    return _categorical(mapped[codes], pd.Index(categories, dtype="str" if categories else object))


def _categorical(codes: NDArray[Any], categories: pd.Index[Any], *, ordered: bool = False) -> pd.Categorical[Any]:
    return pd.Categorical.from_codes(codes, dtype=pd.CategoricalDtype(categories, ordered), validate=False)


def _small(codes: NDArray[Any]) -> NDArray[Any]:
    """Return codes in as few bytes as pandas would keep them in, before they are repeated a million times."""
    return codes.astype(np.min_scalar_type(-max(1, int(codes.max(initial=0)) + 1)))


def _moments(epoch_ms: NDArray[np.int64]) -> NDArray[np.datetime64]:
    """Return times; what was not asked has none."""
    return np.where(epoch_ms == 0, np.datetime64("NaT", "ms"), epoch_ms.astype("datetime64[ms]"))


def _text(value: Any) -> str:
    return "" if value is None else str(value)
