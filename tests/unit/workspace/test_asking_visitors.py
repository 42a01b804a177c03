"""Many visitors of one situation: how they are split, whom to ask, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from html_page import Page

import moe_nb as moe
from moe_nb.core.errors import AuditError, UsageError

BANNER = "homepage-banner"
IPHONE = moe.user_agents.preset("devices").context(0).user_agent
EVENING = moe.Context(day="Monday", hour=20, user_agent=IPHONE)


def test_a_true_split_is_no_mismatch(demo):
    """As many made-up visitors as the plan says, shares with intervals, and a test against the expected ones."""
    found = demo.split(EVENING, BANNER, expected={"1": 50, "2": 50})
    assert (675, False) == (found.facts.visitors, found.is_mismatch)
    assert found.plan.startswith("675 visitors: each share to within 5 points")
    frame = found.to_frame()
    assert [("43D", 0.5), ("43D", 0.5)] == [*frame[["audience_id", "expected"]].itertuples(index=False, name=None)]
    assert 1 == frame["share"].sum()
    assert ((frame["low"] <= 0.5) & (frame["high"] >= 0.5)).all()
    assert [] == Page(found._repr_html_()).strangers
    assert "no mismatch seen" in repr(found)


def test_a_wrong_split_is_a_mismatch(demo):
    """Half and half is not ninety to ten, whatever the audience is called in the expectation."""
    for expected in ({"1": 90, "2": 10}, {"43D": {"1": 90, "2": 10}}, {"Evening app users": {"1": 9, "2": 1}}):
        assert demo.split(EVENING, BANNER, visitors=400, expected=expected).is_mismatch


def test_whom_to_ask_is_the_users_choice(demo):
    """Named ids are asked, one that comes again counts once, and without a split nothing is judged."""
    found = demo.split(EVENING, BANNER, ids=["u-42", "u-7", "u-42"])
    assert (2, False) == (found.facts.visitors, found.is_mismatch)
    assert "2 visitors (1 of the 3 ids given came again and counts once)" in found.plan
    assert found.plan in repr(found)
    assert {"u-42", "u-7"} == set(found.run.to_frame()["customer_id"])


def test_ids_are_not_made_up_in_a_real_workspace(on_port):
    """Not without a yes: asking about an unknown id may create a profile."""
    with pytest.raises(UsageError, match="may create profiles") as caught:
        on_port.split(EVENING, BANNER, visitors=5)
    assert "made_up_ids=True" in caught.value.hint
    assert 5 == on_port.split(EVENING, BANNER, visitors=5, made_up_ids=True).facts.visitors
    assert 2 == on_port.split(EVENING, BANNER, ids=["u-42", "u-7"]).facts.visitors


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"visitors": 5, "ids": ["u-42"]}, "Give visitors="),
        ({"visitors": 5, "precision": 0.05}, "Give visitors="),
        ({"visitors": 0}, "visitors=0 asks nobody"),
        ({"ids": []}, "customer_id"),
    ],
)
def test_a_split_of_nobody_is_refused(demo, how, said):
    """It is said before anything is asked."""
    with pytest.raises(UsageError, match=said):
        demo.split(EVENING, BANNER, **how)


def test_a_situation_with_a_customer_is_refused(demo):
    """The visitors are what is varied."""
    with pytest.raises(UsageError, match="names customer 'u-42'"):
        demo.split(moe.Context(customer_id="u-42"), BANNER)


@pytest.mark.parametrize(
    ("expected", "said", "hint"),
    [
        ({"Evening ap users": {"1": 50, "2": 50}}, "audience 'Evening ap users'", "'Evening app users' (43D)"),
        (
            {"Evening app users": {"1": 50, "2": 50}, "Office": {"1": 1}},
            "audience 'Office'",
            "'Evening app users' (43D)",
        ),
        ({"43D": {"A": 50, "B": 50}}, "None of the variations 'A', 'B' was served to '43D'", "Served were '"),
        ({"A": 50, "B": 50}, "None of the variations 'A', 'B' was served", "Served were '"),
    ],
)
def test_names_that_nobody_was_served_are_refused(demo, expected, said, hint):
    """A mistyped name would be a split that is never tested; the names there are are told."""
    with pytest.raises(AuditError, match=said) as caught:
        demo.split(EVENING, BANNER, visitors=40, expected=expected)
    assert hint in caught.value.hint


def test_a_refusal_after_asking_says_where_the_answers_are(on_port, tmp_path, monkeypatch):
    """What a real workspace answered is in its run file, and not lost for a mistyped name."""
    monkeypatch.setenv("MOE_RUNS", str(tmp_path))
    with pytest.raises(AuditError, match="The answers are kept in") as caught:
        on_port.split(EVENING, BANNER, ids=["u-42", "u-7"], expected={"Office": {"1": 50, "2": 50}})
    (file,) = tmp_path.glob("*.moe")
    assert str(file) in caught.value.description
    assert 2 == len(moe.open_run(file))


@pytest.mark.parametrize(
    "expected",
    [
        {},
        {"43D": {}},
        {"1": 50, "43D": {"1": 50}},
        {"1": "50"},
        {"1": -1, "2": 2},
        {"1": 0, "2": 0},
        {"1": float("nan")},
    ],
    ids=repr,
)
def test_what_is_no_split_is_refused_before_anybody_is_asked(scripted, expected):
    """Nothing is asked for a mistake that can be seen beforehand."""
    asked = []
    workspace = scripted(lambda body: asked.append(body) or (500, b""))
    with pytest.raises(AuditError, match="is no split"):
        workspace.split(EVENING, BANNER, ids=["u-1"], expected=expected)
    assert [] == asked


def test_shares_may_be_numbers_of_any_kind(demo):
    """Whole numbers as numpy and pandas make them, too."""
    found = demo.split(EVENING, BANNER, visitors=100, expected={"1": np.int64(1), "2": np.float64(1)})
    assert (True, False) == (found.is_tested, found.is_mismatch)


def test_a_variation_that_was_not_expected_is_named_beside_the_one_nobody_got(demo):
    """A mismatch that may be a mistyped id says so."""
    found = demo.split(EVENING, BANNER, visitors=100, expected={"1": 50, "B": 50})
    assert found.is_mismatch
    assert "Served and not expected: variation 2. Expected and served to nobody: B." in repr(found)


def test_a_split_that_was_not_tested_says_so(demo):
    """No expectation is no test, and one variation is nothing to test."""
    assert not demo.split(EVENING, BANNER, visitors=50).is_tested
    found = demo.split(moe.Context(hour=10), "live-chat", visitors=50, expected={"1": 100})
    assert (False, True) == (found.is_tested, "nothing to test: one variation" in repr(found))
    night = demo.split(moe.Context(hour=3), "live-chat", visitors=5, expected={"71A": {"1": 50, "2": 50}})
    assert (False, True) == (night.is_tested, "Nobody was served, so there is no split to test." in repr(night))


def test_how_many_visitors_a_split_needs_is_said_without_asking(scripted):
    """For a wanted precision and a deviation that matters, in words; nobody is asked."""
    asked = []
    workspace = scripted(lambda body: asked.append(body) or (500, b""))
    plan = workspace.plan_split()
    assert (675, []) == (plan.visitors, asked)
    assert "675 visitors: each share to within 5 points" in repr(plan)
    assert [] == Page(plan._repr_html_()).strangers
    assert workspace.plan_split(0.01).visitors > 9_000
    assert workspace.plan_split(served=0.51, precision=0.2).visitors > 40_000
    with pytest.raises(AuditError, match="not between 0 and 1"):
        workspace.plan_split(5)


SPLIT = {"1": 70, "2": 20, "3": 10}


def test_an_expected_split_is_asked_by_its_own_plan(demo):
    """Three variations of 70, 20 and 10 are no 50/50, in what is announced and in how many are asked."""
    plan = demo.plan_split(expected=SPLIT)
    found = demo.split(moe.Context(attributes={"utm_medium": "email"}), "promo-strip", expected=SPLIT)
    assert (plan.visitors, plan.facts.words) == (found.facts.visitors, found.plan)
    assert "60% served instead of 70% is noticed in 97% of audits" in found.plan
    assert "50%" not in found.plan
    assert not found.is_mismatch


@pytest.mark.parametrize(
    ("wanted", "same"),
    [
        ({"expected": {"1": 50, "2": 50}}, {}),
        ({"expected": {"1": 1, "2": 1, "3": 0}, "variations": 2}, {}),
        ({"expected": {"1": 50, "2": 50}, "served": 0.65}, {"served": 0.65}),
        ({"expected": {"1": 50, "2": 50}, "served": {"2": 35, "1": 65}}, {"served": 0.65}),
        ({"expected": {"1": 90, "2": 10}}, {"expected": 0.9}),
        ({"expected": {"A": {"1": 90, "2": 10}, "B": {"1": 50, "2": 50}, "C": {"1": 100}}}, {}),
    ],
)
def test_a_plan_takes_a_split_as_split_does(demo, wanted, same):
    """A mapping or a share; of several audiences the one that takes the most."""
    assert demo.plan_split(**same).visitors == demo.plan_split(**wanted).visitors


def test_a_plan_by_audience_counts_those_who_are_served_it(demo):
    """Visitors who get another audience, or nothing, tell nothing about its split."""
    plan = demo.plan_split(expected={"Office hours": {"1": 50, "2": 50}})
    assert plan.facts.words.startswith("675 visitors who are served 'Office hours': each share")


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"expected": {"1": 100}}, "there is no split to notice"),
        ({"expected": {}}, "is no split"),
        ({"expected": {"1": "half"}}, "is no split"),
        ({"expected": SPLIT, "served": 0.6}, "one share, and 3 variations"),
        ({"expected": SPLIT, "served": {"1": 60, "4": 40}}, "names other variations"),
        ({"expected": SPLIT, "served": {"A": SPLIT}}, "names other variations"),
        ({"expected": SPLIT, "served": {"1": 7, "2": 2, "3": 1}}, "cannot be noticed"),
        ({"served": {"1": 60, "2": 40}}, "Write both in the same form|is a split, and 0.5 one share"),
        ({"expected": [50, 50]}, "is not between 0 and 1"),
        ({"expected": "50"}, "is not between 0 and 1"),
    ],
)
def test_a_plan_for_what_is_no_split_is_refused_in_words(demo, wanted, said):
    """Never with a bare TypeError."""
    with pytest.raises(AuditError, match=said):
        demo.plan_split(**wanted)


def test_one_expected_variation_is_asked_for_its_precision(demo):
    """There is no split to notice, so nothing is said of one."""
    found = demo.split(moe.Context(hour=10), "live-chat", expected={"1": 100})
    assert found.plan.startswith("381 made-up visitors: a share near one half is known to within 5 points")


def test_the_precision_of_three_variations_is_that_of_three_intervals(demo):
    """What is announced is what the table shows: three intervals looked at together are wider than one."""
    email = moe.Context(attributes={"utm_medium": "email"})
    found = demo.split(email, "promo-strip", expected=SPLIT, precision=0.1)
    frame = found.to_frame()
    assert ((frame["high"] - frame["low"]) <= 0.2).all()
    assert found.facts.visitors > demo.split(EVENING, BANNER, precision=0.1).facts.visitors
    with pytest.raises(AuditError, match="0 is not between 0 and 1"):
        demo.split(email, "promo-strip", precision=0)


def test_a_wanted_precision_asks_as_many_visitors(demo):
    """Plus or minus ten points take 93 of them, and every interval is as narrow."""
    found = demo.split(EVENING, BANNER, precision=0.1)
    frame = found.to_frame()
    assert ((frame["high"] - frame["low"]) <= 0.2).all()
    assert f"{found.facts.visitors} made-up visitors: a share near one half is known to within 10 points" in found.plan
