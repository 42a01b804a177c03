"""Whether a visitor keeps the variation of an audience from context to context."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.answer_signs import Signs, signs_of_tables
from moe_nb.core.run_table import RunTable
from moe_nb.core.stability_facts import Stickiness, Switch

VISITORS = "customer_id"
SWITCHES_SHOWN = 20


def stickiness_of(table: RunTable, visitors: str = VISITORS) -> tuple[Stickiness, ...]:
    """Look, per key, for visitors who were served several variations of one audience.

    Another audience in another context is what targeting is for; another variation of the same one is not. Contexts
    without a visitor (None) are left out: who is anonymous is nobody in particular.

    Args:
        table: A run over several visitors and situations.
        visitors: The axis that tells visitors apart.

    Raises:
        SpaceError: If the run has no such axis.
    """
    (signs,) = signs_of_tables([table])
    axis = table.space.axis(visitors)
    shape = [len(one) for one in table.space.axes]
    number = [one.name for one in table.space.axes].index(visitors)
    people = np.indices(shape, sparse=True)[number]
    everybody = np.broadcast_to(people, shape).reshape(-1)
    named = np.array([value is not None for value in axis.values])[everybody]
    return tuple(_key(table, signs, position, everybody, named, visitors) for position in range(len(table.keys)))


def _key(
    table: RunTable,
    signs: Signs,
    position: int,
    everybody: NDArray[np.intp],
    named: NDArray[np.bool_],
    visitors: str,
) -> Stickiness:
    cells = signs.at(table.codes[:, position])
    contexts = np.flatnonzero(cells.is_served & named)
    triples = np.stack([everybody[contexts], cells.audience[contexts], cells.variation[contexts]])
    kinds, first, counts = np.unique(triples, axis=1, return_index=True, return_counts=True)
    # sorted by visitor, then audience: the variations of one visitor in one audience stand side by side
    starts = np.flatnonzero(np.any(np.diff(kinds[:2], axis=1, prepend=-1) != 0, axis=0))
    groups = np.split(np.arange(kinds.shape[1]), starts[1:]) if len(starts) else []
    seen_twice = [group for group in groups if counts[group].sum() > 1]
    switched = [group for group in seen_twice if len(group) > 1]
    labels = table.space.axis(visitors).labels
    shown = []
    for group in switched[:SWITCHES_SHOWN]:
        places = [(int(contexts[first[at]]), int(counts[at])) for at in group]
        seen = tuple((table.content(index, position), index, count) for index, count in sorted(places))
        shown.append(Switch(labels[int(kinds[0, group[0]])], seen))
    return Stickiness(table.keys[position], len(seen_twice), len(switched), tuple(shown))
