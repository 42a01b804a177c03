"""An audit written out: a notebook, a page, tables, or a folder of all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from moe_nb.core.audit_facts import AuditFacts
from moe_nb.core.audit_material import AuditMaterial
from moe_nb.core.errors import RunFileError, UsageError
from moe_nb.report.audit_frames import audit_frames
from moe_nb.report.audit_notebook import audit_notebook
from moe_nb.report.exports import export_frames
from moe_nb.report.report_path import check_report_path
from moe_nb.report.tables import texts_changed
from moe_nb.report.whole_file import replaced
from moe_nb.report.workbook import write_workbook
from moe_nb.views.audit import audit_page
from moe_nb.views.palette import Palette

KeepRun = Callable[[Path], Path]
TABLES = ("csv", "parquet")
NAME = "audit"
"""What the files of a folder are called."""


def write_audit(
    path: Path,
    facts: AuditFacts,
    material: AuditMaterial,
    keep_runs: Sequence[KeepRun],
    palette: Palette,
    tables: str = "csv",
) -> Path:
    """Write an audit; a file that is there is replaced when the new one is whole.

    Args:
        path: Ends in ``.ipynb``, ``.html`` or ``.xlsx``, or is a folder (no ending).
        facts: The audit.
        material: What a notebook needs to make it again.
        keep_runs: Each sees that a run is in a file beside a notebook, and returns which one: the run that is audited
            first, then its repeats.
        palette: Letters and colours of the run.
        tables: How the tables of a folder are written, ``csv`` or ``parquet``.

    Raises:
        UsageError: If the ending or the kind of tables is another one, or an extra is missing.
        RunFileError: If a file cannot be written.
    """
    suffix = path.suffix.lower()
    if tables not in TABLES:
        raise UsageError(f"Tables cannot be written as {tables!r}.", hint=f"Write {' or '.join(TABLES)}.")
    check_report_path(path)
    try:
        is_folder = path.is_dir() or not suffix
    except OSError as error:  # a name that is too long
        raise RunFileError(f"{str(path)!r} cannot be written ({error.strerror}).", hint="Name another file.") from None
    if is_folder:
        return _folder(path, facts, material, keep_runs, palette, tables)
    if suffix == ".ipynb":
        return _notebook(path, facts, material, keep_runs, palette)
    if suffix == ".html":
        return replaced(path, str(audit_page(facts, palette)).encode())
    return write_workbook(path, audit_frames(facts))


def _notebook(
    path: Path, facts: AuditFacts, material: AuditMaterial, keep_runs: Sequence[KeepRun], palette: Palette
) -> Path:
    """Write the notebook, and the run, its repeats and the expectations beside it."""
    keep_run, *keep_repeats = keep_runs
    run = keep_run(path.with_suffix(".moe"))
    repeats = [
        keep(path.with_name(f"{path.stem}.repeat-{number}.moe")).name
        for number, keep in enumerate(keep_repeats, start=1)
    ]
    expected = ""
    if material.expected_suffix:
        expected = f"{path.stem}.expected{material.expected_suffix}"
        replaced(path.with_name(expected), material.expected_content)
    return replaced(path, audit_notebook(facts, material, palette, run.name, expected, repeats).encode())


def _folder(
    path: Path,
    facts: AuditFacts,
    material: AuditMaterial,
    keep_runs: Sequence[KeepRun],
    palette: Palette,
    tables: str,
) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:  # ValueError: NUL in the name
        said = getattr(error, "strerror", None) or error
        raise RunFileError(f"{str(path)!r} cannot be made ({said}).", hint="Name another folder.") from None
    replaced(path / f"{NAME}.html", str(audit_page(facts, palette)).encode())
    _notebook(path / f"{NAME}.ipynb", facts, material, keep_runs, palette)
    for name, frame in audit_frames(facts).items():
        export_frames(path / f"{name}.{tables}", [texts_changed(frame, _storable)], rows=len(frame))
    return path


def _storable(value: object) -> object:
    """Return a text as UTF-8 can hold it: half a character is written as an escape."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
