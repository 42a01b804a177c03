"""How many visitors an expected split needs, in whatever form it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from moe_nb.audit.split_plan import plan_split
from moe_nb.core.errors import AuditError
from moe_nb.core.split_facts import SplitPlan
from moe_nb.workspace.expected_split import Expected, by_audience, check_expected

Weights = Mapping[str, Any]
"""Variation to its share, in any unit."""


def plan_for(
    expected: float | Expected = 0.5,
    served: float | Weights | None = None,
    precision: float = 0.05,
    variations: int | None = None,
) -> SplitPlan:
    """Work out how many visitors to ask; of several audiences the plan of the one that takes the most.

    Args:
        expected: Share of one of two variations, 0 to 1, or a split as ``ws.split`` takes it.
        served: What should be noticed instead, in the same form; left out, ten points more or fewer of any variation.
        precision: How closely every share is wanted, 0 to 1: plus or minus this.
        variations: How many variations share the visitors; as many as *expected* names if left out.

    Raises:
        AuditError: If a split is none or has one variation only, both are the same, or it would take too many visitors.
    """
    if not isinstance(expected, Mapping):
        if isinstance(served, Mapping):
            raise AuditError(
                f"{dict(served)!r} is a split, and {expected!r} one share.", hint="Write both in the same form."
            )
        return plan_split(expected, served, precision, variations=variations)
    check_expected(expected)
    plans = []
    for audience, weights in by_audience(expected).items():
        shares = shares_of(weights)
        if len(shares) > 1:
            instead = _instead(shares, served) if isinstance(served, Mapping) else served
            plan = plan_split([*shares.values()], instead, precision, variations=variations or len(weights))
            plans.append(replace(plan, audience=audience))
    if not plans:
        raise AuditError(
            f"{dict(expected)!r} has one variation: there is no split to notice.",
            hint="Name two variations or more, or ask as many visitors as you like: visitors=.",
        )
    return max(plans, key=lambda plan: plan.visitors)


def shares_of(weights: Weights) -> dict[str, float]:
    """Return the share of each variation, adding up to 1; those that should get nobody are left out."""
    whole = sum(map(float, weights.values()))
    return {str(name): float(weight) / whole for name, weight in weights.items() if weight}


def has_split(expected: Expected) -> bool:
    """Say whether some audience is expected to have two variations or more."""
    return any(len(shares_of(weights)) > 1 for weights in by_audience(expected).values())


def _instead(shares: Mapping[str, float], served: Weights) -> list[float]:
    check_expected(served)
    weights = {str(name): float(weight) for name, weight in served.items() if not isinstance(weight, Mapping)}
    if not shares.keys() >= weights.keys() or not weights:
        raise AuditError(
            f"{dict(served)!r} names other variations than {', '.join(map(repr, shares))}.",
            hint="Give a share of each variation that is expected.",
        )
    return [weights.get(name, 0.0) for name in shares]
