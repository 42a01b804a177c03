"""What an audit rests on: who was asked, when, how much of it was answered; frozen, holds no secret."""

from __future__ import annotations

from dataclasses import dataclass

from moe_nb.core.credentials import Environment


@dataclass(frozen=True, slots=True)
class Certificate:
    """The head of an audit: with the same inputs anybody gets the same audit."""

    environment: Environment
    host: str
    """The address asked, or the simulator and its world."""
    workspace: str
    """The Workspace ID, masked."""
    first_epoch_s: float | None
    """UTC epoch seconds of the first call; None when nothing was asked."""
    last_epoch_s: float | None
    """The same of the last one."""
    keys: int
    contexts: int
    """Contexts in the space."""
    asked: int
    """Contexts for which every call was made, failed ones included."""
    answered: int
    """Contexts in which every key was answered."""
    percent: float
    """Answered contexts in percent, rounded down to one decimal."""
    failed_cells: int
    """Cells (context and key) whose call failed: not known, never holes."""
    not_asked_cells: int
    """Cells that were never asked."""
    ended: str
    """How the sweep ended, in words."""
    inputs_hash: str
    """SHA-256 over the space, the keys, the world and every answer; the same for the same run."""
    expectations_hash: str
    """SHA-256 over the table of expectations as read; empty without one."""
    repeats_hash: str
    """SHA-256 over the repeats, in order; empty without any."""
    versions: tuple[tuple[str, str], ...]
    """Name and version: of ``moe_nb`` that asked, of the one that audits, and of Python."""
