"""What somebody expects of a split, checked before anybody is asked and held against what came."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from numbers import Real
from typing import Any

from moe_nb.audit.split import split_of
from moe_nb.core.errors import AuditError
from moe_nb.core.run_table import RunTable
from moe_nb.core.split_facts import Split

Expected = Mapping[str, Any]
"""Variation to share (for every audience), or audience to such a mapping."""


def check_expected(expected: Expected | None) -> None:
    """Raise an `AuditError` unless an expected split can be tested at all; nobody needs to be asked for that."""
    if expected is None:
        return
    for shares in by_audience(expected).values():
        numbers = list(shares.values())
        is_split = bool(numbers) and all(_is_share(number) for number in numbers) and sum(numbers) > 0
        if not is_split:
            raise AuditError(
                f"{dict(shares)!r} is no split.",
                hint='Write shares from 0 up, {"1": 50, "2": 50}, for all audiences or by audience, not both.',
            )


def by_audience(expected: Expected) -> Mapping[str, Mapping[str, Any]]:
    """Return the split of each audience; one that is meant for every audience stands under an empty name."""
    return expected if _is_by_audience(expected) else {"": expected}


def split_in(table: RunTable, key: str, expected: Expected | None, kept_in: str = "") -> Split:
    """Return the split of a run over visitors; shares without an audience count for every audience.

    Args:
        table: The run.
        key: The experience.
        expected: ``{"1": 50, "2": 50}``, or ``{"Evening app users": {"1": 50, "2": 50}}``.
        kept_in: The run file, for a refusal to name; empty where the run is in memory.

    Raises:
        AuditError: If *expected* names an audience that no visitor was served, or only variations that none was: then
            nothing would be tested as meant.
    """
    if expected is None or _is_by_audience(expected):
        meant = expected
    else:
        audiences = {
            content.audience_id or content.audience_name
            for content in table.contents
            if content.experience_key == key and content.raw
        }
        meant = dict.fromkeys(audiences, expected)
    found = split_of(table, key, expected=meant)
    _check_known(found, meant or {}, kept_in)
    return found


def _check_known(found: Split, expected: Expected, kept_in: str) -> None:
    """Refuse names that no answer had; where nobody was served, there is nothing to compare them with."""
    served = {name: one for one in found.audiences for name in (one.audience_id, one.audience_name) if name}
    kept = f" The answers are kept in {kept_in!r}." if kept_in else ""
    for audience, shares in expected.items() if served else ():
        if audience not in served:
            known = ", ".join(
                f"{one.audience_name or one.audience_id!r} ({one.audience_id})" for one in found.audiences
            )
            raise AuditError(
                f"No visitor was served an audience {audience!r}, so its split cannot be tested.{kept}",
                hint=f"Served were {known}.",
            )
        seen = [share.variation_id for share in served[audience].shares if share.visitors]
        if set(map(str, shares)).isdisjoint(seen):
            raise AuditError(
                f"None of the variations {', '.join(map(repr, shares))} was served to {audience!r}.{kept}",
                hint=f"Served were {', '.join(map(repr, seen))}.",
            )


def _is_by_audience(expected: Expected) -> bool:
    return bool(expected) and all(isinstance(share, Mapping) for share in expected.values())


def _is_share(number: Any) -> bool:
    if isinstance(number, bool) or not isinstance(number, Real):
        return False
    return 0 <= float(number) < inf
