"""A matrix keeps every observation: each cell is compared with a pivot made by plain loops."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.audit.matrix import contexts_in, layout_of, matrix_of
from moe_nb.audit.places import KEYS
from moe_nb.core.answer import Cause, Outcome
from moe_nb.core.day_hour import DAYS
from moe_nb.core.facts import Mixed
from moe_nb.core.run_table import NOT_ASKED, Content, RunTable
from moe_nb.core.space import axis
from moe_nb.sweep.weeks import days, hours, week

MONDAY = date(2026, 11, 23)
KEY_NAMES = ("k0", "k1", "k2")
CONTENTS = (
    NOT_ASKED,
    Content(Outcome.NOT_SERVED, Cause.NO_MATCH),
    Content(Outcome.NOT_SERVED, Cause.PAUSED),
    Content(Outcome.FAILED, error="no"),
    Content(Outcome.SERVED, None, "k", "A", "All", "1", payload_hash="one", raw=b"1"),
    Content(Outcome.SERVED, None, "k", "A", "All", "1", payload_hash="two", raw=b"2"),
    Content(Outcome.SERVED, None, "k", "A", "All", "2"),
    Content(Outcome.SERVED, None, "k", "B", "All", "1"),
)
ZONES = ["UTC", "Asia/Kolkata", "Asia/Kathmandu", "America/St_Johns", "America/New_York", "Pacific/Kiritimati"]
ZONES += ["Pacific/Marquesas", "Etc/GMT+12", "Australia/Eucla"]


def look(content):
    """Return what a reader of a matrix sees of a content: everything but the payload."""
    return content.outcome, content.cause, content.audience_id, content.variation_id, content.error


def looks(cell):
    """Return what a reader sees in a cell; what is mixed names different things only."""
    seen = [look(content) for content in cell.contents] if isinstance(cell, Mixed) else [look(cell)]
    assert len(seen) == len(set(seen))
    assert isinstance(cell, Mixed) is (len(seen) > 1)
    return set(seen)


def table_of(space, seed, keys=2):
    """Return a run of a space with any answers."""
    codes = np.random.default_rng(seed).integers(0, len(CONTENTS), (len(space), keys), dtype=np.int32)
    calls = np.zeros((len(space), 1), np.int64)
    return RunTable(space, KEY_NAMES[:keys], codes, CONTENTS, calls, calls, calls)


@st.composite
def spaces(draw):
    """Products of one to four axes with few values, in any order, odd names and None among them."""
    values = {
        "day": st.sampled_from(DAYS),
        "hour": st.integers(0, 23),
        "user_agent": st.sampled_from(["a, b", "ü", "x" * 300]) | st.none(),
        "status": st.sampled_from(["1", "<b>", ""]) | st.none(),
        "local_hour": st.sampled_from(["07", "7"]),
        "row": st.booleans(),
    }
    names = draw(st.lists(st.sampled_from(list(values)), unique=True, min_size=1, max_size=4))
    made = None
    for name in names:
        one = axis(name, draw(st.lists(values[name], min_size=1, max_size=3)))
        made = one if made is None else made * one
    return made


def pivot(table, key_at, place, keep=lambda _at: True):
    """Return cell to what its contexts got, and cell to their numbers, by plain loops.

    Args:
        table: The run.
        key_at: The column of a key.
        place: From coordinates to the cells they belong to.
        keep: Which coordinates count.
    """
    said, behind = {}, {}
    for index, at in enumerate(product(*(range(len(one)) for one in table.space.axes))):
        for cell in place(at) if keep(at) else ():
            said.setdefault(cell, set()).add(look(table.content(index, key_at)))
            behind.setdefault(cell, []).append(index)
    return said, behind


def assert_same(table, layout, said, behind):
    """Compare every cell; one that stands for no context is not asked."""
    matrix = matrix_of(table, layout)
    assert (len(matrix.row_labels), len(matrix.column_labels)) == matrix.codes.shape
    for cell in product(range(len(matrix.row_labels)), range(len(matrix.column_labels))):
        assert said.get(cell, {look(NOT_ASKED)}) == looks(matrix.cell(*cell))
        assert behind.get(cell, []) == contexts_in(table, layout, *cell)
    assert set(said) <= set(product(range(len(matrix.row_labels)), range(len(matrix.column_labels))))


@given(st.data(), spaces(), st.integers(0, 2**32))
def test_rows_by_columns(data, space, seed):
    """Two axes of one experience, the others held at a value or label, or joined."""
    names = data.draw(st.permutations([one.name for one in space.axes]))
    table, row, column, *others = table_of(space, seed), *names, None, None
    if column is None:
        return assert_by_key(table, row, {}, {})
    held = {
        name: data.draw(st.integers(0, len(space.axis(name)) - 1))
        for name in others
        if name and data.draw(st.booleans())
    }
    labelled = data.draw(st.booleans())
    at = {name: (space.axis(name).labels if labelled else space.axis(name).values)[n] for name, n in held.items()}
    order = [one.name for one in space.axes]
    said, behind = pivot(
        table,
        1,
        lambda spot: [(spot[order.index(row)], spot[order.index(column)])],
        lambda spot: all(spot[order.index(name)] == n for name, n in held.items()),
    )
    assert_same(table, layout_of(table, "k1", row, column, at), said, behind)
    return assert_by_key(table, row, at, held)


def assert_by_key(table, row, at, held):
    """Compare one axis by experience keys."""
    order = [one.name for one in table.space.axes]
    said, behind = {}, {}
    for key_at in range(len(table.keys)):
        parts = pivot(
            table,
            key_at,
            lambda spot, key_at=key_at: [(spot[order.index(row)], key_at)],
            lambda spot: all(spot[order.index(name)] == n for name, n in held.items()),
        )
        said |= parts[0]
        behind |= parts[1]
    assert_same(table, layout_of(table, None, row, KEYS, at), said, behind)


@given(zone=st.sampled_from(ZONES), seed=st.integers(0, 2**32), by_key=st.booleans())
def test_a_local_week(zone, seed, by_key):
    """Each local hour joins the UTC hours that the time zone database says it touches: one, or two."""
    table = table_of(week(zone, MONDAY), seed)
    assert_local(table, zone, DAYS, range(24), by_key=by_key)


@given(
    zone=st.sampled_from(ZONES),
    seed=st.integers(0, 2**32),
    some_days=st.lists(st.sampled_from(DAYS), min_size=1, max_size=3, unique=True),
    some_hours=st.lists(st.integers(0, 23), min_size=1, max_size=5, unique=True),
)
def test_a_part_of_a_local_week(zone, seed, some_days, some_hours):
    """Also for some days and hours in any order, and beside another axis; what was not in it is not asked."""
    part = replace(days(some_days) * hours(some_hours), local_week=week(zone, MONDAY).local_week)
    assert_local(table_of(part, seed), zone, some_days, some_hours, by_key=False)
    assert_local(table_of(part * axis("utm_medium", ["a", None]), seed), zone, some_days, some_hours, by_key=False)


def assert_local(table, zone, some_days, some_hours, *, by_key):
    """Compare the local day by the local hour, or by the keys."""

    def place(spot):
        start = datetime(2026, 11, 23, tzinfo=UTC) + timedelta(
            days=DAYS.index(some_days[spot[0]]), hours=some_hours[spot[1]]
        )
        minutes = [(start + timedelta(minutes=minute)).astimezone(ZoneInfo(zone)) for minute in (0, 59)]
        touched = [(moment.weekday(), moment.hour) for moment in minutes]
        return list(dict.fromkeys((day, 0) if by_key else (day, hour) for day, hour in touched))

    layout = layout_of(table, rows="local_day", columns=KEYS) if by_key else layout_of(table, "k0")
    matrix, (said, behind) = matrix_of(table, layout), pivot(table, 0, place)
    for cell in product(range(7), [0] if by_key else range(24)):
        assert said.get(cell, {look(NOT_ASKED)}) == looks(matrix.cell(*cell))
        assert behind.get(cell, []) == contexts_in(table, layout, *cell)
