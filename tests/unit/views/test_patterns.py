"""How looks are painted: the pattern tells the kind, so that nobody needs the colour."""

from __future__ import annotations

from moe_nb.views.looks import Look
from moe_nb.views.patterns import background_of

KINDS = ("served", "not_served", "inferred", "mixed", "failed", "not_asked")


def pattern(kind, *colours, gap=False):
    """Return the background without the colours of variations: what is left without seeing colours."""
    painted = background_of(Look(kind, "x", "words", colours, "k", gap))
    for number, colour in enumerate(colours):
        painted = painted.replace(colour, f"colour {number}")
    return painted


def test_every_kind_has_a_pattern_of_its_own():
    """With or without a colour, no two kinds are painted alike; one colour of a mixed cell is plain, two are bands."""
    assert len(KINDS) == len({pattern(kind, "#77aadd", "#ee8866") for kind in KINDS})
    assert len(KINDS) - 1 == len({pattern(kind) for kind in KINDS})  # mixed without colour is as plain as served


def test_bands_share_the_cell():
    """Two answers are halves, three are thirds."""
    halves = "linear-gradient(135deg,colour 0 0% 50%,colour 1 50% 100%)"
    assert halves == pattern("mixed", "#77aadd", "#ee8866")
    thirds = "linear-gradient(135deg,colour 0 0% 33%,colour 1 33% 67%,colour 2 67% 100%)"
    assert thirds == pattern("mixed", "#77aadd", "#ee8866", "#eedd88")


def test_a_gap_shows_through_a_mixed_cell():
    """Where something is not served the hatch of a gap is seen beside the colours."""
    hatch = pattern("not_served")
    assert pattern("mixed", "#77aadd", gap=True).endswith(f"transparent 50% 100%),{hatch}")
    assert hatch == pattern("mixed", gap=True)


def test_what_is_not_served_keeps_its_hatch_in_colour():
    """By cause the lines are coloured, not the pattern changed."""
    assert pattern("not_served").replace("#d8d8d8", "colour 0") == pattern("not_served", "#77aadd")
