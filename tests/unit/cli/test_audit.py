"""``moe-nb audit`` and ``moe-nb diff``: texts, tables, files and exit codes."""

from __future__ import annotations

import csv
import io
import json
from importlib.resources import files
from xml.etree import ElementTree as ET

import pytest

import moe_nb as moe

DEMO = (files("moe_nb") / "simulator/worlds/demo.yaml").read_text(encoding="utf-8")
GOOD = "homepage-banner,Mon-Fri,09-17,served"
WRONG = "live-chat,*,00-05,served"
UNASKED = "no-such-key,*,*,served"
PARTLY = "homepage-banner,Mon-Fri,09-17,served,sms|(none)"
UNREAD = f"{GOOD}d"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with a run of the demo world, one of a later version, and one that failed in part."""
    made = tmp_path_factory.mktemp("runs")
    keys = ["homepage-banner", "live-chat", "weekend-deals", "app-download"]
    moe.Workspace.simulated().sweep(moe.week(), keys, file=made / "old.moe")
    (made / "later.yaml").write_text(DEMO.replace("hour: [14-23]", "hour: [14-21]"), encoding="utf-8")
    moe.Workspace.simulated(made / "later.yaml").sweep(moe.week(), keys, file=made / "new.moe")
    moe.Workspace.simulated().sweep(moe.week(), keys, file=made / "part.moe", sample=40)
    return made


@pytest.fixture
def table(tmp_path):
    """Return a function that writes a table of expectations."""

    def write(*rows):
        path = tmp_path / "expected.csv"
        path.write_text("\n".join(["experience_key,day,hour,expect,utm_medium", *rows]), encoding="utf-8")
        return path

    return write


@pytest.fixture
def dead(run, live, serve, tmp_path):
    """A run of two contexts with no key named, in which every call failed."""
    live.setenv("MOE_BASE_URL", serve(lambda *_: (400, b"{}")))
    code, _, _ = run("sweep", "--live", "--axis", "hour=1,2", "--save", tmp_path / "dead.moe")
    assert 3 == code
    return tmp_path / "dead.moe"


def test_a_run_without_answers_could_not_be_checked(run, dead, table):
    """The audit says that everything failed and why, in every part, and is no success with or without a table."""
    for arguments in ((), ("--expected", table(GOOD)), ("--part", "gaps"), ("--part", "payloads")):
        code, out, _ = run("audit", dead, *arguments)
        assert (3, True) == (
            code,
            "All 2 contexts failed, so nothing is known. The service answered with status 400." in out,
        )
        assert "did not ask" not in out


def test_a_run_without_answers_is_not_compared(run, dead, folder):
    """The comparison names the run, and what happened to it."""
    code, out, _ = run("diff", folder / "old.moe", dead)
    assert (3, True) == (code, "NOT COMPARED: In the second run nothing was answered. All 2 contexts failed" in out)


def test_an_audit_is_a_text(run, folder):
    """Findings and keys, from the file alone; without expectations there is nothing that could fail."""
    code, out, err = run("audit", folder / "old.moe")
    assert (0, "") == (code, err)
    assert "Audit of 4 keys in 168 contexts (7 day × 24 hour)" in out
    assert "live-chat: Nothing is served in 42 of 168 contexts answered (25.0 %): any day, 00-05 UTC" in out


@pytest.mark.parametrize("part", [(), ("--part", "expectations"), ("--part", "keys"), ("--format", "json")])
@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([GOOD], 0),
        ([GOOD, GOOD], 0),
        ([WRONG], 1),
        ([GOOD, WRONG], 1),
        ([UNASKED], 3),
        ([GOOD, UNASKED], 3),
        ([GOOD, PARTLY], 3),
        ([GOOD, UNREAD], 3),
        ([PARTLY, UNASKED, UNREAD], 3),
        ([WRONG, UNASKED], 1),
        ([WRONG, PARTLY], 1),
        ([WRONG, UNREAD], 1),
        ([GOOD, PARTLY, UNASKED, UNREAD, WRONG], 1),
        ([], 3),
    ],
)
def test_the_exit_code_is_the_verdict(run, folder, table, rows, code, part):
    """0 only when every row was checked and holds, 1 when an answer contradicts one, 3 otherwise; whatever is shown."""
    assert code == run("audit", folder / "old.moe", "--expected", table(*rows), *part)[0]


def test_junit_for_a_build_server(run, folder, table, tmp_path):
    """Every row is a case; the file is there whatever the verdict."""
    code, _, err = run(
        "audit", folder / "old.moe", "--expected", table(GOOD, WRONG), "--junit", tmp_path / "expected.xml"
    )
    assert (1, True) == (code, "Wrote" in err)
    suite = ET.parse(tmp_path / "expected.xml").getroot()[0]  # noqa: S314 - written by us
    assert ("2", "1") == (suite.get("tests"), suite.get("failures"))


@pytest.mark.parametrize(("rows", "counts"), [((), ("1", "0", "1")), ((GOOD, UNREAD), ("2", "0", "1"))])
def test_junit_is_never_green_where_the_exit_code_is_not(run, folder, table, tmp_path, rows, counts):
    """A server may read the file only: a table without rows, or with a row that could not be read, shows an error."""
    code, *_ = run("audit", folder / "old.moe", "--expected", table(*rows), "--junit", tmp_path / "expected.xml")
    suite = ET.parse(tmp_path / "expected.xml").getroot()[0]  # noqa: S314 - written by us
    assert (3, counts) == (code, tuple(suite.get(name) for name in ("tests", "failures", "errors")))


@pytest.mark.parametrize("name", ["x.html", "x.ipynb", "x.xlsx", "x"])
def test_a_report_is_written(run, folder, tmp_path, name):
    """In the form its name says."""
    code, _, err = run("audit", folder / "old.moe", "--report", tmp_path / name)
    assert (0, True) == (code, f"Wrote {tmp_path / name}" in err)
    assert (tmp_path / name).exists()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--report", "x.pdf"), "a notebook (.ipynb), one page (.html), tables (.xlsx), or a folder"),
        (("--report", "no/such/folder/x.html"), "does not exist"),
        (("--junit", "no/such/folder/x.xml", "--expected", "old.moe"), "does not exist"),
        (("--output", "no/such/folder/x.txt"), "does not exist"),
        (("--junit", "x.xml"), "--expected"),
        (("--week-of", "2026-11-23"), "--expected"),
        (("--part", "expectations"), "--expected"),
        (("--part", "expectations", "--format", "csv"), "--expected"),
        (("--part", "holes"), "findings"),
        (("--format", "pdf"), "table"),
        (("--expected", "missing.csv"), "missing.csv"),
        (("--output", "broken.moe"), "is read"),
        (("--report", "x.html", "--output", "x.html"), "is written by --output"),
        (("--slot", "top"), "NAME=VALUE"),
        (("--slot", "top=a"), "names one key"),
        (("--slot", "top=a,a"), "names one key"),
        (("--slot", "top="), "a key between the commas is empty"),
        (("--slot", "top=a,,b"), "a key between the commas is empty"),
        (("--slot", "top=a,b,"), "a key between the commas is empty"),
        (("--slot", "=a,b"), "NAME=VALUE"),
        (("--slot", "top=a,b", "--slot", "top =c,d"), "is given twice"),
    ],
)
def test_a_wrong_option_is_refused_before_anything_is_done(run, tmp_path, monkeypatch, options, says):
    """The run file is broken and nobody notices: it was not even opened, and no file was written."""
    monkeypatch.chdir(tmp_path)
    for name in ("broken.moe", "old.moe"):
        (tmp_path / name).write_text("no run", encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    code, out, err = run("audit", "broken.moe", *options)
    assert (2, "", before) == (code, out, sorted(tmp_path.iterdir()))
    assert says in " ".join(err.split())


def test_a_slot_names_keys_that_may_meet(run, folder):
    """Two keys of one place that are served together are a finding, however the list is spaced."""
    for slot in ("top=homepage-banner,live-chat", " top = homepage-banner , live-chat "):
        _, out, _ = run("audit", folder / "old.moe", "--slot", slot, "--part", "overlaps")
        assert ("top", True) == ("top", "homepage-banner + live-chat" in out)


def test_a_slot_with_an_unknown_key_is_refused(run, folder):
    """Also where no overlap is printed: a slip would look like "no overlap"."""
    code, out, err = run("audit", folder / "old.moe", "--slot", "side=homepage-banner,live-chta", "--part", "keys")
    assert (2, "", True) == (code, out, "no experience 'live-chta'" in err)


def test_every_part_is_rows(run, folder):
    """As json every part by its name, as csv the findings, or the part that is named."""
    _, out, _ = run("audit", folder / "old.moe", "--format", "json")
    assert {"findings", "gaps", "rules", "certificate"} <= set(json.loads(out))
    _, out, _ = run("audit", folder / "old.moe", "--format", "csv", "--part", "gaps")
    rows = [*csv.DictReader(io.StringIO(out))]
    assert ("live-chat", "any day, 00-05 UTC", "42") == tuple(rows[0].values())[:3]
    _, out, _ = run("audit", folder / "old.moe", "--format", "csv")
    assert '"severity"' == out.partition(",")[0]


def test_a_file_that_is_no_run_could_not_be_checked(run, tmp_path):
    """Said in words, with another exit code than a failed expectation."""
    (tmp_path / "x.moe").write_text("no run", encoding="utf-8")
    code, _, err = run("audit", tmp_path / "x.moe")
    assert (3, True) == (code, "x.moe" in err)
    assert 2 == run("audit", tmp_path / "missing.moe")[0]


def test_a_diff_is_a_text(run, folder):
    """What changed, from the older run to the newer one."""
    code, out, err = run("diff", folder / "old.moe", folder / "new.moe")
    assert (1, "") == (code, err)
    assert "14 cells changed" in out
    assert "Late shift is narrower: lost 14 contexts (any day, 22-23 UTC)" in out


def test_a_key_that_one_run_did_not_ask_for_could_not_be_compared(run, demo, folder, tmp_path):
    """A paused experience is asked for no more: its absence is no "nothing changed"."""
    demo.sweep(moe.week(), ["homepage-banner"], file=tmp_path / "fewer.moe")
    code, out, _ = run("diff", folder / "old.moe", tmp_path / "fewer.moe")
    assert (3, True) == (code, "live-chat" in out)


def test_a_diff_in_rows(run, folder, tmp_path):
    """As csv the kinds of change, or cells; as json all of them; a file as well."""
    _, out, _ = run("diff", folder / "old.moe", folder / "new.moe", "--format", "csv")
    assert [("live-chat", "disappeared", "14")] == [tuple(r.values())[:3] for r in csv.DictReader(io.StringIO(out))]
    _, out, _ = run("diff", folder / "old.moe", folder / "new.moe", "--format", "json")
    assert (1, 14) == (len((said := json.loads(out))["changes"]), len(said["cells"]))
    target = tmp_path / "cells.csv"
    code, _, err = run(
        "diff", folder / "old.moe", folder / "new.moe", "--format", "csv", "--part", "cells", "-o", target
    )
    assert (1, True, 15) == (code, "Wrote" in err, len(target.read_text(encoding="utf-8").splitlines()))


def test_no_change_is_zero_only_where_everything_was_compared(run, folder):
    """A run beside itself is 0; beside one that asked a part of it, 3: nothing changed in what could be compared."""
    assert 0 == run("diff", folder / "old.moe", folder / "old.moe")[0]
    code, out, _ = run("diff", folder / "old.moe", folder / "part.moe")
    assert (3, True) == (code, "nothing changed in what could be compared" in out)


def test_environments_are_matched_by_name(run, folder):
    """The way is said in the text; another one is wrong input."""
    _, out, _ = run("diff", folder / "old.moe", folder / "new.moe", "--match", "name")
    assert "the same when their name is" in out
    assert 2 == run("diff", folder / "old.moe", folder / "new.moe", "--match", "key")[0]


@pytest.mark.parametrize(
    ("options", "says"),
    [(("--part", "cells"), "--format csv"), (("-o", "x.moe"), "is read"), (("-o", "no/x.txt"), "does not exist")],
)
def test_a_wrong_option_of_a_diff_is_refused_before_anything_is_done(run, tmp_path, monkeypatch, options, says):
    """The files are broken and nobody notices: they were not opened, and stay what they were."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.moe").write_text("no run", encoding="utf-8")
    code, out, err = run("diff", "x.moe", "x.moe", *options)
    assert (2, "", "no run") == (code, out, (tmp_path / "x.moe").read_text(encoding="utf-8"))
    assert says in " ".join(err.split())


