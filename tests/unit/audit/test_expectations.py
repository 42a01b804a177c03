"""A run judged by rows of expectations: nothing that was not answered passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from made_tables import FAILED, HOLE, PAUSED, shown, table_of

from moe_nb.audit.expectation_table import expectations_from
from moe_nb.audit.expectations import judge
from moe_nb.core.context import Context
from moe_nb.core.expectation_facts import Verdict
from moe_nb.core.run_table import NOT_ASKED
from moe_nb.core.space import axis
from moe_nb.sweep.user_agents import user_agents
from moe_nb.sweep.weeks import days, hours, week


def judged(table, *rows, week_of=None):
    """Judge rows that are about key ``k`` and expect it served unless they say otherwise."""
    cells = [({"experience_key": "k", "expect": "served"} | row) for row in rows]
    return judge(expectations_from(list(enumerate(cells, start=2))), table, week_of)


def verdict(table, **row):
    """Return the verdict of one row and why it is not wholly sure."""
    (result,) = judged(table, row).results
    return result.verdict.value, result.why


def by_hour(*contents):
    """Return a run of the first hours of a day with these contents."""
    return table_of(hours(range(len(contents))), ["k"], lambda context, _key: contents[context.hour])


@pytest.mark.parametrize(
    ("contents", "expected"),
    [
        ((shown(), shown()), ("pass", "")),
        ((shown(), HOLE), ("fail", "")),
        ((shown(), FAILED), ("partly asked", "1 context failed.")),
        ((shown(), NOT_ASKED), ("partly asked", "Not asked: 1 context.")),
        ((HOLE, NOT_ASKED), ("fail", "Not asked: 1 context.")),
        ((FAILED, NOT_ASKED), ("not asked", "1 context failed. Not asked: 1 context.")),
    ],
)
def test_only_answers_can_pass(contents, expected):
    """A failed context is no hole and no success; one that was never asked is neither."""
    assert expected == verdict(by_hour(*contents))


@pytest.mark.parametrize("content", [HOLE, PAUSED])
def test_not_served_is_met_whatever_the_cause(content):
    """Whether nobody matched or the experience is paused: the visitor got nothing."""
    assert ("pass", "") == verdict(by_hour(content), expect="not served")


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"audience": "A"}, ""),
        ({"audience": "Audience A"}, ""),
        ({"audience": "B | Audience A"}, ""),
        ({"audience": "B"}, "No answer has the audience 'B'."),
        ({"variation": "1"}, ""),
        ({"variation": "2 | 1"}, ""),
        ({"variation": "2"}, "No answer has the variation '2'."),
        ({"audience": "A", "variation": "2"}, "No answer has the variation '2'."),
    ],
)
def test_audience_and_variation_are_compared_as_they_are_called(cells, why):
    """An audience by its id or name, a variation by its id, any one of several."""
    assert ("fail" if why else "pass", why) == verdict(by_hour(shown("1", "A")), **cells)


def test_served_fails_a_row_that_expects_nothing():
    """Whoever is served contradicts it."""
    assert ("fail", "") == verdict(by_hour(shown("1", "A")), expect="not served")


def test_counterexamples_are_the_first_ones_and_the_rest_is_counted():
    """Seven of eight contexts contradict; five are shown with what they got."""
    (result,) = judged(by_hour(shown("2"), *[shown("1")] * 7), {"variation": "2"}).results
    assert (8, 1, 7) == (result.matched, result.agreed, result.contradicted)
    assert [1, 2, 3, 4, 5] == [example.index for example in result.counterexamples]
    assert {"1"} == {example.got.variation_id for example in result.counterexamples}
    assert "7 of 8 contexts got something else." == result.words


def test_what_the_run_does_not_hold_is_said():
    """A row for the whole working week is not wholly judged by a run of two days of it."""
    table = table_of(days(["Mon", "Tue", "Sun"]), ["k"], lambda _context, _key: shown())
    assert ("partly asked", "Not in the run: day Wednesday, day Thursday, day Friday.") == verdict(table, day="Mon-Fri")
    assert ("pass", "") == verdict(table, day="Mon,Tue")
    assert ("not asked", "Not in the run: day Saturday.") == verdict(table, day="Sat")


def test_a_key_that_was_not_asked_is_no_failure():
    """The keys that were asked are named."""
    (result,) = judged(by_hour(shown()), {"experience_key": "other"}).results
    assert (Verdict.NOT_ASKED, "The run did not ask for 'other'; it asked for 'k'.") == (result.verdict, result.why)


def test_user_agents_go_by_device_label_or_text():
    """Three ways to say the same phone; a device type is met by any agent of it that was asked."""
    space = user_agents.preset("devices")
    phones = [text for text in space.axes[0].values if "iPhone" in text or "Android" in text]
    table = table_of(space, ["k"], lambda context, _key: shown() if context.user_agent in phones else HOLE)
    for cell in ("device:mobile", space.axes[0].labels[0], phones[1]):
        assert "pass" == verdict(table, user_agent=cell)[0]
    assert "pass" == verdict(table, user_agent="device:desktop | device:tablet", expect="not served")[0]
    assert ("not asked", "Not in the run: user_agent device:Other.") == verdict(table, user_agent="device:other")


def test_a_value_that_was_not_sent_has_a_name():
    """(none) and (empty) are two things, and a value kept the same in every context is one that was asked."""
    space = axis("utm_medium", [None, "", "email"]).given(Context(attributes={"plan": "gold"}))
    table = table_of(space, ["k"], lambda context, _key: shown() if "utm_medium" not in context.attributes else HOLE)
    assert "pass" == verdict(table, utm_medium="(none)")[0]
    assert "pass" == verdict(table, utm_medium="(empty) | email", expect="not served")[0]
    assert ("fail", "not asked") == (verdict(table, plan="gold")[0], verdict(table, plan="free")[0])
    assert "pass" == verdict(table, utm_medium="(none)", city="(none)")[0]


def test_columns_the_run_knows_nothing_of_are_named():
    """A condition on something that was never sent is met by no context, and the column is named once."""
    report = judged(by_hour(shown()), {"utm_source": "x"}, {"utm_source": "y", "hour": "0"}, {"hour": "0"})
    assert ("utm_source",) == report.unmatched_columns
    assert ["not asked", "not asked", "pass"] == [result.verdict.value for result in report.results]


def test_a_zone_without_a_week_is_refused_in_words():
    """Not guessed: the row is a problem, the other rows are judged, and giving the week helps."""
    table = table_of(week(), ["k"], lambda _context, _key: shown())
    report = judged(table, {"hour": "09-17", "tz": "Europe/Berlin"}, {"hour": "09-17"})
    assert ["not checked", "pass"] == [result.verdict.value for result in report.results]
    assert [(2, "tz", "Europe/Berlin")] == [(one.row, one.column, one.value) for one in report.problems]
    assert "which one it means" in report.problems[0].problem
    assert not report.is_met
    assert judged(table, {"hour": "09-17", "tz": "Europe/Berlin"}, week_of=date(2026, 11, 25)).is_met


def test_a_zone_with_one_clock_all_year_needs_no_week():
    """Noon in Tokyo is 03 UTC in every week."""
    table = table_of(week(), ["k"], lambda context, _key: shown() if context.hour == 3 else HOLE)
    report = judged(table, {"hour": "12", "tz": "Asia/Tokyo"}, {"hour": "11", "tz": "Asia/Tokyo"})
    assert [("pass", 7), ("fail", 7)] == [(result.verdict.value, result.matched) for result in report.results]


def test_a_zone_without_a_clock_condition_needs_no_week():
    """Every hour is every hour, wherever."""
    assert judged(by_hour(shown()), {"tz": "Europe/Berlin"}).is_met


def test_a_week_with_a_clock_change_is_refused_in_words():
    """The neighbouring weeks are named."""
    table = table_of(week(), ["k"], lambda _context, _key: shown())
    report = judged(table, {"hour": "09", "tz": "Europe/Berlin"}, week_of=date(2026, 10, 25))
    assert "the clocks change in Europe/Berlin" in report.problems[0].problem


def test_a_zone_needs_day_and_hour():
    """A run that sent no day cannot know when an hour was in Berlin."""
    report = judged(by_hour(shown()), {"hour": "09", "tz": "Europe/Berlin"}, week_of=date(2026, 11, 25))
    assert "did not send both day and hour" in report.problems[0].problem


def test_local_hours_that_were_not_asked_are_counted():
    """A morning in Berlin judged by a run of one UTC hour."""
    table = table_of(days(["Mon"]) * hours([8]), ["k"], lambda _context, _key: shown())
    cells = {"day": "Mon", "hour": "09-11", "tz": "Europe/Berlin"}
    (result,) = judged(table, cells, week_of=date(2026, 11, 25)).results
    assert (Verdict.PARTLY_ASKED, "Not in the run: 2 of the 3 local hours.") == (result.verdict, result.why)


def served_in(zone, *served):
    """Return a run of a week in a zone, served from Monday to Friday in some UTC hours only."""
    week_days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    return table_of(
        week(zone, "2026-11-23"),
        ["k"],
        lambda context, _key: shown() if context.day in week_days and context.hour in served else HOLE,
    )


def test_half_an_hour_without_an_answer_contradicts():
    """Served 04-11 UTC, an office day in India has nobody from 09:00 to 09:29 and from 17:30 to 17:59."""
    cells = {"day": "Mon-Fri", "hour": "09-17", "tz": "Asia/Kolkata"}
    (result,) = judged(served_in("Asia/Kolkata", *range(4, 12)), cells).results
    assert (Verdict.FAIL, 50, 40, 10) == (result.verdict, result.matched, result.agreed, result.contradicted)
    assert 10 == result.half_inside
    assert (3, "Monday 09:00-09:29 (Asia/Kolkata)") == (
        result.counterexamples[0].index,
        result.counterexamples[0].local_part,
    )
    assert (
        "10 of 50 contexts got something else. 10 of those are in a UTC hour only partly inside, for the local time "
        "Monday 09:00-09:29, Monday 17:30-17:59, Tuesday 09:00-09:29, Tuesday 17:30-17:59 and 6 more (Asia/Kolkata)."
    ) == result.words
    (result,) = judged(served_in("Asia/Kolkata", *range(3, 13)), cells).results
    assert (Verdict.PASS, 50, 10, "") == (result.verdict, result.agreed, result.half_inside, result.why)


@pytest.mark.parametrize(
    ("served", "verdict", "parts"),
    [
        ((3, 4), "pass", []),
        ((3,), "fail", ["Monday 09:45-09:59 (Asia/Kathmandu)"]),
        ((4,), "fail", ["Monday 09:00-09:44 (Asia/Kathmandu)"]),
        ((), "fail", ["Monday 09:00-09:44 (Asia/Kathmandu)", "Monday 09:45-09:59 (Asia/Kathmandu)"]),
    ],
)
def test_one_local_hour_is_judged_by_both_its_utc_hours(served, verdict, parts):
    """In Nepal nine o'clock lies in 03 and 04 UTC, three quarters and one quarter of it."""
    cells = {"day": "Mon", "hour": "09", "tz": "Asia/Kathmandu"}
    (result,) = judged(served_in("Asia/Kathmandu", *served), cells).results
    assert (verdict, 2) == (result.verdict.value, result.matched)
    assert parts == [example.local_part for example in result.counterexamples]


