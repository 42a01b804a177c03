"""Judged expectations as findings, and expected variations that nothing showed."""

from __future__ import annotations

from made_tables import HOLE, shown, table_of

import moe_nb as moe
from moe_nb.audit.expectation_findings import expectation_findings, expected_variations, observation_findings
from moe_nb.audit.expectation_table import expectations_from
from moe_nb.audit.expectations import judge
from moe_nb.core.finding_facts import FindingKind
from moe_nb.core.payload_facts import Severity
from moe_nb.core.run_table import NOT_ASKED

TABLE = table_of(
    moe.hours(), ["k"], lambda context, _: NOT_ASKED if context.hour > 20 else HOLE if context.hour < 6 else shown("2")
)


SERVED = {"expect": "served"}


def findings(*rows):
    """Return kind, severity and words of what comes of some rows."""
    judged = judge(expectations_from(enumerate(rows, start=2)), TABLE)
    return [(one.kind, one.severity, one.words, one.witnesses) for one in expectation_findings(judged)]


def test_what_holds_is_no_finding():
    """A row that passes is told in the table of expectations only."""
    assert [] == findings({"experience_key": "k", "hour": "06-20", "expect": "served", "variation": "2"})


def test_a_row_that_fails_is_an_error_with_its_first_counterexample():
    """Row, expectation, place, counts, and what the first context got instead."""
    ((kind, severity, words, witnesses),) = findings({"experience_key": "k", "hour": "05-06", "expect": "served"})
    assert (FindingKind.EXPECTATION_FAILED, Severity.ERROR, (5,)) == (kind, severity, witnesses)
    expected = "Row 2 expects served in hour 05-06 (UTC): 1 of 2 contexts got something else; "
    assert expected + "the first got nothing (no audience matched or control group)." == words


def test_a_row_that_fails_in_a_part_of_an_hour_names_the_part():
    """Served 04-11 UTC: in India the half hour from nine gets nothing."""
    table = table_of(
        moe.week(tz="Asia/Kolkata", week_of="2026-11-23"),
        ["k"],
        lambda context, _: shown() if 4 <= context.hour <= 11 else HOLE,
    )
    cells = {"experience_key": "k", "day": "Mon", "hour": "09", "tz": "Asia/Kolkata", "expect": "served"}
    (found,) = expectation_findings(judge(expectations_from([(2, cells)]), table))
    part = "Monday 09:00-09:29 (Asia/Kolkata)"
    assert (
        "Row 2 expects served in day Mon, hour 09 (Asia/Kolkata): 1 of 2 contexts got something else; "
        f"the first got nothing (no audience matched or control group) for {part}. "
        f"1 of those is in a UTC hour only partly inside, for the local time {part}."
    ) == found.words


def test_what_the_first_counterexample_got_is_not_said_of_contexts_that_were_not_asked():
    """It stands beside the contexts that got something else; what was not asked got nothing at all."""
    space = moe.hours()
    table = table_of(space, ["k"], lambda context, _: HOLE if context.hour < 2 else NOT_ASKED)
    (found,) = expectation_findings(judge(expectations_from([(2, {"experience_key": "k", "expect": "served"})]), table))
    assert (
        "Row 2 expects served in every context: 2 of 24 contexts got something else; "
        "the first got nothing (no audience matched or control group). Not asked: 22 contexts."
    ) == found.words


def test_a_row_whose_zone_cannot_be_used_is_told_once():
    """It was read, and not judged: one error with its expectation, the reason and what to do."""
    ((kind, severity, words, _),) = findings({"experience_key": "k", "tz": "Europe/Berlin", "day": "Mon"} | SERVED)
    assert (FindingKind.EXPECTATION_NOT_CHECKED, Severity.ERROR) == (kind, severity)
    assert words.startswith("Row 2 expects served in day Mon (Europe/Berlin): not checked. Which UTC hours")
    assert "Sweep week(tz=" in words


def test_a_table_without_rows_is_an_error():
    """A row of names alone expects nothing, so that nothing was checked."""
    ((kind, severity, words, _),) = findings()
    assert (FindingKind.EXPECTATION_NOT_CHECKED, Severity.ERROR) == (kind, severity)
    assert "expectations has no row that expects anything, at most names of columns, so nothing was checked." == words


def test_a_row_about_what_was_not_asked_is_a_warning():
    """It neither holds nor fails."""
    ((kind, severity, words, _),) = findings({"experience_key": "k", "hour": "21-23", "expect": "served"})
    assert (FindingKind.EXPECTATION_NOT_CHECKED, Severity.WARNING) == (kind, severity)
    assert "not asked" in words


def test_a_row_that_cannot_be_read_is_an_error():
    """The cell is named; nothing was checked."""
    ((kind, severity, words, _),) = findings({"experience_key": "k", "hour": "25", "expect": "served"})
    assert (FindingKind.EXPECTATION_NOT_READ, Severity.ERROR) == (kind, severity)
    assert "Row 2, column hour, '25'" in words


def test_rows_that_contradict_each_other_are_told():
    """Not both can hold; one context that both speak of is named."""
    rows = [{"experience_key": "k", "hour": "07", "expect": said} for said in ("served", "not served")]
    kinds = [kind for kind, *_ in findings(*rows)]
    assert FindingKind.EXPECTATION_CONFLICT in kinds


def missing_of(*rows):
    """Return the expected variations that nothing showed."""
    return expected_variations(expectations_from(enumerate([{"experience_key": "k"} | row for row in rows])), TABLE)


def test_variations_that_were_expected_and_not_seen():
    """Each once, in how many contexts, without calling it unreachable; a key that was not asked is left out."""
    missing = missing_of(
        {"expect": "served", "audience": "Audience A", "variation": "3"},
        {"expect": "served", "variation": "3"},
        {"expect": "served", "variation": "3", "hour": "07"},
        {"expect": "served", "audience": "B", "variation": "3"},
        {"experience_key": "other", "expect": "served", "variation": "3"},
    )
    assert [
        "Audience A / Variation 3: not observed in 15 contexts in which its audience was served.",
        "Variation 3: not observed in 15 contexts in which its experience was served.",
        "B / Variation 3: its audience was not observed either, in 21 contexts.",
    ] == [one.words for one in observation_findings(missing)]


def test_of_several_variations_any_one_will_do():
    """Nobody expects 3 where 2 is as good; where neither was seen, both are told."""
    assert () == missing_of(
        {"expect": "served", "variation": "2|3"}, {"expect": "served", "audience": "A|B", "variation": "2"}
    )
    assert ["3", "4"] == [one.variation_id for one in missing_of({"expect": "served", "variation": "3|4"})]


def test_contradictions_that_are_not_told_are_said_to_be_there():
    """Fifty pairs are enough to read, and not all there are."""
    rows = [{"experience_key": "k", "hour": "7", "variation": str(number)} for number in range(30)]
    said = [words for kind, _, words, _ in findings(*rows) if kind is FindingKind.EXPECTATION_CONFLICT]
    assert (51, "Only the first 50 pairs of rows that contradict each other are told; there may be more.") == (
        len(said),
        said[-1],
    )
