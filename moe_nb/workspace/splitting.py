"""Many visitors of one situation: who is asked, what that can tell, and what they got."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from moe_nb.audit.share_statistics import wilson
from moe_nb.audit.split import split_of
from moe_nb.audit.split_plan import plan_split
from moe_nb.core.context import Context
from moe_nb.core.credentials import Environment
from moe_nb.core.errors import UsageError
from moe_nb.core.run_table import RunTable
from moe_nb.core.space import Space
from moe_nb.core.split_facts import Split
from moe_nb.sweep.long_columns import customer_ids

Expected = Mapping[str, Any]
"""Variation to share (for every audience), or audience to such a mapping."""
MADE_UP = "moe-nb-visitor-{number}"


def visitors_of(
    environment: Environment, visitors: int | None, ids: Iterable[str] | None, *, made_up_ids: bool
) -> tuple[Space, str]:
    """Return the axis of visitors, and in words how many and what that can tell.

    Args:
        environment: Made-up ids are for the simulator, and for those who say yes.
        visitors: How many to make up; as many as the usual plan needs if left out.
        ids: Those to ask instead.
        made_up_ids: Say yes to made-up ids in a real workspace.

    Raises:
        UsageError: If both are given, or ids would be made up without a yes.
    """
    if ids is not None:
        if visitors is not None:
            raise UsageError("Give visitors=, how many to make up, or ids=, whom to ask.", hint="Not both.")
        people = customer_ids(ids)
        return people, f"{len(people):,} visitors: {_precision(len(people))}"
    if environment is not Environment.SIMULATOR and not made_up_ids:
        raise UsageError(
            "Asking about ids the workspace does not know may create profiles.",
            hint="Give ids= that exist, or made_up_ids=True to make some up all the same.",
        )
    usual = plan_split()
    number = usual.visitors if visitors is None else visitors
    if number < 1:
        raise UsageError(f"visitors={visitors!r} asks nobody.", hint="Give 1 or more.")
    words = usual.words if visitors is None else f"{number:,} made-up visitors: {_precision(number)}"
    return customer_ids(MADE_UP.format(number=at) for at in range(number)), words


def check_situation(context: Context) -> None:
    """Raise a `UsageError` if the situation names a visitor: the visitors are what is varied."""
    if context.customer_id is not None:
        raise UsageError(
            f"The situation names customer {context.customer_id!r}.", hint="Leave customer_id out of the context."
        )


def split_in(table: RunTable, key: str, expected: Expected | None) -> Split:
    """Return the split of a run over visitors; shares without an audience count for every audience.

    Args:
        table: The run.
        key: The experience.
        expected: ``{"1": 50, "2": 50}``, or ``{"Evening app users": {"1": 50, "2": 50}}``.
    """
    if expected is None or all(isinstance(share, Mapping) for share in expected.values()):
        return split_of(table, key, expected=expected)
    audiences = {
        content.audience_id or content.audience_name for content in table.contents if content.experience_key == key
    }
    return split_of(table, key, expected=dict.fromkeys(audiences, expected))


def _precision(number: int) -> str:
    interval = wilson(number // 2, number)
    points = (interval.high - interval.low) * 50
    return f"a share near one half is known to within {points:.2g} points (95 %)"
