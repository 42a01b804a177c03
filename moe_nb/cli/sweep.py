"""``moe-nb sweep``."""

from __future__ import annotations

from typing import Any

import click

from moe_nb.cli import options
from moe_nb.core.context import FIELDS
from moe_nb.core.errors import ConfirmationError, MoeError, UsageError
from moe_nb.core.events import Event, Failed
from moe_nb.core.pace import PaceLimit
from moe_nb.core.space import Space, axis
from moe_nb.report.tables import frame_csv, frame_json
from moe_nb.results.run import Run
from moe_nb.sweep.user_agents import PRESETS, user_agents
from moe_nb.sweep.weeks import week


@click.command(short_help="Ask every combination, show who gets what.")
@options.connection
@options.keys
@click.option(
    "--week", "whole_week", is_flag=True, help="Every day and hour of a week; with --tz beside its local clock."
)
@click.option("--ua-file", type=click.Path(exists=True, dir_okay=False), help="User-Agents, one per line.")
@click.option("--ua-preset", type=click.Choice(list(PRESETS)), help="Well-known User-Agents.")
@click.option("--axis", "axes", multiple=True, metavar="NAME=V1,V2", help="Any field or attribute; repeat it.")
@options.situation
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
    """  # noqa: D301 - click's mark for "do not rewrap"
    space = _space(said)
    _check_contradictions(said, {axis.name for axis in space.axes})
    in_utc = {"tz": None, "week_of": None} if said["whole_week"] and said["tz"] else {}
    base = options.context(said | in_utc)
    workspace = options.workspace(simulated=simulated, world=world)
    pace = None if rate_per_min is None else PaceLimit(rate_per_min=rate_per_min)
    plan = workspace.plan(space, list(keys) or None, base=base, pace=pace)
    click.echo(f"Plan: {plan.describe()}", err=True)
    try:
        plan.check_size(confirmed=yes)
    except ConfirmationError as large:
        if not _said_yes():
            raise large from None
    failures: list[MoeError] = []
    run = workspace.start_sweep(plan, confirm=True, listeners=[lambda event: _note(event, failures)]).wait()
    options.write(_table(run, keys) if form == "table" else _rows(run, form), output)
    stopped = run.facts.stopped
    if stopped.error is not None or (failures and not stopped.answered):
        raise stopped.error or failures[0]  # what was answered is written, and could not be checked as a whole


def _said_yes() -> bool:
    try:
        return click.confirm("Begin?", err=True)
    except click.Abort:  # nobody is there to say yes
        return False


def _check_contradictions(said: dict[str, Any], varied: set[str]) -> None:
    """Raise a `UsageError` where an option would be overruled by an axis without a word."""
    for name, option in {"day": "--day", "hour": "--hour", "user_agent": "--ua", "ip_address": "--ip"}.items():
        if name in varied and said[name]:
            raise UsageError(f"{option} is given and varied too.", hint="Take one of the two.")


def _note(event: Event, failures: list[MoeError]) -> None:
    if isinstance(event, Failed):
        failures.append(event.error)


def _space(said: dict[str, Any]) -> Space:
    parts = [week(said["tz"], said["week_of"])] if said["whole_week"] else []
    if said["ua_file"]:
        parts.append(user_agents.from_file(said["ua_file"]))
    if said["ua_preset"]:
        parts.append(user_agents.preset(said["ua_preset"]))
    named = options.pairs(said["axes"], "--axis utm_medium=email,social")
    if said["tz"] and not said["whole_week"] and {"day", "hour"} & set(named):
        raise UsageError(
            "An axis of days or hours is in UTC, so --tz cannot convert it.", hint="Take --week with --tz."
        )
    parts += [axis(name, _values(name, values)) for name, values in named.items()]
    if not parts:
        raise UsageError("There is nothing to vary.", hint="Give --week, --ua-preset, --ua-file or --axis NAME=V1,V2.")
    space = parts[0]
    for part in parts[1:]:
        space = space * part
    return space


def _values(name: str, values: str) -> list[str]:
    if name == "user_agent" and "," in values:
        raise UsageError(
            "User-Agents hold commas, so --axis cannot tell where one ends.",
            hint="Put them in a file, one per line, for --ua-file; or give a single one with --ua.",
        )
    found = values.split(",")
    if name in FIELDS and not all(text.strip() for text in found):
        raise UsageError(f"Axis {name!r} has an empty value in {values!r}.", hint="Check the commas.")
    return found


def _table(run: Run, keys: tuple[str, ...]) -> str:
    if len(run.space.axes) == 1:
        matrices = [run.matrix()] if run.keys else []
    else:
        matrices = [run.matrix(key) for key in dict.fromkeys(keys)]
    return "\n\n".join(repr(part) for part in (run, *matrices))


def _rows(run: Run, form: str) -> str:
    frame = run.to_frame()
    return frame_json(frame) if form == "json" else frame_csv(frame)
