"""The answers of one experience as numbers of results: what was served, whatever the payload."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.answer import Outcome
from moe_nb.core.rule_facts import NOT_SERVED, Result
from moe_nb.core.run_table import Content, RunTable

NO_ANSWER = -1
"""The number of a context that failed or was not asked."""
NOT_SERVED_CODE = 0
"""The number of "not served", whatever the cause."""


def result_codes(
    table: RunTable, key_position: int, *, with_variation: bool = True, known: tuple[Result, ...] = (NOT_SERVED,)
) -> tuple[NDArray[np.int64], tuple[Result, ...]]:
    """Return what each context got of one experience.

    Args:
        table: The run.
        key_position: The column of the experience.
        with_variation: Whether variations of one audience are different results.
        known: Results that have numbers already, from another part of the run; new ones are added behind them.

    Returns:
        (contexts,) numbers of results, `NO_ANSWER` where there is none, and the results; 0 is not served.
    """
    numbers = {result: number for number, result in enumerate(known)}
    of_content = np.full(len(table.contents), NO_ANSWER, np.int64)
    for code in np.unique(table.codes[:, key_position]).tolist():
        content = table.contents[code]
        if content.outcome is Outcome.SERVED or content.outcome is Outcome.NOT_SERVED:
            of_content[code] = numbers.setdefault(_result(content, with_variation=with_variation), len(numbers))
    return of_content[table.codes[:, key_position]], tuple(numbers)


def _result(content: Content, *, with_variation: bool) -> Result:
    if content.outcome is Outcome.NOT_SERVED:
        return NOT_SERVED
    variation = content.variation_id if with_variation else None
    return Result(content.audience_id, content.audience_name, variation)
