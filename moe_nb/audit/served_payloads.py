"""The different payloads that were served for one key, each read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from moe_nb.core.answer import Outcome, Variable
from moe_nb.core.run_table import Content, RunTable
from moe_nb.core.wire import read_experience


@dataclass(frozen=True, slots=True)
class ServedPayload:
    """One content that was served."""

    code: int
    """Its number in the run table."""
    content: Content
    variables: Mapping[str, Variable]
    contexts: int
    """How many contexts got it."""
    first: int
    """Number of the first of them."""

    @property
    def audience(self) -> str:
        """Id of the audience, or its name where no id was sent."""
        return self.content.audience_id or self.content.audience_name


def served_payloads(table: RunTable, key_position: int) -> list[ServedPayload]:
    """Return what was served for a key, in the order in which contexts first got it."""
    codes = table.codes[:, key_position]
    counts = np.bincount(codes, minlength=len(table.contents))
    first = np.zeros(len(table.contents), np.intp)
    first[codes[::-1]] = np.arange(len(codes))[::-1]  # the last one written is the first context
    found = []
    for code in np.flatnonzero(counts).tolist():
        content = table.contents[code]
        if content.outcome is Outcome.SERVED and content.raw:
            experience = read_experience(content.experience_key, content.raw)
            variables = {variable.name: variable for variable in experience.payload}
            found.append(ServedPayload(code, content, variables, int(counts[code]), int(first[code])))
    return sorted(found, key=lambda payload: payload.first)
