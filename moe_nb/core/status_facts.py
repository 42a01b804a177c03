"""Experiences whose status is another one in the later of two runs; frozen, without display."""

from __future__ import annotations

from dataclasses import dataclass

NOT_LISTED = "not in the workspace's list of experiences (which names no draft, ended or deleted one)"

NO_ANSWER = "was not asked for, or not answered,"


@dataclass(frozen=True, slots=True)
class StatusChange:
    """What the workspace's list of experiences said of one key beside either run."""

    experience_key: str
    before: str | None
    """The status beside the earlier run, as sent; None where the key was not listed."""
    after: str | None
    """The same beside the later run."""
    served_before: int | None
    """Contexts in which it was served in the earlier run; None where it was not asked for, or never answered."""
    served_after: int | None

    @property
    def words(self) -> str:
        """The change in one sentence, with what it came to."""
        now, was = (NOT_LISTED if status is None else status.lower() for status in (self.after, self.before))
        why = f", because it is {now}" if self.served_after == 0 and now != "active" and self.after is not None else ""
        return f"It is {now} in the later run, and was {was} in the earlier one. {self._served()}{why}."

    def _served(self) -> str:
        if self.served_before is None:
            now = NO_ANSWER if self.served_after is None else f"is served {_in(self.served_after)}"
            return f"It {NO_ANSWER} then, and {now} now"
        after = f"{NO_ANSWER} now" if self.served_after is None else f"now {_in(self.served_after)}"
        return f"It was served {_in(self.served_before)}, and {after}"


def _in(contexts: int) -> str:
    if not contexts:
        return "in none"
    return f"in {contexts:,} context{'' if contexts == 1 else 's'}"
