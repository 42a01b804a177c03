"""Colours and codes of variations: readable, distinct, the same everywhere."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from html_page import own_style
from made_runs import FAILED, NOT_SERVED, served, table_of

from moe_nb.audit.matrix import layout_of, matrix_of
from moe_nb.core.run_table import NOT_ASKED
from moe_nb.core.space import axis
from moe_nb.views.matrix import matrix_view
from moe_nb.views.palette import COLOURS, TEXT, Palette


def luminance(colour):
    """Relative luminance as WCAG 2 defines it."""
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """Contrast ratio as WCAG 2 defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def swatches(*contents):
    palette = Palette()
    palette.learn(contents)
    return [palette.variation(content) for content in contents]


def codes(*contents):
    return [swatch.code for swatch in swatches(*contents)]


def looks_in(palette, content):
    return palette.variation(content), palette.audience(content), palette.payload(content)


def test_the_formula_of_contrast_is_the_known_one():
    """Black on white is 21:1, and #777777 on white just fails."""
    assert 21 == round(contrast("#000000", "#fff"), 6)
    assert 4.4 < contrast("#777777", "#ffffff") < 4.5 < contrast("#767676", "#ffffff")


@pytest.mark.parametrize("colour", COLOURS)
def test_text_is_readable_on_every_colour(colour):
    """Every background of a variation has at least 7:1 to its text."""
    assert contrast(colour, TEXT) >= 7


def test_text_is_readable_in_every_cell():
    """Stripes, hatches and halves of not served, failed and mixed cells have 4.5:1 in each of their colours."""
    space = axis("hour", range(5)) * axis("utm_medium", ["a", "b"])
    table = table_of(space, [1, 1, 3, 3, 4, 4, 1, 2, 1, 3], [served("1"), served("2"), NOT_SERVED, FAILED])
    legend = matrix_view(matrix_of(table, layout_of(table, rows="hour"))).legend
    assert {"A1", "–", "!", "A1/A2", "A1/–"} == {cell.code for cell in legend}
    for cell in legend:
        colours = re.findall(r"#\w+", cell.background)
        assert colours
        assert min(contrast(colour, cell.colour) for colour in colours) >= 4.5


@pytest.mark.parametrize("badge", ["simulator", "test", "live"])
def test_badges_are_readable(badge):
    """The word on a badge stands out from it."""
    background, text = re.search(rf"moe-badge-{badge} {{ background: (#\w+); color: (#\w+);", own_style()).groups()
    assert contrast(background, text) >= 4.5


@pytest.mark.parametrize("name", ["fg", "soft", "accent", "bad", "warn"])
def test_texts_are_readable_without_a_theme(name):
    """Where no theme gives colours, ours are readable on our background."""
    (background,) = re.findall(r"--moe-bg: [^;]*?(#\w+)\)*;", own_style())
    (colour,) = re.findall(rf"--moe-{name}: [^;]*?(#\w+)[^;]*;", own_style())  # one mixed with the text is darker
    assert contrast(background, colour) >= 4.5


def test_the_first_colours_differ():
    """No colour stands twice."""
    assert len(set(COLOURS)) == len(COLOURS) >= 12


def test_a_code_is_the_audience_s_letter_and_the_variation():
    """What comes together is numbered in the order of the ids."""
    assert ["B2", "B1", "A1"] == codes(served("2", "Z"), served("1", "Z"), served("1", "B"))


def test_what_has_a_code_keeps_it():
    """Whatever comes later, even with an earlier id: letter, number and colour are given once, within each key."""
    palette, first = Palette(), [served("2", "M"), served("1", "M")]
    palette.learn(first, payloads=True)
    before = [looks_in(palette, one) for one in first]
    later = [served("1", "A"), served("0", "M"), *first, served("1", "M", value="0"), served("9", "M", key="j")]
    palette.learn(later, payloads=True)
    assert before == [looks_in(palette, one) for one in first]
    assert ["B1", "A0", "A2", "A1", "A1", "A9"] == [palette.variation(one).code for one in later]
    assert 4 == len({palette.variation(one).colour for one in later[:4]})


