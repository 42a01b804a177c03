"""Frames, one after another, into one file that other programs read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moe_nb.core.errors import RunFileError, UsageError
from moe_nb.report.tables import frame_csv
from moe_nb.report.whole_file import check_place
from moe_nb.report.workbook import write_workbook

if TYPE_CHECKING:
    import pandas as pd

    Frames = Iterable[pd.DataFrame]

EXCEL_ROWS = 1_048_575
"""Rows of a sheet below its head (Excel specifications and limits)."""


def export_frames(path: Path, frames: Frames, *, rows: int) -> Path:
    """Write frames with the same columns into one file; a file that is there is replaced when the new one is whole.

    Args:
        path: Ends in ``.csv``, ``.parquet`` or ``.xlsx``.
        frames: The frames, read one at a time.
        rows: How many rows there will be.

    Raises:
        UsageError: If the ending is another one, an extra is missing, or a sheet cannot hold the rows.
        RunFileError: If the file cannot be written.
    """
    writers: dict[str, Callable[[Path, Frames], None]] = {".csv": _csv, ".parquet": _parquet, ".xlsx": _excel}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise UsageError(f"{path.name!r} ends in none of {', '.join(writers)}.", hint="The ending says the format.")
    if writer is _excel and rows > EXCEL_ROWS:
        raise UsageError(f"{rows:,} rows do not fit into a sheet ({EXCEL_ROWS:,}).", hint="Take .csv or .parquet.")
    check_place(path)
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)  # of a process that was killed, or a link that somebody laid there
        writer(part, frames)
        part.replace(path)
    except ImportError:
        extra = "parquet" if writer is _parquet else "excel"
        raise UsageError(
            f"{path.suffix} files need the extra {extra!r}.", hint=f"pip install moe-nb[{extra}]"
        ) from None
    except OSError as error:
        raise RunFileError(f"{str(path)!r} cannot be written ({error.strerror}).", hint="Name another file.") from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return path


def _csv(path: Path, frames: Frames) -> None:
    with path.open("x", encoding="utf-8", newline="") as file:
        for number, frame in enumerate(frames):
            file.write(frame_csv(frame, head=number == 0))


def _parquet(path: Path, frames: Frames) -> None:
    import pyarrow as pa  # noqa: PLC0415 - an extra
    import pyarrow.parquet as pq  # noqa: PLC0415

    writer: Any = None
    try:
        for frame in frames:
            table = pa.Table.from_pandas(_plain(frame), preserve_index=False)
            writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
            writer.write_table(table.cast(writer.schema))
    finally:
        if writer is not None:
            writer.close()


def _excel(path: Path, frames: Frames) -> None:
    import pandas as pd  # noqa: PLC0415 - not paid for until wanted

    whole = pd.concat([_plain(frame) for frame in frames], ignore_index=True)
    for name in whole.select_dtypes("datetimetz"):  # a sheet knows no zone; the column is in UTC
        whole[name] = whole[name].dt.tz_localize(None)
    write_workbook(path, {"answers": whole})


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose categories are texts: parts of a run have different ones."""
    kinds = {name: frame[name].cat.categories.dtype.kind for name in frame.select_dtypes("category")}
    return frame.astype({name: "Int64" if kind in "iu" else "string" for name, kind in kinds.items()})
