"""Where two or more experiences of one slot are served to the same visitor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from moe_nb.audit.answers import NOTHING, answers_of
from moe_nb.audit.gaps import MOST_REGIONS, regions_of
from moe_nb.core.errors import AuditError
from moe_nb.core.gap_facts import Overlap
from moe_nb.core.run_table import RunTable
from moe_nb.core.space import shorten

MOST_KEYS = 62
"""Keys of one slot: each is a bit of a 64-bit number."""


def overlaps_of(
    table: RunTable, slots: Mapping[str, Iterable[str]], *, most_regions: int = MOST_REGIONS
) -> tuple[Overlap, ...]:
    """Return, for every slot, which of its keys are served together, and where; those with most contexts first.

    A context counts once: under exactly the keys of the slot that were served in it. A key that failed or was not asked
    there is not counted as served.

    Args:
        table: A whole run.
        slots: Name of a place on the page or in the app to the keys that may fill it.
        most_regions: Where an overlap would need more, the contexts beyond are counted in ``not_described``.

    Raises:
        AuditError: If the run has no such key, or a slot has too many.
    """
    served = answers_of(table).codes > NOTHING
    found: list[Overlap] = []
    for slot, given in slots.items():
        keys = _checked(table, slot, given)
        together = served[:, [table.key_position(key) for key in keys]] @ (np.int64(1) << np.arange(len(keys)))
        of_slot = []
        for bits in np.unique(together).tolist():
            if bits.bit_count() > 1:
                cells = together == bits
                regions, left = regions_of(table, cells, most_regions)
                names = tuple(key for number, key in enumerate(keys) if bits >> number & 1)
                of_slot.append(Overlap(slot, names, int(cells.sum()), regions, left))
        found += sorted(of_slot, key=lambda overlap: -overlap.contexts)
    return tuple(found)


def _checked(table: RunTable, slot: str, given: Iterable[str]) -> list[str]:
    if isinstance(given, str):
        raise AuditError(f"Slot {slot!r} got one text instead of a list.", hint=f"Write [{given!r}, ...].")
    keys = list(dict.fromkeys(given))
    for key in keys:
        if key not in table.keys:
            raise AuditError(
                f"Slot {slot!r}: the run has no experience {key!r}.", hint=f"It has {shorten(table.keys)}."
            )
    if len(keys) > MOST_KEYS:
        raise AuditError(f"Slot {slot!r} has {len(keys)} keys.", hint=f"At most {MOST_KEYS} can be compared.")
    return keys
