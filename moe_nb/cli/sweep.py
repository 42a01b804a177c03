"""``moe-nb sweep``."""

from __future__ import annotations

from typing import Any

import click

from moe_nb.audit.unanswered import unanswered
from moe_nb.cli import options
from moe_nb.cli.axes import check_apart, space_of
from moe_nb.core.answer import Cause
from moe_nb.core.errors import ConfirmationError, MoeError
from moe_nb.core.events import Event, Failed, StopReason
from moe_nb.core.pace import PaceLimit
from moe_nb.results.run import Run
from moe_nb.sweep.known_user_agents import PRESETS
from moe_nb.views.visible import one_line
from moe_nb.workspace.run_files import runs as list_runs
from moe_nb.workspace.sweep_job import SweepJob
from moe_nb.workspace.termination import stopping_on_sigterm

NOT_CHECKED = 3
"""Exit code of a sweep in which nothing was answered, or no experience was asked for that there is."""
INTERRUPTED = 130
"""Exit code of a sweep that Ctrl-C ended: 128 and the number of the signal, as in every shell."""


@click.command(short_help="Ask every combination, show who gets what.")
@options.connection
@options.keys
@click.option(
    "--week", "whole_week", is_flag=True, help="Every day and hour of a week; with --tz beside its local clock."
)
@click.option("--ua-file", type=click.Path(exists=True, dir_okay=False), help="User-Agents, one per line.")
@click.option("--ua-preset", type=click.Choice(list(PRESETS)), help="Well-known User-Agents.")
@click.option("--axis", "axes", multiple=True, metavar="NAME=V1,V2", help="Any field or attribute; repeat it.")
@click.option("--customer-ids", metavar="FILE[:COLUMN]", help="Customer ids from a CSV or Parquet file.")
@options.situation
@click.option(
    "--save",
    type=click.Path(dir_okay=False),
    callback=options.writable,
    metavar="FILE.moe",
    help="Write every answer into this run file at once; one that holds the same sweep is gone on with.",
)
@click.option(
    "--rate", "rate_per_min", type=float, help="Calls a minute; a quarter of the documented limit if left out."
)
@click.option("--yes", is_flag=True, help="Begin a large sweep without being asked.")
@options.output
def sweep(
    *,
    simulated: bool,
    world: str,
    keys: tuple[str, ...],
    save: str | None,
    rate_per_min: float | None,
    yes: bool,
    form: str,
    output: str | None,
    **said: Any,
) -> None:
    """Ask every combination of the axes and show which audience and variation each one gets.

    As a table it prints a summary and a matrix for each key named with --key; as json or csv every answer is a row.

    \b
    moe-nb sweep --week --tz Asia/Dubai --key homepage-banner
    moe-nb sweep --ua-preset devices --axis utm_medium=email,social --format csv -o devices.csv
    moe-nb sweep --week --key homepage-banner --save friday.moe
    """  # noqa: D301 - click's mark for "do not rewrap"
    space = space_of(said)
    in_utc = {"tz": None, "week_of": None} if said["whole_week"] and said["tz"] else {}
    base = options.context(said | in_utc)
    check_apart(space, base)
    workspace = options.workspace(simulated=simulated, world=world)
    pace = None if rate_per_min is None else PaceLimit(rate_per_min=rate_per_min)
    failures = Failures()
    plan = workspace.plan(space, list(keys) or None, base=base, pace=pace)
    click.echo(f"Plan: {plan.describe()}", err=True)
    try:
        plan.check_size(confirmed=yes)
    except ConfirmationError as large:
        if not _said_yes():
            raise large from None
    job = workspace.start_sweep(plan, confirm=True, listeners=[failures.see], file=save)
    finish(job, failures, keys, form, output)


@click.command(short_help="Go on with a run file: ask what is missing.")
@click.argument("file", type=click.Path(dir_okay=False))
@options.connection
@click.option("--yes", is_flag=True, help="Go on without being asked, however much is missing.")
@options.output
def resume(*, file: str, simulated: bool, world: str, yes: bool, form: str, output: str | None) -> None:
    """Go on with a run that was stopped, failed in part or was killed; only what is missing is asked.

    \b
    moe-nb resume friday.moe
    """  # noqa: D301 - click's mark for "do not rewrap"
    workspace, failures = options.workspace(simulated=simulated, world=world), Failures()
    job = workspace.start_resume(file, confirm=yes, listeners=[failures.see])
    click.echo(f"Plan: {job.plan.describe()}", err=True)
    finish(job, failures, (), form, output)


@click.command(short_help="List the runs kept on this machine.")
@click.argument("folder", required=False, type=click.Path(file_okay=False, exists=True))
@options.output
def runs(*, folder: str | None, form: str, output: str | None) -> None:
    """List the run files of a folder, the newest first: this machine's own, or FOLDER.

    \b
    moe-nb runs
    """  # noqa: D301 - click's mark for "do not rewrap"
    found = list_runs(folder)
    options.write(repr(found) if form == "table" else options.data(found.to_frame(), form), output)


class Failures:
    """Remembers the first call that failed.

    Attributes:
        first: Its error, or None.
    """

    def __init__(self) -> None:
        self.first: MoeError | None = None

    def see(self, event: Event) -> None:
        """Take in one event of a sweep."""
        if isinstance(event, Failed) and self.first is None:
            self.first = event.error


def finish(job: SweepJob, failures: Failures, keys: tuple[str, ...], form: str, output: str | None) -> None:
    """Wait for a sweep, write what was answered, and say what was not: that could not be checked.

    Raises:
        MoeError: What ended the sweep, or the first call that failed.
        SystemExit: With 130, as a shell reports it, if Ctrl-C ended the sweep; with 3 if it shows no experience.
    """
    with stopping_on_sigterm(job.stop):
        run = job.wait()
        options.write(_text(run, keys) if form == "table" else options.data(run.to_frame(), form), output)
        if run.path is not None:
            click.echo(f"Run file: {one_line(run.path)}", err=True)
    stopped = run.facts.stopped
    if stopped.reason is StopReason.STOPPED:
        click.echo(f"Stopped before the end. {stopped.reason.next_step}", err=True)
        raise SystemExit(INTERRUPTED)
    error = stopped.error or failures.first
    if error is not None:
        raise error
    nothing = _nothing_to_see(run)
    if nothing:
        click.echo(nothing, err=True)
        raise SystemExit(NOT_CHECKED)


def _nothing_to_see(run: Run) -> str:
    """Return why a sweep that was answered throughout shows no experience at all; empty where it shows one."""
    if not run.keys:
        return f"{unanswered(run.table)}\n  Name experiences with --key, or start one in the workspace."
    if all(dict(key.not_served) == {Cause.UNKNOWN_KEY: key.total} for key in run.coverage()):
        names = ", ".join(one_line(key) for key in run.keys)
        return f"The workspace's list of experiences names none of these keys: {names}.\n  moe-nb metadata lists them."
    return ""


def _said_yes() -> bool:
    try:
        return click.confirm("Begin?", err=True)
    except click.Abort:  # nobody is there to say yes
        return False


def _text(run: Run, keys: tuple[str, ...]) -> str:
    if len(run.space.axes) == 1:
        matrices = [run.matrix()] if run.keys else []
    else:
        matrices = [run.matrix(key) for key in dict.fromkeys(keys)]
    return "\n\n".join(repr(part) for part in (run, *matrices))
