"""What the panel knows of audits: the one of the run that is looked at, and where it was written."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

import moe_nb as moe
from moe_nb.core.errors import RunFileError, UsageError
from moe_nb.results.run import Run
from moe_nb.widgets.audit_making import AuditWish
from moe_nb.widgets.audit_state import FORMATS, AuditState, report_path

BANNER = "homepage-banner"


@pytest.fixture
def audits(state):
    return AuditState(state)


@pytest.fixture
def audited(state, audits, until, demo):
    """Return a function that audits a small run."""

    def go(wish=None):
        if state.run is None:
            state.take(demo.sweep(moe.hours(), keys=[BANNER]))
        audits.make(wish or AuditWish())
        until(lambda: not state.busy)
        return audits.made

    return go


@pytest.fixture
def save(state, audits, until):
    """Return a function that writes a report and gives where it is."""

    def go(name, ending):
        written = []
        audits.save(str(name), ending, written.append)
        until(lambda: not state.busy)
        return written

    return go


def test_the_run_that_is_looked_at_is_audited(state, audited):
    """Another run takes its audit away; the same one does not."""
    made = audited()
    assert (None, state.run) == (state.error, made.run)
    state.take(state.workspace.sweep(moe.hours([7]), keys=[BANNER]))
    assert audited() is not made


def test_another_run_takes_the_audit_away(state, audits, audited):
    """No audit stands beside a run it is not of."""
    audited()
    state.run = state.workspace.sweep(moe.hours([7]), keys=[BANNER])
    assert audits.made is None


def test_without_a_run_there_is_nothing_to_audit(audits):
    """The words say where runs come from."""
    with pytest.raises(UsageError, match="no run to audit"):
        audits.make(AuditWish())


def test_an_audit_that_fails_leaves_the_one_before(state, audits, audited):
    """What went wrong is told; what was found stays."""
    made = audited()
    audited(AuditWish(earlier="no-such-run.moe"))
    assert (made, RunFileError) == (audits.made, type(state.error))


def test_an_audit_of_a_run_nobody_looks_at_any_more_is_not_shown(state, audits, until, demo):
    """Whoever chose another run meanwhile is told to audit that one."""
    begun, go_on = threading.Event(), threading.Event()

    class Slow(Run):
        def audit(self, *given, **named):
            begun.set()
            go_on.wait(20)
            return super().audit(*given, **named)

    run = demo.sweep(moe.hours(), keys=[BANNER])
    state.take(Slow(run.table, run.facts))
    audits.make(AuditWish())
    assert begun.wait(20)
    state.run = run
    go_on.set()
    until(lambda: not state.busy)
    assert audits.made is None
    assert "audit that one" in state.said


@pytest.mark.parametrize("ending", FORMATS)
def test_a_report_is_written_in_every_format(audited, save, tmp_path, ending):
    """The ending follows the format."""
    audited()
    assert [tmp_path / f"friday{ending}"] == save(tmp_path / "friday.html", ending)
    assert (tmp_path / f"friday{ending}").exists()


def test_nothing_is_written_over(state, audits, audited, save, tmp_path):
    """Somebody's own work stays, and so does the report before: the next one has the next free name."""
    audited()
    (tmp_path / "mine.html").write_text("my own work", encoding="utf-8")
    assert [tmp_path / "mine (2).html"] == save(tmp_path / "mine", ".html")
    assert [tmp_path / "mine (3).html"] == save(tmp_path / "mine", ".html")
    assert "my own work" == (tmp_path / "mine.html").read_text(encoding="utf-8")
    assert (tmp_path / "mine (2).html").stat().st_size > 1000
    (tmp_path / "all").mkdir()
    assert [tmp_path / "all (2)"] == save(tmp_path / "all", "")
    assert state.error is None
    assert audits.made is not None


def test_without_an_audit_there_is_nothing_to_save(save):
    """The words say which button comes first."""
    with pytest.raises(UsageError, match="Audit this run"):
        save("audit", ".html")


@pytest.mark.parametrize(
    ("typed", "ending", "path"),
    [
        ("audit", ".html", "audit.html"),
        (" audit.ipynb ", ".html", "audit.html"),
        ("audit.HTML", "", "audit"),
        ("run 1.2", ".xlsx", "run 1.2.xlsx"),
        ("reports/audit.xlsx", ".xlsx", "reports/audit.xlsx"),
    ],
)
def test_the_ending_follows_the_format(typed, ending, path):
    """Dots that are part of the name stay."""
    assert Path(path) == report_path(typed, ending)


@pytest.mark.parametrize("typed", ["", "  ", ".", "..", "reports/.."])
def test_what_names_no_file_is_told(typed):
    """Before anything is written."""
    with pytest.raises(UsageError):
        report_path(typed, ".html")
