"""What a run saw of each key, counted, and what it did not see of what was expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.answer import Cause, Outcome
from moe_nb.core.coverage_facts import NotObserved
from moe_nb.core.errors import SpaceError
from moe_nb.core.facts import KeyCoverage, VariationCount
from moe_nb.core.run_table import RunTable
from moe_nb.core.space import Space, shorten

VISITORS = "customer_id"

Expected = str | tuple[str, str]
"""A variation id, or the id or name of an audience and a variation id."""


def coverage_of(table: RunTable) -> tuple[KeyCoverage, ...]:
    """Count, for every key: asked, served, failed, not served by cause, and each audience and variation seen."""
    return tuple(_key(table, position) for position in range(len(table.keys)))


def not_observed(table: RunTable, expected: Mapping[str, Iterable[Expected]]) -> tuple[NotObserved, ...]:
    """Return the expected variations that no answer showed, in the order expected.

    What was not seen bounds a share only by independent draws: different customers who were served the audience named.
    Contexts of one customer are one draw, and how the split of an anonymous visitor is drawn is not known.

    Args:
        table: The answers.
        expected: Experience key to the variations that should exist: an id, or a pair of audience and id.

    Raises:
        SpaceError: If the run has no such key.
    """
    missing: list[NotObserved] = []
    for key, wanted in expected.items():
        if key not in table.keys:
            raise SpaceError(f"The run has no experience {key!r}.", hint=f"It has {shorten(table.keys)}.")
        missing += _missing(table, key, wanted)
    return tuple(missing)


def _missing(table: RunTable, key: str, wanted: Iterable[Expected]) -> Iterator[NotObserved]:
    seen = _key(table, table.key_position(key))
    draws: dict[str, tuple[int, int]] = {}
    for one in wanted:
        audience, variation = ("", one) if isinstance(one, str) else one
        if not any(_is(found, audience, variation) for found in seen.variations):
            if audience not in draws:
                draws[audience] = _draws(table, key, audience)
            yield NotObserved(key, audience, variation, seen.asked - seen.failed, *draws[audience])


def _is(found: VariationCount, audience: str, variation: str) -> bool:
    return found.variation_id == variation and audience in {"", found.audience_id, found.audience_name}


def _draws(table: RunTable, key: str, audience: str) -> tuple[int, int]:
    """Return in how many contexts an audience was served, and to how many visitors of one split."""
    codes = table.codes[:, table.key_position(key)]
    is_of = [c.outcome is Outcome.SERVED and audience in {"", c.audience_id, c.audience_name} for c in table.contents]
    contexts = np.flatnonzero(np.array(is_of)[codes])
    audiences = {table.contents[code].audience_id for code in np.unique(codes[contexts]).tolist()}
    has_one_split = audience != "" and len(audiences) == 1  # any audience, or two of one name: each has its own
    return len(contexts), _visitors(contexts + table.first, table.space) if has_one_split else 0


def _visitors(contexts: NDArray[np.intp], space: Space) -> int:
    """Count the different customers of some contexts; who is anonymous is not counted."""
    rest = contexts
    for axis in reversed(space.axes):
        rest, at = np.divmod(rest, len(axis))
        if axis.name == VISITORS:
            return len({axis.values[position] for position in np.unique(at).tolist()} - {None, ""})
    return 1 if space.base.customer_id else 0


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
