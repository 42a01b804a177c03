"""Audiences that go by several names, or ids, in the two runs of a comparison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from moe_nb.audit.transitions import KeyPairs
from moe_nb.core.drift_facts import Match
from moe_nb.core.run_table import Content


def names_apart(pairs: KeyPairs, match: Match) -> list[str]:
    """Say where what is counted as one audience has several names or ids, or one name stands for two audiences."""
    return _by_id(pairs) if match is Match.ID else _by_name(pairs)


def _by_id(pairs: KeyPairs) -> list[str]:
    before, after = (
        {one.audience_id: one.audience_name for one in pairs.served(side) if one.audience_id} for side in (0, 1)
    )
    renamed = [
        f"{pairs.key}: audience {audience} is called {name!r} in the first run, {after[audience]!r} later."
        for audience, name in before.items()
        if after.get(audience, name) != name
    ]
    gone, new = _only(before, after), _only(after, before)
    return renamed + [
        f"{pairs.key}: audience {name!r} has another id later ({gone[name]} then, {new[name]} now) and counts as two. "
        'If it is one, compare by name: match="name", or --match name in a shell.'
        for name in gone
        if name in new
    ]


def _only(names: Mapping[str, str], others: Mapping[str, str]) -> dict[str, str]:
    """Return name to id of the audiences of one run whose ids the other does not have."""
    return {name: audience for audience, name in names.items() if name and audience not in others}


def _by_name(pairs: KeyPairs) -> list[str]:
    contents = [pairs.served(side) for side in (0, 1)]
    return [
        f"{pairs.key}: {count} audiences of the {which} run are called {name!r}. Which is which cannot be told: "
        "give them names of their own, or compare by id."
        for which, names in zip(("first", "second"), (ids_of_names(some) for some in contents), strict=True)
        for name, count in ((name, len(ids)) for name, ids in names.items())
        if count > 1
    ]


def ids_of_names(contents: Iterable[Content]) -> dict[str, set[str]]:
    """Return the ids of every audience name among contents that were served."""
    ids: dict[str, set[str]] = {}
    for one in contents:
        if one.audience_name:
            ids.setdefault(one.audience_name, set()).add(one.audience_id)
    return ids
