"""Answers as numbers: what is equal, what is not, and what is not known."""

from __future__ import annotations

from made_tables import FAILED, HOLE, PAUSED, shown, table_of

from moe_nb import hours
from moe_nb.audit.answers import answers_of, audience_codes, audience_results, is_answered, payload_codes
from moe_nb.core.coverage_facts import ServedVariation
from moe_nb.core.rule_facts import NOT_SERVED, Result
from moe_nb.core.run_table import NOT_ASKED

SAID = [HOLE, shown("1"), FAILED, shown("2"), PAUSED, NOT_ASKED, shown("1", payload="q"), shown("1", "B")]
A, B = Result("A", "Audience A"), Result("B", "Audience B")


def table(contents):
    """Return a run in which the hours got these contents."""
    return table_of(hours(range(len(contents))), ["k"], lambda context, _key: contents[context.hour])


def same_as(codes):
    """Return, for each number, the first place that has it; what is not known stays -1."""
    listed = codes[:, 0].tolist()
    return [code if code < 0 else listed.index(code) for code in listed]


def test_equal_answers_have_equal_numbers():
    """Nothing is 0 whatever the cause, no answer is -1, and payloads make no difference."""
    answers = answers_of(table(SAID))
    assert [0, 1, -1, 3, 0, -1, 1, 7] == same_as(answers.codes)
    assert 0 == answers.codes[0, 0]
    assert ServedVariation("A", "Audience A", "2") == answers.variations[answers.codes[3, 0]]


def test_variations_and_payloads_can_be_told_apart_or_not():
    """By audience there is less to tell apart, by payload more; nothing and not known stay what they are."""
    assert [0, 1, -1, 1, 0, -1, 1, 7] == same_as(audience_codes(answers_of(table(SAID))))
    assert [0, 1, -1, 3, 0, -1, 6, 7] == same_as(payload_codes(table(SAID)))


def test_known_results_keep_their_numbers():
    """Another part of a run numbers audiences alike and adds what is new."""
    codes, results = audience_results(table(SAID), 0)
    assert ([0, 1, -1, 1, 0, -1, 1, 2], (NOT_SERVED, A, B)) == (codes.tolist(), results)
    codes, results = audience_results(table([shown("1", "B"), shown("3", "C")]), 0, results)
    assert ([2, 3], (NOT_SERVED, A, B)) == (codes.tolist(), results[:3])


def test_what_failed_was_not_answered():
    """Served and not served are answers; failed and not asked are none."""
    assert [True, True, False, True, True, False, True, True] == is_answered(table(SAID))[:, 0].tolist()
