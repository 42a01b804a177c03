"""What a box is called."""

from __future__ import annotations

import pytest

from moe_nb.core.box_words import describe_box
from moe_nb.core.boxes import Box
from moe_nb.core.context import Context
from moe_nb.core.space import Space, axis
from moe_nb.sweep.user_agents import user_agents
from moe_nb.sweep.weeks import days, hours, week

DEVICES = user_agents.preset("devices")
EVERY_DAY, EVERY_HOUR = tuple(range(7)), tuple(range(24))
NIGHT = (0, 1, 2, 3, 4, 5, 22, 23)


@pytest.mark.parametrize(
    ("some_days", "some_hours", "words"),
    [
        ((0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5), "Mon-Fri 00-05 UTC"),
        (EVERY_DAY, EVERY_HOUR, "any day, any hour"),
        (EVERY_DAY, NIGHT, "any day, 22-05 UTC"),
        ((4,), NIGHT, "Fri 00-05, 22-23 UTC"),
        ((0, 5, 6), EVERY_HOUR, "Sat-Mon UTC, any hour"),
        ((0, 2, 4), (9,), "Mon, Wed, Fri 09 UTC"),
        ((0, 1, 4, 5), (0, 23), "Mon-Tue, Fri-Sat 00, 23 UTC"),
        (EVERY_DAY, (0, 23), "any day, 23-00 UTC"),
    ],
)
def test_a_week_is_written_like_a_world_file(some_days, some_hours, words):
    """Both ends of a range belong to it; days wrap round the week, hours round midnight only beside every day."""
    assert words == describe_box(Box((some_days, some_hours)), week())


def test_a_clock_that_was_asked_in_part_is_listed():
    """Hours between those that were asked are not spoken of."""
    assert "09, 11, 17-18 UTC" == describe_box(Box(((0, 1, 2, 3),)), hours([9, 11, 17, 18]))
    assert "Sat-Mon UTC" == describe_box(Box(((0, 1, 2),)), days(["Mon", "Sat", "Sun"]))
    assert "any hour asked" == describe_box(Box((tuple(range(12)),)), hours(range(0, 24, 2)))


def test_the_order_of_an_axis_does_not_matter():
    """Hours that were given backwards read forwards."""
    assert "05-07 UTC" == describe_box(Box(((0, 1, 2),)), hours([7, 6, 5, 12]))


def test_hours_alone_wrap_unless_one_day_was_asked():
    """Without a day the night is one range; on a fixed day its two ends are hours apart."""
    assert "22-05 UTC" == describe_box(Box((NIGHT,)), hours())
    assert "00-05, 22-23 UTC" == describe_box(Box((NIGHT,)), hours().given(Context(day="Friday")))


def test_a_missing_day_or_hour_is_said():
    """A context that names no hour is not midnight."""
    assert "00, no hour UTC" == describe_box(Box(((0, 1),)), axis("hour", [0, None, 7]))


@pytest.mark.parametrize(
    ("some", "words"),
    [
        ((0,), "iPhone"),
        ((0, 2), "iPhone or iPad"),
        ((0, 1, 3), "any User-Agent asked but iPad"),
        ((0, 1, 2, 3), "any User-Agent asked"),
    ],
)
def test_labels_stand_for_user_agents(some, words):
    """People read the name of a phone, not its header; "any" is any that was asked."""
    assert words == describe_box(Box((some,)), DEVICES)


def test_attributes_go_by_their_name():
    """What is sent and what is left out are both named; a single value is named, not called any."""
    mail = axis("utm_medium", ["email", None, ""])
    assert "utm_medium email or (none)" == describe_box(Box(((0, 1),)), mail)
    assert "utm_medium email" == describe_box(Box(((0,),)), axis("utm_medium", ["email"]))
    assert "IP address 192.0.2.1" == describe_box(Box(((0,),)), axis("ip_address", ["192.0.2.1"]))


def test_many_values_are_counted():
    """Five are named, and how many there are is said."""
    many = axis("customer_id", [f"u-{number}" for number in range(2000)])
    words = describe_box(Box((tuple(range(0, 2000, 2)),)), many)
    assert "customer u-0, u-2, u-4, u-6, u-8, … (1,000 of the 2,000 asked)" == words


def test_the_clock_comes_first_and_every_axis_is_named():
    """In the order of the space, after day and hour."""
    space = axis("source", ["app", "web"]) * hours() * DEVICES * days()
    box = Box(((1,), EVERY_HOUR, (0, 2), (5, 6)))
    assert "Sat-Sun UTC, any hour, source web, iPhone or iPad" == describe_box(box, space)


def test_a_space_without_axes_has_a_name_too():
    """There is only one context to speak of."""
    assert "the only context" == describe_box(Box(()), Space(()))
