"""What an audit rests on: counts, time span, and a hash that changes with every input."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from made_tables import FAILED, HOLE, shown, table_of

import moe_nb as moe
from moe_nb.audit.certificate import certificate_of, inputs_hash
from moe_nb.audit.combinations import space_coverage
from moe_nb.core.credentials import Environment
from moe_nb.core.events import Stopped, StopReason
from moe_nb.core.run_facts import RunFacts
from moe_nb.core.run_table import NOT_ASKED

FACTS = RunFacts(
    Environment.TEST, "https://sdk-01.moengage.com/v1", "ABCD…", 0.0, Stopped(StopReason.COMPLETED, 24, 0, 1.0), "0.0.9"
)


def answered(context, _key):
    return {0: FAILED, 1: NOT_ASKED, 2: HOLE}.get(context.hour, shown())


TABLE = table_of(moe.hours(), ["k"], answered)


def certificate(table=TABLE):
    return certificate_of(table, FACTS, space_coverage(table), (("Python", "3"),))


def test_it_counts_what_was_asked_and_answered():
    """Failed and not asked cells stand apart, and the percentage is rounded down."""
    times = np.arange(24)[:, None] * 1000
    times[1] = 0
    times[0] = 500
    found = certificate(replace(TABLE, asked_epoch_ms=times))
    assert (24, 23, 22, 91.6, 1, 1) == (
        found.contexts,
        found.asked,
        found.answered,
        found.percent,
        found.failed_cells,
        found.not_asked_cells,
    )
    assert (0.5, 23.0) == (found.first_epoch_s, found.last_epoch_s)
    assert (("moe_nb that asked", "0.0.9"), ("Python", "3")) == found.versions


def test_a_run_that_asked_nothing_has_no_time_span():
    """No time is made up."""
    assert (None, None, 0) == ((c := certificate()).first_epoch_s, c.last_epoch_s, c.asked)


def test_the_order_of_answers_makes_no_difference():
    """The same answers under other numbers have the same hash; a content nobody got does not count."""
    swapped = [*TABLE.contents[::-1], shown("9")]
    codes = (len(TABLE.contents) - 1 - TABLE.codes).astype(np.int32)
    again = replace(TABLE, contents=tuple(swapped), codes=codes, asked_epoch_ms=TABLE.asked_epoch_ms + 5)
    assert inputs_hash(TABLE, FACTS) == inputs_hash(again, FACTS)


@pytest.mark.parametrize(
    "other",
    [
        (table_of(moe.hours(), ["l"], answered), FACTS),
        (table_of(moe.hours(range(23)), ["k"], answered), FACTS),
        (table_of(moe.hours(), ["k"], lambda c, k: shown(payload="q") if c.hour == 9 else answered(c, k)), FACTS),
        (table_of(moe.hours(), ["k"], lambda c, k: HOLE if c.hour == 9 else answered(c, k)), FACTS),
        (TABLE, replace(FACTS, world_hash="other")),
        (TABLE, replace(FACTS, environment=Environment.LIVE)),
        (table_of(moe.hours().given(moe.Context(day="Monday")), ["k"], answered), FACTS),
    ],
    ids=["key", "space", "payload", "outcome", "world", "environment", "base"],
)
def test_every_input_changes_the_hash(other):
    """One cell, one key, one value, another world: another hash."""
    assert inputs_hash(TABLE, FACTS) != inputs_hash(*other)
