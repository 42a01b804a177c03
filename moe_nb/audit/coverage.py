"""What a run saw of each key, counted, and what it did not see of what was expected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from moe_nb.core.answer import Cause, Outcome
from moe_nb.core.coverage_facts import NotObserved
from moe_nb.core.errors import SpaceError
from moe_nb.core.facts import KeyCoverage, VariationCount
from moe_nb.core.run_table import RunTable
from moe_nb.core.space import shorten

Expected = str | tuple[str, str]
"""A variation id, or the id or name of an audience and a variation id."""


def coverage_of(table: RunTable) -> tuple[KeyCoverage, ...]:
    """Count, for every key: asked, served, failed, not served by cause, and each audience and variation seen."""
    return tuple(_key(table, position) for position in range(len(table.keys)))


def not_observed(table: RunTable, expected: Mapping[str, Iterable[Expected]]) -> tuple[NotObserved, ...]:
    """Return the expected variations that no answer showed, in the order expected.

    Args:
        table: The answers.
        expected: Experience key to the variations that should exist: an id, or a pair of audience and id.

    Raises:
        SpaceError: If the run has no such key.
    """
    missing = []
    for key, wanted in expected.items():
        if key not in table.keys:
            raise SpaceError(f"The run has no experience {key!r}.", hint=f"It has {shorten(table.keys)}.")
        seen = _key(table, table.key_position(key))
        for one in wanted:
            audience, variation = ("", one) if isinstance(one, str) else one
            if not any(_is(found, audience, variation) for found in seen.variations):
                missing.append(NotObserved(key, audience, variation, seen.asked - seen.failed))
    return tuple(missing)


def _is(found: VariationCount, audience: str, variation: str) -> bool:
    return found.variation_id == variation and audience in {"", found.audience_id, found.audience_name}


def _key(table: RunTable, position: int) -> KeyCoverage:
    codes = table.codes[:, position]
    counts = np.bincount(codes, minlength=len(table.contents))
    first = np.zeros(len(table.contents), np.int64)
    first[codes[::-1]] = np.arange(len(codes))[::-1]  # of several contexts with one content, the first is written last
    by_outcome = dict.fromkeys(Outcome, 0)
    causes: dict[Cause, int] = {}
    variations: dict[tuple[str, str, str], list[int]] = {}
    for code in np.flatnonzero(counts).tolist():
        content, count = table.contents[code], int(counts[code])
        by_outcome[content.outcome] += count
        if content.cause is not None:
            causes[content.cause] = causes.get(content.cause, 0) + count
        if content.outcome is Outcome.SERVED:
            group = (content.audience_id, content.audience_name, content.variation_id)
            variations.setdefault(group, []).extend((count, int(first[code])))
    seen = [VariationCount(*group, sum(said[::2]), min(said[1::2])) for group, said in variations.items()]
    total = len(codes)
    return KeyCoverage(
        table.keys[position],
        total,
        total - by_outcome[Outcome.NOT_ASKED],
        by_outcome[Outcome.SERVED],
        by_outcome[Outcome.FAILED],
        causes,
        tuple(sorted(seen, key=lambda v: (-v.contexts, v.first_index))),
    )
