"""Axes from files, frames and iterators: every row as it is, or its number in the error."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import moe_nb as moe
from moe_nb.core.errors import SpaceError
from moe_nb.core.long_list import LongList
from moe_nb.sweep.long_columns import IN_MEMORY

IDS = ["007", "ann", "çelik 💶", "a,b", '"']


def values_of(space):
    """Return the values of the only axis."""
    (axis,) = space.axes
    return list(axis.values)


@pytest.fixture(params=["csv", "parquet", "arrow", "pandas", "list", "iterator", "series"])
def source(request, tmp_path):
    """The same ids in every form they come in."""
    frame = pd.DataFrame({"customer_id": IDS})
    if request.param == "csv":
        frame.to_csv(tmp_path / "ids.csv", index=False, encoding="utf-8-sig")
        return tmp_path / "ids.csv"
    if request.param == "arrow":
        return pa.Table.from_pandas(frame)
    if request.param == "parquet":
        frame.to_parquet(tmp_path / "ids.parquet")
        return str(tmp_path / "ids.parquet")
    return {"pandas": frame, "list": IDS, "iterator": iter(IDS), "series": frame["customer_id"]}[request.param]


def test_ids_come_from_anywhere(source):
    """As texts, in their order, with their zeros in front."""
    assert IDS == values_of(moe.customer_ids(source))


def test_a_column_is_chosen(tmp_path):
    """The only one, the one called like the axis, or the one that is named."""
    frame = pd.DataFrame({"customer_id": ["a"], "city": ["Pune"]})
    frame.to_csv(tmp_path / "both.csv", index=False)
    for both in (frame, tmp_path / "both.csv"):
        assert ["a"] == values_of(moe.customer_ids(both))
        assert ["Pune"] == values_of(moe.axis_from("city", both))
        assert ["Pune"] == values_of(moe.customer_ids(both, "city"))
        with pytest.raises(SpaceError, match="no column 'town'") as caught:
            moe.customer_ids(both, "town")
        assert "customer_id, city" in caught.value.hint
        with pytest.raises(SpaceError, match="Which column"):
            moe.axis_from("utm_source", both)


def test_bytes_that_are_text_are_read_as_text(tmp_path):
    """Some programs write texts into Parquet files without saying that they are; other bytes are no ids."""
    pq.write_table(pa.table({"customer_id": pa.array(["u1", "çelik"]).cast(pa.binary())}), tmp_path / "ids.parquet")
    assert ["u1", "çelik"] == values_of(moe.customer_ids(tmp_path / "ids.parquet"))
    with pytest.raises(SpaceError, match="Value 2 of axis 'customer_id' is bytes that are no text"):
        moe.customer_ids([b"u1", b"\xff"])


@pytest.mark.parametrize("value", [["a", "b"], ("a",), {"a"}, {"id": "a"}])
def test_several_values_are_no_value(value):
    """A list in a cell is refused with its row, never sent as Python writes it."""
    with pytest.raises(SpaceError, match=f"Value 2 of axis 'customer_id' is a {type(value).__name__}"):
        moe.customer_ids(["a", value])


def test_columns_have_labels_of_any_kind_and_one_each():
    """Columns may be numbered; two of one name are refused, as one of them would be taken by chance."""
    frame = pd.DataFrame([["a", "x"], ["b", "y"]])
    assert ["x", "y"] == values_of(moe.customer_ids(frame, 1))
    assert ["x", "y"] == values_of(moe.customer_ids(frame, "1"))
    assert ["a", "b"] == values_of(moe.customer_ids(frame[[0]]))
    frame.columns = ["customer_id", "customer_id"]
    with pytest.raises(SpaceError, match="2 columns 'customer_id'"):
        moe.customer_ids(frame)


@pytest.mark.parametrize("head", ["u1", "ann@example.com"])
def test_a_file_without_a_head_is_refused(tmp_path, head):
    """Its first id would be taken for the name of the column, and be missing; who names the column knows."""
    (tmp_path / "ids.csv").write_text(f"{head}\nu2\n")
    with pytest.raises(SpaceError, match="looks like a value") as caught:
        moe.customer_ids(tmp_path / "ids.csv")
    assert f"column={head!r}" in caught.value.hint
    assert ["u2"] == values_of(moe.customer_ids(tmp_path / "ids.csv", head))


def test_numbers_are_written_as_people_write_them():
    """A column of numbers with a gap is one of decimals in pandas; the ids are whole all the same."""
    assert ["1", "20", "300"] == values_of(moe.customer_ids(pd.Series([1.0, 20.0, 300.0])))
    assert ["1", "2"] == values_of(moe.customer_ids(np.array([1, 2])))


@pytest.mark.parametrize("empty", [None, "", float("nan"), pd.NaT, pd.NA])
def test_a_row_without_a_value_is_named(empty):
    """Rows are counted from one, as in every tool that shows the file."""
    with pytest.raises(SpaceError, match="Value 3 of axis 'customer_id' is empty"):
        moe.customer_ids(["a", "b", empty])


@pytest.mark.parametrize(
    ("content", "says"), [(b"\xff\xfe\x00", "UnicodeDecodeError"), (b"id\n" + b"x" * 200_000, "field")]
)
def test_a_csv_that_is_none_is_said(tmp_path, content, says):
    """Another encoding, or one endless field: in words, with the name of the file."""
    (tmp_path / "ids.csv").write_bytes(content)
    with pytest.raises(SpaceError, match=says) as caught:
        moe.customer_ids(tmp_path / "ids.csv")
    assert "'ids.csv'" in caught.value.description


def test_a_row_that_is_cut_off_is_named(tmp_path):
    """A line with fewer fields than the head has no value there."""
    (tmp_path / "ids.csv").write_text("city,customer_id\nPune,a\nDelhi\n")
    with pytest.raises(SpaceError, match=r"Value 2 .* is empty"):
        moe.customer_ids(tmp_path / "ids.csv")


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_whatever_parts_the_columns(tmp_path, sign):
    """Excel writes semicolons where the comma is a decimal sign: the ids are the ids all the same."""
    file = tmp_path / "ids.csv"
    file.write_text(f'customer_id{sign}"name, or {sign}"\n007{sign}A\n"a{sign}b"{sign}B\n', encoding="utf-8-sig")
    assert ["007", f"a{sign}b"] == values_of(moe.customer_ids(file))


def test_a_file_of_one_column_is_parted_by_nothing(tmp_path):
    """A line is a value, whatever stands in it; quotes are taken off."""
    (tmp_path / "ids.csv").write_text('customer_id\na,b\n"c;d"\ne|f\n')
    assert ["a,b", "c;d", "e|f"] == values_of(moe.customer_ids(tmp_path / "ids.csv"))


def test_two_signs_in_the_head_are_told_apart_by_the_column(tmp_path):
    """Only under one of them there is a column of that name."""
    (tmp_path / "ids.csv").write_text("customer_id;spent, in EUR|USD\n007;1,5\n")
    assert ["007"] == values_of(moe.customer_ids(tmp_path / "ids.csv"))
    assert ["1,5"] == values_of(moe.axis_from("utm_term", tmp_path / "ids.csv", "spent, in EUR|USD"))


@pytest.mark.parametrize("head", ["id;first,last", "customer_id,a;customer_id", "customer_id, id;x|"])
def test_a_head_that_is_not_clear_is_refused(tmp_path, head):
    """Rather no id than half of one: the error names the signs."""
    (tmp_path / "ids.csv").write_text(f"{head}\n007;A,B\n")
    with pytest.raises(SpaceError, match=r"not clear what parts the columns of 'ids.csv'") as caught:
        moe.axis_from("utm_term", tmp_path / "ids.csv")
    assert "a comma or a semicolon" in caught.value.description
    assert "quotes" in caught.value.hint


def test_a_row_with_more_fields_than_the_head_is_refused(tmp_path):
    """A comma that was not quoted moves the fields; empty ones at the end move nothing."""
    (tmp_path / "ids.csv").write_text("name,customer_id\nAnn,1,,\nBen,2\nCao, Mr,3\n")
    with pytest.raises(SpaceError, match=r"Row 3 of 'ids.csv' has more fields than the head"):
        moe.customer_ids(tmp_path / "ids.csv")


def test_a_parquet_file_that_is_none_is_said(tmp_path):
    """Noise with the right ending."""
    (tmp_path / "ids.parquet").write_bytes(b"noise" * 99)
    with pytest.raises(SpaceError, match=r"ids\.parquet"):
        moe.customer_ids(tmp_path / "ids.parquet")


@pytest.mark.parametrize("source", ["missing.csv", b"bytes", 5])
def test_what_is_no_list_is_refused(source):
    """A file that is not there, and things that cannot be iterated over as values."""
    with pytest.raises(SpaceError):
        moe.customer_ids(source)


@pytest.mark.parametrize("name", ["day", "hour", "experience_key", ""])
def test_what_is_no_long_axis_is_refused(name):
    """Days and hours have functions of their own; reserved names are nobody's."""
    with pytest.raises(SpaceError):
        moe.axis_from(name, ["a"])


def test_a_long_list_is_kept_in_a_file():
    """From some length on values are not in memory; the axis is used the same way."""
    short, long = moe.customer_ids(map(str, range(IN_MEMORY))), moe.customer_ids(map(str, range(IN_MEMORY + 1)))
    assert (False, True) == tuple(isinstance(space.axes[0].values, LongList) for space in (short, long))
    assert (IN_MEMORY + 1, "10000") == (len(long), long.context(IN_MEMORY).customer_id)
    assert 42 == long.axes[0].position("42")


def test_a_short_list_with_repetitions_keeps_its_rows():
    """A row is a row, also when its id came before."""
    assert ["a", "b", "a"] == values_of(moe.customer_ids(["a", "b", "a"]))


def test_nothing_is_no_axis():
    """An empty file or list is said."""
    with pytest.raises(SpaceError, match="no values"):
        moe.customer_ids([])
