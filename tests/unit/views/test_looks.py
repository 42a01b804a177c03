"""What cells look like: by what they are coloured by, and what is joined in one cell."""

from __future__ import annotations

import pytest

from moe_nb.core.answer import Cause, Outcome
from moe_nb.core.facts import Mixed
from moe_nb.core.inferred_content import InferredContent
from moe_nb.core.run_table import NOT_ASKED, Content
from moe_nb.core.stability_facts import Steadiness
from moe_nb.core.steady_content import SteadyContent
from moe_nb.views.looks import COLOUR_BY, looks_of
from moe_nb.views.palette import Palette
from moe_nb.views.patterns import background_of


def served(variation, audience="A", payload="p", key="k"):
    return Content(Outcome.SERVED, None, key, audience, f"Name {audience}", variation, payload_hash=payload, raw=b"{}")


HOLE = Content(Outcome.NOT_SERVED, Cause.NO_MATCH, "k")
GUESS = InferredContent(Outcome.NOT_ASKED, None, "k", "A", "Name A", "1", is_served=True)
FAILED = Content(Outcome.FAILED, None, "k", error="down")


@pytest.mark.parametrize("colour_by", COLOUR_BY)
def test_the_four_outcomes_never_look_alike(colour_by):
    """However a matrix is coloured, served, not served, failed and not asked differ in kind and in code."""
    looks = looks_of([served("1"), HOLE, FAILED, NOT_ASKED], colour_by)
    assert [str(outcome) for outcome in Outcome] == [str(look.kind) for look in looks]
    assert 4 == len({look.code for look in looks})
    assert [False, True, False, False] == [look.is_gap for look in looks]


def test_a_variation_has_the_colour_of_every_other_view():
    """Colour and code of a variation are those of the palette."""
    contents, palette = [served("2"), served("1"), served("1", "B"), served("1", key="other")], Palette()
    found = looks_of(contents, palette=palette)
    expected = [(swatch.code, (swatch.colour,)) for swatch in map(palette.variation, contents)]
    assert expected == [(look.code, look.colours) for look in found]
    assert ["A2", "A1", "B1", "A1"] == [look.code for look in found]


@pytest.mark.parametrize(("colour_by", "code"), [("variation", "A1"), ("audience", "A"), ("payload", "1")])
def test_a_content_keeps_its_look_in_a_palette(colour_by, code):
    """Whatever else is shown beside it later, with ids before or behind its own."""
    palette = Palette()
    [before] = looks_of([served("1", "M")], colour_by, palette)
    found = looks_of(
        [served("1", "A", payload="a"), served("0", "M", payload="b"), served("1", "M")], colour_by, palette
    )
    assert (code, before) == (before.code, found[2])
    assert len({look.code for look in found}) == len({look.colours for look in found}) == (2 if code == "A" else 3)


def test_audiences_keep_the_letter_of_their_variations():
    """A1 and A2 are A when coloured by audience; the words name the audience alone."""
    looks = looks_of([served("1"), served("2"), served("1", "B")], "audience")
    assert [("A", "Name A"), ("A", "Name A"), ("B", "Name B")] == [(look.code, look.words) for look in looks]


def test_payloads_are_told_apart_within_a_variation():
    """Two payloads of one variation have two colours, and equal payloads one."""
    one, two, again = looks_of([served("1"), served("1", payload="q"), served("2")], "payload")
    assert (True, False) == (one == again, one == two)


def test_every_cause_has_a_look_of_its_own():
    """Coloured by cause, why nothing is served is told by colour and by letter; what is served is quiet."""
    looks = looks_of([Content(Outcome.NOT_SERVED, cause, "k") for cause in Cause] + [served("1")], "cause")
    assert (len(Cause), len(Cause)) == tuple(
        len({getattr(look, part) for look in looks[:-1]}) for part in ("code", "colours")
    )
    assert ("Served", ()) == (looks[-1].words, looks[-1].colours)


def test_stability_is_told_by_letter_and_colour():
    """Each steadiness has a code and a colour; what is not served keeps its pattern and stays a gap."""
    served_too = [SteadyContent(Outcome.SERVED, None, "k", steadiness=one) for one in Steadiness]
    holes = [SteadyContent(Outcome.NOT_SERVED, None, "k", steadiness=one) for one in Steadiness]
    looks = looks_of(served_too + holes, "stability")
    assert ["?", "S", "P", "F", "?–", "S–", "P–", "F–"] == [look.code for look in looks]
    assert len(Steadiness) == len({look.colours for look in looks})
    assert [False] * 4 + [True] * 4 == [look.is_gap for look in looks]
    assert "Stable (not served in this run): the same in every repeat that was answered" == looks[5].words


