"""Where runs are kept on this machine unless a sweep is told otherwise."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from moe_nb.core.errors import RunFileError

VARIABLE = "MOE_RUNS"
"""The environment variable that names another folder."""


def run_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Return the folder of this machine's runs: ``MOE_RUNS``, or one in the user's state folder.

    Args:
        environ: The variables; the process's own if left out.
    """
    from platformdirs import user_state_path  # noqa: PLC0415 - only where it is wanted

    said = (os.environ if environ is None else environ).get(VARIABLE, "").strip()
    return Path(said).expanduser() if said else user_state_path("moe_nb", appauthor=False) / "runs"


def made_run_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Return the folder, made if it was not there.

    Raises:
        RunFileError: If it cannot be made.
    """
    folder = run_folder(environ)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RunFileError(
            f"The folder for runs, {str(folder)!r}, cannot be made ({error.strerror}).",
            hint=f'Name another one in {VARIABLE}, or a file for this sweep: file="name.moe".',
        ) from None
    return folder
