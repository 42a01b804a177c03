"""Which request meets which fault: the same requests meet the same faults, every time."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from moe_nb.simulator.faults.fault import Fault, Faults, setting


@dataclass(frozen=True, slots=True)
class Meeting:
    """What one request meets."""

    delay_s: float = 0.0
    fault: Fault | None = None


class Schedule:
    """Counts requests and says what each one meets.

    Args:
        faults: What the file says.
    """

    def __init__(self, faults: Faults) -> None:
        self._seed = faults.seed
        self._faults = faults.faults
        self._counts = [0] * len(self._faults)

    def next(self, path: str) -> Meeting:
        """Return what the next request to *path* meets."""
        endpoint = path.rpartition("/")[2]
        delay_s, struck = 0.0, None
        for position, fault in enumerate(self._faults):
            if endpoint not in fault.on:
                continue
            self._counts[position] += 1
            number = self._counts[position]
            if not self._strikes(fault, position, number):
                continue
            if fault.fault == "latency":
                delay_s += self._delay_s(fault, position, number)
            elif struck is None:
                struck = fault
        return Meeting(delay_s, struck)

    def _strikes(self, fault: Fault, position: int, number: int) -> bool:
        is_in_range = fault.first <= number and (fault.last is None or number <= fault.last)
        return is_in_range and number % fault.every == 0 and self._dice("chance", position, number) < fault.chance

    def _delay_s(self, fault: Fault, position: int, number: int) -> float:
        jitter_s = setting(fault, "jitter_s") * self._dice("jitter", position, number)
        return setting(fault, "wait_s") + jitter_s

    def _dice(self, purpose: str, position: int, number: int) -> float:
        """Return a number from 0 up to 1 that depends on nothing but the seed and the arguments."""
        digest = hashlib.blake2b(f"{self._seed}/{purpose}/{position}/{number}".encode(), digest_size=8).digest()
        return int.from_bytes(digest) / 2**64
