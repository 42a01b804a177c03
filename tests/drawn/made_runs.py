"""Small runs written by hand: contents by number in a grid of contexts and keys."""

from __future__ import annotations

import json

import numpy as np

from moe_nb.core.answer import Cause, KeyOutcome, Outcome
from moe_nb.core.credentials import Environment
from moe_nb.core.events import Stopped, StopReason
from moe_nb.core.run_facts import RunFacts
from moe_nb.core.run_table import NOT_ASKED, Content, RunTable, content_of
from moe_nb.core.wire import read_experience
from moe_nb.results.run import Run

NOT_SERVED = Content(Outcome.NOT_SERVED, Cause.NO_MATCH, "k")
FAILED = Content(Outcome.FAILED, None, "k", error="The service failed: 500")


def served(variation="1", audience="Gold", audience_id="", key="k", value="x"):
    """What a key that was served leaves in a run."""
    said = {"audience_name": audience, "audience_id": audience_id, "moe_variation_id": variation, "cid": "c"}
    raw = json.dumps({"payload": {"T": {"value": value, "data_type": "string"}}, "experience_context": said}).encode()
    return content_of(KeyOutcome(key, Outcome.SERVED, experience=read_experience(key, raw)), raw)


def table_of(space, codes, contents, keys=("k",)):
    """A table whose cells are numbers of *contents*, 0 being "not asked"."""
    codes = np.array(codes, np.int32).reshape(len(space), len(keys))
    asked = np.full((len(space), 1), 1_700_000_000_000, np.int64)
    status = np.full((len(space), 1), 200, np.int16)
    return RunTable(space, tuple(keys), codes, (NOT_ASKED, *contents), status, np.ones((len(space), 1)), asked)


def run_of(space, codes, contents, keys=("k",), stopped=None):
    """A run of such a table, completed unless *stopped* says otherwise."""
    facts = RunFacts(
        Environment.SIMULATOR,
        "simulator",
        "SIM…",
        1_700_000_000.0,
        stopped or Stopped(StopReason.COMPLETED, len(space), 0, 1.5),
        "1.0",
    )
    return Run(table_of(space, codes, contents, keys), facts)
