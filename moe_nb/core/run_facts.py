"""What is known about a run besides its answers; holds no secret."""

from __future__ import annotations

from dataclasses import dataclass

from moe_nb.core.credentials import Environment
from moe_nb.core.events import Stopped
from moe_nb.core.metadata import Metadata
from moe_nb.core.pace import PaceLimit

Place = tuple[str, str, str]
"""Address, masked Workspace ID, and hash of the simulator's world."""


@dataclass(frozen=True, slots=True)
class RunFacts:
    """Where, when and how a run was made."""

    environment: Environment
    url: str
    """The address asked; for the simulator ``simulator``."""
    workspace: str
    """The Workspace ID, masked."""
    started_epoch_s: float
    stopped: Stopped
    version: str
    world_hash: str = ""
    """For the simulator: differs when the world differs."""
    metadata: Metadata | None = None
    """What the causes were judged by."""
    pace: PaceLimit | None = None
    """How fast it was meant to ask; None in process."""

    @property
    def place(self) -> Place:
        """Who answered: runs of one place are about the same experiences."""
        return self.url, self.workspace, self.world_hash
