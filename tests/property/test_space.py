"""A space is exactly its contexts, and a matrix keeps every observation."""

from __future__ import annotations

from datetime import date
from math import prod

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.audit.matrix import contexts_in, layout_of, matrix_of
from moe_nb.audit.places import KEYS
from moe_nb.core.answer import Outcome
from moe_nb.core.context import Context
from moe_nb.core.day_hour import DAYS
from moe_nb.core.facts import Mixed
from moe_nb.core.run_table import NOT_ASKED, Content, RunTable
from moe_nb.core.space import axis
from moe_nb.sweep.weeks import week

VALUES = {
    "day": st.sampled_from(DAYS),
    "hour": st.integers(0, 23) | st.integers(0, 23).map("{:02d}".format),
    "customer_id": st.none() | st.sampled_from(["u-1", "u-2", "7"]) | st.just(7),
    "ip_address": st.none() | st.sampled_from(["203.0.113.1", " 203.0.113.1", "2001:db8::1"]),
    "user_agent": st.none() | st.sampled_from(["Mozilla/5.0", "curl/8"]),
    "identifier.u_em": st.none() | st.sampled_from(["", "a@example.com"]),
    "utm_medium": st.none() | st.sampled_from(["", "email", "true"]) | st.booleans(),
}


@st.composite
def spaces(draw, least=1, most=3):
    """Products of a few axes with a few values each, in any order, repeated values included."""
    names = draw(st.lists(st.sampled_from(list(VALUES)), unique=True, min_size=least, max_size=most))
    made = None
    for name in names:
        one = axis(name, draw(st.lists(VALUES[name], min_size=1, max_size=4)))
        made = one if made is None else made * one
    return made


@given(spaces())
def test_the_size_is_the_number_of_contexts(space):
    """What a plan counts is what a sweep asks."""
    contexts = list(space)
    assert len(space) == len(contexts) == prod(len(one) for one in space.axes)
    assert contexts == [space.context(index) for index in range(len(space))]


@given(spaces(), st.booleans())
def test_every_context_is_distinct(space, around_somebody):
    """Nothing is asked twice, around a base or not."""
    base = Context(customer_id="u-9", hour=5, attributes={"utm_medium": "sms", "other": "x"})
    space = space.given(base) if around_somebody else space
    assert len(space) == len(set(space))


@given(spaces())
def test_coordinates_name_the_values(space):
    """Each context holds, on every axis, the value its coordinates point at."""
    for index, context in enumerate(space):
        for one, at in zip(space.axes, space.coordinates(index), strict=True):
            assert one.values[at] == context.values().get(one.name)
            assert at == one.position(one.labels[at])


@st.composite
def tables(draw, space):
    """A run of a space with any answers: not asked, not served, two variations."""
    keys = draw(st.integers(1, 3))
    contents = (
        NOT_ASKED,
        Content(Outcome.NOT_SERVED),
        *(Content(Outcome.SERVED, None, "k", "A", "All", str(n)) for n in range(2)),
    )
    size = len(space) * keys
    codes = draw(st.lists(st.integers(0, 3), min_size=size, max_size=size))
    return RunTable(
        space,
        tuple(f"k{n}" for n in range(keys)),
        np.array(codes, np.int32).reshape(len(space), keys),
        contents,
        np.full((len(space), 1), 200, np.int16),
        np.zeros((len(space), 1), np.float32),
        np.zeros((len(space), 1), np.int64),
    )


def said(cell):
    """Return the contents a cell stands for."""
    return set(cell.contents) if isinstance(cell, Mixed) else {cell}


@given(st.data(), spaces(least=2))
def test_a_matrix_of_two_axes_keeps_every_observation(data, space):
    """Each cell says exactly what its contexts got, and every context is in exactly one cell."""
    table = data.draw(tables(space))
    rows, columns = data.draw(st.permutations([one.name for one in space.axes]))[:2]
    layout = layout_of(table, "k0", rows, columns)
    matrix, seen = matrix_of(table, layout), []
    for row in range(len(matrix.row_labels)):
        for column in range(len(matrix.column_labels)):
            behind = contexts_in(table, layout, row, column)
            assert {table.content(index, 0) for index in behind} == said(matrix.cell(row, column))
            for context in (space.context(index) for index in behind):
                assert space.axis(rows).position(context.values().get(rows)) == row
                assert space.axis(columns).position(context.values().get(columns)) == column
            seen += behind
    assert sorted(seen) == list(range(len(space)))


@given(st.data(), spaces())
def test_a_matrix_by_key_keeps_every_observation(data, space):
    """One axis by experience keys: each cell says what the contexts of its row got for its key."""
    table = data.draw(tables(space))
    layout = layout_of(table, rows=space.axes[0].name, columns=KEYS)
    matrix = matrix_of(table, layout)
    assert table.keys == matrix.column_labels
    for row in range(len(matrix.row_labels)):
        for column in range(len(table.keys)):
            behind = contexts_in(table, layout, row, column)
            assert len(space) // len(matrix.row_labels) == len(behind)
            assert {table.content(index, column) for index in behind} == said(matrix.cell(row, column))


@given(st.data(), spaces(least=2))
def test_a_held_axis_leaves_only_its_contexts(data, space):
    """With an axis held at a value, exactly the contexts with that value are shown."""
    table = data.draw(tables(space))
    held, shown = space.axes[0], space.axes[1]
    at = data.draw(st.integers(0, len(held) - 1))
    layout = layout_of(table, rows=shown.name, columns=KEYS, at={held.name: held.labels[at]})
    behind = [index for row in range(len(shown)) for index in contexts_in(table, layout, row, 0)]
    assert sorted(behind) == [index for index in range(len(space)) if space.coordinates(index)[0] == at]


@given(st.data(), st.sampled_from(["Asia/Kolkata", "Asia/Kathmandu", "Europe/Berlin", "America/St_Johns", "UTC"]))
def test_a_local_week_keeps_every_observation(data, zone):
    """Each local hour says what the one or two UTC hours it touches got; none of the 168 is lost."""
    space = week(tz=zone, week_of=date(2026, 11, 23))
    seed = data.draw(st.integers(0, 2**32 - 1))
    codes = np.random.default_rng(seed).integers(0, 3, (168, 1), dtype=np.int32)
    contents = (NOT_ASKED, *(Content(Outcome.SERVED, None, "k", "A", "All", str(n)) for n in range(2)))
    empty = np.zeros((168, 1), np.int64)
    table = RunTable(space, ("k",), codes, contents, empty, empty, empty)
    layout = layout_of(table, "k")
    matrix = matrix_of(table, layout)
    assert (DAYS, 24) == (matrix.row_labels, len(matrix.column_labels))
    seen = set()
    for day in range(7):
        for hour in range(24):
            behind = contexts_in(table, layout, day, hour)
            assert (1 if space.local_week.is_whole_hours else 2) == len(behind)
            assert {table.content(index, 0) for index in behind} == said(matrix.cell(day, hour))
            seen.update(behind)
    assert set(range(168)) == seen
