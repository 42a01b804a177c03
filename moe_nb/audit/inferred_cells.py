"""What was inferred, laid into the cells of a run that were not asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from moe_nb.core.answer import Outcome
from moe_nb.core.inferred_content import InferredContent
from moe_nb.core.inferred_facts import Inferred
from moe_nb.core.rule_facts import Result
from moe_nb.core.run_table import RunTable


def with_inferred(table: RunTable, key: str, inferred: Inferred, results: Sequence[Result]) -> RunTable:
    """Return the run with guesses where nothing was asked; what was answered or failed stays, coverage too.

    Args:
        table: The answers, over the whole space.
        key: The experience key that was inferred.
        inferred: What is known and inferred of each context.
        results: What its codes mean; 0 is not served.
    """
    position = table.key_position(key)
    empty = np.array([content.outcome is Outcome.NOT_ASKED for content in table.contents])
    is_guess = inferred.is_inferred & empty[table.codes[:, position]]
    contents, codes = list(table.contents), table.codes.copy()
    for number in np.unique(inferred.codes[is_guess]).tolist():
        result = results[number]
        codes[is_guess & (inferred.codes == number), position] = len(contents)
        named = (result.audience_id, result.audience_name, result.variation_id or "")
        guess = InferredContent(Outcome.NOT_ASKED, None, key, *named, is_served=result.is_served)
        contents.append(guess)
    return replace(table, codes=codes, contents=tuple(contents))
