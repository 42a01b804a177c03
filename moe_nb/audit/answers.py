"""The answers of a run as an audit compares them: audience and variation, nothing, or not known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.answer import Outcome
from moe_nb.core.coverage_facts import ServedVariation
from moe_nb.core.run_table import Content, RunTable

Codes = NDArray[np.int32]

NOT_KNOWN = -1
NOTHING = 0


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """One number per context and key; equal numbers are equal answers."""

    codes: Codes
    """(contexts, keys): position in *variations*; 0 is not served (whatever the cause), -1 failed or was not asked."""
    variations: tuple[ServedVariation | None, ...]
    """What the numbers stand for; None at 0."""


def answers_of(table: RunTable) -> Answers:
    """Read a whole run as answers that can be compared; payloads make no difference."""
    numbers: dict[ServedVariation | None, int] = {None: NOTHING}
    of_content = [
        numbers.setdefault(_served(content), len(numbers)) if _is_known(content) else NOT_KNOWN
        for content in table.contents
    ]
    return Answers(np.array(of_content, np.int32)[table.codes], tuple(numbers))


def audience_codes(answers: Answers) -> Codes:
    """Return the same numbers with all variations of an audience as one."""
    numbers: dict[tuple[str, str] | None, int] = {}
    named = (None if said is None else (said.audience_id, said.audience_name) for said in answers.variations)
    of_variation = [numbers.setdefault(name, len(numbers)) for name in named]
    return np.array([*of_variation, NOT_KNOWN], np.int32)[answers.codes]  # -1 takes the last


def payload_codes(table: RunTable) -> Codes:
    """Return numbers of answers as they are compared with their payloads."""
    numbers: dict[tuple[ServedVariation | None, str], int] = {(None, ""): NOTHING}
    of_content = [
        numbers.setdefault((_served(content), content.payload_hash), len(numbers)) if _is_known(content) else NOT_KNOWN
        for content in table.contents
    ]
    return np.array(of_content, np.int32)[table.codes]


def is_answered(table: RunTable) -> NDArray[np.bool_]:
    """Return (contexts, keys): whether the key was served or not served, rather than failed or not asked."""
    return np.array([_is_known(content) for content in table.contents], np.bool_)[table.codes]


def _is_known(content: Content) -> bool:
    return content.outcome in {Outcome.SERVED, Outcome.NOT_SERVED}


def _served(content: Content) -> ServedVariation | None:
    if content.outcome is not Outcome.SERVED:
        return None
    return ServedVariation(content.audience_id, content.audience_name, content.variation_id)
