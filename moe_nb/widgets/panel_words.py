"""What to do next, for people who click: hints that name Python say which field or button it is instead."""

from __future__ import annotations

import re

from moe_nb.core.errors import MoeError

_INSTEAD = (
    (r"Give at least one axis, e\.g\. moe\.week\(\)\.", "Tick the week, choose User-Agents, or add an axis."),
    (r"Give at least one\.$", "Type at least one, each on a line of its own."),
    (r"moe\.runs\(\) lists those of this machine\.", "Step 4 lists those of this machine."),
    (r"Say yes \(tick the box, confirm=True, or --yes in the shell\)", "Say yes (tick the box)"),
    (r"week_of=(\d{4}-\d\d-\d\d)", r"\1"),
    (r"Use the parameter's own name, e\.g\. \{.*\}\.", "Type the parameter's own name, utm_medium for example."),
    (
        r"Set it with the field of its own: customer_id, day, hour, ip_address, user_agent\.",
        "Set it with the field of its own in step 2.",
    ),
    (
        r"Read it from its run file when it is over, in parts: run\.iter_frames\(\)\.",
        "It is in its run file: audit it or take it away when it is over.",
    ),
)
"""Patterns of hints, and what the panel says instead."""


def for_the_panel(error: BaseException) -> BaseException:
    """Return an error whose hint names fields and buttons of the panel; any other as it is."""
    if not isinstance(error, MoeError):
        return error
    hint = error.hint
    for pattern, instead in _INSTEAD:
        hint = re.sub(pattern, instead, hint)
    if hint == error.hint:
        return error
    # not copy(): where Dask is loaded, errors are copied by a library that shares what they hold
    told = type(error).__new__(type(error))
    told.__dict__ |= error.__dict__
    told.hint, told.args = hint, (f"{error.description} {hint}".strip(),)
    return told


def in_words(error: MoeError) -> str:
    """Return an error as it stands beside a field."""
    return str(for_the_panel(error))
