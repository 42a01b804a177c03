"""Step 5: an audit by click, drawn, saved, and as code."""

from __future__ import annotations

import pytest

BANNER = "homepage-banner"


@pytest.fixture
def step(p):
    """Step 5 of a panel, in sight."""
    p.tabs.selected_index = 4
    return p.auditing


@pytest.fixture
def swept(p, press):
    """A panel with a run of one key."""
    p.form.more_keys.value = BANNER
    p.form.agent.choice.value = ""
    press(p, p.sweeps.start)
    return p


def test_before_a_run_it_says_where_to_go(step, p, words):
    """The button tells it too."""
    assert "sweep in step 3" in words(step.about.value)
    step.start.click()
    assert "no run to audit" in str(p.state.error)
    assert "none" == step.report.layout.display


def test_one_click_audits(step, swept, press, words):
    """Findings first, in the audit's own words, then every part folded; Python has the same audit."""
    assert "24 hour (SIMULATOR)" in words(step.about.value)
    press(swept, step.start)
    assert swept.state.error is None
    assert words(swept.run.audit()._repr_html_()) == words(step.result.value)
    assert words(step.note.value).startswith("Audited without expectations: ")
    assert swept.run.audit().findings == swept.audit.findings
    assert (None, "") == (step.report.layout.display, step.changes.value)


def test_expectations_are_judged(step, swept, press, words, tmp_path):
    """A file of them, and what failed is the first finding."""
    table = tmp_path / "expected.csv"
    table.write_text("experience_key,day,expect\nhomepage-banner,Monday,not served\n", encoding="utf-8")
    step.form.expected.path.value = str(table)
    press(swept, step.start)
    assert f"with {table}: 1 error" in words(step.note.value)
    assert swept.audit.has_errors


def test_what_is_wrong_with_a_table_is_told_in_the_panel(step, swept, press, words, tmp_path):
    """The audit before stays, and the panel goes on."""
    press(swept, step.start)
    before = step.result.value
    table = tmp_path / "expected.csv"
    table.write_text("a,b\n1,2\n", encoding="utf-8")
    step.form.expected.path.value = str(table)
    press(swept, step.start)
    assert "names no column 'experience_key'" in str(swept.state.error)
    assert before == step.result.value
    assert "without expectations" in words(step.note.value)
    assert not step.start.disabled


def test_what_changed_is_told(step, swept, press, words):
    """Against an earlier run of this panel."""
    swept.form.customer_id.value = "u-42"
    press(swept, swept.sweeps.start)
    step.form.earlier.value = 0
    press(swept, step.start)
    assert words(swept.run.diff(swept.state.runs[0].run)._repr_html_()) == words(step.changes.value)
    swept.reader.run.value = 0
    assert ("", "", "", []) == (step.result.value, step.changes.value, step.note.value, step.code.parts)


@pytest.mark.parametrize(("ending", "written"), [(".ipynb", "friday.ipynb"), (".html", "friday.html"), ("", "friday")])
def test_the_report_is_saved(step, swept, press, words, tmp_path, ending, written):
    """Where it is stands below the button; the code names it as well."""
    press(swept, step.start)
    step.report.file.value, step.report.format.value = str(tmp_path / "friday"), ending
    press(swept, step.report.save)
    assert swept.state.error is None
    assert written in words(step.report.note.value)
    assert (tmp_path / written).exists()
    assert str(tmp_path / written) in step.code.parts[1]["text"]


def test_a_report_without_a_name_is_an_alarm(step, swept, press):
    """The words say what to type."""
    press(swept, step.start)
    step.report.file.value = " "
    step.report.save.click()
    assert "has no name" in str(swept.state.error)


def test_the_shown_python_makes_the_same_audit(step, swept, press, executed, tmp_path):
    """For a run that is in a file."""
    swept.reader.file.value = str(swept.run.save_as(tmp_path / "friday.moe"))
    press(swept, swept.reader.open_button)
    step.form.slots.add_row("hero", BANNER)
    press(swept, step.start)
    assert swept.audit.findings == executed(step.code.parts[0]["text"])["_"].findings


def test_the_audit_is_at_hand_in_python(step, swept, press, executed):
    """The shown lines work in the next cell."""
    press(swept, step.start)
    lines = [line for line in step.code.parts[2]["text"].splitlines() if not line.startswith("#")]
    expected = [swept.audit.to_frames()[name] for name in ("findings", "gaps")]
    assert [True, True] == [
        executed(line, p=swept)["_"].equals(frame) for line, frame in zip(lines, expected, strict=True)
    ]


def test_enter_audits(step, swept, send, until):
    """As everywhere in the panel."""
    send(step.form.expected.path, {"event": "submit"})
    until(lambda: swept.audit is not None and not swept.state.busy)


def test_a_saved_page_shows_the_audit(step, swept, press, words):
    """Without a kernel what was found by then is there."""
    press(swept, step.start)
    data, _ = swept._repr_mimebundle_()
    assert "Certificate" in words(data["text/html"])
    assert repr(swept.run.audit()) in data["text/plain"]
