"""Bodies put together from pieces are those that are written whole."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from test_wire import attribute_names, contexts, texts

from moe_nb.core.context import Context
from moe_nb.core.day_hour import DAYS
from moe_nb.core.long_list import LongList
from moe_nb.core.reply import Question
from moe_nb.core.request_template import RequestTemplate, SpaceQuestion
from moe_nb.core.space import Axis, Space, axis
from moe_nb.core.wire import write_request


class Listed(LongList):
    """A long list that is short."""

    def __init__(self, values):
        self._values = values

    def __len__(self):
        return len(self._values)

    def part(self, start, stop):
        return self._values[start:stop]

    def find(self, value):
        return self._values.index(value) if value in self._values else None

    def firsts(self):
        return np.array([self._values.index(value) for value in self._values])

    def digest(self):
        return "-".join(self._values)


VALUES = {
    "day": st.none() | st.sampled_from(DAYS),
    "hour": st.none() | st.integers(0, 23),
    "ip_address": st.none() | st.ip_addresses().map(str),
    "user_agent": st.none() | texts,
    "customer_id": st.none() | texts,
    "identifier.u_em": st.none() | texts,
    "identifier.u_mb": st.none() | texts,
}


@st.composite
def spaces(draw):
    """Draw a space of a few axes around any context; the axes may vary what the context has."""
    base = draw(contexts)
    names = [*VALUES, *base.attributes, *draw(st.lists(attribute_names, max_size=2))]
    chosen = draw(st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True))
    product = Space((), base=base)
    for name in chosen:
        if draw(st.booleans()) and name not in {"day", "hour", "ip_address"}:
            listed = draw(st.lists(texts, min_size=1, max_size=4))
            product *= Space((Axis(name, Listed(listed), Listed([f"{at}" for at in range(len(listed))])),))
        else:
            product *= axis(name, draw(st.lists(VALUES.get(name, st.none() | texts), min_size=1, max_size=3)))
    return product


chunks = st.lists(st.none() | st.lists(texts, max_size=25).map(tuple), min_size=1, max_size=2)


@given(spaces(), chunks)
def test_every_body_is_the_one_that_is_written_whole(space, asked):
    """Byte for byte, for every context and every chunk, whatever the axes vary and leave out."""
    template = RequestTemplate(space, asked)
    for index in range(len(space)):
        for number, keys in enumerate(asked):
            assert write_request(Question(space.context(index), keys)) == template.body(index, number)


@given(spaces(), chunks, st.randoms(use_true_random=False))
def test_the_order_of_asking_does_not_matter(space, asked, dice):
    """A sample asks here and there: each body is still its own."""
    template = RequestTemplate(space, asked)
    order = list(range(len(space)))
    dice.shuffle(order)
    for index in order:
        assert write_request(Question(space.context(index), asked[0])) == template.body(index, 0)


@given(spaces(), chunks)
def test_a_question_of_a_template_is_an_ordinary_question(space, asked):
    """It is equal to the one made whole, from both sides, and has the same context, keys and hash."""
    made = SpaceQuestion(RequestTemplate(space, asked), 0, 0)
    plain = Question(space.context(0), asked[0])
    assert (plain.context, plain.keys) == (made.context, made.keys)
    assert (True, True) == (plain == made, made == plain)
    assert hash(plain) == hash(made)
    assert made != Question(Context(customer_id="another one, surely"), asked[0])
