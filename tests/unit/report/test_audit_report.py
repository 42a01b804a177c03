"""An audit written out and opened again: a notebook that runs offline, a page, sheets, a folder."""

from __future__ import annotations

import contextlib
import csv
import io
from dataclasses import replace
from datetime import date

import nbformat
import openpyxl
import pandas as pd
import pytest
from html_page import Page
from made_runs import run_of, served
from nbclient import NotebookClient

import moe_nb as moe
from moe_nb.core.errors import RunFileError, UsageError
from moe_nb.results.run import Run

EXPECTED = (
    "experience_key,day,hour,expect,audience\nlive-chat,*,00-05,served,\nhomepage-banner,Mon-Fri,09-17,served,42D\n"
)


@pytest.fixture(scope="module")
def audit(demo, tmp_path_factory):
    """An audit of the demo world with expectations from a file, and a slot."""
    table = tmp_path_factory.mktemp("expected") / "wanted.csv"
    table.write_text(EXPECTED, encoding="utf-8")
    keys = ["homepage-banner", "live-chat", "weekend-deals", "app-download"]
    demo.sweep(moe.days(["Tuesday"]) * moe.hours([3]), keys).matrix(keys[0], rows="day").html()  # letters are given
    run = demo.sweep(moe.week() * moe.user_agents.preset("devices"), keys)
    return run.audit(table, {"strip": ["weekend-deals", "app-download"]})


@pytest.fixture(scope="module")
def notebook(audit, tmp_path_factory):
    """The path of its notebook."""
    return audit.report(tmp_path_factory.mktemp("report") / "friday.ipynb")


def html_of(cell):
    return "".join(output["data"].get("text/html", "") for output in cell.outputs if "data" in output)


def test_a_notebook_holds_everything_before_it_runs(audit, notebook):
    """Findings first, then every part and a matrix per key, each with the text beside the picture."""
    book = nbformat.read(notebook, as_version=4)
    nbformat.validate(book)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert [] == [cell for cell in code if not cell.outputs[0]["data"]["text/plain"].strip()]
    first = Page(html_of(code[0])).text
    assert audit.certificate.inputs_hash in first
    assert "168 of 168 contexts got something else" in first
    assert 4 == sum("run.matrix(" in cell.source for cell in code)
    assert list(range(1, len(code) + 1)) == [cell.execution_count for cell in code]
    assert len({cell.id for cell in book.cells}) == len(book.cells)


def test_run_and_expectations_lie_beside_it(notebook):
    """Without them a colleague could not run it."""
    assert {"friday.ipynb", "friday.moe", "friday.expected.csv"} == {file.name for file in notebook.parent.iterdir()}
    assert EXPECTED == notebook.with_name("friday.expected.csv").read_text(encoding="utf-8")
    assert 672 == len(moe.open_run(notebook.with_name("friday.moe")))


def test_it_runs_again_offline_and_says_the_same(notebook):
    """In a fresh kernel in its own folder every cell gives the words it was written with."""
    written = nbformat.read(notebook, as_version=4)
    again = nbformat.read(notebook, as_version=4)
    NotebookClient(again, timeout=120, kernel_name="python3").execute(cwd=str(notebook.parent))
    before, after = ([html_of(cell) for cell in book.cells if cell.cell_type == "code"] for book in (written, again))
    assert [Page(one).text for one in before] == [Page(one).text for one in after]


def test_writing_it_again_makes_no_second_run_file(audit, notebook):
    """A run file that holds the same run stays; one that holds another is never written over."""
    audit.report(notebook)
    assert ["friday.moe"] == [file.name for file in notebook.parent.glob("*.moe")]


