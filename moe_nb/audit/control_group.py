"""Cells that were served nothing the way a control group is: scattered among those of an audience, as if by chance.

From outside, a visitor in a control group looks like one whom no audience matches. What tells them apart is that no
rule on the axes says who it is: a control group is drawn by lot.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.answers import NOT_KNOWN, NOTHING, answers_of, audience_codes
from moe_nb.audit.chance import at_least
from moe_nb.audit.held_out import at_most, situations_of, visitors_of
from moe_nb.audit.labelled import Labelled, points_of
from moe_nb.audit.rule_learner import different
from moe_nb.audit.scatter import is_scattered
from moe_nb.audit.solid_holes import solid_holes
from moe_nb.audit.value_sets import hull, inside, shape_of
from moe_nb.core.answer import Cause, Outcome
from moe_nb.core.run_table import Content, RunTable
from moe_nb.core.space import Space

Flags = NDArray[np.bool_]

LARGEST_SHARE = 0.65
"""A larger share of an audience's cells served nothing is more than any control group."""
LARGEST_SHARE_OF_VISITORS = 0.3
"""Of visitors who are never served it cannot be seen that they are scattered: who are more, an audience leaves out."""
FEWEST_CELLS = 5
"""Fewer cells show no scatter."""
FEWEST_VISITORS, FEWEST_UNSERVED = 10, 3
"""Among fewer visitors, or fewer who are never served, each is named by a rule instead."""
LARGEST_SAMPLE = 5_000
"""Cells by which it is judged whether rules say where nothing is served."""
CHANCE = 0.01
"""Rules that only guess seem better than guessing at most so often."""
HALVINGS = 3
"""Of so many halvings each must say so: in a lot, cells that happen to lie side by side fall into one half in some."""
RARE = 0.01
"""In scattered cells, a box in which nothing is served is taken for a hole at most so often."""
EXPECTED_ONCE = 1.0
"""Where cells gather although all holes are out, boxes are taken out too that chance shows hardly more than once."""


def control_cells(table: RunTable) -> Flags:
    """Return (contexts, keys): which were served nothing as a control group is.

    Where a short list of rules says exactly where nothing is served, there are none: then they are no lot. Boxes in
    which nothing is served, too large to be a chance of the lot, are holes and none of it; of few cells nobody can
    tell. The cause must allow for it: a paused experience has no control group.

    Args:
        table: A whole run.
    """
    audiences = audience_codes(answers_of(table)).astype(np.int64)
    may_be = np.array([_may_be(content) for content in table.contents], np.bool_)[table.codes]
    found = np.zeros(audiences.shape, np.bool_)
    points, shape = points_of(table), shape_of(table.space)
    for key in range(len(table.keys)):
        labels, answered = audiences[:, key], audiences[:, key] != NOT_KNOWN
        if may_be[answered, key].any() and (labels > NOTHING).any():
            cells = Labelled(points, labels, shape).some(answered)
            found[answered, key] = _of_key(cells, may_be[answered, key], table.space)
    return found


def _may_be(content: Content) -> bool:
    return content.outcome is Outcome.NOT_SERVED and content.cause in {Cause.NO_MATCH, Cause.NOT_KNOWN, None}


def _of_key(cells: Labelled, may_be: Flags, space: Space) -> Flags:
    found = _of_unserved_visitors(cells, may_be, space)
    rest = ~found
    part = cells.some(at_most(rest, LARGEST_SAMPLE, 0))
    if not part.wrong(part.learned(part.short)):
        return found
    for chance in (RARE, EXPECTED_ONCE):
        scattered, among = _peeled(cells, may_be, rest, chance)
        judged = at_most(among, LARGEST_SAMPLE, 0)
        is_enough = np.count_nonzero(scattered) >= FEWEST_CELLS
        if is_enough and not _follows_rules(cells.some(judged), scattered[judged]):
            return found | scattered
    return found


