"""Where a key is served nothing, as few regions in words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.boxes import cover, grid_of
from moe_nb.core.answer import Cause, Outcome
from moe_nb.core.box_words import describe_box
from moe_nb.core.gap_facts import Gap, Region, Scatter
from moe_nb.core.run_table import RunTable

CUSTOMER = "customer_id"
MOST_REGIONS = 500
"""Regions looked for per finding: scattered cells (a control group, say) can make thousands that nobody reads."""


def gaps_of(
    table: RunTable, *, control: NDArray[np.bool_] | None = None, most_regions: int = MOST_REGIONS
) -> tuple[Gap, ...]:
    """Return, for every key, where it is not served; a key without gap has 0 contexts and no region.

    Args:
        table: A whole run.
        control: (contexts, keys): cells served nothing as a control group is (`control_cells`); they lie in no region,
            and are counted by themselves.
        most_regions: Where a gap would need more, the contexts beyond are counted in ``not_described``.
    """
    by_lot = np.zeros(table.codes.shape, np.bool_) if control is None else control
    return tuple(_gap(table, position, by_lot[:, position], most_regions) for position in range(len(table.keys)))


def regions_of(table: RunTable, cells: NDArray[np.bool_], most_regions: int) -> tuple[tuple[Region, ...], int]:
    """Cover contexts by few maximal regions, the largest first.

    Args:
        table: A whole run.
        cells: (contexts,): which ones.
        most_regions: How many at most.

    Returns:
        The regions, and the number of contexts they leave out.
    """
    grid = grid_of(table, cells)
    boxes = cover(grid, most=most_regions)
    covered = np.zeros_like(grid)
    for box in boxes:
        covered[np.ix_(*box.positions)] = True
    regions = [Region(describe_box(box, table.space), box, _first(box.positions, grid.shape)) for box in boxes]
    return tuple(regions), int(cells.sum() - covered.sum())


def _gap(table: RunTable, position: int, by_lot: NDArray[np.bool_], most_regions: int) -> Gap:
    counts = np.bincount(table.codes[:, position], minlength=len(table.contents))
    is_hole, answered, causes = np.zeros(len(table.contents), np.bool_), 0, dict[Cause, int]()
    for code in np.flatnonzero(counts).tolist():
        content = table.contents[code]
        if content.outcome is Outcome.NOT_SERVED:
            is_hole[code] = True
            cause = content.cause or Cause.NOT_KNOWN
            causes[cause] = causes.get(cause, 0) + int(counts[code])
        if content.outcome in {Outcome.SERVED, Outcome.NOT_SERVED}:
            answered += int(counts[code])
    holes = is_hole[table.codes[:, position]]
    regions, left = regions_of(table, holes & ~by_lot, most_regions)
    lot = np.flatnonzero(holes & by_lot)
    scattered = Scatter(len(lot), int(lot[0]), _customers(table, position, holes, by_lot)) if len(lot) else None
    return Gap(table.keys[position], int(counts[is_hole].sum()), answered, causes, regions, left, scattered)


def _customers(table: RunTable, position: int, holes: NDArray[np.bool_], by_lot: NDArray[np.bool_]) -> tuple[str, ...]:
    """Return the customers of scattered contexts who got nothing in all that were answered, two or more of them."""
    names = [one.name for one in table.space.axes]
    if CUSTOMER not in names:
        return ()
    others = tuple(at for at, name in enumerate(names) if name != CUSTOMER)
    outcomes = (Outcome.SERVED, Outcome.NOT_SERVED)
    is_answer = np.array([content.outcome in outcomes for content in table.contents], np.bool_)
    answered = grid_of(table, is_answer[table.codes[:, position]]).sum(axis=others)
    unserved = grid_of(table, holes).sum(axis=others)
    scattered = grid_of(table, holes & by_lot).sum(axis=others)
    who = np.flatnonzero((scattered > 0) & (answered > 1) & (unserved == answered))
    labels = table.space.axis(CUSTOMER).labels
    return tuple(labels[at] for at in who.tolist())


def _first(positions: tuple[tuple[int, ...], ...], shape: tuple[int, ...]) -> int:
    return int(np.ravel_multi_index([some[0] for some in positions], shape)) if shape else 0
