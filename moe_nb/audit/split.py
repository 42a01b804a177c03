"""How the visitors of one situation are split over the variations they got."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.share_statistics import ALPHA, sample_ratio_test, wilson
from moe_nb.core.answer import Cause, Outcome
from moe_nb.core.errors import SpaceError
from moe_nb.core.long_list import LongList
from moe_nb.core.run_table import Content, RunTable
from moe_nb.core.space import shorten
from moe_nb.core.split_facts import AudienceSplit, Split, VariationShare

VISITORS = "customer_id"
TWO = 2
_MAY_BE_CONTROL = (Cause.NO_MATCH, Cause.NOT_KNOWN)

Counts = dict[str, int]


def split_of(
    table: RunTable,
    key: str,
    *,
    at: Mapping[str, object] | None = None,
    expected: Mapping[str, Mapping[str, float]] | None = None,
    visitors: str = VISITORS,
    alpha: float = ALPHA,
) -> Split:
    """Count what every visitor of one situation got; a visitor counts once, so everything else is held.

    Args:
        table: A run over many visitors.
        key: The experience.
        at: Axes held at one value or label; needed for every axis with several values but *visitors*.
        expected: Audience (id or name) to the share of each variation, in any unit (``{"43D": {"1": 50, "2": 50}}``).
        visitors: The axis that tells visitors apart.
        alpha: A mismatch is called when chance explains the split less often than this.

    Raises:
        SpaceError: If the run has no such key or axis, or an axis is not held.
        AuditError: If an expected split is none.
    """
    if key not in table.keys:
        raise SpaceError(f"The run has no experience {key!r}.", hint=f"It has {shorten(table.keys)}.")
    contexts, situation = _one_situation(table, dict(at or {}), visitors)
    counts = np.bincount(table.codes[contexts, table.key_position(key)], minlength=len(table.contents))
    found = [(table.contents[code], int(counts[code])) for code in np.flatnonzero(counts).tolist()]
    served = sum(count for content, count in found if content.outcome is Outcome.SERVED)
    not_served: dict[Cause, int] = {}
    for content, count in found:
        if content.outcome is Outcome.NOT_SERVED:
            cause = content.cause or Cause.NOT_KNOWN
            not_served[cause] = not_served.get(cause, 0) + count
    unserved = sum(count for cause, count in not_served.items() if cause in _MAY_BE_CONTROL)
    return Split(
        key,
        situation,
        served + sum(not_served.values()),
        sum(count for content, count in found if content.outcome is Outcome.FAILED),
        sum(count for content, count in found if content.outcome is Outcome.NOT_ASKED),
        not_served,
        _audiences(found, expected or {}, alpha),
        wilson(unserved, served + unserved) if served else None,
    )


def _one_situation(table: RunTable, at: Mapping[str, object], visitors: str) -> tuple[NDArray[np.intp], dict[str, str]]:
    """Return one context per visitor, and what is the same for all."""
    people = table.space.axis(visitors)
    held: list[NDArray[np.intp]] = []
    situation = {name: str(value) for name, value in table.space.base.values().items()}
    for axis in table.space.axes:
        if axis.name == visitors:
            held.append(_each_once(people.values))
            continue
        if axis.name not in at and len(axis) > 1:
            raise SpaceError(
                f"Axis {axis.name!r} has {len(axis)} values, and a visitor counts once.",
                hint=f"Hold it: at={{{axis.name!r}: ...}}.",
            )
        position = axis.position(at[axis.name]) if axis.name in at else 0
        held.append(np.array([position], np.intp))
        situation[axis.name] = axis.labels[position]
    for name in at:
        table.space.axis(name)  # a name that is no axis is a mistake
    grid = np.arange(len(table.space)).reshape([len(axis) for axis in table.space.axes])
    return grid[np.ix_(*held)].reshape(-1), situation


def _each_once(values: object) -> NDArray[np.intp]:
    firsts = values.firsts() if isinstance(values, LongList) else None
    if firsts is None:
        return np.arange(len(values), dtype=np.intp)  # type: ignore[arg-type]
    return np.flatnonzero(firsts == np.arange(len(firsts)))


def _audiences(
    found: list[tuple[Content, int]], expected: Mapping[str, Mapping[str, float]], alpha: float
) -> tuple[AudienceSplit, ...]:
    by_audience: dict[tuple[str, str], Counts] = {}
    for content, count in found:
        if content.outcome is Outcome.SERVED:
            counts = by_audience.setdefault((content.audience_id, content.audience_name), {})
            counts[content.variation_id] = counts.get(content.variation_id, 0) + count
    splits = [
        _audience(*named, counts, expected.get(named[0], expected.get(named[1])), alpha)
        for named, counts in by_audience.items()
    ]
    return tuple(sorted(splits, key=lambda split: -split.visitors))


def _audience(
    audience_id: str, name: str, counts: Counts, expected: Mapping[str, float] | None, alpha: float
) -> AudienceSplit:
    weights = {str(variation): weight for variation, weight in (expected or {}).items()}
    variations = sorted({*counts, *weights}, key=lambda variation: (-counts.get(variation, 0), variation))
    total, whole = sum(counts.values()), sum(weights.values())
    intervals = 1 if len(variations) <= TWO else len(variations)  # of two shares each is what the other leaves
    shares = tuple(
        VariationShare(
            variation,
            counts.get(variation, 0),
            wilson(counts.get(variation, 0), total, intervals=intervals),
            weights.get(variation, 0) / whole if whole else None,
        )
        for variation in variations
    )
    test = None
    if expected is not None and len(variations) > 1:
        seen = [counts.get(variation, 0) for variation in variations]
        test = sample_ratio_test(seen, [weights.get(variation, 0) for variation in variations], alpha)
        test = replace(test, note=_unexpected(counts, weights) or test.note)
    return AudienceSplit(audience_id, name, total, shares, test)


def _unexpected(counts: Counts, weights: Mapping[str, float]) -> str:
    """Name the variations that were served and not expected, and those that stand for them: an id may be mistyped."""
    strangers = [variation for variation in sorted(counts) if not weights.get(variation)]
    if not strangers:
        return ""
    absent = [variation for variation, weight in weights.items() if weight and variation not in counts]
    said = f"Served and not expected: variation {', '.join(strangers)}."
    return f"{said} Expected and served to nobody: {', '.join(absent)}." if absent else said
