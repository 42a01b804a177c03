"""Cards: one per experience key of an answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from moe_nb.core.answer import Answer, Cause, KeyOutcome, Outcome
from moe_nb.core.words import counted
from moe_nb.views.context_words import said_in
from moe_nb.views.html import render
from moe_nb.views.values import ValueView, value_view
from moe_nb.views.visible import one_line

_MEANING = {
    Cause.UNKNOWN_KEY: "The workspace's metadata does not name this key: misspelt, a draft, or expired.",
    Cause.PAUSED: "The experience is paused in MoEngage.",
    Cause.SCHEDULED: "The experience has not started yet.",
    Cause.NO_MATCH: "The experience is active. No audience matched this visitor, or the visitor is in a control group.",
    Cause.NOT_KNOWN: "The service gives no reason, and no metadata was to be had.",
}


_ORDER = (Outcome.SERVED, Outcome.FAILED, Outcome.NOT_SERVED, Outcome.NOT_ASKED)
"""Cards that show something come first, then what needs a look."""


@dataclass(frozen=True, slots=True)
class CardView:
    """One key of an answer, ready to draw."""

    key: str
    outcome: str
    title: str
    audience: str = ""
    variation: str = ""
    campaign_id: str = ""
    cause: str = ""
    meaning: str = ""
    values: tuple[ValueView, ...] = ()


def card_view(outcome: KeyOutcome) -> CardView:
    """Decide what a card says."""
    experience = outcome.experience
    if experience is not None:
        audience = experience.audience_name or "(no name)"
        if experience.audience_id:
            audience += f" ({experience.audience_id})"
        return CardView(
            outcome.experience_key,
            outcome.outcome,
            experience.name or outcome.experience_key,
            audience,
            experience.variation_id or "(none sent)",
            experience.campaign_id,
            values=tuple(value_view(variable) for variable in experience.payload),
        )
    if outcome.outcome is Outcome.FAILED:
        said = "" if outcome.error is None else str(outcome.error)
        return CardView(outcome.experience_key, outcome.outcome, "Failed", cause="the request failed", meaning=said)
    if outcome.outcome is Outcome.NOT_ASKED:
        return CardView(outcome.experience_key, outcome.outcome, "Not asked", cause="not asked")
    cause = outcome.cause or Cause.NOT_KNOWN
    return CardView(outcome.experience_key, outcome.outcome, "Not served", cause=cause, meaning=_MEANING[cause])


def cards_html(outcomes: Iterable[KeyOutcome], *, images: bool = False) -> Markup:
    """Draw one card per key; images are fetched by the browser only if *images*."""
    return render("cards.html", cards=[card_view(outcome) for outcome in outcomes], images=images)


def answer_html(answer: Answer, *, badge: str = "", images: bool = False) -> Markup:
    """Draw a whole answer: what was asked, how it went, the cards."""
    return render(
        "answer.html",
        cards=[card_view(outcome) for outcome in sorted(answer.outcomes, key=_served_first)],
        asked=said_in([answer.context]),
        facts=_facts(answer),
        notes=answer.notes,
        badge=badge,
        images=images,
    )


def answer_text(answer: Answer) -> str:
    """Write an answer for a terminal, one key a line."""
    asked = ", ".join(f"{said.name}={said.words}" for said in said_in([answer.context]))
    lines = [f"Answer for {one_line(asked or 'an anonymous visitor')}"]
    for outcome in answer.outcomes:
        card = card_view(outcome)
        said = f"{card.audience}, variation {card.variation}" if outcome.experience is not None else card.cause
        lines.append(f"  {one_line(card.key)}: {outcome.outcome.replace('_', ' ')} ({one_line(said)})")
    if not answer.outcomes:
        lines.append("  nothing is served in this situation")
    return "\n".join(lines)


def _served_first(outcome: KeyOutcome) -> int:
    return _ORDER.index(outcome.outcome)


def _facts(answer: Answer) -> str:
    served = len(answer.served)
    parts = [f"{served} of {len(answer.outcomes)} served", f"{answer.elapsed_s * 1000:,.0f} ms"]
    parts.append(counted(answer.calls, "call"))
    if answer.remaining is not None:
        parts.append(f"{counted(answer.remaining, 'request')} left this minute")
    return " · ".join(parts)