def _of_unserved_visitors(cells: Labelled, may_be: Flags, space: Space) -> Flags:
    """Return the cells of visitors who were served nothing in any context, where they are a few of very many.

    Where none of the other visitors asked was served either, it is a hole for everybody.
    """
    given = visitors_of(cells.points, space)
    if not given.any():
        return np.zeros(len(given), np.bool_)
    _, visitors = np.unique(given, return_inverse=True)
    other = np.bincount(visitors, weights=~may_be)
    never = other == 0
    is_few = FEWEST_UNSERVED <= np.count_nonzero(never) <= LARGEST_SHARE_OF_VISITORS * len(never)
    if len(never) < FEWEST_VISITORS or not is_few:
        return np.zeros(len(visitors), np.bool_)
    is_never = never[visitors]
    _, situations = np.unique(situations_of(cells.points, space), return_inverse=True)
    others, unserved = (np.bincount(situations, weights=some) for some in (~is_never, ~is_never & may_be))
    is_hole = (others > 0) & (others == unserved)
    return np.asarray(is_never & ~is_hole[situations], np.bool_)


def _peeled(cells: Labelled, may_be: Flags, is_open: Flags, chance: float) -> tuple[Flags, Flags]:
    """Take off box after box that holds one audience and, beside it, only cells served nothing.

    An audience whose smallest box holds one box of another is taken off behind that one, as when rules are learned.

    Returns:
        (cells,): which are scattered, and among which.
    """
    scattered, among, left = np.zeros(len(may_be), np.bool_), np.zeros(len(may_be), np.bool_), is_open.copy()
    while (found := _whole_box(cells, may_be, left)) is not None:
        box, others = found
        left &= ~box
        lot = _lot(cells, box, others, chance)
        scattered |= others & lot
        among |= lot
    return scattered, among


def _whole_box(cells: Labelled, may_be: Flags, left: Flags) -> tuple[Flags, Flags] | None:
    """Return a box with one audience in it that is whole, or an exception to one that is; and the others in it."""
    exceptions = []
    for label in different(cells.labels[left]).tolist():
        if label == NOTHING:
            continue
        box, others = _smallest_box(cells, left, left & (cells.labels == label))
        foreign = others & ~may_be
        if not foreign.any():
            return box, others
        results = different(cells.labels[foreign]).tolist()
        if len(results) == 1 and results != [NOTHING]:
            inner, rest = _smallest_box(cells, left, foreign)
            exceptions += [(inner, rest)] if may_be[rest].all() else []
    return exceptions[0] if exceptions else None


def _smallest_box(cells: Labelled, left: Flags, own: Flags) -> tuple[Flags, Flags]:
    """Return which cells lie in the smallest box around some, and which of those are others."""
    box = left & inside(hull(cells.points[own], cells.shape), cells.points)
    return box, box & ~own


def _lot(cells: Labelled, box: Flags, others: Flags, chance: float) -> Flags:
    """Return the part of a box in which the others are scattered: all of it, all but solid holes, or none."""
    members = np.flatnonzero(box)
    points, is_other = cells.points[members], others[members]
    rest = ~solid_holes(points, is_other, cells.shape, chance)
    lot = np.zeros(len(box), np.bool_)
    if is_other[rest].mean() <= LARGEST_SHARE and is_scattered(points[rest], is_other[rest], cells.shape):
        lot[members[rest]] = True
    return lot


def _follows_rules(part: Labelled, scattered: Flags) -> bool:
    """Say whether rules tell where nothing is served, however the cells are halved."""
    return all(_is_told(part, scattered, seed) for seed in range(HALVINGS))


def _is_told(part: Labelled, scattered: Flags, seed: int) -> bool:
    """Say whether one half of the cells tells of the other where nothing is served, and conversely.

    By chance, a cell that a list calls "not served" is one of the scattered ones no more often than any other cell.
    """
    half = np.random.default_rng(seed).random(len(scattered)) < 1 / 2
    called, right = 0, 0
    for tried in (half, ~half):
        says_nothing = part.some(~tried).learned().labels(part.points[tried]) == NOTHING
        called += int(says_nothing.sum())
        right += int((says_nothing & scattered[tried]).sum())
    return at_least(right, called, float(scattered.mean())) <= CHANCE
