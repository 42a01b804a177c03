"""The fewest contexts found that show everything a run saw: a checklist for people."""

from __future__ import annotations

from functools import reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.answers import NOTHING, Answers, answers_of
from moe_nb.audit.set_cover import fewest_sets
from moe_nb.core.effect_facts import Checklist, Shown, Witness
from moe_nb.core.run_table import RunTable

LARGEST_TABLE = 1 << 22
"""Combinations of answers that are told apart by counting; more are sorted."""


def witnesses_of(table: RunTable) -> tuple[Witness, ...]:
    """Return the witnesses of `checklist_of`."""
    return checklist_of(table).witnesses


def checklist_of(table: RunTable) -> Checklist:
    """Return the fewest contexts in which every audience and variation of every key is seen, the most telling first.

    Set cover: first the context that shows most of what is still missing comes next, of equal ones the first of the
    space; then it is searched for fewer, within limits. Each thing to see is listed once. The same run gives the same
    witnesses.

    Args:
        table: A whole run.
    """
    answers = answers_of(table)
    candidates = _distinct(answers)
    things = _things(answers.codes[candidates], len(answers.variations))
    greedy = _without_superfluous(things, _greedy(things))
    cover = fewest_sets(_as_bits(things), greedy, _most_of_one_key(things))
    seen: set[int] = set()
    witnesses = []
    for row in (cover.chosen[at] for at in _greedy(things[list(cover.chosen)])):
        new = [thing for thing in things[row].tolist() if thing and thing not in seen]
        seen |= set(new)
        index = int(candidates[row])
        shows = tuple(_shown(table, answers, thing) for thing in new)
        witnesses.append(Witness(index, table.space.context(index), shows))
    return Checklist(tuple(witnesses), cover.is_fewest)


def _distinct(answers: Answers) -> NDArray[np.int64]:
    """Return the first context of every distinct row of answers, ascending."""
    kinds, number = np.zeros(len(answers.codes), np.int64), 1
    for column in np.maximum(answers.codes, NOTHING).T:  # what is not known shows as little as what is not served
        used = np.flatnonzero(np.bincount(column, minlength=1))
        rank = np.zeros(used[-1] + 1, np.int64)
        rank[used] = np.arange(len(used))
        kinds, number = kinds * len(used) + rank[column], number * len(used)
        if number > LARGEST_TABLE:
            different, kinds = np.unique(kinds, return_inverse=True)
            number = len(different)
    first = np.full(number, -1, np.int64)
    first[kinds[::-1]] = np.arange(len(kinds))[::-1]  # of equal rows, the first is written last
    return np.sort(first[first >= 0])


def _things(codes: NDArray[np.int32], variations: int) -> NDArray[np.int64]:
    """Return a number for every key and variation; 0 is nothing to see."""
    keys = np.arange(codes.shape[1]) * variations
    return np.where(codes > NOTHING, codes + keys, 0)


def _most_of_one_key(things: NDArray[np.int64]) -> int:
    """Return the most things of one key: no context shows two of them."""
    return max((int(np.count_nonzero(np.unique(column))) for column in things.T), default=0)


def _as_bits(things: NDArray[np.int64]) -> list[int]:
    """Return each row as a number with a bit for each thing, the things numbered without holes."""
    used, number = np.unique(things, return_inverse=True)
    bits = [0 if thing == 0 else 1 << at for at, thing in enumerate(used.tolist())]
    return [reduce(or_, (bits[at] for at in row.tolist()), 0) for row in number.reshape(things.shape)]


def _greedy(things: NDArray[np.int64]) -> list[int]:
    missing = np.zeros(int(things.max(initial=0)) + 1, np.bool_)
    missing[things] = True
    missing[0] = False
    chosen = []
    while missing.any():
        best = int(np.argmax(missing[things].sum(axis=1)))
        missing[things[best]] = False
        chosen.append(best)
    return chosen


def _without_superfluous(things: NDArray[np.int64], chosen: list[int]) -> list[int]:
    """Leave out contexts all of which the others show, the last chosen ones first."""
    times = np.bincount(things[chosen].reshape(-1), minlength=1)
    kept = []
    for row in reversed(chosen):
        shown = things[row][things[row] > 0]
        if (times[shown] > 1).all():
            times[shown] -= 1
        else:
            kept.append(row)
    return kept[::-1]


def _shown(table: RunTable, answers: Answers, thing: int) -> Shown:
    position, code = divmod(thing, len(answers.variations))
    variation = answers.variations[code]
    if variation is None:  # pragma: no cover - things are only made of what was served
        raise AssertionError(thing)
    return Shown(table.keys[position], variation)
