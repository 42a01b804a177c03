"""The answers of a run as an audit compares them: audience and variation, nothing, or not known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.answer import Outcome
from moe_nb.core.coverage_facts import ServedVariation
from moe_nb.core.run_table import RunTable

NOT_KNOWN = -1
NOTHING = 0


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """One number per context and key; equal numbers are equal answers."""

    codes: NDArray[np.int32]
    """(contexts, keys): position in *variations*; 0 is not served (whatever the cause), -1 failed or was not asked."""
    variations: tuple[ServedVariation | None, ...]
    """What the numbers stand for; None at 0."""
    payload_codes: NDArray[np.int32]
    """The same, with answers apart that differ in their payload only."""


def answers_of(table: RunTable) -> Answers:
    """Read a whole run as answers that can be compared."""
    variations: dict[ServedVariation | None, int] = {None: NOTHING}
    payloads: dict[tuple[int, str], int] = {(NOTHING, ""): NOTHING}
    of_content, payload_of_content = [], []
    for content in table.contents:
        if content.outcome in {Outcome.FAILED, Outcome.NOT_ASKED}:
            code = payload_code = NOT_KNOWN
        else:
            said = ServedVariation(content.audience_id, content.audience_name, content.variation_id)
            served = said if content.outcome is Outcome.SERVED else None
            code = variations.setdefault(served, len(variations))
            payload_code = payloads.setdefault((code, content.payload_hash), len(payloads))
        of_content.append(code)
        payload_of_content.append(payload_code)
    codes = np.array(of_content, np.int32)[table.codes]
    is_same = of_content == payload_of_content
    return Answers(codes, tuple(variations), codes if is_same else np.array(payload_of_content, np.int32)[table.codes])


def is_answered(table: RunTable) -> NDArray[np.bool_]:
    """Return (contexts, keys): whether the key was served or not served, rather than failed or not asked."""
    known = [content.outcome in {Outcome.SERVED, Outcome.NOT_SERVED} for content in table.contents]
    return np.array(known, np.bool_)[table.codes]
