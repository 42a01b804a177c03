"""Rules of a run: what they say, what they count, and how far they claim to be right."""

from __future__ import annotations

import numpy as np
import pytest
from made_tables import FAILED, HOLE, PAUSED, shown, table_of

import moe_nb as moe
from moe_nb.audit.rules import rules_of
from moe_nb.audit.stability import stability_of
from moe_nb.core.errors import AuditError
from moe_nb.core.run_table import NOT_ASKED
from moe_nb.core.space import Space

PHONE, TABLET = "iPhone", "iPad"
SPACE = moe.week() * moe.user_agents({PHONE: "Mozilla/5.0 (iPhone)", TABLET: "Mozilla/5.0 (iPad)"})
EVENING = range(18, 24)


def phone(context):
    """Say whether a context is on the phone."""
    return "iPhone" in context.user_agent


def evening(context, _key):
    """An evening audience on phones, weekends for everybody, otherwise nothing."""
    if phone(context) and context.hour in EVENING:
        return shown("2", "Evening")
    return shown("1", "Weekend") if context.day in {"Saturday", "Sunday"} else HOLE


def rules(content, space=SPACE):
    """Return the list of a run with one key."""
    (listed,) = rules_of(table_of(space, ["k"], content))
    return listed


def test_a_list_reads_like_targeting():
    """A line per audience, conditions only, first match wins, the rest at the end."""
    assert [
        "18-23 UTC, iPhone → Audience Evening / Variation 2",
        "Sat-Sun UTC → Audience Weekend / Variation 1",
        "otherwise → not served",
        "exact on all 336 cells; on the 67 cells held out of a first list, 0 wrong",
    ] == rules(evening).words.splitlines()


def test_every_line_says_how_much_it_decides():
    """Cells are counted at the line that decides them."""
    assert [42, 2 * 48 - 12, 336 - 42 - 84] == [rule.cells for rule in rules(evening).rules]


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ({22, 23, 0, 1}, "22-01 UTC"),
        ({9, 10, 14, 15}, "09-10, 14-15 UTC"),
        ({23}, "23 UTC"),
        (set(range(24)) - {12}, "13-11 UTC"),
    ],
)
def test_windows_go_round(hours, said):
    """Hours over midnight are one window."""
    listed = rules(lambda context, _key: shown() if context.hour in hours else HOLE)
    assert [f"{said} → Audience A / Variation 1", "otherwise → not served"] == [rule.words for rule in listed.rules]


def test_one_result_everywhere_needs_no_conditions():
    """A single line stands for all contexts."""
    assert ["otherwise → not served"] == [rule.words for rule in rules(lambda _c, _k: HOLE).rules]


def test_causes_and_payloads_make_no_rules():
    """Not served is one result whatever the cause, a variation one whatever the payload."""
    listed = rules(lambda c, _k: shown(payload=str(c.hour)) if phone(c) else (PAUSED if c.hour else HOLE))
    assert ["iPhone → Audience A / Variation 1", "otherwise → not served"] == [rule.words for rule in listed.rules]


def test_what_failed_is_no_hole():
    """Failed and unasked cells are neither explained nor called exact."""
    listed = rules(lambda c, k: FAILED if c.hour == 20 else NOT_ASKED if c.hour == 3 else evening(c, k))
    assert (336, 308, 0, False) == (listed.total, listed.answered, listed.wrong, listed.is_exact)
    assert listed.accuracy.startswith(
        "exact on all 308 cells answered (28 of 336 not asked or failed); on the 61 cells"
    )
    assert "18-23 UTC, iPhone" == listed.rules[0].where


def test_nothing_answered_says_so():
    """No answers, no rules, no claim."""
    listed = rules(lambda _c, _k: FAILED)
    assert ((), "nothing was answered", False) == (listed.rules, listed.accuracy, listed.is_exact)


def test_variations_without_a_rule_leave_audiences():
    """Where a split falls on single contexts, the lines name the audience alone, and say so."""
    dice = "0110100110010110100101100110100110010110011010010110100110010110"

    def split(context, key):
        served = evening(context, key)
        number = SPACE.axis("hour").position(context.hour) * 7 + SPACE.axis("day").position(context.day)
        return shown(dice[number % 61], "Evening") if served.audience_id == "Evening" else served

    listed = rules(split)
    assert (False, True) == (listed.names_variations, listed.is_exact)
    assert "18-23 UTC, iPhone → Audience Evening" == listed.rules[0].where + " → " + listed.rules[0].result.words
    assert "Audience Weekend / Variation 1" == listed.rules[1].result.words
    assert listed.accuracy.endswith("which variation of an audience is served, as where a split deals them")


def test_variations_that_follow_a_rule_are_named():
    """A list that tells the variations of cells it was not made from has found more than a split."""
    listed = rules(lambda c, _k: shown("2" if c.hour < 12 else "1"))
    assert ["12-23 UTC → Audience A / Variation 1", "otherwise → Audience A / Variation 2"] == [
        rule.words for rule in listed.rules
    ]
    assert listed.names_variations


def dealt(seed, *shares, visitors=1000):
    """Return, for each visitor, the number of the share that a lot deals: 1, 2, ..."""
    return np.random.default_rng(seed).choice(len(shares), visitors, p=shares) + 1


def test_a_split_among_visitors_makes_no_rules():
    """Every visitor keeps the variation, and still it says nothing of visitors that were not asked."""
    people, lots = moe.axis("customer_id", [f"u-{number}" for number in range(60)]), dealt(1, 0.5, 0.5)
    listed = rules(lambda c, _k: shown(str(lots[int(c.customer_id[2:])])), people * moe.days())
    assert ["otherwise → Audience A"] == [rule.words for rule in listed.rules]
    assert (False, 0) == (listed.names_variations, listed.wrong)


