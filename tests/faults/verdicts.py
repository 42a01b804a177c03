"""One try of one operation under one fault, compared with a quiet day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from functools import cache

from operations import FAILED, NOT_ASKED, OPERATIONS
from telling_world import workspace

import moe_nb as moe

SERVED, NOT_KNOWN = "served", "not known"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Counts; of the last three none may be above zero."""

    tried: int = 0
    survived: int = 0
    """Tries that ended with a result, or with an error that has a type of its own."""
    answered: int = 0
    """Cells that hold what they hold on a quiet day."""
    failed: int = 0
    """Cells, and whole questions, that say they failed or were not asked."""
    lost: int = 0
    """Cells that say nothing, or something else than on a quiet day, without saying that they failed."""
    duplicated: int = 0
    """Calls that were told twice, and cells that stand twice."""
    misplaced: int = 0
    """Cells that hold another context's answer."""

    def __add__(self, other: Verdict) -> Verdict:
        return Verdict(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def is_good(self) -> bool:
        """Whether every try survived and nothing was lost, duplicated or misplaced."""
        return self.survived == self.tried and not (self.lost or self.duplicated or self.misplaced)


QUIET = {"adaptive": "sweep"}
"""Operations that ask a part: what it holds is what another one gives that asks everything."""


@cache
def quiet_day(operation):
    """Return what each place holds without faults."""
    return dict(OPERATIONS[QUIET.get(operation, operation)](workspace()).rows)


def tried(operation, ws):
    """Do *operation* with a workspace that meets faults, and judge what came of it."""
    try:
        got = OPERATIONS[operation](ws)
    except moe.MoeError as error:
        return Verdict(tried=1, survived=int(type(error) is not moe.MoeError), failed=1)
    return judged(got, quiet_day(operation))


def judged(got, expected):
    """Compare cell by cell."""
    cells, counts = dict(got.rows), Counter()
    for place, right in expected.items():
        counts[cell(place, right, cells.get(place), expected, is_whole=got.is_whole)] += 1
    counts["lost"] += len(cells.keys() - expected.keys())
    twice = len(got.rows) - len(cells) + len(got.calls) - len(set(got.calls))
    survived = int(got.untyped == 0)
    return Verdict(1, survived, counts["answered"], counts["failed"], counts["lost"], twice, counts["misplaced"])


def cell(place, right, got, expected, *, is_whole):
    """Say what became of one cell."""
    if got is None:  # without the list of experiences, nobody knows what else could have been served
        return "lost" if right[0] == SERVED else "answered"
    if got[0] == FAILED:
        return "failed"
    if got[0] == NOT_ASKED:
        return "lost" if is_whole else "failed"
    if got == right or (got[0] == right[0] != SERVED and got[1] == NOT_KNOWN):
        return "answered"
    same_key = [facts for other, facts in expected.items() if other[2] == place[2]]
    return "misplaced" if got[0] == SERVED and got in same_key else "lost"
