"""The fewest sets that contain everything, proven where the search comes to an end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from math import ceil
from operator import or_

MOST_SETS = 4_000
"""More sets are not searched; what was found before stands."""
MOST_LOOKS = 3_000_000
"""Looks at sets after which the search ends without a proof: about a second."""
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Cover:
    """Some of the given sets."""

    chosen: tuple[int, ...]
    """Their numbers, ascending."""
    is_fewest: bool
    """Whether no choice of fewer sets contains everything; False also when that is not known."""


def fewest_sets(sets: Sequence[int], known: Sequence[int], least: int = 0) -> Cover:
    """Search for a smaller choice than a known one (branch and bound).

    Before the search, what cannot matter is left out, as is usual for set cover: sets within others, and things that
    come with another one (Beasley 1987).

    Args:
        sets: Each a number whose bits are the things in it.
        known: Numbers of sets that contain everything together.
        least: At least so many are needed, as somebody knows.
    """
    everything = _joined(sets)
    if not everything:
        return Cover((), is_fewest=True)
    if len(known) <= least:
        return Cover(tuple(sorted(known)), is_fewest=True)
    if len(sets) > MOST_SETS:
        return Cover(tuple(sorted(known)), is_fewest=False)
    rows = _largest(sets)
    holders = _telling({thing: [row for row in rows if sets[row] >> thing & 1] for thing in _bits(everything)})
    search = _Search({row: sets[row] for row in rows}, holders, list(known), least)
    search.follow(sum(1 << thing for thing in holders), [])
    return Cover(tuple(sorted(search.best)), search.is_finished)


def _bits(number: int) -> Iterator[int]:
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


def _largest(sets: Sequence[int]) -> list[int]:
    """Return the numbers of the sets that lie in no other; of equal ones the first."""
    holders: dict[int, list[int]] = {}
    kept = []
    for row in sorted(range(len(sets)), key=lambda row: (-sets[row].bit_count(), row)):
        things = list(_bits(sets[row]))
        if not things:
            continue
        rarest = min(things, key=lambda thing: len(holders.get(thing, ())))
        if any(sets[row] & ~sets[other] == 0 for other in holders.get(rarest, ())):
            continue
        kept.append(row)
        for thing in things:
            holders.setdefault(thing, []).append(row)
    return sorted(kept)


def _telling(holders: dict[int, list[int]]) -> dict[int, list[int]]:
    """Leave out things that come with another one in whatever set that one is; of such alike, keep the first."""
    kept: dict[int, list[int]] = {}
    masks: list[int] = []
    for thing, rows in sorted(holders.items(), key=lambda item: (len(item[1]), item[0])):
        mask = sum(1 << row for row in rows)
        if not any(other & ~mask == 0 for other in masks):
            kept[thing] = rows
            masks.append(mask)
    return kept


class _Search:
    """Tries the sets of one missing thing after the other, the thing with the fewest sets first."""

    def __init__(self, sets: dict[int, int], holders: dict[int, list[int]], best: list[int], least: int) -> None:
        self.best = best
        self._sets, self._holders, self._least = sets, holders, least
        self._order = sorted(holders, key=lambda thing: len(holders[thing]))
        self._near = {thing: _joined(sets[row] for row in rows) for thing, rows in holders.items()}
        self._looks = 0

    @property
    def is_finished(self) -> bool:
        """Whether every way to a smaller choice was tried, or none can be smaller than the best."""
        return self._looks < MOST_LOOKS or len(self.best) <= self._least

    def follow(self, missing: int, chosen: list[int]) -> None:
        """Complete a choice in every way that takes fewer sets than the best one known."""
        if len(self.best) <= self._least or len(chosen) + self._apart(missing) >= len(self.best):
            return
        if not missing:
            self.best = chosen
            return
        self._looks += len(self._sets)
        new = {row: (things & missing).bit_count() for row, things in self._sets.items()}
        if self._looks >= MOST_LOOKS or len(chosen) + self._shared(missing, new) >= len(self.best):
            return
        thing = next(thing for thing in self._order if missing >> thing & 1)
        for row in sorted(self._holders[thing], key=lambda row: -new[row]):
            self.follow(missing & ~self._sets[row], [*chosen, row])

    def _apart(self, missing: int) -> int:
        """Return how many sets are needed at least: one for each of some things no two of which meet in one."""
        count, met = 0, 0
        for thing in self._order:
            if missing >> thing & 1 and not met >> thing & 1:
                count += 1
                met |= self._near[thing]
        return count

    def _shared(self, missing: int, new: dict[int, int]) -> int:
        """Return the same by shares: a thing takes at least its part of the set that brings most beside it."""
        shares = (1 / max(new[row] for row in self._holders[thing]) for thing in self._order if missing >> thing & 1)
        return ceil(sum(shares) - ROUNDING)


def _joined(sets: Iterable[int]) -> int:
    return reduce(or_, sets, 0)
