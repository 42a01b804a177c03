"""How long drawing a matrix takes, beside pandas."""

from __future__ import annotations

import pandas as pd

import moe_nb as moe
from benchmarks.timing import compare, table


def report() -> str:
    """Time the matrix of a week times fifteen User-Agents, from codes and from a pivot of the frame."""
    ws = moe.Workspace.simulated()
    run = ws.sweep(moe.week() * moe.user_agents.preset("all"), "homepage-banner")
    frame = run.to_frame()

    def pivot() -> pd.DataFrame:
        return frame.pivot_table(
            index="user_agent", columns=["day", "hour"], values="variation_id", aggfunc="first", observed=False
        )

    def styled() -> object:
        return pivot().style.to_html()

    taken = compare(
        {
            "pandas pivot": pivot,
            "pandas pivot, Styler to HTML": styled,
            "run.matrix": lambda: run.matrix("homepage-banner", rows="user_agent", columns="hour"),
            "run.matrix, as HTML": lambda: run.matrix("homepage-banner", rows="user_agent", columns="hour").html(),
        }
    )
    return table(f"Matrix of {len(run):,} contexts", taken)
