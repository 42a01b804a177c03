"""``moe-nb audit`` and ``moe-nb diff``: what a run file says, and what changed since another one."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import click

from moe_nb.cli import options
from moe_nb.cli.audit_checks import check_apart, check_keys, check_needs_expected, slots_of, writable_report
from moe_nb.core.drift_facts import Match
from moe_nb.core.errors import UsageError
from moe_nb.report.junit import junit_xml
from moe_nb.report.tables import frame_json
from moe_nb.results.audit import Audit
from moe_nb.results.diff import Diff
from moe_nb.views.audit_sections import SECTIONS
from moe_nb.views.visible import one_line
from moe_nb.workspace.run_files import open_run

if TYPE_CHECKING:
    import pandas as pd

FOUND, NOT_CHECKED = 1, 3
"""Exit codes: an expectation failed or drift was found; something could not be checked."""
CHANGES = ("changes", "audiences", "cells", "statuses", "splits")

existing = click.Path(exists=True, dir_okay=False)


@click.command(short_help="Audit a run file: coverage, gaps, rules, expectations.")
@click.argument("run", type=existing, metavar="RUN.moe")
@click.option("--expected", type=existing, help="A table of expectations: .csv, .xlsx or .yaml.")
@click.option("--slot", "slots", multiple=True, metavar="NAME=K1,K2", help="Keys that may fill one place; repeat it.")
@click.option(
    "--week-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="A day of the week whose clock expectations with a zone mean; the run's own if left out.",
)
@click.option("--part", type=click.Choice(list(SECTIONS)), help="Print one part only.")
@click.option(
    "--report",
    type=click.Path(),
    callback=writable_report,
    help="Write a notebook (.ipynb), a page (.html), tables (.xlsx) or a folder.",
)
@click.option(
    "--junit",
    type=click.Path(dir_okay=False),
    callback=options.writable,
    help="Write the judged expectations as JUnit XML.",
)
@options.output
def audit(  # noqa: PLR0913 - one parameter per option
    *,
    run: str,
    expected: str | None,
    slots: tuple[str, ...],
    week_of: datetime | None,
    part: str | None,
    report: str | None,
    junit: str | None,
    form: str,
    output: str | None,
) -> None:
    """Say what a run covered, what it missed and why, which rules explain it, and whether it is as expected.

    Asks nothing: everything comes from the run file. As json every part is a list of rows, as csv the findings are.

    \b
    moe-nb audit friday.moe
    moe-nb audit friday.moe --expected expected.csv --junit expected.xml --report friday.html

    Exit codes: 0 ok, 1 an expectation failed, 2 wrong input, 3 an expectation could not be checked, or nothing was
    answered in the run.
    """  # noqa: D301 - click's mark for "do not rewrap"
    wants_expected = "--part expectations", True if part == "expectations" else None
    check_needs_expected(expected, (("--junit", junit), ("--week-of", week_of), wants_expected))
    check_apart((run, expected), (("--output", output), ("--report", report), ("--junit", junit)))
    named = slots_of(slots)
    opened = open_run(run)
    check_keys(named, opened.keys)
    found = opened.audit(expected, named, week_of=None if week_of is None else week_of.date())
    text = repr(found if part is None else found.section(part)) if form == "table" else ""
    options.write(text or _data(found.to_frames(), form, part, "findings"), output)
    if report is not None:
        click.echo(f"Wrote {one_line(found.report(report))}", err=True)
    if junit is not None and found.expectations is not None:
        options.write(junit_xml(found.expectations), junit)
    sys.exit(_judged(found))


@click.command(short_help="Compare two run files: what changed, for whom.")
@click.argument("old", type=existing, metavar="OLD.moe")
@click.argument("new", type=existing, metavar="NEW.moe")
@click.option(
    "--match",
    type=click.Choice([match.value for match in Match]),
    default=Match.ID.value,
    show_default=True,
    help="What makes two audiences the same: their id, or their name (TEST and LIVE give their own ids).",
)
@click.option(
    "--across",
    multiple=True,
    metavar="NAME",
    help="An input that is fixed in both runs and may differ, e.g. customer_id; repeat it.",
)
@click.option(
    "--allow-partial", is_flag=True, help="End with 0 where only a part could be compared, and nothing changed in it."
)
@click.option("--part", type=click.Choice(CHANGES), help="Which rows as json or csv; changes if left out.")
@options.output
def diff(
    *,
    old: str,
    new: str,
    match: str,
    across: tuple[str, ...],
    allow_partial: bool,
    part: str | None,
    form: str,
    output: str | None,
) -> None:
    """Say what changed from one run to a later one, or from one environment to another.

    Asks nothing. Contexts that were asked or answered in one run only are never counted as change, and neither are runs
    that were asked with other fixed inputs, unless --across names these.

    \b
    moe-nb diff last-week.moe friday.moe
    moe-nb diff last-week.moe friday.moe --format csv --part cells -o cells.csv

    Exit codes: 0 no change, 1 something changed (cells, or the status of an experience), 2 wrong input, 3 something
    could not be compared.
    """  # noqa: D301 - click's mark for "do not rewrap"
    if part is not None and form == "table":
        raise UsageError("--part chooses rows, and the text has none.", hint="Add --format csv or --format json.")
    check_apart((old, new), (("--output", output),))
    found = open_run(new).diff(open_run(old), match, across=across)
    options.write(repr(found) if form == "table" else _data(found.to_frames(), form, part, "changes"), output)
    if form != "table" or output is not None:
        for said in found.not_compared:
            click.echo(f"Not compared: {one_line(said)}", err=True)
    sys.exit(_compared(found, allow_partial=allow_partial))


def _data(frames: Mapping[str, pd.DataFrame], form: str, part: str | None, usual: str) -> str:
    """Return rows as the text of a format: as json every part, unless one is named."""
    if form == "json" and part is None:
        return json.dumps({name: json.loads(frame_json(frame)) for name, frame in frames.items()}, indent=2)
    return options.data(frames[part or usual], form)


def _judged(found: Audit) -> int:
    report = found.expectations
    if found.unanswered:
        return NOT_CHECKED
    if report is None or report.is_met:
        return 0
    return FOUND if report.has_failures else NOT_CHECKED


def _compared(found: Diff, *, allow_partial: bool) -> int:
    if found.has_drift:
        return FOUND
    is_enough = found.is_whole or (allow_partial and found.drift.compared > 0)
    return 0 if is_enough else NOT_CHECKED