def test_what_was_seen_on_the_way_has_the_codes_it_was_seen_with():
    """Parts that are learned one by one have the codes in the order they came, and the whole does not change them."""
    palette, parts = Palette(), [served("1", name) for name in "QBZA"]
    for part in parts:
        palette.learn([part])
    palette.learn(sorted(parts, key=lambda part: part.audience_name))
    assert ["A1", "B1", "C1", "D1"] == [palette.variation(part).code for part in parts]
    assert ["A", "B", "C", "D"] == [palette.audience(part).code for part in parts]


def test_an_audience_without_a_known_variation_has_its_letter_and_first_colour():
    """What is inferred of an audience looks like it, and says no more; a variation that is known keeps its own."""
    palette = Palette()
    palette.learn([served("1", "B"), served("2", "Z"), served("", "C"), served("1", "Z")])
    guess, known = palette.variation(served("", "Z")), palette.variation(served("1", "Z"))
    assert ("C", known.colour) == (guess.code, guess.colour)
    assert "C1" == known.code
    assert "B" == palette.variation(served("", "C")).code
    assert palette.variation(served("", "never seen")) is None


def test_two_palettes_know_nothing_of_each_other():
    """What one workspace has seen numbers nothing in another."""
    one, other = Palette(), Palette()
    one.learn([served("1", "A"), served("1", "B")])
    other.learn([served("1", "B")])
    assert ("B1", "A1") == tuple(palette.variation(served("1", "B")).code for palette in (one, other))


def test_order_of_sight_within_a_run_does_not_matter():
    """What comes together looks the same in whatever order it comes."""
    contents = [served(str(number % 3), f"a{number}") for number in range(9)]
    assert codes(*contents) == codes(*reversed(contents))[::-1]


def test_only_what_was_served_has_a_colour():
    """Not served, failed and not asked have signs of their own."""
    palette = Palette()
    palette.learn([NOT_SERVED, FAILED, NOT_ASKED])
    assert [None] * 3 == [palette.variation(one) for one in (NOT_SERVED, FAILED, NOT_ASKED)]


def test_every_key_begins_again():
    """Codes are those of one experience."""
    found = swatches(served("1", "B", key="k"), served("1", "C", key="l"))
    assert ["A1", "A1"] == [swatch.code for swatch in found]
    assert 1 == len({swatch.colour for swatch in found})


@pytest.mark.parametrize(
    "ids",
    [
        ["65f0aa01", "65f0ab02", "65f0ac03"],
        ["1000", "1001", "10…"],
        ["65aa99", "65bb99", "65cc99", "65dd99"],
        ["", "A", "AA", "#2", "#3"],
        [f"{number:024x}" for number in range(300)],
    ],
)
def test_no_two_variations_share_a_code(ids):
    """Colour never carries meaning alone: long ids that begin or end alike stay apart."""
    found = codes(*(served(variation) for variation in ids), *(served(variation, "Other") for variation in ids))
    assert 2 * len(ids) == len(found) == len(set(found))
    assert max(len(code) for code in found) <= 5


def test_there_are_letters_for_any_number_of_audiences():
    """After Z come AA, AB, … as in a spreadsheet, without end."""
    found = codes(*(served("", f"{number:04d}") for number in range(800)))
    assert ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"] == [found[at] for at in (0, 25, 26, 51, 52, 701, 702)]
    assert 800 == len(set(found))


def test_neighbours_differ_when_the_colours_begin_again():
    """With more variations than colours, no two that follow each other look alike."""
    found = [swatch.colour for swatch in swatches(*(served(f"{n:02d}") for n in range(30)))]
    assert all(one != other for one, other in pairwise(found))
