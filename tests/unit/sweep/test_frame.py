"""The tidy table: columns, order, types, and names that collide."""

from __future__ import annotations

import httpx
import pandas as pd
import pytest
from stand_in import StandIn, plan_of, serve_all, served, sweep

from moe_nb.core.context import Context
from moe_nb.core.metadata import ExperienceMeta, Metadata
from moe_nb.core.space import axis
from moe_nb.sweep.frame import to_frame
from moe_nb.sweep.plan import Plan
from moe_nb.sweep.table_builder import TableBuilder
from moe_nb.sweep.weeks import days, hours, week
from moe_nb.testing import START

WHO = ["audience_id", "audience_name", "variation_id", "experience_name", "campaign_id", "payload_hash"]
RESULTS = ["experience_key", "outcome", "cause", *WHO, "error", "status", "elapsed_ms", "asked_at"]
METADATA = Metadata((ExperienceMeta("k", "K", "Active"), ExperienceMeta("old", "Old", "Paused")))


def frame_of(space, keys=("k",), answer=serve_all, metadata=None):
    """Sweep a space and return its frame."""
    return to_frame(sweep(StandIn(answer), Plan(space, keys, metadata, None))[1])


def always(response):
    """Return a service that says one thing."""
    return lambda _body: response


def test_the_columns_in_their_order():
    """The number of the context, time, device, place and person, attributes, and then what came."""
    names = ["utm_medium", "identifier.u_em", "customer_id", "ip_address", "user_agent", "hour", "day"]
    space = axis("a", ["1"])
    for name, value in zip(names, ["email", "a@example.com", "u-42", "203.0.113.1", "curl/8", 9, "Mon"], strict=True):
        space *= axis(name, [value])
    leading = ["day", "hour", "user_agent", "ip_address", "customer_id", "a", "utm_medium", "identifier.u_em"]
    assert ["context", *leading, *RESULTS] == list(frame_of(space).columns)


def test_a_row_per_context_and_key_in_the_order_of_the_space():
    """Keys change fastest, then the right axis."""
    frame = frame_of(axis("hour", [2, 1]) * axis("day", ["Tue", "Mon"]), ("b", "a"))
    contexts = [(2, "Tuesday"), (2, "Monday"), (1, "Tuesday"), (1, "Monday")]
    expected = [(n, hour, day, key) for n, (hour, day) in enumerate(contexts) for key in ("b", "a")]
    assert expected == list(frame[["context", "hour", "day", "experience_key"]].itertuples(index=False, name=None))
    assert list(range(8)) == list(frame.index)


def test_what_repeats_is_categorical():
    """Axes and results are categories; numbers and times are not."""
    frame = frame_of(days(["Sat"]) * hours([9]) * axis("utm_medium", ["email", None]))
    others = {"context", "status", "elapsed_ms", "asked_at"}
    assert others == {name for name in frame if not isinstance(frame[name].dtype, pd.CategoricalDtype)}


@pytest.mark.parametrize("space", [days(["Sun", "Mon"]) * hours([19, 7]), days(["Sun"]).given(Context(hour=19))])
def test_days_and_hours_compare_as_time(space):
    """Also when they were given in another order, or are the same everywhere."""
    frame = frame_of(space, answer=always(served("k")))
    assert (frame.day.cat.ordered, frame.hour.cat.ordered) == (True, True)
    assert "Sunday" == frame.day.max()
    assert 19 == frame.hour.max()
    assert list(frame.hour.astype(int) < 12) == list(frame.hour < 12)


def test_local_times_compare_as_time():
    """Local day and clock stand beside the UTC ones, half hours and all."""
    frame = frame_of(week("Asia/Kolkata", "2026-11-23"))
    assert ["context", "day", "hour", "local_day", "local_hour", *RESULTS] == list(frame.columns)
    first = frame.iloc[0]
    assert ("Monday", 0, "Monday", "05:30") == (first.day, first.hour, first.local_day, first.local_hour)
    assert ("Monday", "04:30") == (frame.iloc[-1].local_day, frame.iloc[-1].local_hour)
    assert 15 * 7 == (frame.local_hour >= "09:30").sum()
    assert 24 * 2 == (frame.local_day >= "Saturday").sum()


def test_values_that_are_not_sent_are_missing():
    """None is missing, an empty text is an empty text."""
    frame = frame_of(axis("utm_medium", [None, "", "email"]) * hours([9]))
    assert [True, False, False] == list(frame.utm_medium.isna())
    assert ["", "email"] == list(frame.utm_medium.dropna())
    nobody = frame_of(axis("customer_id", [None]) * hours([9]))
    assert [True] == list(nobody.customer_id.isna())


def test_numbers_and_texts_are_the_same_value():
    """Attributes are texts on the wire, so 5 and "5" are one value and true is a word."""
    frame = frame_of(axis("level", [5, "5", True, 2.5]) * hours([9]))
    assert ["5", "true", "2.5"] == list(frame.level)


