"""Audiences of one experience that share a name, told apart by their ids."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from moe_nb.core.answer import Outcome
from moe_nb.core.run_table import Content, RunTable


def with_distinct_names(*tables: RunTable) -> tuple[RunTable, ...]:
    """Return runs in which an audience whose name another one has too is called by both: ``"Promo (id 6650)"``.

    A sentence that names two audiences of one name alike contradicts itself. Only words are made from such a run; what
    matches names (expectations, a comparison by name) reads the answers as they came.

    Args:
        tables: The runs that are told of together; a name counts as shared where two ids have it in any of them.
    """
    ids: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for table in tables:
        for one in table.contents:
            if one.outcome is Outcome.SERVED and one.audience_name:
                ids[one.experience_key, one.audience_name].add(one.audience_id)
    shared = {named for named, some in ids.items() if len(some) > 1}
    if not shared:
        return tables
    return tuple(replace(table, contents=tuple(_distinct(one, shared) for one in table.contents)) for table in tables)


def _distinct(one: Content, shared: set[tuple[str, str]]) -> Content:
    if not one.audience_id or (one.experience_key, one.audience_name) not in shared:
        return one
    return replace(one, audience_name=f"{one.audience_name} (id {one.audience_id})")