def test_the_commands_in_a_process_of_their_own(process, folder, table):
    """The exit code reaches the shell."""
    assert 1 == process("audit", folder / "old.moe", "--expected", table(WRONG))[0]
    assert 1 == process("diff", folder / "old.moe", folder / "new.moe")[0]


def test_a_paused_experience_is_a_change(run, folder, tmp_path):
    """Named with its status and what it was served in, whether the later sweep asked for it or, by itself, did not."""
    (tmp_path / "paused.yaml").write_text(
        DEMO.replace("    name: Live chat\n", "    name: Live chat\n    status: Paused\n"), encoding="utf-8"
    )
    paused = moe.Workspace.simulated(tmp_path / "paused.yaml")
    keys = ["homepage-banner", "live-chat", "weekend-deals", "app-download"]
    for name, asked in (("named", keys), ("by-itself", None)):
        paused.sweep(moe.week(), asked, file=tmp_path / f"{name}.moe")
        code, out, _ = run("diff", folder / "old.moe", tmp_path / f"{name}.moe")
        assert (1, True) == (code, "STATUS             live-chat: It is paused in the later run" in out), name
        assert "It was served in 126 contexts, and" in out
    _, out, _ = run("diff", folder / "old.moe", tmp_path / "named.moe", "--format", "csv", "--part", "statuses")
    assert ("live-chat", "Active", "Paused", "126", "0") == tuple(next(csv.DictReader(io.StringIO(out))).values())[:5]
    _, out, _ = run("audit", tmp_path / "named.moe")
    assert "live-chat: Its status is Paused in the workspace's list of experiences. Not served in any of 168" in out
    _, out, _ = run("audit", tmp_path / "by-itself.moe")
    assert (
        "Not asked for, since the workspace's list of experiences does not call them active: live-chat (Paused)" in out
    )


