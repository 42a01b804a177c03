"""Facts of a run as findings: severity, kind, words and the contexts behind them."""

from __future__ import annotations

import numpy as np
import pytest
from made_tables import FAILED, HOLE, PAUSED, shown, table_of

import moe_nb as moe
from moe_nb.audit.combinations import space_coverage
from moe_nb.audit.gaps import gaps_of
from moe_nb.audit.overlap import overlaps_of
from moe_nb.audit.run_findings import (
    coverage_findings,
    failure_findings,
    gap_findings,
    input_findings,
    overlap_findings,
    payload_findings,
)
from moe_nb.audit.sensitivity import effects_of
from moe_nb.core.answer import Cause, Outcome
from moe_nb.core.finding_facts import Finding, FindingKind, ordered
from moe_nb.core.payload_facts import PayloadFinding, PayloadKind, Severity
from moe_nb.core.run_table import NOT_ASKED, Content

HOURS = moe.hours()


def gap(answer):
    """Return the only finding about the gap of key ``k``, or None."""
    found = list(gap_findings(gaps_of(table_of(HOURS, ["k"], lambda context, _: answer(context.hour)))))
    return found[0] if found else None


def test_a_key_served_everywhere_has_no_finding():
    """No gap, no word."""
    assert gap(lambda _: shown()) is None


def test_a_hole_is_a_warning_with_its_region():
    """Where most is served, the rest is probably not meant; the first context shows it."""
    found = gap(lambda hour: HOLE if hour < 6 else shown())
    assert (Severity.WARNING, FindingKind.GAP, "k", 6, (0,)) == (
        found.severity,
        found.kind,
        found.experience_key,
        found.contexts,
        found.witnesses,
    )
    assert "Nothing is served in 6 of 24 contexts answered (25.0 %): 00-05 UTC." in found.words


def test_a_key_for_few_is_an_observation():
    """A key that is aimed at few contexts leaves out most, and that is told calmly."""
    assert Severity.OBSERVATION is gap(lambda hour: shown() if hour < 6 else HOLE).severity


def test_failed_and_not_asked_contexts_are_no_part_of_a_gap():
    """A run of failures and unasked contexts around one hole tells of one context."""
    found = gap(lambda hour: {3: HOLE, 4: shown(), 5: FAILED}.get(hour, NOT_ASKED))
    assert (1, "Nothing is served in 1 of 2 contexts answered (50.0 %): 03 UTC") == (
        found.contexts,
        found.words.partition(". Cause")[0],
    )


def test_a_key_never_served_is_told_without_calling_it_unreachable():
    """The words say how many contexts were answered, and nothing of others."""
    found = gap(lambda _: HOLE)
    assert (Severity.WARNING, FindingKind.NEVER_SERVED) == (found.severity, found.kind)
    assert found.words == "Not served in any of 24 contexts answered (no audience matched or control group: 24)."


def test_a_key_that_is_switched_off_is_an_observation():
    """Paused by somebody, it is not served: that is meant."""
    assert (Severity.OBSERVATION, FindingKind.NEVER_SERVED) == ((f := gap(lambda _: PAUSED)).severity, f.kind)


def test_a_key_nobody_knows_is_an_error():
    """A misspelt key is never served to anybody."""
    unknown = Content(Outcome.NOT_SERVED, Cause.UNKNOWN_KEY)
    found = gap(lambda _: unknown)
    assert (Severity.ERROR, FindingKind.UNKNOWN_KEY, 24) == (found.severity, found.kind, found.contexts)


def test_keys_of_one_slot_that_meet():
    """Slot, keys and region are named."""
    table = table_of(
        HOURS, ["a", "b"], lambda context, key: shown(key=key) if key == "a" or context.hour > 20 else HOLE
    )
    (found,) = overlap_findings(overlaps_of(table, {"hero": ["a", "b"]}))
    assert "Slot hero: a and b are served together in 3 contexts: 21-23 UTC." == found.words
    assert (Severity.WARNING, 3, (21,)) == (found.severity, found.contexts, found.witnesses)


def test_a_payload_finding_keeps_its_severity_and_witness():
    """What the checks found stays what it is."""
    one = PayloadFinding(Severity.ERROR, PayloadKind.EMPTY, "k", "1", "Gold", "2", "Title", "It is empty.", 7, 3)
    (found,) = payload_findings([one])
    assert (
        Finding(Severity.ERROR, FindingKind.PAYLOAD, "k", "Gold / Variation 2: Title: It is empty.", 7, (3,)) == found
    )


def test_failures_are_told_as_not_known():
    """Per key, with the error, and never as a hole."""
    table = table_of(HOURS, ["k"], lambda context, _: FAILED if context.hour in {4, 9} else shown())
    (found,) = failure_findings(table)
    assert (FindingKind.FAILED, 2, (4, 9)) == (found.kind, found.contexts, found.witnesses)
    assert "nothing is known of them: The service failed: 503" in found.words