def test_a_control_group_of_visitors_makes_no_rules():
    """A few of many visitors get nothing anywhere: the list names no visitor, and counts them."""
    people, lots = moe.axis("customer_id", [f"u-{number}" for number in range(50)]), dealt(2, 0.85, 0.15)

    def served(context, _key):
        is_weekend = context.day in {"Saturday", "Sunday"}
        return shown() if is_weekend and lots[int(context.customer_id[2:])] == 1 else HOLE

    listed = rules(served, people * moe.days())
    assert ["Sat-Sun UTC → Audience A / Variation 1", "otherwise → not served"] == [rule.words for rule in listed.rules]
    unserved = 2 * int((lots[:50] == 2).sum())
    assert (unserved, unserved) == (listed.control, listed.wrong)
    assert listed.accuracy.startswith(
        f"right on all but {unserved} of 350 cells; those were served nothing, scattered as a control group is"
    )


@pytest.mark.parametrize("seed", range(5))
def test_anonymous_draws_make_no_rules(seed):
    """Every context draws anew: variations and a control group of a tenth leave the audiences as they are."""
    lots = iter(dealt(seed, 0.45, 0.45, 0.1).tolist())

    def drawn(context, key):
        served, lot = evening(context, key), next(lots)
        return HOLE if served is HOLE or lot == 3 else shown(str(lot), served.audience_id)

    listed = rules(drawn)
    assert [
        "18-23 UTC, iPhone → Audience Evening",
        "Sat-Sun UTC → Audience Weekend",
        "otherwise → not served",
    ] == [rule.words for rule in listed.rules]
    assert 0 < listed.control == listed.wrong


def test_an_audience_that_is_served_nothing_for_another_cause_is_no_control_group():
    """Who gets nothing because an experience is paused was not drawn by lot: those cells are wrong, and called so."""
    lots = iter(dealt(3, 0.9, 0.1).tolist())
    listed = rules(lambda _c, _k: shown() if next(lots) == 1 else PAUSED)
    assert 0 == listed.control
    assert "control group" not in listed.accuracy


def test_what_flickers_is_left_out_and_called_so():
    """Cells that did not always get the same make no rules, and are not said to have failed."""

    def once(context, key):
        return shown(audience="Chance") if context.hour == 3 and phone(context) else evening(context, key)

    tables = [table_of(SPACE, ["k"], content) for content in (once, evening)]
    (listed,) = rules_of(tables[0], stability=stability_of(tables))
    assert ["18-23 UTC, iPhone", "Sat-Sun UTC", "otherwise"] == [rule.where for rule in listed.rules]
    assert (7, 329, False) == (listed.flickering, listed.answered, listed.is_exact)
    assert listed.accuracy.startswith("exact on all 329 steady cells (7 of 336 left out, as they flicker); on the 65")


def test_what_only_changes_its_texts_does_not_flicker():
    """A payload with the time of day in it leaves the audience as it is."""
    tables = [table_of(SPACE, ["k"], lambda _c, _k, said=said: shown(payload=said)) for said in "pq"]
    (listed,) = rules_of(tables[0], stability=stability_of(tables))
    assert (0, True) == (listed.flickering, listed.is_exact)


def test_repeats_of_another_run_are_refused():
    """Their cells are not those of the run."""
    repeats = [table_of(moe.hours([1]), ["k"], lambda _c, _k: HOLE)] * 2
    with pytest.raises(AuditError):
        rules_of(table_of(SPACE, ["k"], evening), stability=stability_of(repeats))


def test_the_error_of_held_out_cells_is_measured():
    """A fifth of the answers is kept from a first list; where there is no rule, it gets them wrong and says so."""
    lots = iter(dealt(4, *[0.1] * 10).tolist())
    listed = rules(lambda _c, _k: shown(audience=str(next(lots))))
    assert (67, True) == (listed.held_out, listed.held_out_wrong > 30)
    assert (
        f"wrong on {listed.wrong} of 336 cells; on the 67 cells held out of a first list, {listed.held_out_wrong} wrong"
    ) == listed.accuracy
    assert 0 == rules(evening).held_out_wrong


def test_noise_is_not_listed():
    """Where the held out cells contradict every list, no line is left that pretends to explain them."""
    lots = iter(dealt(5, *[0.1] * 10).tolist())
    assert len(rules(lambda _c, _k: shown(audience=str(next(lots)))).rules) < 6


def test_a_space_of_one_context_has_a_list():
    """Without axes there is one cell, and one line."""
    listed = rules(lambda _c, _k: shown(), Space(()))
    assert ["otherwise → Audience A / Variation 1", "exact on the only cell"] == listed.words.splitlines()


def test_all_phones_asked_are_called_mobile():
    """User-Agents that are exactly the ones asked of a device type go by the type, others by their labels."""
    space = moe.hours([9, 20]) * moe.user_agents.preset("all")
    phones = [label for name in ("phones", "in-app") for label in moe.user_agents.preset(name).axes[0].labels]
    agents = dict(zip(space.axis("user_agent").values, space.axis("user_agent").labels, strict=True))
    listed = rules(lambda c, _k: shown() if agents[c.user_agent] in phones else HOLE, space)
    assert "Mobile" == listed.rules[0].where
    listed = rules(lambda c, _k: shown() if agents[c.user_agent] in phones[:2] else HOLE, space)
    assert "iPhone or 'iPhone, Chrome'" == listed.rules[0].where


def test_every_key_has_a_list():
    """In the order of the run."""
    table = table_of(SPACE, ["a", "b"], lambda c, key: evening(c, key) if key == "b" else HOLE)
    assert [("a", 1), ("b", 3)] == [(one.experience_key, len(one.rules)) for one in rules_of(table)]
