"""What a sweep will do, said before it does it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moe_nb.core.errors import ConfirmationError
from moe_nb.core.events import Planned, Task
from moe_nb.core.metadata import Metadata
from moe_nb.core.pace import PaceLimit
from moe_nb.core.reply import split_keys
from moe_nb.core.request_template import RequestTemplate, SpaceQuestion
from moe_nb.core.space import Space
from moe_nb.core.words import counted, lasting

CALLS_WITHOUT_ASKING = 2_500
"""Calls a sweep may make against a real workspace without a yes: one minute at the default pace."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A space, or some contexts of it, the keys, and what asking them costs."""

    space: Space
    keys: tuple[str, ...] | None
    """None asks without keys: no metadata was to be had."""
    metadata: Metadata | None
    """What the causes are judged by; the same for the whole run."""
    pace: PaceLimit | None
    """None in process."""
    indices: NDArray[np.int64] | None = None
    """Which contexts of the space are asked, ascending; None asks all. The others stay not asked."""
    answered: NDArray[np.bool_] | None = None
    """(contexts of the space, calls per context): what an earlier try answered and is not asked again."""

    @property
    def contexts(self) -> int:
        """Number of contexts that are asked."""
        return len(self.space) if self.indices is None else len(self.indices)

    @property
    def calls_per_context(self) -> int:
        """Requests per context: one for every 25 keys."""
        return len(split_keys(self.keys))

    @property
    def calls(self) -> int:
        """Number of requests that are left to make, retries not counted."""
        asked = self.distinct_contexts()
        before = 0
        if self.answered is not None:
            before = int(self.answered.sum() if isinstance(asked, range) else self.answered[asked].sum())
        return len(asked) * self.calls_per_context - before

    def distinct_contexts(self) -> NDArray[np.int64] | range:
        """Return the contexts that are asked, ascending; those that are the same on the wire once."""
        firsts = self.space.first_contexts()
        if firsts is None:
            return range(len(self.space)) if self.indices is None else self.indices
        distinct: NDArray[np.int64] = np.unique(firsts if self.indices is None else firsts[self.indices])
        return distinct

    @property
    def expected_s(self) -> float | None:
        """Seconds at the planned pace; None without a pace."""
        if self.pace is None:
            return None
        return max(0, self.calls - self.pace.burst) * 60 / self.pace.rate_per_min

    def planned(self) -> Planned:
        """Return the first event of the sweep."""
        return Planned(self.contexts, self.calls, self.expected_s)

    def tasks(self) -> Iterator[Task]:
        """Make the calls one at a time, in the order of the space."""
        chunks = split_keys(self.keys)
        template = RequestTemplate(self.space, chunks)
        for index in map(int, self.distinct_contexts()):
            for number in range(len(chunks)):
                if self.answered is None or not self.answered[index, number]:
                    yield Task(index, number, SpaceQuestion(template, index, number))

    def check_size(self, *, confirmed: bool, times: int = 1) -> None:
        """Raise a `ConfirmationError` if the sweep, made *times* times, is large, paced, and nobody said yes."""
        calls = self.calls * times
        if self.pace is not None and calls > CALLS_WITHOUT_ASKING and not confirmed:
            often = "" if times == 1 else f", {times} times"
            raise ConfirmationError(
                f"This sweep makes {calls:,} calls ({self.describe()}{often}), more than {CALLS_WITHOUT_ASKING:,}.",
                hint="Say yes (tick the box, confirm=True, or --yes in the shell), or ask fewer contexts.",
            )

    def describe(self) -> str:
        """Return the plan in words, ``"168 contexts, 168 calls, about 4 s at 2,500 calls/min"``."""
        time = "in process, no waiting"
        if self.pace is not None and self.expected_s is not None:
            time = f"about {lasting(self.expected_s)} at {_rate(self.pace.rate_per_min)} calls/min"
        return f"{_count(self.contexts, 'context')}, {_count(self.calls, 'call')}, {time}"


def _rate(per_min: float) -> str:
    return f"{per_min:,.0f}" if per_min >= 10 else f"{per_min:.2g}"  # noqa: PLR2004 - a pace below one is not zero


def _count(number: int, noun: str) -> str:
    return counted(number, noun)
