"""What somebody may have meant who wrote a name that is not there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from moe_nb.core.answer import Outcome
from moe_nb.core.expectation_facts import ExpectationRow
from moe_nb.core.run_table import RunTable
from moe_nb.core.space import Space
from moe_nb.core.user_agent import Device

MOST_COMPARED = 1_000
"""Names that are compared letter by letter; among more only another case is looked for."""
MOST_VALUES = 10_000
"""Values of an axis among which something near is looked for; longer axes are lists of customers."""
ALIKE = 0.75
"""How alike two names must be, 0 to 1, for one to be taken for the other."""

DEVICE_COLUMNS = ("device", "device_type", "device type", "devicetype")
"""What people call a column of device types."""
_USUAL = {
    **dict.fromkeys(DEVICE_COLUMNS, "user_agent"),
    **dict.fromkeys(("useragent", "user agent", "user-agent", "ua", "browser", "os", "platform"), "user_agent"),
    **dict.fromkeys(("ip", "ip address", "country", "region", "city", "location"), "ip_address"),
    **dict.fromkeys(("customer", "user", "user_id", "userid", "customer id", "uid"), "customer_id"),
    **dict.fromkeys(("weekday", "day_of_week", "days", "day of the week"), "day"),
    **dict.fromkeys(("time", "hours", "hour_of_day", "time of the day"), "hour"),
}
"""What people call the inputs of a context, by the name that is asked for here."""


def nearest(text: str, known: Iterable[str]) -> str:
    """Return the name that was meant: the same in another case, or nearly the same; empty if none is near."""
    by_fold = {name.casefold(): name for name in known}
    wanted = text.casefold()
    if wanted in by_fold or len(by_fold) > MOST_COMPARED:
        return by_fold.get(wanted, "")
    close = get_close_matches(wanted, by_fold, 1, ALIKE)
    return by_fold[close[0]] if close else ""


def value_hint(text: str, known: Sequence[str]) -> str:
    """Return ``" (it has 'email')"`` for a value that nearly is one of the run's; empty if none is near."""
    near = nearest(text, known) if len(known) <= MOST_VALUES else ""
    return f" (it has {near!r})" if near else ""


def column_hint(column: str, space: Space) -> str:
    """Return what a column should be called that the run neither varied nor sent; empty for those it did."""
    known = [*(axis.name for axis in space.axes), *space.base.values()]
    if column in known:
        return ""
    usual = _USUAL.get(column.lower(), "")
    near = nearest(column, known) or (usual if usual in known else "")
    if near == "user_agent" and column.lower() in DEVICE_COLUMNS:
        return f" (device types are {', '.join(Device)}; a browser or system stands in a column user_agent)"
    return f" (it has {near!r})" if near else f" (it has no {column!r}, neither varied nor sent)"


def answer_hints(row: ExpectationRow, table: RunTable) -> list[str]:
    """Say which audiences and variations a row names that no answer of its key did, and what may be meant."""
    served = [
        content
        for content in table.contents
        if content.outcome is Outcome.SERVED and content.experience_key == row.experience_key
    ]
    audiences = [text for content in served for text in (content.audience_name, content.audience_id) if text]
    variations = [content.variation_id for content in served]
    said = [_unseen("audience", text, nearest(text, audiences)) for text in row.audiences if text not in audiences]
    for text in row.variations:
        if text not in variations:
            bare = text.casefold().removeprefix("variation").strip()
            said.append(_unseen("variation", text, bare if bare in variations else nearest(text, variations)))
    return said


def _unseen(noun: str, text: str, near: str) -> str:
    return f"No answer has the {noun} {text!r}" + (f"; there is {near!r}." if near else ".")
