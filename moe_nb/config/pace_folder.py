"""Where the processes of this machine agree on who asks a workspace when."""

from __future__ import annotations

from pathlib import Path


def pace_folder() -> Path:
    """Return the folder for the lines of all workspaces, in the user's state folder; it is not made here."""
    from platformdirs import user_state_path  # noqa: PLC0415 - only where it is wanted

    return user_state_path("moe_nb", appauthor=False) / "pace"