def test_an_hour_that_contradicts_wholly_names_no_part():
    """Only where less than the UTC hour is meant does it stand for a local time of its own."""
    cells = {"day": "Mon", "hour": "09-10", "tz": "Asia/Kolkata"}
    (result,) = judged(served_in("Asia/Kolkata", 3, 5), cells).results
    assert ("1 of 3 contexts got something else.", "") == (result.words, result.counterexamples[0].local_part)


def test_half_a_local_hour_that_was_not_asked_is_said():
    """Nine o'clock in India judged by one of its two UTC hours is not wholly judged."""
    table = table_of(days(["Mon"]) * hours([4]), ["k"], lambda _context, _key: shown())
    cells = {"day": "Mon", "hour": "09-11", "tz": "Asia/Kolkata"}
    (result,) = judged(table, cells, week_of=date(2026, 11, 25)).results
    words = "Not in the run: 3 of the 3 local hours (2 of them in part)."
    assert (Verdict.PARTLY_ASKED, 1, words) == (result.verdict, result.agreed, result.why)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (({"hour": "0-2"}, {"hour": "2-3", "expect": "not served"}), [(2, 3, 2)]),
        (({"hour": "0-1"}, {"hour": "2-3", "expect": "not served"}), []),
        (({"audience": "A"}, {"audience": "B"}), [(2, 3, 0)]),
        (({"audience": "A"}, {"audience": "Audience A"}), []),
        (({"audience": "A | B"}, {"audience": "B"}), []),
        (({"audience": "A"}, {"variation": "1"}), []),
        (({"variation": "1"}, {"variation": "2"}), [(2, 3, 0)]),
        (({"audience": "A"}, {}, {"audience": "C", "hour": "3"}), [(2, 4, 3)]),
        (({"audience": "A"}, {"experience_key": "l", "audience": "B"}), []),
    ],
)
def test_rows_that_cannot_both_hold_are_named(rows, expected):
    """Both rows and a context that both speak of; an id and the name it goes by are one audience."""
    table = table_of(hours(range(4)), ["k", "l"], lambda _context, key: shown("1", "A", key=key))
    found = judged(table, *rows).conflicts
    assert expected == [(one.first_row, one.second_row, one.witness) for one in found]


