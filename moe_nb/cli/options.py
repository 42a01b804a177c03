"""Options several commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import click

from moe_nb.core.context import IDENTIFIER_PREFIX, Context
from moe_nb.core.day_hour import DAYS, parse_day, parse_hour
from moe_nb.core.errors import UsageError
from moe_nb.core.local_week import local_week
from moe_nb.workspace.workspace import Workspace

Command = Callable[..., Any]


def stack(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Return one decorator that adds several options, first one first in the help."""

    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


connection = stack(
    click.option(
        "--simulated/--live",
        "simulated",
        default=True,
        show_default=True,
        help="Ask the embedded simulator, or the workspace the environment names (MOE_WORKSPACE_ID, MOE_API_KEY, "
        "MOE_DATA_CENTER or MOE_BASE_URL).",
    ),
    click.option(
        "--world", default="demo", show_default=True, help="The simulator's world: demo, edge_cases or a file."
    ),
)

situation = stack(
    click.option("--customer-id", help="The user's ID in the workspace; left out, the visitor is anonymous."),
    click.option(
        "--identifier", "identifiers", multiple=True, metavar="NAME=VALUE", help="Another id, e.g. u_em=a@b.co."
    ),
    click.option("--day", help="Day of the week, e.g. Saturday or Sat; UTC unless --tz."),
    click.option("--hour", help="Hour 0-23, 7 PM is 19; UTC unless --tz."),
    click.option("--tz", help="Time zone of --day and --hour, e.g. Asia/Kolkata; both are converted to UTC."),
    click.option("--ip", "ip_address", help="IP address, for the country, region and city."),
    click.option("--ua", "user_agent", help="A complete User-Agent header, for the device type."),
    click.option("--set", "attributes", multiple=True, metavar="NAME=VALUE", help="A custom in-session attribute."),
)

keys = click.option("--key", "keys", multiple=True, metavar="KEY", help="An experience key; repeat it. Left out: all.")

output = stack(
    click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True),
    click.option("-o", "--output", type=click.Path(dir_okay=False, writable=True), help="Write to a file instead."),
)


def workspace(*, simulated: bool, world: str) -> Workspace:
    """Return the workspace the options name."""
    return Workspace.simulated(world) if simulated else Workspace.from_env()


def context(said: dict[str, Any]) -> Context:
    """Return the context the options of `situation` describe."""
    day, hour = said["day"], said["hour"]
    if said["tz"]:
        day, hour = _in_utc(day, hour, said["tz"])
    return Context(
        customer_id=said["customer_id"],
        user_identifiers=pairs(said["identifiers"]),
        day=day,
        hour=hour,
        ip_address=said["ip_address"],
        user_agent=said["user_agent"],
        attributes=pairs(said["attributes"]),
    )


def pairs(texts: Sequence[str]) -> dict[str, str]:
    """Split ``NAME=VALUE`` texts."""
    found = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise UsageError(f"{text!r} is not NAME=VALUE.", hint="Write for example --set utm_medium=email.")
        found[name.removeprefix(IDENTIFIER_PREFIX)] = value
    return found


def _in_utc(day: str | None, hour: str | None, tz: str) -> tuple[str, int]:
    if not day or hour is None:
        raise UsageError("With --tz both --day and --hour are needed.", hint="A local hour alone has no UTC day.")
    week = local_week(tz, datetime.now(UTC).date())
    return week.utc_of(DAYS.index(parse_day(day)), parse_hour(hour))


def write(text: str, path: str | None) -> None:
    """Print *text*, or write it to a file and say so."""
    if path is None:
        click.echo(text)
        return
    with open(path, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123 - click checked the path
        file.write(text if text.endswith("\n") else f"{text}\n")
    click.echo(f"Wrote {path}", err=True)
