"""Options several commands share."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from moe_nb.core.context import IDENTIFIER_PREFIX, Context
from moe_nb.core.day_hour import DAYS, parse_day, parse_hour
from moe_nb.core.errors import UsageError
from moe_nb.core.local_week import utc_of
from moe_nb.report.tables import frame_csv, frame_json
from moe_nb.views.visible import one_line, visible
from moe_nb.workspace.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

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
    click.option(
        "--week-of",
        type=click.DateTime(["%Y-%m-%d"]),
        help="A day of the week --tz is meant for, e.g. 2026-11-23; this week if left out.",
    ),
    click.option("--ip", "ip_address", help="IP address, for the country, region and city."),
    click.option("--ua", "user_agent", help="A complete User-Agent header, for the device type."),
    click.option("--set", "attributes", multiple=True, metavar="NAME=VALUE", help="A custom in-session attribute."),
)


def one_key_each(_ctx: click.Context, _parameter: click.Parameter, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse what reads like a list of keys; a comma alone may be part of a key, so that is only said.

    MoEngage does not say which characters a key may hold.
    """
    for key in keys:
        if re.search(r",\s|\s,", key):
            parts = [part.strip() for part in key.split(",") if part.strip()]
            raise UsageError(
                f"--key {key!r} reads like several keys.",
                hint=f"Repeat it: {' '.join(f'--key {part}' for part in parts)}.",
            )
        if "," in key:
            click.echo(f"{one_line(key)!r} is asked as one key. For several, repeat --key.", err=True)
    return keys


keys = click.option(
    "--key",
    "keys",
    multiple=True,
    metavar="KEY",
    callback=one_key_each,
    help="An experience key; repeat it for several, commas do not split. Left out: all.",
)


def writable(_ctx: click.Context, _parameter: click.Parameter, path: str | None) -> str | None:
    """Refuse a file in a folder that is not there, before anything is asked."""
    if path is not None and path != "-" and not Path(path).absolute().parent.is_dir():
        raise click.BadParameter(f"The folder of {path!r} does not exist.")
    return path


output = stack(
    click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True),
    click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False, writable=True, allow_dash=True),
        callback=writable,
        help="Write to a file instead; - is standard output.",
    ),
)


def workspace(*, simulated: bool, world: str) -> Workspace:
    """Return the workspace the options name; its connections end with the command."""
    found = Workspace.simulated(world) if simulated else Workspace.from_env()
    click.get_current_context().call_on_close(found.close)
    return found


def context(said: dict[str, Any]) -> Context:
    """Return the context the options of `situation` describe."""
    day, hour = said["day"], said["hour"]
    if said["week_of"] and not said["tz"]:
        raise UsageError("--week-of says nothing without --tz.", hint="UTC is the same in every week.")
    if said["tz"]:
        day, hour = _in_utc(day, hour, said["tz"], said["week_of"])
    return Context(
        customer_id=said["customer_id"],
        user_identifiers={
            name.removeprefix(IDENTIFIER_PREFIX): value
            for name, value in pairs(said["identifiers"], "--identifier u_em=a@example.com").items()
        },
        day=day,
        hour=hour,
        ip_address=said["ip_address"],
        user_agent=said["user_agent"],
        attributes=pairs(said["attributes"], "--set utm_medium=email"),
    )


def pairs(texts: Sequence[str], example: str) -> dict[str, str]:
    """Split ``NAME=VALUE`` texts; a name given twice is refused, for one of the two would be lost.

    Blanks around a name say nothing; a value stays as it was typed.
    """
    found: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        name = name.strip()
        if not equals or not name:
            raise UsageError(f"{text!r} is not NAME=VALUE.", hint=f"Write for example {example}.")
        if name in found:
            raise UsageError(f"{name!r} is given twice.", hint=f"Give each name once, e.g. {example}.")
        found[name] = value
    return found


def _in_utc(day: str | None, hour: str | None, tz: str, week_of: datetime | None) -> tuple[str, int]:
    if not day or hour is None:
        raise UsageError("With --tz both --day and --hour are needed.", hint="A local hour alone has no UTC day.")
    meant = (week_of or datetime.now(UTC)).date()
    return utc_of(tz, meant, DAYS.index(parse_day(day)), parse_hour(hour))


def data(frame: pd.DataFrame, form: str) -> str:
    """Return a frame as the text of a format, ``json`` or ``csv``."""
    return frame_json(frame) if form == "json" else frame_csv(frame)


def write(text: str, path: str | None) -> None:
    """Print *text*, or write it to a file and say so; a file is there whole or stays as it was.

    A terminal sees hidden characters spelled out; a pipe and a file get every character as it is.
    """
    if path is None or path == "-":
        click.echo(visible(text) if sys.stdout.isatty() else text, color=True)  # color: nothing is stripped
        return
    try:
        _put(text if text.endswith("\n") else f"{text}\n", Path(path).resolve())
    except OSError as error:
        write(text, None)  # what was asked is not lost
        raise UsageError(
            f"{path!r} cannot be written ({error.strerror}), so it was printed.", hint="Name another file with -o."
        ) from None
    click.echo(f"Wrote {one_line(path)}", err=True)


def _put(text: str, target: Path) -> None:
    content = text.encode("utf-8", "backslashreplace")
    if target.exists() and not target.is_file():  # a device or a pipe
        target.write_bytes(content)
        return
    part = target.with_name(f".{target.name}.part")
    try:
        part.unlink(missing_ok=True)  # of a process that was killed, or a link that somebody laid there
        with part.open("xb") as file:
            file.write(content)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
