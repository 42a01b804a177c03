"""``moe-nb simulator``."""

from __future__ import annotations

import json

import click

from moe_nb.core.errors import UsageError
from moe_nb.core.words import counted
from moe_nb.simulator.faults.fault_file import load_faults
from moe_nb.simulator.openapi import openapi_document
from moe_nb.simulator.places import GeoDatabase
from moe_nb.simulator.server import serve
from moe_nb.simulator.world_file import load_world
from moe_nb.views.visible import one_line


@click.command(short_help="Answer like MoEngage on a port of this machine.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0 takes a free one.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Another address lets other machines in.")
@click.option("--world", default="demo", show_default=True, help="demo, edge_cases or the path of a world file.")
@click.option(
    "--rate-limit", default="", metavar="N|off", help="Requests a minute; the world's own number if left out."
)
@click.option("--geo-database", metavar="FILE", help="A MaxMind DB file for addresses the world does not name.")
@click.option("--faults", metavar="FILE", help="What goes wrong: bad_day, or the path of a fault file.")
@click.option("--openapi", is_flag=True, help="Print what it answers as an OpenAPI document, and end.")
def simulator(
    *, port: int, host: str, world: str, rate_limit: str, geo_database: str | None, faults: str | None, openapi: bool
) -> None:
    """Answer like MoEngage on a port of this machine, for curl or any other client.

    \b
    moe-nb simulator --port 8765 --rate-limit off
    """  # noqa: D301 - click's mark for "do not rewrap"
    loaded = load_world(world)
    if openapi:
        click.echo(json.dumps(openapi_document(loaded), indent=2))
        return
    database = None if geo_database is None else GeoDatabase(geo_database)
    disturbing = None if faults is None else load_faults(faults)
    limit = _limit(rate_limit, loaded.settings.rate_limit_per_min)

    def ready(base_url: str) -> None:
        paced = "no rate limit" if limit is None else f"{counted(limit, 'request')}/min"
        click.echo(
            f"Simulator of world {world!r} ({counted(len(loaded.experiences), 'experience')}, {paced}); Ctrl-C ends it"
        )
        if faults is not None:
            click.echo(f"  faults        {one_line(faults)}: answers are disturbed on purpose")
        click.echo(f"  base URL      {base_url}")
        click.echo(f"  Workspace ID  {one_line(loaded.workspace.id)}")
        click.echo(f"  API key       {one_line(loaded.workspace.api_key)}")

    serve(loaded, host=host, port=port, limit_per_min=limit, database=database, faults=disturbing, on_ready=ready)


def _limit(text: str, default: int) -> int | None:
    if not text:
        return default
    if text == "off":
        return None
    if not (text.isascii() and text.isdigit()) or int(text) == 0:
        raise UsageError(f"--rate-limit {text!r} is not a number above zero.", hint="Use a number, or off.")
    return int(text)