def test_a_part_that_could_not_be_compared_is_three_unless_it_may_be_partial(run, demo, folder, tmp_path):
    """Days that stand in one run only are no change and no "nothing changed"; --allow-partial says that will do."""
    keys = ["homepage-banner", "live-chat", "weekend-deals", "app-download"]
    demo.sweep(moe.days(["Mon", "Tue"]) * moe.hours(), keys, file=tmp_path / "days.moe")
    said = ("diff", folder / "old.moe", tmp_path / "days.moe")
    code, out, _ = run(*said)
    assert (3, True) == (code, "NOT COMPARED: 120 contexts stand in the first run only." in out)
    assert "nothing changed in what could be compared; not everything could be compared" in out
    code, out, err = run(*said, "--allow-partial", "--format", "csv")
    assert (0, True) == (code, "Not compared: 120 contexts stand in the first run only." in err)
    assert 3 == run("diff", folder / "old.moe", folder / "part.moe")[0]
    assert 1 == run("diff", folder / "new.moe", tmp_path / "days.moe", "--allow-partial")[0]


def test_runs_asked_with_other_inputs_are_compared_on_a_yes_only(run, demo, tmp_path):
    """Another customer: 3 and the reason; with --across what differs counts."""
    for name, customer in (("one", "u-42"), ("other", "u-7")):
        context = moe.Context(customer_id=customer)
        demo.sweep(moe.hours(), "vip-lounge", base=context, file=tmp_path / f"{name}.moe")
    said = ("diff", tmp_path / "one.moe", tmp_path / "other.moe")
    code, out, _ = run(*said)
    assert (3, True) == (code, "NOT COMPARED: Asked with other inputs, so nothing is compared: customer_id was" in out)
    assert 3 == run(*said, "--allow-partial")[0]
    code, out, _ = run(*said, "--across", "customer_id")
    assert (1, True) == (code, "compared all the same" in out)
    assert 2 == run(*said, "--across", "custmer_id")[0]
