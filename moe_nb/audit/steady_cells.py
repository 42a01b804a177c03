"""How stable the cells of a run are, laid into them in the place of what was served."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from moe_nb.core.answer import Outcome
from moe_nb.core.errors import AuditError
from moe_nb.core.run_table import Content, RunTable
from moe_nb.core.stability_facts import Stability, Steadiness
from moe_nb.core.steady_content import SteadyContent


def with_stability(table: RunTable, stability: Stability) -> RunTable:
    """Return the run with whether repeats got the same in every cell that was answered; the others stay.

    A key that was not repeated is not known. Two variations that are both stable are one content.

    Args:
        table: A whole run.
        stability: Repeats of its contexts.

    Raises:
        AuditError: If the repeats asked other contexts, or none of the run's keys.
    """
    check_repeats(table, stability)
    numbers: dict[Content, int] = {}
    bare = np.array([numbers.setdefault(_bare(content), len(numbers)) for content in table.contents], np.int32)
    known = {key.experience_key: key.cells for key in stability.keys}
    none = np.full(len(table.codes), Steadiness.NOT_KNOWN, np.int8)
    cells = np.stack([known.get(key, none) for key in table.keys], axis=1).astype(np.int32)
    contents = [
        replace(content, steadiness=steadiness) if isinstance(content, SteadyContent) else content
        for content in numbers
        for steadiness in Steadiness
    ]
    return replace(table, codes=bare[table.codes] * len(Steadiness) + cells, contents=tuple(contents))


def check_repeats(table: RunTable, stability: Stability) -> None:
    """Raise an `AuditError` unless the repeats asked the contexts of a run, and at least one of its keys."""
    keys = [key.experience_key for key in stability.keys]
    sizes = {len(key.cells) for key in stability.keys}
    if sizes != {len(table.codes)} or not set(keys) & set(table.keys):
        raise AuditError(
            f"The repeats have {max(sizes, default=0):,} contexts and the keys {', '.join(keys) or '(none)'}; "
            f"the run has {len(table.codes):,} contexts and the keys {', '.join(table.keys) or '(none)'}.",
            hint="Repeat this run: ws.stability(run).",
        )


def _bare(content: Content) -> Content:
    if content.outcome in {Outcome.SERVED, Outcome.NOT_SERVED}:
        return SteadyContent(content.outcome, None, content.experience_key)
    return content
