"""The answers of a run as integers: one code per context and key, each distinct content kept once."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.answer import Cause, KeyOutcome, Outcome
from moe_nb.core.errors import MoeError
from moe_nb.core.reply import KEYS_PER_CALL
from moe_nb.core.space import Space
from moe_nb.core.wire import payload_hash, read_experience


@dataclass(frozen=True, slots=True)
class Content:
    """What a cell can hold; equal answers of one key share one content."""

    outcome: Outcome
    cause: Cause | None = None
    experience_key: str = ""
    audience_id: str = ""
    audience_name: str = ""
    variation_id: str = ""
    experience_name: str = ""
    campaign_id: str = ""
    payload_hash: str = ""
    raw: bytes = b""
    """The experience as sent (JSON); empty unless served."""
    error: str = ""
    """What failed, in words; empty unless failed."""

    @property
    def group(self) -> tuple[str, str]:
        """What a matrix colours by: audience and variation."""
        return (self.audience_id or self.audience_name, self.variation_id)


NOT_ASKED = Content(Outcome.NOT_ASKED)
HTTP_OK = 200

CONTENT_COLUMNS = (
    "outcome",
    "cause",
    "audience_id",
    "audience_name",
    "variation_id",
    "experience_name",
    "campaign_id",
    "payload_hash",
    "error",
)
"""The fields of a `Content` that are columns of a tidy frame."""


@dataclass(frozen=True, slots=True, eq=False)
class RunTable:
    """All answers of one run.

    Shapes: n contexts, k keys, c chunks of 25 keys.
    """

    space: Space
    keys: tuple[str, ...]
    codes: NDArray[np.int32]
    """(n, k): position in *contents*; 0 is not asked."""
    contents: tuple[Content, ...]
    status: NDArray[np.int16]
    """(n, c): HTTP status, 0 where there was none."""
    elapsed_ms: NDArray[np.float32]
    """(n, c): milliseconds from asking to the full answer."""
    asked_epoch_ms: NDArray[np.int64]
    """(n, c): UTC epoch milliseconds, 0 where not asked."""
    first: int = 0
    """Number of the first context; above 0 in a part of a run."""

    def key_position(self, key: str) -> int:
        """Return the column of *key*; raises ValueError when the run has no such key."""
        return self.keys.index(key)

    def chunk_of(self, key_position: int) -> int:
        """Return the chunk a key was asked in."""
        return min(key_position // KEYS_PER_CALL, int(self.status.shape[1]) - 1)

    def part(self, start: int, stop: int) -> RunTable:
        """Return the contexts from *start* up to *stop* as a table of their own."""
        return replace(self.rows(slice(start - self.first, stop - self.first)), first=start)

    def rows(self, chosen: slice | NDArray[np.int64]) -> RunTable:
        """Return a table with the chosen rows, numbered from 0."""
        return replace(
            self,
            codes=self.codes[chosen],
            status=self.status[chosen],
            elapsed_ms=self.elapsed_ms[chosen],
            asked_epoch_ms=self.asked_epoch_ms[chosen],
        )

    def content(self, index: int, key_position: int) -> Content:
        """Return what context *index* got for a key."""
        return self.contents[int(self.codes[index, key_position])]


def is_failed(table: RunTable) -> NDArray[np.bool_]:
    """Return (n, c): whether the call failed."""
    of_content = np.array([content.outcome is Outcome.FAILED for content in table.contents])
    if not table.codes.shape[1]:  # a call that failed before any key was known has no content to tell it
        bare: NDArray[np.bool_] = (table.asked_epoch_ms != 0) & (table.status != HTTP_OK)
        return bare
    failed = of_content[table.codes]
    starts = range(0, KEYS_PER_CALL * table.status.shape[1], KEYS_PER_CALL)
    return np.stack([failed[:, start : start + KEYS_PER_CALL].any(axis=1) for start in starts], axis=1)


def key_outcome(content: Content) -> KeyOutcome:
    """Return a content as the outcome it was made from."""
    experience = read_experience(content.experience_key, content.raw) if content.raw else None
    error = MoeError(content.error) if content.outcome is Outcome.FAILED else None
    return KeyOutcome(content.experience_key, content.outcome, content.cause, experience, error)


def content_of(outcome: KeyOutcome, raw: bytes = b"") -> Content:
    """Return the content of a judged key.

    Args:
        outcome: The judged key.
        raw: The experience as sent.
    """
    experience = outcome.experience
    if experience is None:
        error = "" if outcome.error is None else whole_text(outcome.error.summary)
        return Content(outcome.outcome, outcome.cause, outcome.experience_key, error=error)
    return Content(
        outcome.outcome,
        None,
        outcome.experience_key,
        whole_text(experience.audience_id),
        whole_text(experience.audience_name),
        whole_text(experience.variation_id),
        whole_text(experience.name),
        whole_text(experience.campaign_id),
        payload_hash(experience, raw),
        raw,
    )


def whole_text(text: str) -> str:
    """Return a text that can be written: JSON can say half a surrogate pair, and no file, frame or browser takes it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def stored_content(outcome: str, cause: str | None, experience_key: str, raw: bytes, error: str) -> Content:
    """Return the content that was stored as its parts; what can be read from *raw* is read from it."""
    if not raw:
        return Content(Outcome(outcome), None if cause is None else Cause(cause), experience_key, error=error)
    experience = read_experience(experience_key, raw)
    return content_of(KeyOutcome(experience_key, Outcome.SERVED, experience=experience), raw)