def test_conflicts_are_bounded():
    """A table that contradicts itself everywhere names fifty pairs."""
    rows = [{"variation": str(number)} for number in range(30)]
    assert 50 == len(judged(by_hour(shown()), *rows).conflicts)


def test_an_empty_table_is_not_met():
    """Nothing was checked, so nothing passed."""
    report = judged(by_hour(shown()))
    assert (False, False, False) == (report.is_met, report.is_fully_checked, report.has_failures)


TYPES = "device types are Mobile, Tablet, Desktop, Other"
DEVICES = user_agents(
    {"phone": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Mobile", "PC": "Mozilla/5.0 (Windows NT 10.0)"}
)


@pytest.mark.parametrize("column", ["device", "Device", "device_type"])
@pytest.mark.parametrize("cell", ["mobile", "Mobile", "device:mobile"])
def test_a_column_of_devices_means_the_user_agent(column, cell):
    """An analyst writes "device"; the run varied User-Agents, which decide it."""
    table = table_of(DEVICES, ["k"], lambda context, _key: shown() if "iPhone" in context.user_agent else HOLE)
    (result,) = judged(table, {column: cell}).results
    assert ("pass", 1, "user_agent device:Mobile") == (result.verdict.value, result.matched, result.row.where)
    assert "fail" == verdict(table, **{column: "desktop"})[0]


def test_an_attribute_called_device_stays_an_attribute():
    """What the run itself sent under that name is what is meant."""
    table = table_of(
        DEVICES * axis("device", ["mobile"]), ["k"], lambda context, _key: shown() if context.attributes else HOLE
    )
    (result,) = judged(table, {"device": "mobile"}).results
    assert ("pass", 2, "device mobile") == (result.verdict.value, result.matched, result.row.where)


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"utm_medium": "Email"}, "Not in the run: utm_medium Email (it has 'email')."),
        ({"utm_medium": "e-mail"}, "Not in the run: utm_medium e-mail (it has 'email')."),
        ({"utm_medium": "fax"}, "Not in the run: utm_medium fax."),
        ({"UTM_Medium": "email"}, "Not in the run: UTM_Medium email (it has 'utm_medium')."),
        ({"useragent": "PC"}, "Not in the run: useragent PC (it has 'user_agent')."),
        ({"user_agent": "pc"}, "Not in the run: user_agent pc (it has 'PC')."),
        ({"plan": "gold"}, "Not in the run: plan gold (it has no 'plan', neither varied nor sent)."),
        (
            {"device": "iPhone"},
            f"Not in the run: device iPhone ({TYPES}; a browser or system stands in a column user_agent).",
        ),
        ({"experience_key": "K"}, "The run did not ask for 'K' (it has 'k'); it asked for 'k'."),
    ],
)
def test_a_name_that_is_nearly_one_of_the_run_is_told(cells, why):
    """Case matters to the service, so nothing is taken for anything else; but what was meant is named."""
    table = table_of(DEVICES * axis("utm_medium", ["email", "push, web"]), ["k"], lambda _context, _key: shown())
    assert ("not asked", why) == verdict(table, **cells)


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"audience": "vip users"}, "No answer has the audience 'vip users'; there is 'VIP users'."),
        ({"audience": "VIP user"}, "No answer has the audience 'VIP user'; there is 'VIP users'."),
        ({"variation": "Variation 2"}, "No answer has the variation 'Variation 2'; there is '2'."),
        ({"audience": "Somebody else entirely"}, "No answer has the audience 'Somebody else entirely'."),
        ({"audience": "VIP users", "variation": "2", "expect": "served"}, ""),
    ],
)
def test_an_audience_that_is_nearly_one_of_the_answers_is_told(cells, why):
    """The row fails, for the names differ; that only the case does is said beside it."""
    table = by_hour(replace(shown(variation="2"), audience_name="VIP users"))
    assert (("fail" if why else "pass"), why) == verdict(table, **cells)


