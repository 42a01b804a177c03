"""A run pivoted: what stands where, what is left out, and what is refused."""

from __future__ import annotations

import pytest
from made_tables import FAILED, HOLE, shown, table_of

from moe_nb.audit.matrix import contexts_in, layout_of, matrix_of
from moe_nb.audit.places import KEYS
from moe_nb.core.errors import SpaceError
from moe_nb.core.facts import Mixed
from moe_nb.core.run_table import NOT_ASKED
from moe_nb.core.space import axis
from moe_nb.sweep.weeks import days, hours

PHONE, PC = "Mozilla/5.0 (iPhone)", "Mozilla/5.0 (Windows NT 10.0)"
DEVICES = axis("user_agent", [PHONE, PC], ["Phone", "PC"])


def by_hour(context, _key):
    """Give each hour a variation of its own."""
    return shown(str(context.hour))


def by_key(context, key):
    """Give each key and device a variation of its own."""
    return shown(f"{key} {context.user_agent == PHONE}", key=key)


def sat_sun(keys=("k",), content=by_hour):
    """Return a run of a weekend's three hours."""
    return table_of(days(["Sat", "Sun"]) * hours([7, 8, 19]), keys, content)


def test_one_axis_is_shown_by_experience_keys():
    """The User-Agent x experience matrix."""
    table = table_of(DEVICES, ["a", "b"], by_key)
    matrix = matrix_of(table, layout_of(table))
    assert (None, "user_agent", KEYS) == (matrix.experience_key, matrix.row_axis, matrix.column_axis)
    assert (("Phone", "PC"), ("a", "b")) == (matrix.row_labels, matrix.column_labels)
    assert [["a True", "b True"], ["a False", "b False"]] == variations(matrix)


def variations(matrix):
    """Return the variation of every cell."""
    rows, columns = matrix.codes.shape
    return [[matrix.cell(row, column).variation_id for column in range(columns)] for row in range(rows)]


@pytest.mark.parametrize("asked", [{}, {"columns": KEYS}, {"rows": "user_agent"}])
def test_one_axis_of_a_named_experience_is_one_column(asked):
    """Who names one key is shown that key only."""
    table = table_of(DEVICES, ["a", "b"], by_key)
    layout = layout_of(table, "b", **asked)
    matrix = matrix_of(table, layout)
    assert ("b",) == matrix.column_labels
    assert [["b True"], ["b False"]] == variations(matrix)
    assert [1] == contexts_in(table, layout, 1, 0)


def test_two_axes_are_rows_and_columns_of_one_experience():
    """The left axis down, the right one across; a single key need not be named."""
    table = sat_sun()
    matrix = matrix_of(table, layout_of(table))
    assert ("k", "day", "hour") == (matrix.experience_key, matrix.row_axis, matrix.column_axis)
    assert (("Saturday", "Sunday"), ("07", "08", "19")) == (matrix.row_labels, matrix.column_labels)
    assert [["7", "8", "19"]] * 2 == variations(matrix)
    across = matrix_of(table, layout_of(table, columns="day", experience="k"))
    assert [["7", "7"], ["8", "8"], ["19", "19"]] == variations(across)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"experience": "a"}, ("day", "hour", "a")),
        ({"experience": "a", "rows": "hour"}, ("hour", "day", "a")),
        ({"experience": "a", "columns": "user_agent"}, ("day", "user_agent", "a")),
        ({"rows": "hour"}, ("hour", KEYS, None)),
        ({"columns": KEYS}, ("day", KEYS, None)),
        ({"experience": "a", "at": {"day": "Saturday"}}, ("hour", "user_agent", "a")),
        ({"at": {"day": "Saturday", "user_agent": "PC"}}, ("hour", KEYS, None)),
    ],
)
def test_what_is_left_out_is_filled_in(asked, expected):
    """The axes that are free, from the left; rows alone, or one free axis, go by experience keys."""
    table = table_of(days(["Sat", "Sun"]) * hours([7, 8]) * DEVICES, ["a", "b"], by_key)
    layout = layout_of(table, **asked)
    assert expected == (layout.rows, layout.columns, layout.experience_key)


