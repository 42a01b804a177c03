"""How far a sweep has come."""

from __future__ import annotations

from dataclasses import dataclass

from moe_nb.core.words import counted, lasting


@dataclass(slots=True)
class Progress:
    """How far a sweep has come."""

    calls: int
    answered: int = 0
    failed: int = 0
    elapsed_s: float = 0.0
    note: str = ""
    is_over: bool = False

    @property
    def done(self) -> int:
        """Calls that are over."""
        return self.answered + self.failed

    @property
    def left_s(self) -> float | None:
        """Seconds left at the rate so far; None before the first answer and when it is over."""
        return None if self.is_over or not self.done else self.elapsed_s / self.done * (self.calls - self.done)

    def describe(self) -> str:
        """Return ``"84 of 168 calls, 40/s, about 2 s left"``."""
        text = f"{self.done:,} of {counted(self.calls, 'call')}"
        if self.elapsed_s > 0 and self.done:
            text += f", {self.done / self.elapsed_s:,.0f}/s"
        if self.left_s is not None and self.done < self.calls:
            text += f", about {lasting(self.left_s)} left"
        if self.failed:
            text += f", {self.failed:,} failed"
        return f"{text} ({self.note})" if self.note else text