def test_values_with_commas_can_be_told_apart():
    """A label with a comma does not read like two labels."""
    table = table_of(axis("utm_medium", ["push, web", "email"]), ["k"], lambda _context, _key: shown())
    (result,) = judged(table, {"utm_medium": "push, web"}).results
    assert ("pass", "utm_medium 'push, web'") == (result.verdict.value, result.row.where)
    _, why = verdict(table, utm_medium="email|sms, mms|fax")
    assert "Not in the run: utm_medium 'sms, mms'; utm_medium fax." == why


def test_one_context_is_one_context():
    """The result of a row reads like a sentence."""
    (result,) = judged(by_hour(shown()), {}).results
    assert "1 of 1 context as expected." == result.words


KOLKATA = {"day": "Mon", "tz": "Asia/Kolkata"}
DAY_SHIFT, LATE_SHIFT = KOLKATA | {"hour": "09-13", "audience": "A"}, KOLKATA | {"hour": "14-17", "audience": "B"}


@pytest.mark.parametrize(
    ("rows", "witness", "words"),
    [
        (
            (DAY_SHIFT, LATE_SHIFT),
            8,
            (
                "Rows 2 and 3 expect different things, and meet within a UTC hour: Monday 13:30-13:59 (Asia/Kolkata) "
                "and Monday 14:00-14:29 (Asia/Kolkata). All minutes of a UTC hour get one answer, so not both can hold "
                "there."
            ),
        ),
        (
            (DAY_SHIFT, LATE_SHIFT | {"hour": "13-17"}),
            7,
            "Rows 2 and 3 expect different things of the same contexts.",
        ),
        (
            (DAY_SHIFT, {"day": "Mon", "hour": "8", "audience": "B"}),
            8,
            "Rows 2 and 3 expect different things of the same contexts.",
        ),
        (
            (DAY_SHIFT | {"hour": "13"}, LATE_SHIFT | {"hour": "14", "tz": "Asia/Kathmandu"}),
            8,
            "Rows 2 and 3 expect different things of the same contexts.",
        ),
    ],
    ids=["adjoining", "an hour in both", "the whole UTC hour", "zones that overlap by a quarter"],
)
def test_rows_that_only_meet_within_a_utc_hour_are_told_so(rows, witness, words):
    """Adjoining local hours of a half-hour zone share no minute, and still one answer: the words say which."""
    (found,) = judged(served_in("Asia/Kolkata", 8), *rows).conflicts
    assert (witness, words) == (found.witness, found.words)
