"""The audit of a run in the panel: by mouse, without code, with a table from the reader's own machine."""

from __future__ import annotations

from pathlib import Path

import pytest
from labkit import open_notebook, run_all, run_cell, save, write_notebook
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PANEL = "import moe_nb as moe\np = moe.panel()\np"
TABLE = b"experience_key,day,hour,expect\nhomepage-banner,Mon-Fri,09-17,not served\n"


@pytest.fixture
def audit(page: Page, lab_url: str, root: Path) -> Page:
    """A page with a swept week, in step 5."""
    write_notebook(root / "audit.ipynb", PANEL)
    open_notebook(page, lab_url, "audit.ipynb")
    run_all(page)
    expect(page.get_by_role("tab", name="1 Connect ✓")).to_be_visible()
    page.get_by_role("tab", name="3 Sweep").click()
    page.get_by_role("button", name="Sweep", exact=True).click()
    expect(page.get_by_role("tab", name="3 Sweep ✓")).to_be_visible()
    page.get_by_role("tab", name="5 Audit").click()
    expect(page.get_by_role("button", name="Audit this run")).to_be_visible()
    return page


def test_a_run_is_audited_and_the_report_taken_away(audit: Page, root: Path):
    """Findings first, then every part to fold out; the report is a file, the code is there to copy."""
    audit.get_by_role("button", name="Audit this run").click()
    expect(audit.get_by_role("tab", name="5 Audit ✓")).to_be_visible()
    result = audit.locator(".moe:visible", has_text="Certificate: what this rests on")
    expect(result.locator(".moe-finding").first).to_be_visible()
    result.get_by_text("Gaps", exact=False).locator("visible=true").first.click()
    expect(result.get_by_role("region", name="Gaps")).to_be_visible()
    audit.get_by_role("textbox", name="Report").fill("friday")
    audit.get_by_label("Format").select_option("Web page (HTML)")
    audit.get_by_role("button", name="Save report").click()
    expect(audit.get_by_text("Wrote ").locator("visible=true")).to_contain_text("friday.html")
    assert (root / "friday.html").stat().st_size > 10_000
    code = audit.get_by_role("region", name="The same audit as Python")
    expect(code).to_contain_text("run.audit()")


def test_expectations_are_uploaded_and_judged(audit: Page, root: Path):
    """What fails is the first finding; the table is in no saved notebook."""
    table = {"name": "expected.csv", "mimeType": "text/csv", "buffer": TABLE}
    with audit.expect_file_chooser() as chooser:
        audit.get_by_role("button", name="Upload").click()
    chooser.value.set_files(table)
    expect(audit.get_by_text("Uploaded, ")).to_be_visible()
    expect(audit.get_by_role("textbox", name="Expectations")).to_have_value("expected.csv")
    audit.get_by_role("button", name="Audit this run").click()
    expect(audit.locator(".moe-finding-error:visible").first).to_contain_text("homepage-banner")
    save(audit)
    saved = (root / "audit.ipynb").read_text(encoding="utf-8")
    assert "Expectations" in saved
    assert "Mon-Fri,09-17" not in saved


def test_what_cannot_be_read_is_told_and_mended(audit: Page):
    """The mistake stands beside the field and below the button; without the table the audit is made."""
    audit.get_by_role("textbox", name="Expectations").fill("nowhere.csv")
    audit.get_by_role("textbox", name="Expectations").press("Enter")
    expect(audit.get_by_text("There is no such file")).to_be_visible()
    expect(audit.locator(".moe-alert:visible")).to_contain_text("nowhere.csv")
    audit.get_by_role("textbox", name="Expectations").fill("")
    audit.get_by_role("button", name="Audit this run").click()
    expect(audit.get_by_text("Audited without expectations: ")).to_be_visible()
    expect(audit.locator(".moe-alert:visible")).to_have_count(0)


def test_the_page_is_alive_while_a_long_audit_runs(audit: Page):
    """The kernel answers other cells, and the audit can be given up."""
    audit.evaluate(
        "(source) => window.jupyterapp.shell.currentWidget.content.model.sharedModel"
        ".insertCell(1, {cell_type: 'code', source})",
        "import threading\ngo_on = threading.Event()\nkind = type(p.run)\n"
        "class Slow(kind):\n    def audit(self, *given, **named):\n        go_on.wait(60)\n"
        "        return super().audit(*given, **named)\n"
        "p.state.take(Slow(p.run.table, p.run.facts), 'a long one')",
    )
    run_cell(audit, 1)
    expect(audit.get_by_text("Run: a long one.")).to_be_visible()
    audit.get_by_role("button", name="Audit this run").click()
    expect(audit.get_by_text("… auditing")).to_be_visible()
    audit.evaluate(
        "() => { const cells = window.jupyterapp.shell.currentWidget.content.model.sharedModel;"
        " cells.insertCell(2, {cell_type: 'code', source: 'print(6 * 7)'}); }"
    )
    run_cell(audit, 2)
    expect(audit.locator(".jp-OutputArea-output", has_text="42").last).to_be_visible()
    audit.get_by_role("button", name="Cancel audit").click()
    expect(audit.get_by_text("… auditing")).to_have_count(0)
    expect(audit.get_by_role("button", name="Audit this run")).to_be_enabled()
