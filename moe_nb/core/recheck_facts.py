"""What came of asking changed cells again; frozen, without display."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recheck:
    """Changed cells (context and key), asked again after the later run."""

    cells: int
    """Cells that had changed."""
    confirmed: int
    """Changed again in the same way, every time an answer could tell."""
    unstable: int
    """Got something else in what had changed: no drift, but cells that flicker."""

    @property
    def unconfirmed(self) -> int:
        """Cells of which no second answer tells: none came, or the visitor drew another variation. Drift, seen once."""
        return self.cells - self.confirmed - self.unstable

    @property
    def words(self) -> str:
        """The result in one sentence."""
        said = [f"{self.confirmed:,} of {self.cells:,} changed cells, asked again, got the same as in the later run"]
        said += [f"{self.unstable:,} did not and are called unstable, not drift"] if self.unstable else []
        said += [f"{self.unconfirmed:,} got no second answer that tells"] if self.unconfirmed else []
        return "; ".join(said) + "."