@pytest.mark.parametrize("wanted", [PHONE, "Phone"])
def test_an_axis_is_held_by_value_or_label(wanted):
    """Only its contexts are shown, and the matrix says at what it is held."""
    table = table_of(hours([7, 8]) * DEVICES, ["k"], by_key)
    matrix = matrix_of(table, layout_of(table, "k", "hour", KEYS, {"user_agent": wanted}))
    assert [["k True"]] * 2 == variations(matrix)
    assert {"user_agent": "Phone"} == matrix.fixed


@pytest.mark.parametrize(
    "held", [{"day": "Sunday"}, {"hour": 8}, {"hour": "08"}, {"hour": "8"}, {"day": "Sunday", "hour": 8}]
)
def test_an_axis_that_is_held_is_a_single_row_or_column(held):
    """What was asked but is not wanted is left out, never called not asked."""
    table = sat_sun()
    matrix = matrix_of(table, layout_of(table, "k", "day", "hour", held))
    assert (1 if "day" in held else 2, 1 if "hour" in held else 3) == matrix.codes.shape
    assert "" not in {variation for row in variations(matrix) for variation in row}


def test_one_situation_alone():
    """With every axis held there is one row, by experience keys."""
    table = table_of(hours([7, 8]), ["k"], by_hour)
    matrix = matrix_of(table, layout_of(table, at={"hour": 8}))
    assert (("08",), [["8"]]) == (matrix.row_labels, variations(matrix))


def test_contexts_that_differ_read_mixed():
    """A cell that joins several contexts names each different content once."""
    table = table_of(hours([7, 8]) * axis("utm_medium", list("abcd")), ["k"], one_each)
    matrix = matrix_of(table, layout_of(table, rows="hour", columns=KEYS))
    assert Mixed((shown("1"), HOLE, FAILED)) == matrix.cell(0, 0)
    assert shown("1") == matrix.cell(1, 0)
    assert [0, 1, 2, 3] == contexts_in(table, layout_of(table, rows="hour", columns=KEYS), 0, 0)


def one_each(context, _key):
    """Give some contexts of hour 7 nothing, and let one fail."""
    seven = {"a": shown("1"), "b": HOLE, "c": FAILED, "d": HOLE}
    return shown("1") if context.hour == 8 else seven[context.attributes["utm_medium"]]


def test_another_payload_of_the_same_variation_is_not_mixed():
    """A greeting with a name differs for every customer and is still one audience and variation."""
    customers = axis("customer_id", ["u-1", "u-2"])
    table = table_of(hours([7]) * customers, ["k"], lambda context, _key: shown("1", payload=context.customer_id))
    matrix = matrix_of(table, layout_of(table, rows="hour", columns=KEYS))
    assert shown("1").group == matrix.cell(0, 0).group
    assert [0, 1] == contexts_in(table, layout_of(table, rows="hour", columns=KEYS), 0, 0)


@pytest.mark.parametrize(
    "other", [shown("2"), shown("1", audience="B"), shown("1", key="other"), HOLE, FAILED, NOT_ASKED]
)
def test_everything_else_that_differs_is_mixed(other):
    """Variation, audience, a hole, a failure, an hour that was not asked."""
    table = table_of(
        hours([7, 8]) * days(["Sat"]), ["k"], lambda context, _key: other if context.hour == 8 else shown("1")
    )
    matrix = matrix_of(table, layout_of(table, rows="day", columns=KEYS))
    assert {shown("1"), other} == set(matrix.cell(0, 0).contents)