def test_another_run_file_of_that_name_is_left_alone(audit, demo, tmp_path):
    """The run goes beside it under a name of its own, and the notebook opens that."""
    demo.sweep(moe.hours(), "live-chat").save_as(tmp_path / "friday.moe")
    (tmp_path / "friday (2).moe").write_bytes(b"something else")
    book = audit.report(tmp_path / "friday.ipynb")
    assert 24 == len(moe.open_run(tmp_path / "friday.moe"))
    assert 672 == len(moe.open_run(tmp_path / "friday (3).moe"))
    assert "'friday (3).moe'" in nbformat.read(book, as_version=4).cells[1].source


def test_a_page_is_whole(audit, tmp_path):
    """One file: title, findings, every part that has something to say, cards of the witnesses and a matrix per key."""
    page = Page(audit.report(tmp_path / "friday.html").read_text(encoding="utf-8"))
    assert [] == page.strangers
    assert [("html", "en")] == [("html", one["lang"]) for one in page.all("html")]
    for said in (
        "Certificate",
        "Gaps",
        "Rules",
        "Witnesses",
        "Matrices",
        "A plant for your desk",
        "any day, 00-05 UTC",
    ):
        assert said in page.text
    assert 4 == page.text.count("What the codes mean")


def test_sheets_hold_every_frame(audit, tmp_path):
    """The certificate and the findings first; numbers are numbers, texts are texts."""
    book = openpyxl.load_workbook(audit.report(tmp_path / "friday.xlsx"))
    frames = audit.to_frames()
    assert set(frames) == set(book.sheetnames)
    assert ["certificate", "findings"] == book.sheetnames[:2]
    for name, frame in frames.items():
        rows = [*book[name].iter_rows(values_only=True)]
        assert [*frame.columns] == list(rows[0])
        assert len(frame) == len(rows) - 1
    contexts = [row[4] for row in book["findings"].iter_rows(min_row=2, values_only=True)]
    assert contexts == audit.to_frame()["contexts"].tolist()


def test_a_folder_holds_all_of_it(audit, tmp_path):
    """Page, notebook, run, and a CSV per frame that reads back as it was."""
    folder = audit.report(tmp_path / "friday")
    assert {"audit.html", "audit.ipynb", "audit.moe", "audit.expected.csv"} <= {file.name for file in folder.iterdir()}
    frames = audit.to_frames()
    assert set(frames) == {file.stem for file in folder.glob("*.csv")} - {"audit.expected"}
    for name, frame in frames.items():
        text = (folder / f"{name}.csv").read_text(encoding="utf-8")
        assert [*frame.columns] == next(csv.reader(io.StringIO(text)))
    gaps = pd.read_csv(folder / "gaps.csv")
    assert frames["gaps"]["where"].tolist() == gaps["where"].tolist()


def test_tables_of_a_folder_may_be_parquet(audit, tmp_path):
    """Every frame reads back with its types; another kind is refused before anything is written."""
    folder = audit.report(tmp_path / "friday", tables="parquet")
    for name, frame in audit.to_frames().items():
        read = pd.read_parquet(folder / f"{name}.parquet")
        assert frame.astype(object).where(frame.notna(), None).to_numpy().tolist() == (
            read.astype(object).where(read.notna(), None).to_numpy().tolist()
        )
    with pytest.raises(UsageError, match="'xml'"):
        audit.report(tmp_path / "other", tables="xml")
    assert not (tmp_path / "other").exists()


def test_expectations_of_code_are_kept_as_a_file(demo, tmp_path):
    """Rows that came as Python lie beside the notebook, and it makes the same audit of them."""
    rows = [{"experience_key": "live-chat", "hour": 5, "expect": "served", "utm_medium": ["a|b", "*"]}]
    audit = demo.sweep(moe.hours() * moe.axis("utm_medium", ["a|b", "*"]), "live-chat").audit(rows)
    audit.report(tmp_path / "x.ipynb")
    again = moe.open_run(tmp_path / "x.moe").audit(tmp_path / "x.expected.yaml")
    verdicts = [[(r.verdict, r.matched, r.contradicted) for r in a.expectations.results] for a in (audit, again)]
    assert ("fail", 2, 2) == verdicts[0][0] == verdicts[1][0]


