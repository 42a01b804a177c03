"""An audit made from what the panel was told, and the Python that makes the same."""

from __future__ import annotations

import pytest

import moe_nb as moe
from moe_nb.core.errors import AuditError, ExpectationError, RunFileError
from moe_nb.widgets.audit_making import AuditWish, NamedFile, audit_python, make_audit, report_python

BANNER = "homepage-banner"
TABLE = b"experience_key,day,expect\nhomepage-banner,Monday,not served\n"


@pytest.fixture(scope="module")
def run(demo):
    return demo.sweep(moe.hours() * moe.days(["Monday"]), keys=[BANNER, "live-chat"])


@pytest.fixture
def friday(run, tmp_path):
    return run.save_as(tmp_path / "friday.moe")


def test_without_a_wish_it_is_the_runs_own_audit(run):
    """Drawn as the audit draws itself; nothing is said about changes."""
    made = make_audit(run, AuditWish())
    assert run.audit().findings == made.audit.findings
    assert "Certificate" in made.html
    assert ("", None) == (made.changes_html, made.earlier)


@pytest.mark.parametrize("content", [None, TABLE])
def test_expectations_come_from_a_path_or_from_the_page(run, tmp_path, content):
    """Both are judged alike."""
    (tmp_path / "expected.csv").write_bytes(TABLE)
    named = NamedFile("expected.csv" if content else str(tmp_path / "expected.csv"), content)
    report = make_audit(run, AuditWish(expected=named)).audit.expectations
    assert ["fail"] == [str(result.verdict) for result in report.results]


def test_a_table_that_is_none_is_named_as_it_was_uploaded(run):
    """Where it lay meanwhile is nobody's business."""
    with pytest.raises(ExpectationError) as told:
        make_audit(run, AuditWish(expected=NamedFile("mine.csv", b"a,b\n1,2\n")))
    assert told.value.description.startswith("mine.csv: ")
    assert "tmp" not in str(told.value)


def test_what_changed_is_told_beside_it(run, friday):
    """The earlier run comes from the panel or from a file."""
    for earlier in (run, str(friday)):
        assert "0" in make_audit(run, AuditWish(earlier=earlier)).changes_html


def test_an_earlier_run_that_cannot_be_read_is_told_at_once(run):
    """Before the audit is paid for."""
    with pytest.raises(RunFileError):
        make_audit(run, AuditWish(earlier="no-such-run.moe"))


def test_a_slot_with_a_key_nobody_asked_is_told(run):
    """The words name the slot and the key."""
    with pytest.raises(AuditError, match=r"'hero'.*'nope'"):
        make_audit(run, AuditWish(slots={"hero": ("nope",)}))


def test_the_python_makes_the_same(friday, tmp_path, executed):
    """Run, expectations, slots and the earlier run are in it."""
    (tmp_path / "expected.csv").write_bytes(TABLE)
    wish = AuditWish(NamedFile(str(tmp_path / "expected.csv")), {'the "hero"': (BANNER, "live-chat")}, str(friday))
    made = make_audit(moe.open_run(friday), wish)
    found = executed(audit_python(made))
    assert made.audit.findings == found["audit"].findings
    assert made.audit.overlaps == found["audit"].overlaps
    assert () != made.audit.overlaps
    assert (False, found["audit"]) == (found["changes"].has_drift, found["_"])
    written = executed(report_python(str(tmp_path / "audit.html")), audit=found["audit"])["_"]
    assert written.stat().st_size > 1000


def test_the_python_of_a_run_in_memory_says_what_to_do(run):
    """It cannot open what is nowhere."""
    code = audit_python(make_audit(run, AuditWish(expected=NamedFile("e.csv", TABLE), earlier=run)))
    assert 2 == code.count("save it in step 6")
    assert 2 == len({line for line in code.splitlines() if "moe.open_run(" in line.partition("=")[2]})
    assert "put the file beside the notebook" in code