@pytest.mark.parametrize(
    "name", ["status", "outcome", "context", "cause", "local_day", "local_hour", "experience key", "k"]
)
def test_an_attribute_may_be_called_anything(name):
    """An axis with the name of a column or of a clock is an axis like any other."""
    table = table_of(axis(name, ["x", "y"]) * hours([7, 8]), ["k"], lambda c, _key: shown(c.attributes[name]))
    matrix = matrix_of(table, layout_of(table, "k", name, "hour"))
    assert (("x", "y"), [["x", "x"], ["y", "y"]]) == (matrix.row_labels, variations(matrix))
    held = matrix_of(table, layout_of(table, "k", "hour", KEYS, {name: "y"}))
    assert [["y"], ["y"]] == variations(held)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"experience": "K"}, r"no experience 'K'\. It has 'a', 'b'"),
        ({}, r"Which experience\? Name one: 'a', 'b'"),
        ({"experience": "a", "rows": "weekday"}, r"no axis 'weekday'\. The axes are day, hour"),
        ({"experience": "a", "columns": "utm_medium"}, r"no axis 'utm_medium'\. The axes are day, hour"),
        ({"experience": "a", "rows": "day", "columns": "day"}, "'day' and 'day'. Take two different axes"),
        ({"rows": KEYS}, "cannot be 'experience_key'.*Take two different axes"),
        ({"experience": "a", "rows": "local_day"}, r"no axis 'local_day'\. Sweep week\(tz="),
        ({"experience": "a", "at": {"local_hour": 7}}, r"no axis 'local_hour'\. Sweep week\(tz="),
        ({"experience": "a", "at": {"utm_medium": "email"}}, r"no axis 'utm_medium'\. The axes are day, hour"),
        ({"experience": "a", "at": {"day": "Monday"}}, r"'day' has no 'Monday'\. It has 'Saturday', 'Sunday'"),
    ],
)
def test_what_does_not_exist_is_refused(asked, words):
    """The message names the value and what there is."""
    table = sat_sun(["a", "b"])
    with pytest.raises(SpaceError, match=words):
        matrix_of(table, layout_of(table, **asked))


def test_a_run_without_keys_is_an_empty_matrix():
    """Nothing came back: rows without columns."""
    table = table_of(hours([7, 8]), [], by_hour)
    matrix = matrix_of(table, layout_of(table))
    assert (("07", "08"), (), (2, 0)) == (matrix.row_labels, matrix.column_labels, matrix.codes.shape)


def test_two_axes_can_share_a_side():
    """User-Agents by every hour of the week: the outer axis first, each cell one context."""
    table = table_of(days(["Sat", "Sun"]) * hours([7, 19]) * DEVICES, ["k"], by_hour)
    layout = layout_of(table, rows="user_agent", columns=["day", "hour"])
    matrix = matrix_of(table, layout)
    assert ("user_agent", "day × hour") == (matrix.row_axis, matrix.column_axis)
    assert ("Saturday · 07", "Saturday · 19", "Sunday · 07", "Sunday · 19") == matrix.column_labels
    assert [["7", "19"] * 2] * 2 == variations(matrix)
    assert [5] == contexts_in(table, layout, 1, 2)
    assert layout == layout_of(table, rows="user_agent", columns="day × hour")


@pytest.mark.parametrize(("rows", "columns"), [(["day", "hour"], "hour"), (["day", "day"], "hour"), ("day", ["nope"])])
def test_an_axis_stands_on_one_side_once(rows, columns):
    """An axis twice, or one that is not there, is refused."""
    with pytest.raises(SpaceError):
        layout_of(sat_sun(), rows=rows, columns=columns)


def test_payloads_are_kept_apart_when_asked():
    """Contents that differ in their payload only are one cell content, or two."""
    table = table_of(hours([7, 8]), ["k"], lambda context, _: shown("1", payload=str(context.hour)))
    layout = layout_of(table)
    assert (1, 2) == tuple(
        len(set(matrix_of(table, layout, payloads=apart).codes.reshape(-1).tolist())) for apart in (False, True)
    )
