"""Axes and their products: order, labels, and what is refused."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from moe_nb.core.context import Context
from moe_nb.core.errors import SpaceError
from moe_nb.core.local_week import local_week
from moe_nb.core.space import EMPTY_LABEL, NO_VALUE_LABEL, Axis, Space, axis, shorten


def test_the_left_axis_is_outermost():
    """A product runs as nested loops would, the rightmost axis fastest."""
    space = axis("day", ["Mon", "Tue"]) * axis("hour", [9, 10, 11])
    expected = list(product(["Monday", "Tuesday"], [9, 10, 11]))
    assert expected == [(context.day, context.hour) for context in space]
    assert 6 == len(space)
    assert (1, 2) == space.coordinates(5)
    assert Context(day="Tuesday", hour=11) == space.context(5)


def test_three_axes_multiply():
    """Size is the product of the sizes, whatever the grouping."""
    a, b, c = axis("day", ["Mon"]), axis("hour", [1, 2]), axis("utm_medium", ["email", "sms", None])
    assert list((a * b) * c) == list(a * (b * c))
    assert 6 == len(a * b * c)


def test_thirty_axes_at_most():
    """More cannot be told apart in arrays, and it is said before anything is asked."""
    whole = axis("a0", ["x"])
    for number in range(1, 30):
        whole *= axis(f"a{number}", ["x"])
    assert 1 == len(whole)
    with pytest.raises(SpaceError, match="31 axes"):
        whole * axis("a30", ["x"])


def test_an_axis_twice_is_refused():
    """A product of an axis with itself is a mistake, and it is named."""
    with pytest.raises(SpaceError, match="'hour' stands twice"):
        axis("hour", [1]) * axis("hour", [2])


def test_spaces_only_multiply():
    """There is no plus, and no product with anything else."""
    with pytest.raises(TypeError):
        axis("hour", [1]) * 3
    with pytest.raises(TypeError):
        axis("hour", [1]) + axis("day", ["Mon"])


def test_a_value_given_twice_is_asked_once():
    """Values that are the same on the wire are one value."""
    (hours,) = axis("hour", [7, "07", "7", 8]).axes
    assert (7, 8) == hours.values
    (days,) = axis("day", ["Mon", "monday", "MON"]).axes
    assert ("Monday",) == days.values
    (flags,) = axis("vip", [True, "true"]).axes
    assert ("true",) == flags.values


def test_labels_travel_with_their_values():
    """A label stays with its value when a repeated value is dropped."""
    (made,) = axis("utm_medium", ["email", "email", "sms"], ["Mail", "Mail again", "Text"]).axes
    assert (("email", "sms"), ("Mail", "Text")) == (made.values, made.labels)


@pytest.mark.parametrize(
    ("name", "values", "labels"),
    [
        ("hour", [7, 19], ("07", "19")),
        ("day", ["sat"], ("Saturday",)),
        ("customer_id", [None, "u-42"], (NO_VALUE_LABEL, "u-42")),
        ("identifier.u_em", ["", "a@example.com"], (NO_VALUE_LABEL, "a@example.com")),
        ("utm_medium", ["", "email", None], (EMPTY_LABEL, "email", NO_VALUE_LABEL)),
        ("price", [5, 2.5], ("5", "2.5")),
    ],
)
def test_labels_are_the_values_as_people_write_them(name, values, labels):
    """Hours are padded, nothing reads "(none)", an empty text "(empty)", everything else is itself."""
    assert labels == axis(name, values).axes[0].labels


@pytest.mark.parametrize("values", ["Monday", b"Monday"])
def test_a_bare_text_is_not_a_list(values):
    """One text instead of a list would be taken letter by letter."""
    with pytest.raises(SpaceError, match=r"Write \["):
        axis("day", values)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("hour", [24]),
        ("day", ["funday"]),
        ("ip_address", ["here"]),
        ("utm_medium", [["a"]]),
        ("experience_key", ["k"]),
        ("Custom_attribute", ["x"]),
        ("", ["x"]),
        ("hour", []),
    ],
)
def test_what_cannot_be_sent_is_no_axis(name, values):
    """A value or name without a wire form is refused, and the axis is named."""
    with pytest.raises(SpaceError) as caught:
        axis(name, values)
    assert repr(name) in str(caught.value)


@pytest.mark.parametrize("labels", [["one"], ["one", "two", "three"]])
def test_labels_and_values_pair_up(labels):
    """A list of labels that is too short or too long is refused."""
    with pytest.raises(SpaceError, match=r"2 values and . label"):
        axis("hour", [1, 2], labels)
    with pytest.raises(SpaceError, match=r"2 values and . label"):
        Axis("hour", (1, 2), tuple(labels))


def test_two_values_need_two_labels():
    """A matrix could not tell them apart otherwise."""
    with pytest.raises(SpaceError, match="label 'one' twice"):
        axis("hour", [1, 2], ["one", "one"])


@pytest.mark.parametrize(("wanted", "position"), [(7, 0), ("07", 0), ("7", 0), (19, 1), ("Evening", 1)])
def test_a_position_is_found_by_value_or_label(wanted, position):
    """People name a coordinate by what is sent or by what they read."""
    (hours,) = axis("hour", [7, 19], ["07", "Evening"]).axes
    assert position == hours.position(wanted)


def test_a_missing_coordinate_names_what_there_is():
    """A refusal lists the labels."""
    with pytest.raises(SpaceError, match=r"no 8\..*'07', '19'"):
        axis("hour", [7, 19]).axes[0].position(8)


def test_a_missing_axis_names_what_there_is():
    """A refusal lists the axes."""
    space = axis("hour", [7]) * axis("utm_medium", ["email"])
    assert ("email",) == space.axis("utm_medium").values
    with pytest.raises(SpaceError, match=r"no axis 'day'\. The axes are hour, utm_medium"):
        space.axis("day")


def test_what_the_axes_do_not_vary_stays_as_given():
    """A base is around every context; an axis overrules it, None takes its value away."""
    base = Context(customer_id="u-42", hour=3, attributes={"a": "1"})
    space = (axis("hour", [1, 2]) * axis("a", [None, "9"])).given(base)
    assert [(1, {}), (1, {"a": "9"}), (2, {}), (2, {"a": "9"})] == [(c.hour, c.attributes) for c in space]
    assert {"u-42"} == {context.customer_id for context in space}


def test_a_product_keeps_both_bases_and_the_week():
    """Nothing that stands around the factors is lost."""
    week = local_week("Asia/Kolkata", date(2026, 11, 23))
    left = Space(axis("day", ["Mon"]).axes, week, Context(customer_id="u-42"))
    right = Space(axis("hour", [1]).axes, None, Context(attributes={"a": "1"}))
    for space in (left * right, right * left):
        assert week == space.local_week
        assert {"customer_id": "u-42", "a": "1"} == space.base.values()


def test_a_space_can_be_read_twice():
    """Contexts are made anew each time, not used up."""
    space = axis("hour", [1, 2, 3])
    assert list(space) == list(space)


def test_long_lists_of_labels_are_shortened():
    """A message shows the first labels and says how many more there are."""
    assert "'a', 'b'" == shorten(["a", "b"])
    assert shorten([str(n) for n in range(9)]).endswith("'7' and 1 more")


@pytest.mark.parametrize(
    ("name", "values", "wanted"), [("day", ["Sat"], "sat"), ("hour", [7], "07"), ("hour", [7], "7")]
)
def test_a_position_is_found_in_every_spelling(name, values, wanted):
    """What a context understands, an axis understands too."""
    assert 0 == axis(name, values).axes[0].position(wanted)


def test_an_axis_called_like_the_local_clock_is_refused_beside_it():
    """Two different things cannot both be local_day."""
    local = Space(axis("day", ["Mon"]).axes, local_week("Asia/Kolkata", date(2026, 11, 23)))
    with pytest.raises(SpaceError, match="local_day"):
        local * axis("local_day", ["x"])
    assert 1 == len(axis("day", ["Mon"]) * axis("local_day", ["x"]))
