"""What the cells and sides of a matrix are called."""

from __future__ import annotations

from moe_nb.core.answer import Outcome
from moe_nb.core.facts import JOIN, Matrix, Mixed
from moe_nb.core.inferred_content import InferredContent
from moe_nb.core.run_table import Content


def describe(content: Content | Mixed) -> str:
    """Say in words what a cell holds."""
    if isinstance(content, Mixed):
        return "Mixed: " + "; ".join(describe(part) for part in content.contents)
    if isinstance(content, InferredContent):
        variation = f" / Variation {content.variation_id}" if content.variation_id else ""
        return f"Inferred: {audience_words(content)}{variation}" if content.is_served else "Inferred: not served"
    if content.outcome is Outcome.SERVED:
        return f"{audience_words(content)} / Variation {content.variation_id or '(none sent)'}"
    if content.outcome is Outcome.FAILED:
        return f"Failed: {content.error}"
    return "Not asked" if content.outcome is Outcome.NOT_ASKED else f"Not served: {content.cause}"


def audience_words(content: Content) -> str:
    """Return what the audience of a served content is called."""
    return content.audience_name or content.audience_id or "(no audience named)"


def subtitle(matrix: Matrix) -> str:
    """Say what is held, and whose clock the hours are."""
    fixed = [f"{axis_name(name)}: {value}" for name, value in matrix.fixed.items()]
    used = {*matrix.row_axis.split(JOIN), *matrix.column_axis.split(JOIN), *matrix.fixed}
    times = {"day", "hour", "local_day", "local_hour"} & used
    clock = [f"hours in {matrix.clock}"] if times else []
    return ", ".join([*fixed, *clock]) or "all contexts"


def axis_name(name: str) -> str:
    """Return what people call an axis, or several that share a side."""
    shown = {"user_agent": "User-Agent", "ip_address": "IP address", "experience_key": "experience key"}
    clock = {"local_day": "local day", "local_hour": "local hour", "customer_id": "customer ID"}
    words = {**shown, **clock}
    return JOIN.join(
        words.get(part, part) for part in name.split(JOIN)
    )  # an attribute stands under its own name, to the letter
