"""The same contexts asked several times: which cells are stable, which flicker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.answer_signs import Signs, signs_of_tables
from moe_nb.core.errors import SpaceError
from moe_nb.core.run_table import Content, RunTable
from moe_nb.core.stability_facts import Flicker, KeyStability, Stability, Steadiness

FLICKERS_SHOWN = 20
FEWEST_REPEATS = 2


def stability_of(tables: Sequence[RunTable]) -> Stability:
    """Compare the repeats of one sweep, context by context; only answers that came are compared.

    Args:
        tables: Two or more runs of the same contexts and keys, in the same order.

    Raises:
        SpaceError: If there are fewer than two, or they did not ask the same.
    """
    if len(tables) < FEWEST_REPEATS:
        raise SpaceError("One run says nothing of stability.", hint="Ask the same contexts again.")
    first = tables[0]
    for table in tables[1:]:
        if not asked_the_same(table, first):
            raise SpaceError("The repeats did not ask the same contexts and keys.", hint="Repeat one plan unchanged.")
    signs = signs_of_tables(tables)
    return Stability(len(tables), tuple(_key(tables, signs, position) for position in range(len(first.keys))))


def asked_the_same(one: RunTable, other: RunTable) -> bool:
    """Return whether two runs are about the same contexts and keys, in the same order."""
    axes = [[axis.values for axis in table.space.axes] for table in (one, other)]
    return one.keys == other.keys and axes[0] == axes[1] and one.space.base == other.space.base


def _key(tables: Sequence[RunTable], signs: Sequence[Signs], position: int) -> KeyStability:
    cells = [sign.at(table.codes[:, position]) for table, sign in zip(tables, signs, strict=True)]
    answered = np.stack([cell.is_answered for cell in cells])
    served = np.stack([cell.is_served for cell in cells])
    groups = [np.where(served, np.stack(parts), -1) for parts in _parts(cells)]
    flickers = _varies(served.astype(np.int64), answered)
    flickers |= _varies(groups[0], answered) | _varies(groups[1], answered)
    of_payload = _varies(groups[2], answered) & ~flickers
    judged = np.full(answered.shape[1], Steadiness.STABLE, np.int8)
    judged[of_payload], judged[flickers] = Steadiness.PAYLOAD_FLICKERS, Steadiness.FLICKERS
    judged[answered.sum(axis=0) < FEWEST_REPEATS] = Steadiness.NOT_KNOWN
    shown = np.flatnonzero(judged >= Steadiness.PAYLOAD_FLICKERS)
    shown = shown[np.argsort(-judged[shown], kind="stable")][:FLICKERS_SHOWN]
    return KeyStability(
        tables[0].keys[position],
        judged,
        answered.sum(axis=0).astype(np.int16),
        tuple(_flicker(tables, answered, position, index) for index in shown.tolist()),
    )


def _parts(cells: Sequence[Signs]) -> tuple[list[NDArray[np.int64]], ...]:
    return [c.audience for c in cells], [c.variation for c in cells], [c.payload for c in cells]


def _varies(values: NDArray[np.int64], answered: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which contexts have two different values among their answers; shapes (repeats, n)."""
    low = np.where(answered, values, np.iinfo(np.int64).max).min(axis=0)
    high = np.where(answered, values, np.iinfo(np.int64).min).max(axis=0)
    different: NDArray[np.bool_] = low < high
    return different


def _flicker(tables: Sequence[RunTable], answered: NDArray[np.bool_], position: int, index: int) -> Flicker:
    seen: Counter[Content] = Counter(
        table.content(index, position) for number, table in enumerate(tables) if answered[number, index]
    )
    return Flicker(index, tuple(seen.most_common()))
