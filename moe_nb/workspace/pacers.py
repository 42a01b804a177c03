"""One line per workspace: all its sweeps and fetches in this process, and in every other kernel of this machine."""

from __future__ import annotations

from hashlib import sha256

from moe_nb.config.pace_folder import pace_folder
from moe_nb.core.credentials import Credentials
from moe_nb.core.protocols import Clock
from moe_nb.sweep.file_line import FileLine
from moe_nb.sweep.pace import Pacer

_pacers: dict[str, Pacer] = {}
"""Those of this process, by workspace."""


def pacer_of(credentials: Credentials, clock: Clock) -> Pacer:
    """Return the line of a workspace, the same for everybody who asks it."""
    # a name that tells nobody which workspace it is, and never depends on the key
    name = sha256(f"{credentials.url}\n{credentials.workspace_id}".encode()).hexdigest()[:20]
    if name not in _pacers:
        _pacers[name] = Pacer(clock, FileLine(pace_folder(), name))
    return _pacers[name]
