"""The event loop that everything which asks runs on: asyncio's own, or a faster one where somebody asks for it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping

from moe_nb.core.errors import UsageError

LOOP_VARIABLE = "MOE_EVENT_LOOP"
"""Names the loop: ``asyncio``, which is the default, or ``uvloop``, which comes with the extra ``fast``."""


def new_event_loop(environ: Mapping[str, str] | None = None) -> asyncio.AbstractEventLoop:
    """Return a new loop of the kind the environment names.

    Args:
        environ: The variables; the process's own if left out.

    Raises:
        UsageError: If there is no such kind, or it is not installed.
    """
    name = (os.environ if environ is None else environ).get(LOOP_VARIABLE, "").strip().lower() or "asyncio"
    if name == "asyncio":
        return asyncio.new_event_loop()
    if name != "uvloop":
        raise UsageError(f"{LOOP_VARIABLE} is {name!r}.", hint='Set it to "asyncio" or "uvloop".')
    try:
        import uvloop  # noqa: PLC0415 - an extra
    except ImportError:
        raise UsageError(
            f"{LOOP_VARIABLE} is 'uvloop', which is not installed.",
            hint='pip install "moe_nb[fast]" (not on Windows), or unset the variable.',
        ) from None
    loop: asyncio.AbstractEventLoop = uvloop.new_event_loop()
    return loop
