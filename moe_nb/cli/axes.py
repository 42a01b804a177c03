"""The space a sweep's options describe."""

from __future__ import annotations

from typing import Any

from moe_nb.cli import options
from moe_nb.core.context import FIELDS, IDENTIFIER_PREFIX, Context
from moe_nb.core.errors import UsageError
from moe_nb.core.space import Space, axis
from moe_nb.sweep.long_columns import customer_ids
from moe_nb.sweep.user_agents import user_agents
from moe_nb.sweep.weeks import week


def space_of(said: dict[str, Any]) -> Space:
    """Return the product of the axes that are named; raises a `UsageError` if there is none."""
    parts = [week(said["tz"], said["week_of"])] if said["whole_week"] else []
    if said["ua_file"]:
        parts.append(user_agents.from_file(said["ua_file"]))
    if said["ua_preset"]:
        parts.append(user_agents.preset(said["ua_preset"]))
    if said["customer_ids"]:
        parts.append(_customers(said["customer_ids"]))
    named = options.pairs(said["axes"], "--axis utm_medium=email,social")
    if said["tz"] and not said["whole_week"] and {"day", "hour"} & set(named):
        raise UsageError(
            "An axis of days or hours is in UTC, so --tz cannot convert it.", hint="Take --week with --tz."
        )
    parts += [axis(name, _values(name, values)) for name, values in named.items()]
    if not parts:
        raise UsageError(
            "There is nothing to vary.",
            hint="Give --week, --ua-preset, --ua-file, --customer-ids or --axis NAME=V1,V2.",
        )
    space = parts[0]
    for part in parts[1:]:
        space = space * part
    return space


def _values(name: str, values: str) -> list[str]:
    """Split values at commas; blanks around them are of the sentence, not of the value."""
    if name == "user_agent" and "," in values:
        raise UsageError(
            "User-Agents hold commas, so --axis cannot tell where one ends.",
            hint="Put them in a file, one per line, for --ua-file; or give a single one with --ua.",
        )
    found = [text.strip() for text in values.split(",")]
    if name in FIELDS and not all(found):
        raise UsageError(f"Axis {name!r} has an empty value in {values!r}.", hint="Check the commas.")
    return found


def _customers(said: str) -> Space:
    """Read ``FILE`` or ``FILE:COLUMN``; a Windows drive is no column."""
    file, colon, column = said.rpartition(":")
    named = bool(colon) and "." in file and not any(sign in column for sign in "/\\")
    return customer_ids(file, column) if named else customer_ids(said)


def check_apart(space: Space, base: Context) -> None:
    """Raise a `UsageError` where what stays the same would be overruled by an axis without a word."""
    for name in {varied.name for varied in space.axes} & set(base.values()):
        raise UsageError(f"{_option(name)} is given and varied too.", hint="Take one of the two.")


def _option(name: str) -> str:
    """Return the option that sets a value of a context."""
    if name.startswith(IDENTIFIER_PREFIX):
        return f"--identifier {name.removeprefix(IDENTIFIER_PREFIX)}"
    known = {"user_agent": "--ua", "ip_address": "--ip"}
    return known.get(name, f"--{name.replace('_', '-')}" if name in FIELDS else f"--set {name}")
