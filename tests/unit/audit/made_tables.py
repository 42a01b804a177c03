"""Run tables as a sweep would have left them, from a function of context and key."""

from __future__ import annotations

import numpy as np

from moe_nb.core.answer import Cause, Outcome
from moe_nb.core.run_table import NOT_ASKED, Content, RunTable

HOLE = Content(Outcome.NOT_SERVED, Cause.NO_MATCH)
PAUSED = Content(Outcome.NOT_SERVED, Cause.PAUSED)
FAILED = Content(Outcome.FAILED, error="The service failed: 503")


def shown(variation="1", audience="A", payload="p", key="k"):
    """Return a served content."""
    return Content(
        Outcome.SERVED,
        None,
        key,
        audience,
        f"Audience {audience}",
        variation,
        payload_hash=payload,
        raw=payload.encode(),
    )


def table_of(space, keys, content):
    """Return a run of a space in which each context and key got ``content(context, key)``."""
    said = [[content(context, key) for key in keys] for context in space]
    contents = list(dict.fromkeys([NOT_ASKED, *(one for row in said for one in row)]))
    codes = np.array([[contents.index(one) for one in row] for row in said], np.int32).reshape(len(space), len(keys))
    calls = np.zeros((len(space), 1), np.int64)
    return RunTable(space, tuple(keys), codes, tuple(contents), calls, calls, calls)
