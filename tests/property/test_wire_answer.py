"""The quick way of reading an answer finds what the careful one finds, or refuses what it refuses."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from moe_nb.core.errors import MalformedAnswerError
from moe_nb.core.wire_answer import read_answer, read_odd_answer

texts = st.text(max_size=6)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
layouts = st.sampled_from([(",", ":"), (", ", ": "), (" ,", " :"), (",\n ", ": ")])


def outcome(read, body):
    """Return what was read, or the words of the refusal."""
    try:
        return read(body)
    except MalformedAnswerError as error:
        return str(error)


@st.composite
def objects(draw):
    """Draw the text of an object whose names may stand twice, as few serialisers but many bugs write it."""
    comma, colon = draw(layouts)
    members = draw(st.lists(st.tuples(texts, values), max_size=4))
    return "{" + comma.join(f"{json.dumps(name)}{colon}{json.dumps(value)}" for name, value in members) + "}"


@st.composite
def answers(draw):
    """Draw an answer, the documented one or one with something besides, before or instead."""
    _, colon = draw(layouts)
    experiences = f'"experiences"{colon}{draw(objects() | values.map(json.dumps))}'
    others = [f'"{name}"{colon}{json.dumps(draw(values))}' for name in draw(st.lists(texts, max_size=1))]
    parts = draw(st.permutations([experiences] * draw(st.sampled_from([1, 1, 1, 2])) + others))
    return draw(st.sampled_from(["", "", "\ufeff", " "])) + "{" + ",".join(parts) + "}"


@given(answers())
def test_both_ways_read_the_same(text):
    """Compact or spaced, with names twice, unknown fields, odd numbers or half characters."""
    body = text.encode("utf-8", "surrogatepass")
    assert outcome(read_odd_answer, body) == outcome(read_answer, body)


@given(answers(), st.integers(0, 400), st.binary(max_size=3), st.integers(0, 3))
def test_both_ways_read_a_damaged_answer_alike(text, at, put, left_out):
    """Bytes lost, added or changed on the way."""
    body = text.encode("utf-8", "surrogatepass")
    damaged = body[:at] + put + body[at + left_out :]
    assert outcome(read_odd_answer, damaged) == outcome(read_answer, damaged)


@given(st.dictionaries(st.text(st.characters(codec="ascii"), max_size=8), values, max_size=5), layouts)
def test_an_answer_is_read_as_any_parser_reads_it(experiences, layout):
    """Each key keeps its own JSON."""
    body = json.dumps({"experiences": experiences}, separators=layout).encode()
    found = outcome(read_answer, body)
    if not isinstance(found, str):
        assert repr(experiences) == repr({key: json.loads(raw) for key, raw in found.experiences.items()})
