"""See which variation MoEngage Personalize serves in every situation a visitor can be in.

Names are loaded when first used, so that ``import moe_nb`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from moe_nb.version import __version__

if TYPE_CHECKING:
    from moe_nb.core.context import Context
    from moe_nb.core.credentials import Credentials
    from moe_nb.core.errors import MoeError
    from moe_nb.core.pace import PaceLimit
    from moe_nb.core.retry import RetryPolicy
    from moe_nb.core.secret import Secret
    from moe_nb.core.space import axis
    from moe_nb.sweep.long_columns import axis_from, customer_ids
    from moe_nb.sweep.user_agents import user_agents
    from moe_nb.sweep.weeks import days, hours, week
    from moe_nb.widgets.matrix_filling import matrix_view
    from moe_nb.widgets.panel import panel
    from moe_nb.workspace.personas import personas, save_personas
    from moe_nb.workspace.run_files import open_run, runs
    from moe_nb.workspace.workspace import Workspace

_HOMES = {
    "Context": "moe_nb.core.context",
    "Credentials": "moe_nb.core.credentials",
    "MoeError": "moe_nb.core.errors",
    "PaceLimit": "moe_nb.core.pace",
    "RetryPolicy": "moe_nb.core.retry",
    "Secret": "moe_nb.core.secret",
    "Workspace": "moe_nb.workspace.workspace",
    "axis": "moe_nb.core.space",
    "axis_from": "moe_nb.sweep.long_columns",
    "customer_ids": "moe_nb.sweep.long_columns",
    "days": "moe_nb.sweep.weeks",
    "hours": "moe_nb.sweep.weeks",
    "matrix_view": "moe_nb.widgets.matrix_filling",
    "open_run": "moe_nb.workspace.run_files",
    "panel": "moe_nb.widgets.panel",
    "personas": "moe_nb.workspace.personas",
    "runs": "moe_nb.workspace.run_files",
    "save_personas": "moe_nb.workspace.personas",
    "user_agents": "moe_nb.sweep.user_agents",
    "week": "moe_nb.sweep.weeks",
}

__all__ = [
    "Context",
    "Credentials",
    "MoeError",
    "PaceLimit",
    "RetryPolicy",
    "Secret",
    "Workspace",
    "__version__",
    "axis",
    "axis_from",
    "customer_ids",
    "days",
    "hours",
    "matrix_view",
    "open_run",
    "panel",
    "personas",
    "runs",
    "save_personas",
    "user_agents",
    "week",
]


if not TYPE_CHECKING:  # a type checker that saw this would take every misspelt name for one

    def __getattr__(name: str) -> Any:
        """Load a public name from its home."""
        if name not in _HOMES:
            raise AttributeError(f"module 'moe_nb' has no attribute {name!r}")
        value = getattr(import_module(_HOMES[name]), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return __all__