def test_everything_the_audit_was_given_is_in_the_code(demo, tmp_path):
    """Slots, the week that is meant and the seed: the notebook makes this audit and no other."""
    run = demo.sweep(moe.week(), ["homepage-banner", "live-chat"])
    rows = [{"experience_key": "live-chat", "hour": "06-10", "tz": "Europe/Berlin", "expect": "served"}]
    audit = run.audit(rows, {"it's": ["live-chat"]}, week_of=date(2026, 7, 6), seed=3)
    source = nbformat.read(audit.report(tmp_path / "x.ipynb"), as_version=4).cells[1].source
    names = {}
    with contextlib.chdir(tmp_path):
        exec(source, names)  # noqa: S102 - the code is what is tested
    assert audit.certificate == names["audit"].certificate
    assert ({"it's": ("live-chat",)}, date(2026, 7, 6), 3) == (
        names["audit"].inputs.slots,
        names["audit"].inputs.week_of,
        names["audit"].inputs.seed,
    )
    assert audit.expectations.results == names["audit"].expectations.results


@pytest.mark.parametrize("name", ["x.html", "x.ipynb", "x.xlsx", "x"])
def test_a_folder_that_is_not_there_is_named(audit, tmp_path, name):
    """Nothing is half written, and the error says which file."""
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(RunFileError, match="file"):
        audit.report(tmp_path / "file" / name)


def test_repeats_lie_beside_the_notebook_and_it_says_the_same_again(tmp_path):
    """A cell that flickers is in no rule: run again offline, the notebook gives the words it was written with."""
    run, *repeats = [
        run_of(moe.hours(range(12)), [code if hour == 5 else 1 for hour in range(12)], (served("1"), served("2")))
        for code in (2, 1, 2)
    ]
    audit = run.audit(stability=repeats)
    book = audit.report(tmp_path / "x.ipynb")
    assert {"x.ipynb", "x.moe", "x.repeat-1.moe", "x.repeat-2.moe"} == {file.name for file in tmp_path.iterdir()}
    names = {}
    with contextlib.chdir(tmp_path):
        exec(nbformat.read(book, as_version=4).cells[1].source, names)  # noqa: S102 - the code is what is tested
    again = names["audit"]
    assert "Repeats (SHA-256)" in repr(audit)
    assert (audit.certificate, audit.findings, audit.rules) == (again.certificate, again.findings, again.rules)
    assert run.audit().certificate != again.certificate


def test_rows_of_code_keep_their_numbers(demo, tmp_path):
    """The row a finding names is the line of the file beside the notebook."""
    rows = [{"experience_key": "live-chat", "hour": str(hour), "expect": "served"} for hour in range(4, 9)]
    audit = demo.sweep(moe.hours(), "live-chat").audit(rows)
    audit.report(tmp_path / "x.ipynb")
    again = moe.open_run(tmp_path / "x.moe").audit(tmp_path / "x.expected.yaml")
    assert audit.findings == again.findings
    assert '"hour": "4"' in (tmp_path / "x.expected.yaml").read_text(encoding="utf-8").splitlines()[1]


def test_the_same_answers_at_another_time_are_another_run(demo, tmp_path):
    """A report never opens the run of an earlier day: its certificate would tell another time."""
    first, second = (demo.sweep(moe.hours(), "live-chat") for _ in range(2))
    later = Run(replace(second.table, asked_epoch_ms=second.table.asked_epoch_ms + 86_400_000), second.facts)
    first.audit().report(tmp_path / "x.ipynb")
    book = later.audit().report(tmp_path / "x.ipynb")
    assert "'x (2).moe'" in nbformat.read(book, as_version=4).cells[1].source
    assert later.audit().certificate == moe.open_run(tmp_path / "x (2).moe").audit().certificate
