"""Rules of a run: what they say, what they count, and how far they claim to be right."""

from __future__ import annotations

import pytest
from made_tables import FAILED, HOLE, PAUSED, shown, table_of

import moe_nb as moe
from moe_nb.audit.rules import rules_of
from moe_nb.core.run_table import NOT_ASKED

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
        "exact on all 336 cells",
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
    assert listed.accuracy.startswith("exact on all 308 cells answered (28 of 336 not asked or failed; a list made")
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
    assert "18-23 UTC, iPhone → Audience Evening" == listed.rules[0].words


def test_the_error_of_held_out_cells_is_measured():
    """A fifth of the answers is kept from a first list; where there is no rule, it gets them wrong and says so."""
    chaos = "".join(f"{number * number * 7919 % 1009:04d}" for number in range(400))
    listed = rules(lambda c, _k: shown(audience=chaos[SPACE.axis("day").position(c.day) * 61 + c.hour * 2 + phone(c)]))
    assert (67, True) == (listed.held_out, listed.held_out_wrong > 30)
    assert f"wrong on {listed.wrong} of 336 cells" == listed.accuracy
    assert 0 == rules(evening).held_out_wrong


def test_all_phones_asked_are_called_mobile():
    """User-Agents that are exactly the ones asked of a device type go by the type, others by their labels."""
    space = moe.hours([9, 20]) * moe.user_agents.preset("all")
    phones = [label for name in ("phones", "in-app") for label in moe.user_agents.preset(name).axes[0].labels]
    agents = dict(zip(space.axis("user_agent").values, space.axis("user_agent").labels, strict=True))
    listed = rules(lambda c, _k: shown() if agents[c.user_agent] in phones else HOLE, space)
    assert "Mobile" == listed.rules[0].where
    listed = rules(lambda c, _k: shown() if agents[c.user_agent] in phones[:2] else HOLE, space)
    assert "iPhone or iPhone, Chrome" == listed.rules[0].where


def test_every_key_has_a_list():
    """In the order of the run."""
    table = table_of(SPACE, ["a", "b"], lambda c, key: evening(c, key) if key == "b" else HOLE)
    assert [("a", 1), ("b", 3)] == [(one.experience_key, len(one.rules)) for one in rules_of(table)]
