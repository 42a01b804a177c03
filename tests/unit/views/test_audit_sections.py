"""The parts of an audit as tables of words."""

from __future__ import annotations

import numpy as np
from html_page import Page
from made_runs import NOT_SERVED, run_of, served

import moe_nb as moe
from moe_nb.views.audit import section_html
from moe_nb.views.audit_sections import SECTIONS

SPACE = moe.hours() * moe.axis("utm_medium", ["email", "push"])
CONTENTS = (served("1"), NOT_SERVED)


def _audit(is_hole):
    codes = [2 if is_hole(hour, medium) else 1 for hour in range(24) for medium in range(2)]
    return run_of(SPACE, codes, CONTENTS).audit()


def test_each_region_of_a_gap_has_its_own_share():
    """A percentage stands beside the count it belongs to, rounded down, and not that of the whole gap."""
    gaps = SECTIONS["gaps"](_audit(lambda hour, medium: hour < 6 or (medium and hour in {12, 13})))
    assert [("12", "25.0 % of 48"), ("8", "16.6 % of 48")] == [row[2:4] for row in gaps.rows]


def test_the_number_beside_gaps_counts_keys_and_not_regions():
    """Two regions of one key are one gap, in the heading that says "Gaps"."""
    gaps = SECTIONS["gaps"](_audit(lambda hour, medium: hour < 6 or (medium and hour in {12, 13})))
    assert (1, 2) == (gaps.named, len(gaps.rows))
    assert "Gaps 1 Contexts" in " ".join(Page(section_html(gaps)).text.split())


def test_the_number_beside_overlaps_counts_sets_of_keys_and_not_regions():
    """Two keys that meet in two regions are one overlap."""
    is_both = [hour < 6 or (medium and hour in {12, 13}) for hour in range(24) for medium in range(2)]
    codes = [code for both in is_both for code in (1, 1 if both else 2)]
    run = run_of(SPACE, codes, CONTENTS, keys=("a", "b"))
    overlaps = SECTIONS["overlaps"](run.audit(slots={"top": ["a", "b"]}))
    assert (1, 2) == (overlaps.named, len(overlaps.rows))


def test_the_number_beside_inputs_counts_those_that_matter():
    """Of two inputs one changes an answer; the table tells of both."""
    inputs = SECTIONS["inputs"](_audit(lambda hour, _: hour < 6))
    assert (1, 2) == (inputs.named, len(inputs.rows))


def test_no_number_stands_beside_coverage():
    """Rows of the table of coverage are no number of anything."""
    coverage = SECTIONS["coverage"](_audit(lambda hour, _: hour < 6))
    assert 0 == coverage.named
    assert "Coverage How much" in " ".join(Page(section_html(coverage)).text.split())


def test_a_gap_that_is_only_scattered_is_not_called_regions():
    """Its one row is the whole gap, and nothing calls it a region."""
    space = moe.week() * moe.axis("utm_medium", ["a", "b", "c", "d"])
    is_drawn = np.random.default_rng(1).random(len(space)) < 0.1
    gaps = SECTIONS["gaps"](run_of(space, np.where(is_drawn, 2, 1).tolist(), CONTENTS).audit())
    words = f"{is_drawn.sum()} contexts scattered as a control group is"
    assert [(words, str(is_drawn.sum()))] == [row[1:3] for row in gaps.rows]
    assert gaps.intro.startswith("Contexts that were answered without the key. The rows of a key are together exactly")
