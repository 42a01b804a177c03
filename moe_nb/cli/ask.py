"""``moe-nb fetch`` and ``moe-nb metadata``."""

from __future__ import annotations

from typing import Any

import click

from moe_nb.cli import options
from moe_nb.views.tables import text_table


@click.command(short_help="Ask about one visitor.")
@options.connection
@options.keys
@options.situation
@click.option("--payload", is_flag=True, help="A row per payload variable instead of per key.")
@click.option("--curl", "as_curl", is_flag=True, help="Print the request as cURL too, key left out.")
@click.option("--python", "as_python", is_flag=True, help="Print the request as Python too, key left out.")
@options.output
def fetch(
    *,
    simulated: bool,
    world: str,
    keys: tuple[str, ...],
    payload: bool,
    as_curl: bool,
    as_python: bool,
    form: str,
    output: str | None,
    **said: Any,
) -> None:
    """Ask about one visitor: which experiences come back, and why others do not.

    \b
    moe-nb fetch --key homepage-banner --day Sat --hour 19 --tz Asia/Kolkata
    moe-nb fetch --customer-id u-42 --set utm_medium=email --format json --payload
    """  # noqa: D301 - click's mark for "do not rewrap"
    answer = options.workspace(simulated=simulated, world=world).fetch(options.context(said), list(keys) or None)
    if form == "table" and payload:
        frame = answer.payload_frame()
        text = text_table(list(frame.columns), frame.to_numpy().tolist())
    elif form == "table":
        text = repr(answer)
    else:
        frame = answer.payload_frame() if payload else answer.to_frame()
        text = options.data(frame, form)
    options.write(text, output)
    for wanted, code in ((as_curl, answer.curl), (as_python, answer.python)):
        if wanted:
            click.echo(f"\n{code()}", err=output is None and form != "table")  # data on stdout stays data


@click.command(short_help="List the workspace's experiences.")
@options.connection
@options.output
def metadata(*, simulated: bool, world: str, form: str, output: str | None) -> None:
    """List the workspace's experiences: key, name and status (Active, Paused, Scheduled).

    \b
    moe-nb metadata --format csv
    """  # noqa: D301 - click's mark for "do not rewrap"
    found = options.workspace(simulated=simulated, world=world).metadata()
    if form == "table":
        options.write(repr(found), output)
    else:
        frame = found.to_frame()
        options.write(options.data(frame, form), output)
