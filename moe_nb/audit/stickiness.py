"""Whether a visitor keeps the variation of an audience from context to context."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.answer_signs import Signs, signs_of_tables
from moe_nb.audit.selection import values_of
from moe_nb.core.errors import SpaceError
from moe_nb.core.finding_facts import Finding, FindingKind
from moe_nb.core.long_list import LongList
from moe_nb.core.payload_facts import Severity
from moe_nb.core.run_table import Content, RunTable
from moe_nb.core.space import Space
from moe_nb.core.stability_facts import Stickiness, Switch

VISITORS = "customer_id"
SWITCHES_SHOWN = 20
Numbers = NDArray[np.int64]


def has_visitors(space: Space, visitors: str = VISITORS) -> bool:
    """Say whether a space names a visitor in several contexts."""
    values, _ = values_of(space, visitors)
    is_named = isinstance(values, LongList) or any(value is not None for value in values)
    return is_named and len(space) > _different(values)


def stickiness_of(*tables: RunTable, visitors: str = VISITORS) -> tuple[Stickiness, ...]:
    """Look, per key, for visitors who were served several variations of one audience.

    Another audience in another context is what targeting is for; another variation of the same one is not. Contexts
    without a visitor (None) are left out: who is anonymous is nobody in particular.

    Args:
        tables: A run over one or more visitors and several situations; and repeats of it, if there are.
        visitors: The axis, or what was the same in every context, that tells visitors apart.

    Raises:
        SpaceError: If the run names no visitor.
    """
    space = tables[0].space
    values, labels = values_of(space, visitors)
    if not isinstance(values, LongList) and all(value is None for value in values):
        raise SpaceError(f"The run has no {visitors}, so it names no visitor.", hint="Sweep moe.customer_ids([...]).")
    everybody = np.tile(_visitor_of_context(space, visitors), len(tables))
    pairs = list(zip(signs_of_tables(tables), tables, strict=True))
    return tuple(
        _key(tables, position, everybody, labels, [sign.at(table.codes[:, position]) for sign, table in pairs])
        for position in range(len(tables[0].keys))
    )


def stickiness_findings(found: Iterable[Stickiness]) -> Iterator[Finding]:
    """Yield, per key, the visitors who did not keep their variation."""
    for one in found:
        if one.switched:
            words = f"{one.words} For example {one.switches[0].words}."
            first = tuple(index for _, index, _ in one.switches[0].seen)
            kind = FindingKind.VARIATION_NOT_KEPT
            yield Finding(Severity.WARNING, kind, one.experience_key, words, one.contexts, first)


def _different(values: Sequence[object]) -> int:
    """Count the values that are not the same as an earlier one."""
    firsts = values.firsts() if isinstance(values, LongList) else None
    return len(values) if firsts is None else len(np.unique(firsts))


def _visitor_of_context(space: Space, visitors: str) -> Numbers:
    """Return for every context the position of its visitor, the first of those that are the same; -1 for nobody."""
    values, _ = values_of(space, visitors)
    shape = [len(axis) for axis in space.axes]
    names = [axis.name for axis in space.axes]
    positions = np.arange(len(values))
    if isinstance(values, LongList):
        firsts = values.firsts()
        positions = positions if firsts is None else firsts
    else:
        positions = np.where([value is None for value in values], -1, positions)
    people = np.indices(shape, sparse=True)[names.index(visitors)] if visitors in names else np.zeros((), np.intp)
    return positions[np.broadcast_to(people, shape).reshape(-1)]


def _key(
    tables: Sequence[RunTable], position: int, everybody: Numbers, labels: Sequence[str], cells: Sequence[Signs]
) -> Stickiness:
    audience = np.concatenate([one.audience for one in cells])
    variation = np.concatenate([one.variation for one in cells])
    is_served = np.concatenate([one.is_served for one in cells])
    answers = np.flatnonzero(is_served & (everybody >= 0))
    shape = int(audience.max(initial=0)) + 1, int(variation.max(initial=0)) + 1
    numbers = (everybody[answers] * shape[0] + audience[answers]) * shape[1] + variation[answers]
    kinds, first, counts = np.unique(numbers, return_index=True, return_counts=True)
    # sorted by visitor, then audience: the variations of one visitor in one audience stand side by side
    groups = kinds // shape[1]
    starts = np.flatnonzero(np.diff(groups, prepend=-1))
    variations = np.diff(np.append(starts, len(kinds)))
    contexts = np.add.reduceat(counts, starts) if len(starts) else counts
    is_switch = variations > 1
    shown = []
    for number in np.flatnonzero(is_switch)[:SWITCHES_SHOWN].tolist():
        start = int(starts[number])
        members = range(start, start + int(variations[number]))
        places = sorted((int(answers[first[at]]), int(counts[at])) for at in members)
        seen = tuple((_content(tables, at, position), at % len(tables[0].codes), count) for at, count in places)
        shown.append(Switch(labels[int(groups[start]) // shape[0]], seen))
    return Stickiness(
        tables[0].keys[position],
        int((contexts > 1).sum()),
        int(is_switch.sum()),
        tuple(shown),
        int(contexts[is_switch].sum()),
    )


def _content(tables: Sequence[RunTable], answer: int, position: int) -> Content:
    number, index = divmod(answer, len(tables[0].codes))
    return tables[number].content(index, position)
