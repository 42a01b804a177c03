"""``moe-nb lab``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import click

from moe_nb.core.errors import UsageError

FIRST = "01_explore.ipynb"


@click.command(short_help="Open JupyterLab on the first notebook.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path("notebooks"))
@click.option("--no-browser", is_flag=True, help="Only start the server and print its address.")
@click.option("--port", type=click.IntRange(1, 65535), help="The server's port; a free one near 8888 if left out.")
def lab(folder: Path, *, no_browser: bool, port: int | None) -> None:
    """Open JupyterLab on the first notebook, the panel on the simulator.

    FOLDER holds the notebooks; those that are missing are put there, those that are there stay as they are.

    \b
    moe-nb lab
    moe-nb lab my-notebooks --no-browser --port 8890
    """  # noqa: D301 - click's mark for "do not rewrap"
    if find_spec("jupyterlab") is None:
        raise UsageError("JupyterLab is not installed.", hint="Run: pip install jupyterlab")
    try:
        _fill(folder)
    except OSError as error:
        raise UsageError(
            f"The notebooks cannot be put in {str(folder)!r} ({error.strerror}).", hint="Name another folder."
        ) from None
    # a default address rather than a file: it is also in the address that is printed for a browser elsewhere
    command = [sys.executable, "-m", "jupyter", "lab", str(folder), f"--LabApp.default_url=/lab/tree/{FIRST}"]
    command += ["--no-browser"] * no_browser + ([f"--port={port}"] if port else [])
    command += ["--allow-root"] * _is_root()
    sys.exit(subprocess.call(command))  # noqa: S603 - our own interpreter, a path the user gave


def _fill(folder: Path) -> None:
    """Put the notebooks and their pictures there; what is there stays as it is."""
    shipped = _shipped()
    for file in (*sorted(shipped.glob("*.ipynb")), *sorted(shipped.glob("images/*.svg"))):
        place = folder / file.relative_to(shipped)
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, place)


def _is_root() -> bool:
    """Say whether this runs as root, as it does in most containers: Jupyter then wants a word of its own."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _shipped() -> Path:
    """Return the folder of the notebooks: inside an installed package, beside it in a checkout."""
    package = Path(str(files("moe_nb")))
    inside = package / "notebooks"
    return inside if inside.exists() else package.parent / "notebooks"
