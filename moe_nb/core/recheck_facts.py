"""What came of asking changed cells again; frozen, without display."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recheck:
    """Changed cells (context and key), asked again after the later run."""

    cells: int
    """Cells that had changed."""
    confirmed: int
    """Got the same as in the later run, every time."""
    unstable: int
    """Got something else: no drift, but cells that flicker."""

    @property
    def unconfirmed(self) -> int:
        """Cells whose second answer did not come: still drift, seen once."""
        return self.cells - self.confirmed - self.unstable

    @property
    def words(self) -> str:
        """The result in one sentence."""
        said = [f"{self.confirmed:,} of {self.cells:,} changed cells, asked again, got the same as in the later run"]
        said += [f"{self.unstable:,} did not and are called unstable, not drift"] if self.unstable else []
        said += [f"{self.unconfirmed:,} could not be asked again"] if self.unconfirmed else []
        return "; ".join(said) + "."
