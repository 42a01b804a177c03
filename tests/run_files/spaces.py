"""Spaces with every kind of text in them, for properties."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from recorded import plan_of

import moe_nb as moe
from moe_nb.core.space import Axis, Space
from moe_nb.sweep.stored_list import spooled

ODD = ["", "\0", "a\0b", "'; DROP TABLE answer;--", '"', "\\", "💶", "é", "e\u0301", "\u202e", "%s", "{{ 1 }}", "=1+1"]
"""Texts that have broken databases, terminals and spreadsheets."""

texts = st.one_of(st.sampled_from(ODD), st.text(max_size=6))
names = st.sampled_from(["utm_source", "a\0b", "naïve 💶", "'; --", '"'])


@st.composite
def axes(draw):
    """Draw an axis of an attribute, labelled or not."""
    values = draw(st.lists(texts, min_size=1, max_size=6, unique=True))
    labels = draw(st.none() | st.lists(texts, min_size=len(values), max_size=len(values), unique=True))
    return moe.axis(draw(names), values, labels)


@st.composite
def long_axes(draw):
    """Draw an axis whose values are in a file, some of them several times."""
    values = draw(st.lists(texts.filter(bool), min_size=1, max_size=12))
    stored = spooled(values)
    return Space((Axis("customer_id", stored, stored),))


@st.composite
def spaces(draw):
    """Draw a product of up to three axes."""
    days = st.lists(st.sampled_from(["Mon", "Sat", "Sun"]), min_size=1, unique=True)
    week = moe.week("Asia/Kolkata").given(moe.Context(ip_address="203.0.113.7"))
    first = draw(st.one_of(days.map(moe.days), long_axes(), st.just(week), st.just(moe.hours([3, 4]))))
    return first * draw(axes()) if draw(st.booleans()) else first


@st.composite
def plans(draw):
    """Draw what a sweep asks: keys or none, all contexts or some."""
    space = draw(spaces())
    keys = st.lists(texts.filter(bool), min_size=1, max_size=3, unique=True)
    many = st.integers(26, 55).map(lambda count: [f"key {n}" for n in range(count)])
    chosen = draw(st.one_of(st.none(), keys, many))
    some = draw(st.none() | st.sets(st.integers(0, len(space) - 1), min_size=1, max_size=40))
    indices = None if some is None else np.array(sorted(some), np.int64)
    return plan_of(space, None if chosen is None else tuple(chosen), indices)
