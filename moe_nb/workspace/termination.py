"""SIGTERM during a sweep in a script: stop cleanly, keep what was answered, and end as a terminated process does."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from moe_nb.workspace.progress_note import in_kernel


@contextmanager
def stopping_on_sigterm(stop: Callable[[], None]) -> Iterator[None]:
    """Call *stop* when the process is asked to end, let the block finish, then exit with 128 + the signal's number.

    Does nothing where somebody else listens to the signal, outside of the main thread, and in a notebook's kernel,
    whose signals are Jupyter's.

    Raises:
        SystemExit: At the end of the block, if the signal came.
    """
    if not _may_listen():
        yield
        return
    came: list[int] = []

    def handle(number: int, _frame: object) -> None:
        came.append(number)
        stop()

    before = signal.signal(signal.SIGTERM, handle)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
    if came:
        raise SystemExit(128 + came[0])


def _may_listen() -> bool:
    is_main = threading.current_thread() is threading.main_thread()
    return is_main and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL and not in_kernel()
