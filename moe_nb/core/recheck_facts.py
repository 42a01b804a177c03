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
    dealt: int = 0
    """Got the same, but others that had changed so did not: who is served is drawn each time, so it is no drift."""

    @property
    def unconfirmed(self) -> int:
        """Cells of which no second answer tells: none came, or the visitor drew another variation. Drift, seen once."""
        return self.cells - self.confirmed - self.unstable - self.dealt

    @property
    def words(self) -> str:
        """The result in one sentence."""
        said = [f"{self.confirmed:,} of {self.cells:,} changed cells, asked again, got the same as in the later run"]
        said += [f"{self.unstable:,} did not and are called unstable, not drift"] if self.unstable else []
        drawn = (
            "got the same by chance, as far as can be told: others like them did not, and who is served is drawn anew"
        )
        said += [f"{self.dealt:,} {drawn}"] if self.dealt else []
        said += [f"{self.unconfirmed:,} got no second answer that tells"] if self.unconfirmed else []
        return "; ".join(said) + "."
