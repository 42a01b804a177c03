"""What tells two answers apart, as numbers: the same number means the same thing in both runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.answer import Outcome
from moe_nb.core.drift_facts import Match
from moe_nb.core.run_table import Content, RunTable

Numbers = NDArray[np.int64]
_PARTS = ("audience", "variation", "payload", "cause")


@dataclass(frozen=True, slots=True, eq=False)
class Signs:
    """One entry per content of a run, or per cell."""

    is_answered: NDArray[np.bool_]
    is_served: NDArray[np.bool_]
    audience: Numbers
    variation: Numbers
    payload: Numbers
    cause: Numbers

    def at(self, codes: NDArray[np.int32]) -> Signs:
        """Return the entries of cells that hold these contents."""
        return Signs(
            self.is_answered[codes],
            self.is_served[codes],
            self.audience[codes],
            self.variation[codes],
            self.payload[codes],
            self.cause[codes],
        )


def signs_of(before: RunTable, after: RunTable, match: Match) -> tuple[Signs, Signs, list[str]]:
    """Return the signs of both runs' contents, and what each audience number stands for."""
    numbers: dict[str, dict[str, int]] = {part: {} for part in _PARTS}
    one, other = (_signs(table.contents, match, numbers) for table in (before, after))
    return one, other, list(numbers["audience"])


def signs_of_tables(tables: Sequence[RunTable]) -> list[Signs]:
    """Return the signs of the contents of any number of runs of one environment."""
    numbers: dict[str, dict[str, int]] = {part: {} for part in _PARTS}
    return [_signs(table.contents, Match.ID, numbers) for table in tables]


def audience_key(content: Content, match: Match) -> str:
    """Return what an audience is recognised by; where that was not sent, the other of id and name."""
    named = (content.audience_id, content.audience_name)
    first, second = named if match is Match.ID else named[::-1]
    return first or second


def _signs(contents: tuple[Content, ...], match: Match, numbers: dict[str, dict[str, int]]) -> Signs:
    outcomes = [content.outcome for content in contents]
    columns = [
        [
            numbers[part].setdefault(text, len(numbers[part]))
            for part, text in zip(
                _PARTS,
                (audience_key(c, match), c.variation_id, c.payload_hash, "" if c.cause is None else str(c.cause)),
                strict=True,
            )
        ]
        for c in contents
    ]
    audience, variation, payload, cause = np.array(columns, np.int64).T
    answered = np.array([outcome in {Outcome.SERVED, Outcome.NOT_SERVED} for outcome in outcomes])
    served = np.array([outcome is Outcome.SERVED for outcome in outcomes])
    return Signs(answered, served, audience, variation, payload, cause)
