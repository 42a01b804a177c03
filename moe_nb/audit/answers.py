"""The answers of a run as numbers, so that they can be compared: equal numbers are equal answers."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.answer import Outcome
from moe_nb.core.coverage_facts import ServedVariation
from moe_nb.core.rule_facts import NOT_SERVED, Result
from moe_nb.core.run_table import Content, RunTable

Codes = NDArray[np.int32]
Name = TypeVar("Name", bound=Hashable)

NOT_KNOWN = -1
"""The number of a context that failed or was not asked."""
NOTHING = 0
"""The number of "not served", whatever the cause."""


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """One number per context and key; equal numbers are equal answers."""

    codes: Codes
    """(contexts, keys): position in *variations*; `NOTHING` or `NOT_KNOWN` where none was served."""
    variations: tuple[ServedVariation | None, ...]
    """What the numbers stand for; None at 0."""


def answers_of(table: RunTable) -> Answers:
    """Read a whole run as answers that can be compared; payloads make no difference."""
    numbers: dict[ServedVariation | None, int] = {None: NOTHING}
    of_content = _numbered(table.contents, _served, numbers)
    return Answers(of_content[table.codes], tuple(numbers))


def audience_codes(answers: Answers) -> Codes:
    """Return the same numbers with all variations of an audience as one."""
    numbers: dict[tuple[str, str] | None, int] = {}
    named = (None if said is None else (said.audience_id, said.audience_name) for said in answers.variations)
    of_variation = [numbers.setdefault(name, len(numbers)) for name in named]
    return np.array([*of_variation, NOT_KNOWN], np.int32)[answers.codes]  # -1 takes the last


def payload_codes(table: RunTable) -> Codes:
    """Return numbers of answers as they are compared with their payloads."""
    numbers: dict[tuple[ServedVariation | None, str], int] = {(None, ""): NOTHING}
    return _numbered(table.contents, lambda content: (_served(content), content.payload_hash), numbers)[table.codes]


def audience_results(
    table: RunTable, key_position: int, known: tuple[Result, ...] = (NOT_SERVED,)
) -> tuple[NDArray[np.int64], tuple[Result, ...]]:
    """Return which audience each context of a part of a run got, with numbers that hold for all parts.

    Args:
        table: The part.
        key_position: The column of the experience.
        known: Results that have numbers already, from another part of the run; new ones are added behind them.

    Returns:
        (contexts,) numbers of results, `NOT_KNOWN` where there is none, and the results; 0 is not served.
    """
    numbers = {result: number for number, result in enumerate(known)}
    column = table.codes[:, key_position]
    used = np.unique(column)
    of_content = np.full(len(table.contents), NOT_KNOWN, np.int64)
    of_content[used] = _numbered((table.contents[code] for code in used.tolist()), _audience, numbers)
    return of_content[column], tuple(numbers)


def is_answered(table: RunTable) -> NDArray[np.bool_]:
    """Return (contexts, keys): whether the key was served or not served, rather than failed or not asked."""
    return np.array([_is_known(content) for content in table.contents], np.bool_)[table.codes]


def _numbered(contents: Iterable[Content], name_of: Callable[[Content], Name], numbers: dict[Name, int]) -> Codes:
    """Number contents by what they are called, going on from *numbers*; what is not known has no name."""
    codes = [
        numbers.setdefault(name_of(content), len(numbers)) if _is_known(content) else NOT_KNOWN for content in contents
    ]
    return np.array(codes, np.int32)


def _is_known(content: Content) -> bool:
    return content.outcome in {Outcome.SERVED, Outcome.NOT_SERVED}


def _served(content: Content) -> ServedVariation | None:
    if content.outcome is not Outcome.SERVED:
        return None
    return ServedVariation(content.audience_id, content.audience_name, content.variation_id)


def _audience(content: Content) -> Result:
    is_served = content.outcome is Outcome.SERVED
    return Result(content.audience_id, content.audience_name) if is_served else NOT_SERVED