def test_a_cell_of_stable_and_flickering_contexts_says_so_in_few_words():
    """What the words mean stands beside the codes that are not mixed; a failure keeps its own."""
    parts = [
        SteadyContent(Outcome.SERVED, None, "k", steadiness=one) for one in (Steadiness.STABLE, Steadiness.FLICKERS)
    ]
    [look, failed] = looks_of([Mixed(tuple(parts)), Mixed((parts[0], FAILED))], "stability")
    assert ("F/S", "Mixed: Flickers; Stable") == (look.code, look.words)
    assert ("S/!", "Mixed: Stable; Failed: down") == (failed.code, failed.words)
    assert 2 == len(set(failed.colours))


def test_an_answer_nobody_repeated_is_not_called_stable():
    """Without repeats nothing is known of it."""
    [look] = looks_of([served("1")], "stability")
    assert ("?", "Not known: fewer than two repeats were answered") == (look.code, look.words)


def test_a_mixed_cell_names_its_parts():
    """Codes of two, colours of up to three, and the words of four; the rest is counted."""
    two, many = looks_of([Mixed((served("1"), HOLE)), Mixed(tuple(served(str(n)) for n in range(6)))])
    assert ("A1/–", True, "mixed") == (two.code, two.is_gap, two.kind)
    assert two.words.startswith("Mixed: Name A / Variation 1; Not served")
    assert ("mix", 3) == (many.code, len(many.colours))
    assert many.words.endswith("Variation 3; and 2 more")


def test_what_is_served_in_a_mixed_cell_has_no_cause_s_colour():
    """Coloured by cause the served part is as quiet as elsewhere, and the hatch of the gap has the cause's colour."""
    paused = Content(Outcome.NOT_SERVED, Cause.PAUSED, "k")
    mixed, two, hole, other = looks_of(
        [Mixed((served("1"), HOLE)), Mixed((served("1"), HOLE, paused)), HOLE, paused], "cause"
    )
    assert (("#f2f2f2",), hole.colours[0]) == (mixed.colours, mixed.hatch)
    assert background_of(hole) in background_of(mixed)
    assert hole.colours[0] not in background_of(mixed).removesuffix(background_of(hole))
    assert {"#f2f2f2", *hole.colours, *other.colours} == {*two.colours, two.hatch}


def test_a_gap_in_a_mixed_cell_is_hatched_as_elsewhere():
    """By variation the served part has its colour and the gap is grey; a failure keeps its own."""
    known, hole, mixed = looks_of([served("1"), HOLE, Mixed((served("1"), HOLE, FAILED))])
    assert ((known.colours[0], "#f3c9c4"), "", "mix") == (mixed.colours, mixed.hatch, mixed.code)
    assert background_of(mixed).endswith(f",{background_of(hole)}")


def test_parts_that_look_the_same_are_not_mixed():
    """What differs in the variation only is one by audience and by outcome."""
    [by_audience] = looks_of([Mixed((served("1"), served("2")))], "audience")
    [by_outcome] = looks_of([Mixed((served("1"), served("2", "B")))], "outcome")
    assert ("A", "✓") == (by_audience.code, by_outcome.code)


@pytest.mark.parametrize("colour_by", COLOUR_BY)
def test_what_is_inferred_never_looks_answered(colour_by):
    """A guess has a pattern, a code and words of its own, and is no gap, even when it is that nothing is served."""
    no = InferredContent(Outcome.NOT_ASKED, None, "k")
    known, hole, yes, nothing = looks_of([served("1"), HOLE, GUESS, no], colour_by)
    assert ("inferred", "inferred") == (yes.kind, nothing.kind)
    assert not {known.code, hole.code} & {yes.code, nothing.code}
    assert (True, True) == tuple(look.words.startswith("Inferred: ") for look in (yes, nothing))
    assert (False, False) == (yes.is_gap, nothing.is_gap)


def test_a_guess_has_the_colour_of_what_is_guessed():
    """Colour and code name the variation, with a mark that it was not asked; a mixed cell with a guess says so."""
    known, guess, mixed = looks_of([served("1"), GUESS, Mixed((served("1"), GUESS))])
    assert (known.colours, "≈A1", "Inferred: Name A / Variation 1") == (guess.colours, guess.code, guess.words)
    assert ("A1/≈A1", "Mixed: Name A / Variation 1; Inferred: Name A / Variation 1") == (mixed.code, mixed.words)
