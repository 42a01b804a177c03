"""The generated worlds are what they say they are: three ways to the same answers."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

import numpy as np
from generated_worlds import AGENTS, DEVICES, SOME_WORLDS, swept, table_of, worlds, written
from hypothesis import given
from plain_world import PlainWorld

from moe_nb.core.answer import Outcome

WIRE = {"day": "DAY_OF_THE_WEEK", "hour": "TIME_OF_THE_DAY", "device": "USER_AGENT", "country": "USER_IP_ADDRESS"}


def request(world, values):
    """Write one request by hand."""
    said = {}
    for axis, value in zip(world.axes, values, strict=True):
        if value is not None:
            on_the_wire = f"{value:02d}" if axis == "hour" else AGENTS.get(value, value)
            said[WIRE.get(axis, axis)] = on_the_wire
    return said


def audiences(world, key):
    """Return the audience and variation each context gets, None for nothing, in the order of the space."""
    said = [(one.id, one.variation) for one in world.experiences[key]]
    return [said[number] if number >= 0 else None for number in world.winners(key).reshape(-1).tolist()]


def seen(table, key):
    """Return the same from a run; nothing may have failed."""
    column = [table.contents[code] for code in table.codes[:, table.keys.index(key)].tolist()]
    assert {content.outcome for content in column} <= {Outcome.SERVED, Outcome.NOT_SERVED}
    return [(one.audience_id, one.variation_id) if one.outcome is Outcome.SERVED else None for one in column]


@SOME_WORLDS
@given(worlds(contexts=300))
def test_a_world_says_what_its_file_means(world):
    """Sets of values, the written file read by an evaluator of its own, and the simulator behind the real client."""
    with written(world) as path:
        plain = PlainWorld(path, {AGENTS[label]: device for label, device in DEVICES.items()}, datetime.now(UTC))
    table, made = swept(world), table_of(world)
    for key in world.keys:
        read = [plain.served(key, request(world, values)) for values in product(*world.axes.values())]
        assert audiences(world, key) == [None if got is None else (got[0], got[2]) for got in read]
        assert audiences(world, key) == seen(table, key) == seen(made, key)
    assert table.space == made.space


@SOME_WORLDS
@given(worlds(axes={"day": ("Monday", "Sunday"), "hour": (0, 12, 23)}))
def test_contexts_can_be_left_out_or_fail(world):
    """What was not asked and what failed is told apart from what was not served."""
    asked, failed = np.array([True, True, True, False, True, False]), np.array([False, True, False, True, True, False])
    table = table_of(world, asked, failed)
    for key, codes in zip(world.keys, table.codes.T, strict=True):
        first, second, third, *others = (table.contents[code].outcome for code in codes)
        assert ("failed", ["not_asked", "failed", "not_asked"]) == (second, others)
        served = [got is not None for got in audiences(world, key)]
        assert [served[0], served[2]] == [outcome is Outcome.SERVED for outcome in (first, third)]
