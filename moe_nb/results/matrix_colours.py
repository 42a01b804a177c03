"""What a matrix is coloured by, and what is known of its cells besides the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from moe_nb.audit.matrix import matrix_of
from moe_nb.audit.places import Layout
from moe_nb.audit.steady_cells import check_repeats, with_stability
from moe_nb.core.errors import UsageError
from moe_nb.core.facts import Matrix
from moe_nb.core.run_table import RunTable
from moe_nb.core.space import shorten
from moe_nb.core.stability_facts import KeyStability, Stability, Steadiness
from moe_nb.views.looks import COLOUR_BY, STABILITY
from moe_nb.views.matrix_words import describe
from moe_nb.views.palette import Palette


@dataclass(frozen=True, slots=True)
class MatrixColours:
    """How a matrix is shown; `chosen_colours` makes it and checks it."""

    by: str = COLOUR_BY[0]
    """One of `COLOUR_BY`."""
    stability: Stability | None = None
    """Repeats of the contexts."""
    trust: Mapping[str, str] = field(default_factory=dict)
    """Experience key to how far its inferred cells can be trusted, in words."""
    palette: Palette = field(default_factory=Palette, compare=False)
    """Letters and colours given so far: those of the run, which are those of its workspace."""

    def shown(self, table: RunTable, layout: Layout) -> Matrix:
        """Pivot so that what the colours tell apart is told apart."""
        if self.by == STABILITY and self.stability is not None:
            return matrix_of(with_stability(table, self.stability), layout)
        return matrix_of(table, layout, payloads=self.by == "payload")

    def notes(self, keys: Sequence[str]) -> tuple[str, ...]:
        """Return the sentences that belong below a legend of these experience keys."""
        found = [(key, self.trust[key]) for key in keys if key in self.trust]
        return tuple(words if len(keys) == 1 else f"{key}: {words}" for key, words in found)

    def said_of(self, key: str, contexts: Sequence[int]) -> str:
        """Return what repeats say of some contexts of a key, in one sentence; empty where nobody repeated it."""
        known = {} if self.stability is None else {one.experience_key: one for one in self.stability.keys}
        return _steady_words(known[key], contexts) if key in known else ""


def colour_choices(stability: Stability | None) -> tuple[str, ...]:
    """Return what a matrix can be coloured by: by stability only when there are repeats."""
    return tuple(by for by in COLOUR_BY if by != STABILITY or stability is not None)


def chosen_colours(
    table: RunTable, colour_by: str | None, stability: Stability | None = None, palette: Palette | None = None
) -> MatrixColours:
    """Check what a matrix is to be coloured by.

    Args:
        table: The answers.
        colour_by: One of `COLOUR_BY`; if left out, ``stability`` when there are repeats, else ``variation``.
        stability: Repeats of the contexts.
        palette: That of the run; a new one if left out.

    Raises:
        UsageError: If it cannot be coloured so.
        AuditError: If the repeats are of another run.
    """
    if stability is not None:
        check_repeats(table, stability)
    by = colour_by or (COLOUR_BY[0] if stability is None else STABILITY)
    if by not in COLOUR_BY:
        raise UsageError(f"A matrix cannot be coloured by {by!r}.", hint=f"Use {shorten(colour_choices(stability))}.")
    if by not in colour_choices(stability):
        raise UsageError("Nobody has asked these contexts again.", hint="Pass stability=ws.stability(run).")
    return MatrixColours(by, stability, palette=palette or Palette())


def _steady_words(stability: KeyStability, contexts: Sequence[int]) -> str:
    kinds = stability.cells[list(contexts)]
    if len(contexts) > 1:
        counts = [(int((kinds == kind).sum()), words) for kind, words in _WORDS.items()]
        return "Repeats: " + ", ".join(f"{count:,} {words}" for count, words in counts if count) + "."
    seen = next((flicker.seen for flicker in stability.flickers if flicker.index == contexts[0]), ())
    said = "; ".join(f"{describe(content)} ({count}×)" for content, count in seen)
    return f"Repeats: {_WORDS[Steadiness(kinds[0])]}, {stability.answers[contexts[0]]} answered." + (
        f" {said}." if said else ""
    )


_WORDS = {
    Steadiness.STABLE: "stable",
    Steadiness.FLICKERS: "flickers",
    Steadiness.PAYLOAD_FLICKERS: "payload flickers",
    Steadiness.NOT_KNOWN: "not known",
}
