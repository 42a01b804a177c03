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
    name = _name_of(credentials)
    if name not in _pacers:
        _pacers[name] = Pacer(clock, FileLine(pace_folder(), name))
    return _pacers[name]


def share_pacer(credentials: Credentials, clock: Clock, together_per_min: float) -> Pacer:
    """Return the line for one of several workers with a share of a pace each, wherever they are.

    It stands in the machine's line as another kernel does: the workers of one machine, and its sweeps, are together no
    faster than the fastest of them. On several machines every worker keeps its share.
    """
    return Pacer(clock, FileLine(pace_folder(), _name_of(credentials)), together_per_min=together_per_min)


def _name_of(credentials: Credentials) -> str:
    """Return a name that tells nobody which workspace it is, and never depends on the key."""
    return sha256(f"{credentials.url}\n{credentials.workspace_id}".encode()).hexdigest()[:20]
