"""Frames in files other programs read: what is written is what is read back."""

from __future__ import annotations

import os

import openpyxl
import pandas as pd
import pytest

import moe_nb as moe
from moe_nb.core.errors import RunFileError, UsageError
from moe_nb.report.exports import EXCEL_ROWS, export_frames
from moe_nb.report.whole_file import replaced

ODD = ["a\0b", "\x07", "\x1b[31m", "=1+1", "💶", 'x,y\n"z"', "\ufffe", "_x000D_", "\u202e"]


@pytest.fixture(scope="module")
def run():
    """Sixteen contexts, some with texts that break files."""
    ws = moe.Workspace.simulated()
    return ws.sweep(moe.hours([19]) * moe.axis("utm_source", ODD), ["homepage-banner", "live-chat"])


def frames(run, contexts=4):
    """Return the frames of a run in small parts."""
    return run.iter_frames(contexts)


@pytest.mark.parametrize("contexts", [1, 4, 1_000])
def test_parquet_is_read_back_as_the_frame(tmp_path, run, contexts):
    """Whatever the parts: the same rows, times with their zone, numbers as numbers, missing as missing."""
    path = export_frames(tmp_path / "rows.parquet", frames(run, contexts), rows=len(run) * 2)
    read, whole = pd.read_parquet(path), run.to_frame()
    assert whole.columns.tolist() == read.columns.tolist()
    assert whole["asked_at"].equals(read["asked_at"].astype(whole["asked_at"].dtype))
    assert whole["hour"].astype(int).tolist() == read["hour"].tolist()
    for name in ("utm_source", "outcome", "cause", "variation_id", "error"):
        assert whole[name].astype(object).where(whole[name].notna(), None).tolist() == (
            read[name].astype(object).where(read[name].notna(), None).tolist()
        )


@pytest.mark.parametrize("contexts", [1, 4, 1_000])
def test_csv_has_one_head_and_all_rows(tmp_path, run, contexts):
    """Parts make one table; formulas are disarmed as in every CSV of ours."""
    path = export_frames(tmp_path / "rows.csv", frames(run, contexts), rows=len(run) * 2)
    whole = export_frames(tmp_path / "whole.csv", [run.to_frame()], rows=len(run) * 2)
    assert whole.read_bytes() == path.read_bytes()
    assert b"'=1+1" in path.read_bytes()


def test_excel_takes_every_text(tmp_path, run):
    """Signs a sheet cannot hold do not stop the export of all others."""
    path = export_frames(tmp_path / "rows.xlsx", frames(run), rows=len(run) * 2)
    read = pd.read_excel(path, sheet_name="answers")
    assert len(run) * 2 == len(read)
    assert run.to_frame()["outcome"].astype(str).tolist() == read["outcome"].tolist()
    assert "'=1+1" in read["utm_source"].tolist()
    assert "💶" in read["utm_source"].tolist()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_ids_with_a_sign_are_found_again(tmp_path, ending):
    """A telephone number or a negative id is the same text in a file, and a text cell in a sheet, never a formula."""
    ids = ["+4915112345", "-5", "0042", "+1 555 0100"]
    run = moe.Workspace.simulated().sweep(moe.customer_ids(ids), ["homepage-banner"])
    path = run.export(tmp_path / f"rows.{ending}")
    if ending == "csv":
        assert ids == pd.read_csv(path, dtype=str)["customer_id"].tolist()
        return
    column = next(cells for cells in openpyxl.load_workbook(path)["answers"].columns if cells[0].value == "customer_id")
    assert ids == [cell.value for cell in column[1:]]
    assert {"s"} == {cell.data_type for cell in column}


def test_more_rows_than_a_sheet_holds_are_refused_before_anything_is_read(tmp_path):
    """The limit is said with the formats that have none."""

    def untouched():
        raise AssertionError("nothing is read")
        yield

    with pytest.raises(UsageError, match="1,048,576 rows do not fit") as caught:
        export_frames(tmp_path / "rows.xlsx", untouched(), rows=EXCEL_ROWS + 1)
    assert ".parquet" in caught.value.hint


@pytest.mark.parametrize("name", ["rows", "rows.json", "rows.moe"])
def test_another_ending_is_refused(tmp_path, run, name):
    """The ending says the format."""
    with pytest.raises(UsageError, match=r"none of \.csv, \.parquet, \.xlsx"):
        run.export(tmp_path / name)
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_a_file_is_replaced_only_by_a_whole_one(tmp_path, run, ending):
    """When the frames end in an error, the file that was there is as it was, and nothing lies beside it."""
    path = tmp_path / f"rows.{ending}"
    path.write_text("the old one")

    def broken():
        yield from [next(frames(run))]
        raise RunFileError("The file is damaged.")

    with pytest.raises(RunFileError, match="damaged"):
        export_frames(path, broken(), rows=18)
    assert "the old one" == path.read_text()
    assert [path] == list(tmp_path.iterdir())
    assert path == run.export(path)
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_a_link_laid_beside_is_not_followed(tmp_path, run, ending):
    """Whoever can write into the folder cannot make an export overwrite a file elsewhere."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("somebody's own")
    for name in (f".rows.{ending}.part", f"..rows.{ending}.part.part"):
        (tmp_path / name).symlink_to(elsewhere)
    run.export(tmp_path / f"rows.{ending}")
    assert "somebody's own" == elsewhere.read_text()


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx"])
def test_a_folder_that_is_not_there_is_said(tmp_path, run, ending):
    """In words, with the file's name."""
    with pytest.raises(RunFileError, match="cannot be written"):
        run.export(tmp_path / "missing" / f"rows.{ending}")


@pytest.mark.parametrize("name", ["rows\0.csv", f"{'x' * 300}.csv", f"{'x' * 251}.csv"])
def test_a_name_no_file_can_have_is_said(tmp_path, run, name):
    """With NUL in it, too long, or too long for what is written first."""
    with pytest.raises(RunFileError, match="cannot be written"):
        run.export(tmp_path / name)
    with pytest.raises(RunFileError, match="cannot be written"):
        replaced(tmp_path / name, b"")


def test_what_is_no_file_is_never_replaced(tmp_path, run):
    """A pipe, a device or a folder stays what it is, even for somebody who could take it away."""
    pipe, folder = tmp_path / "rows.csv", tmp_path / "rows.xlsx"
    os.mkfifo(pipe)
    folder.mkdir()
    for path in (pipe, folder):
        with pytest.raises(RunFileError, match="it is there and is no file"):
            run.export(path)
        with pytest.raises(RunFileError, match="it is there and is no file"):
            replaced(path, b"")
    assert (True, True) == (pipe.is_fifo(), folder.is_dir())
