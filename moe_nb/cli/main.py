"""``moe-nb``: the toolkit in a shell."""

from __future__ import annotations

import sys

import click

from moe_nb.cli.ask import fetch, metadata
from moe_nb.cli.audit import audit, diff
from moe_nb.cli.doctor import doctor
from moe_nb.cli.lab import lab
from moe_nb.cli.simulator import simulator
from moe_nb.cli.sweep import resume, runs, sweep
from moe_nb.core.errors import MoeError, UsageError
from moe_nb.version import __version__
from moe_nb.views.notice import notice_text

USAGE, NOT_CHECKED = 2, 3
"""Exit codes: 0 is ok, 1 is the commands' own, 2 wrong input, 3 could not be checked (refused, unreachable, odd)."""


class _Commands(click.Group):
    """Shows commands in the order of a first visit, and errors in words."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return ["lab", "fetch", "sweep", "resume", "runs", "audit", "diff", "metadata", "simulator", "doctor"]

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except MoeError as error:
            click.echo(notice_text(error), err=True)
            sys.exit(USAGE if isinstance(error, UsageError) else NOT_CHECKED)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="moe-nb")
def main() -> None:
    """See which variation MoEngage Personalize serves in every situation a visitor can be in.

    Everything works without an account: commands ask an embedded simulator unless you say --live.

    \b
    Begin with:
      moe-nb lab                                     the notebooks and the panel, in JupyterLab
      moe-nb fetch --day Saturday --hour 19          one visitor, every experience
      moe-nb sweep --week --key homepage-banner      which variation, every hour of the week

    Exit codes: 0 ok, 1 an expectation failed or something changed, 2 wrong input, 3 could not be checked,
    130 stopped by Ctrl-C.
    """  # noqa: D301 - click's mark for "do not rewrap"


for _command in (lab, fetch, sweep, resume, runs, audit, diff, metadata, simulator, doctor):
    main.add_command(_command)