def test_what_was_not_answered_is_counted():
    """The words say how much was answered, rounded down, and name an example."""
    table = table_of(HOURS, ["k"], lambda context, _: shown() if context.hour else NOT_ASKED)
    (found,) = coverage_findings(table, space_coverage(table))
    assert (FindingKind.NOT_COVERED, 1, (0,)) == (found.kind, found.contexts, found.witnesses)
    assert found.words.startswith("23 of 24 contexts were answered for every key (95.8 %;")
    assert found.words.endswith("Not answered, for example: hour 00.")


def test_a_space_answered_whole_has_no_coverage_finding():
    """Nothing is missing, so nothing is said."""
    table = table_of(HOURS, ["k"], lambda _context, _key: shown())
    assert [] == list(coverage_findings(table, space_coverage(table)))


@pytest.mark.parametrize("is_used", [True, False])
def test_an_input_without_effect_is_told_once(is_used):
    """For all keys together, with the number of comparisons."""
    space = HOURS * moe.axis("utm_medium", ["email", "social"])

    def answer(context, key):
        return shown() if context.hour < 6 and not (is_used and key == "b" and "email" in str(context)) else HOLE

    found = list(input_findings(effects_of(table_of(space, ["a", "b"], answer))))
    expected = (
        [] if is_used else ["utm_medium changed no answer of any key in 48 comparisons: the same visitor got the same."]
    )
    assert expected == [one.words for one in found]


def test_an_input_compared_beside_a_control_group_claims_no_more():
    """Each line is counted once, and nobody is said to have got the same who may have been drawn."""
    space = HOURS * moe.axis("utm_medium", ["email", "social", "push"])
    table = table_of(space, ["k"], lambda context, _: HOLE if context.hour == 3 and "push" in str(context) else shown())
    control = np.array([[context.hour == 3 and "push" in str(context)] for context in space])
    said = [one.words for one in input_findings(effects_of(table, control=control))]
    without = "1 of them without contexts that were served nothing, scattered as a control group is"
    hole = "a hole of few contexts would look the same."
    assert [
        f"hour changed no answer of any key in 3 comparisons, {without}: {hole}",
        f"utm_medium changed no answer of any key in 24 comparisons, {without}: {hole}",
    ] == said


@pytest.mark.parametrize("name", ["customer_id", "identifier.email"])
def test_of_visitors_it_is_not_said_that_the_same_got_the_same(name):
    """Another value of this input is another visitor."""
    table = table_of(HOURS * moe.axis(name, ["a@shop.example", "b@shop.example"]), ["k"], lambda _context, _: shown())
    assert f"{name} changed no answer of any key in 24 comparisons." == list(input_findings(effects_of(table)))[1].words


def test_a_scattered_gap_is_told_calmly():
    """Without a region there is no hole to mend; a context shows what is meant."""
    table = table_of(HOURS, ["k"], lambda context, _: HOLE if context.hour in {3, 9} else shown())
    (found,) = gap_findings(gaps_of(table, control=np.array([[hour in {3, 9}] for hour in range(24)])))
    assert (Severity.OBSERVATION, FindingKind.GAP, (3,)) == (found.severity, found.kind, found.witnesses)
    assert (
        "Nothing is served in 2 of 24 contexts answered (8.3 %): 2 contexts scattered as a control group is. "
        "Cause: no audience matched or control group. A hole of few contexts would look like those scattered."
    ) == found.words


def test_a_hole_beside_scattered_contexts_is_a_warning():
    """The region comes first, then how many are scattered."""
    table = table_of(HOURS, ["k"], lambda context, _: HOLE if context.hour in {3, 9, 10} else shown())
    (found,) = gap_findings(gaps_of(table, control=np.array([[hour == 3] for hour in range(24)])))
    assert (Severity.WARNING, (9,)) == (found.severity, found.witnesses)
    assert "(12.5 %): 09-10 UTC; 1 context scattered as a control group is. Cause" in found.words


def test_the_order_is_that_of_what_matters():
    """Errors first; within a severity the kinds in their order, within a kind the most contexts."""
    made = [
        Finding(Severity.OBSERVATION, FindingKind.GAP, "a", "", 99),
        Finding(Severity.WARNING, FindingKind.FAILED, "b", "", 99),
        Finding(Severity.WARNING, FindingKind.GAP, "c", "", 1),
        Finding(Severity.WARNING, FindingKind.GAP, "d", "", 2),
        Finding(Severity.ERROR, FindingKind.UNKNOWN_KEY, "e", "", 1),
    ]
    assert ["e", "d", "c", "b", "a"] == [one.experience_key for one in ordered(made)]