def test_what_came_stands_under_its_name():
    """Ids stay texts; what a served row has, a row that is not served has not."""
    hit = frame_of(hours([7])).iloc[0]
    hole = frame_of(hours([7]), answer=always(served())).iloc[0]
    assert ["served", "A", "All", "07"] == list(hit[["outcome", "audience_id", "audience_name", "variation_id"]])
    assert (200, True) == (hit.status, pd.isna(hit.cause))
    assert 12 == len(hit.payload_hash)
    assert ("not_served", "not known") == (hole.outcome, hole.cause)
    assert hole[["audience_id", "audience_name", "variation_id", "payload_hash", "error"]].isna().all()


def test_outcomes_and_causes_are_whole_categories():
    """Every possible word is known, so that counts and filters do not depend on what happened to come."""
    frame = frame_of(hours([9]), ("old",), always(served()), METADATA)
    assert ["served", "not_served", "failed", "not_asked"] == list(frame.outcome.cat.categories)
    assert ["paused"] == list(frame.cause)
    assert "unknown key" in frame.cause.cat.categories


def test_a_failed_row_says_why():
    """Status and error; a call without an answer has status 0."""
    refused = frame_of(hours([9]), answer=always(httpx.Response(400, json={"title": "T", "description": "because"})))
    assert ("failed", 400) == (refused.outcome[0], refused.status[0])
    assert "because" in refused.error[0]
    assert 0 == frame_of(hours([9]), answer=always(httpx.ConnectError("x"))).status[0]


def test_each_key_has_the_time_of_its_own_call():
    """Keys beyond the 25th were asked in another call, with a status of its own."""
    keys = [f"k{n}" for n in range(26)]

    def answer(body):
        return httpx.Response(404) if "k25" in body["experience_key"] else serve_all(body)

    frame = frame_of(hours([9]), tuple(keys), answer)
    assert [200] * 25 + [404] == list(frame.status)


def test_times_are_utc():
    """The moment of asking has a zone; a row that was not asked has none."""
    frame = frame_of(hours([9]))
    assert "UTC" == str(frame.asked_at.dt.tz)
    assert [START] == list(frame.asked_at)
    empty = to_frame(TableBuilder(plan_of(3)).table())
    assert empty.asked_at.isna().all()
    assert frame.asked_at.dtype == empty.asked_at.dtype
    assert ["not_asked"] * 3 == list(empty.outcome)


@pytest.mark.parametrize("keys", [(), None])
def test_a_run_without_keys_is_an_empty_frame(keys):
    """All columns, no rows."""
    frame = frame_of(hours([9, 10]), keys, always(served()))
    assert (0, ["context", "hour", *RESULTS]) == (len(frame), list(frame.columns))


@pytest.mark.parametrize("name", ["context", *RESULTS[1:]])
@pytest.mark.parametrize("fixed", [False, True])
def test_an_attribute_called_like_a_result_is_kept_apart(name, fixed):
    """Neither overwrites the other: the attribute stands under attribute.NAME, varied or fixed."""
    plain = frame_of(hours([9]))
    space = hours([9]).given(Context(attributes={name: "mine"})) if fixed else hours([9]) * axis(name, ["mine"])
    frame = frame_of(space)
    assert ["mine"] == list(frame[f"attribute.{name}"])
    pd.testing.assert_frame_equal(plain, frame.drop(columns=f"attribute.{name}"))


def test_even_a_second_collision_keeps_both():
    """An attribute that is really called attribute.status stays under its name."""
    frame = frame_of(axis("status", ["a"]) * axis("attribute.status", ["b"]) * hours([9]))
    assert ["a", "b"] == [frame["attribute.attribute.status"][0], frame["attribute.status"][0]]
    assert [200] == list(frame.status)


def test_an_attribute_called_like_the_local_clock_is_kept_apart():
    """With a zone the local day is the clock's; without one the attribute has its name to itself."""
    named = Context(attributes={"local_day": "mine"})
    frame = frame_of(week("Asia/Kolkata", "2026-11-23").given(named))
    assert ("Monday", "mine") == (frame.local_day[0], frame["attribute.local_day"][0])
    assert ["mine"] == list(frame_of(hours([9]).given(named)).local_day)


def test_labels_travel_into_the_frame():
    """Beside an axis whose values have names stand those names, in the order of the axis; a plain axis has none."""
    agents = axis("user_agent", ["UA-2", "UA-1", None], ["Second", "First", "Nobody"])
    frame = frame_of(hours([9]) * agents)
    assert ["Second", "First", "Nobody"] == list(frame.user_agent_label.cat.categories)
    assert ["Second", "First", "Nobody"] == list(frame.user_agent_label)
    columns = list(frame.columns)
    assert columns.index("user_agent_label") == columns.index("user_agent") + 1
    assert "hour_label" not in columns
    assert "utm_label" not in frame_of(hours([9]) * axis("utm", ["a", None])).columns


def test_an_attribute_called_like_a_label_is_kept_apart():
    """The labels of an axis and an attribute of that name both stay."""
    frame = frame_of(hours([9]) * axis("user_agent", ["UA-1"], ["First"]) * axis("user_agent_label", ["mine"]))
    assert ("First", "mine") == (frame.user_agent_label[0], frame["attribute.user_agent_label"][0])
