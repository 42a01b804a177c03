"""Many visitors of one situation: who is asked, and what that can tell."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from moe_nb.audit.share_statistics import wilson
from moe_nb.audit.split_plan import visitors_for_precision
from moe_nb.core.context import Context
from moe_nb.core.credentials import Environment
from moe_nb.core.errors import UsageError
from moe_nb.core.long_list import LongList
from moe_nb.core.space import Space
from moe_nb.core.words import counted
from moe_nb.sweep.long_columns import customer_ids
from moe_nb.workspace.expected_split import Expected, by_audience
from moe_nb.workspace.planning_split import has_split, plan_for

MADE_UP = "moe-nb-visitor-{number}"
USUAL_PRECISION = 0.05
"""Plus or minus five points, where there is no split to notice."""
TWO = 2
"""Variations of which each gets what the other leaves: one interval says both."""


def visitors_of(
    environment: Environment,
    visitors: int | None,
    ids: Iterable[str] | None,
    precision: float | None = None,
    *,
    made_up_ids: bool,
    expected: Expected | None = None,
) -> tuple[Space, str]:
    """Return the axis of visitors, and in words how many and what that can tell.

    Args:
        environment: Made-up ids are for the simulator, and for those who say yes.
        visitors: How many to make up; as many as the plan of the expected split needs if left out.
        ids: Those to ask instead.
        precision: Make up as many as know a share to within plus or minus this, 0 to 1.
        made_up_ids: Say yes to made-up ids in a real workspace.
        expected: The split that is expected, checked; an even one of two variations if left out.

    Raises:
        UsageError: If more than one of the three is given, or ids would be made up without a yes.
        AuditError: If *precision* is none, or would take too many visitors.
    """
    if sum(given is not None for given in (visitors, ids, precision)) > 1:
        raise UsageError(
            "Give visitors=, how many to make up, precision=, how closely to know, or ids=, whom to ask.",
            hint="One of the three.",
        )
    if ids is not None:
        people = customer_ids(ids)
        return people, _ids_in_words(people, _variations(expected))
    if environment is not Environment.SIMULATOR and not made_up_ids:
        raise UsageError(
            "Asking about ids the workspace does not know may create profiles.",
            hint="Give ids= that exist, or made_up_ids=True to make some up all the same.",
        )
    number, words = _made_up(visitors, precision, expected)
    return customer_ids(MADE_UP.format(number=at) for at in range(number)), words


def _made_up(visitors: int | None, precision: float | None, expected: Expected | None) -> tuple[int, str]:
    """Return how many visitors to make up, and in words what that can tell."""
    if visitors is None and precision is None and (expected is None or has_split(expected)):
        plan = plan_for() if expected is None else plan_for(expected)
        return plan.visitors, plan.words
    variations = _variations(expected)
    if visitors is None:
        half_width = USUAL_PRECISION if precision is None else precision
        visitors = visitors_for_precision(half_width, variations=variations)
    if visitors < 1:
        raise UsageError(f"visitors={visitors!r} asks nobody.", hint="Give 1 or more.")
    return visitors, f"{counted(visitors, 'made-up visitor')}: {_precision(visitors, variations)}"


def _variations(expected: Expected | None) -> int:
    """Return how many intervals are looked at together, as far as it is known beforehand."""
    return max(map(len, by_audience(expected).values())) if expected else TWO


def check_situation(context: Context) -> None:
    """Raise a `UsageError` if the situation names a visitor: the visitors are what is varied."""
    if context.customer_id is not None:
        raise UsageError(
            f"The situation names customer {context.customer_id!r}.", hint="Leave customer_id out of the context."
        )


def _ids_in_words(people: Space, variations: int) -> str:
    """Say how many visitors a list names; an id that comes again is one visitor."""
    values = people.axes[0].values
    firsts = values.firsts() if isinstance(values, LongList) else None
    again = 0 if firsts is None else int((firsts != np.arange(len(firsts))).sum())
    number = len(people) - again
    said = f"{number:,} visitor{'' if number == 1 else 's'}"
    if again:
        said += f" ({again:,} of the {len(people):,} ids given came again and count{'s' if again == 1 else ''} once)"
    return f"{said}: {_precision(number, variations)}"


def _precision(number: int, variations: int) -> str:
    interval = wilson(number // 2, number, intervals=1 if variations <= TWO else variations)
    points = (interval.high - interval.low) * 50
    return f"a share near one half is known to within {points:.2g} points (95 %)"
