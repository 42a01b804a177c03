"""Objects said in JSON: names said twice are refused, however the JSON is written."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.core.errors import MalformedAnswerError
from moe_nb.core.json_text import check_said_once, read_object
from moe_nb.core.wire_answer import read_answer

WRITTEN = {
    "compact": {"separators": (",", ":")},
    "with spaces": {},
    "indented": {"indent": 2},
    "as ASCII": {"ensure_ascii": True, "separators": (",", ":")},
}
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
well_formed = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize("style", WRITTEN)
@given(members=st.dictionaries(well_formed, st.integers() | well_formed, max_size=6))
def test_every_name_is_read_with_its_value(style, members):
    """Each way of writing JSON gives the same names and values."""
    text = json.dumps(members, **({"ensure_ascii": False} | WRITTEN[style])).encode()
    assert members == {name: json.loads(bytes(raw)) for name, raw in read_object(text, text).items()}


@pytest.mark.parametrize("style", WRITTEN)
@given(members=st.dictionaries(well_formed, values, min_size=1, max_size=6), data=st.data())
def test_a_name_said_twice_is_refused(style, members, data):
    """One of the two values would be lost: the error names the name."""
    name = data.draw(st.sampled_from(sorted(members)))
    how = {"ensure_ascii": False} | WRITTEN[style]
    first, second = (json.dumps(said, **how) for said in (members, {name: members[name]}))
    text = f"{first.rstrip()[:-1].rstrip()},{second.lstrip()[1:]}".encode("utf-8", "surrogatepass")
    with pytest.raises(MalformedAnswerError):
        read_object(text, text)


@pytest.mark.parametrize(
    "text",
    [
        '{"a":1,"a":2}',
        '{"a": 1, "a": 1}',
        '{"a":1,"\\u0061":2}',
        '{"a":99999999999999999999999999,"b":1e400,"a":2}',
        '{"é":1,"é":{}}',
    ],
)
def test_the_name_is_told(text):
    """The error says which name, escapes read."""
    with pytest.raises(MalformedAnswerError, match=r"The answer says '[aé]' twice"):
        read_object(text.encode(), text.encode())


@given(
    members=st.dictionaries(well_formed, st.integers() | well_formed, min_size=1, max_size=9),
    lost=st.text(st.characters(codec="ascii"), max_size=24),
    style=st.sampled_from(sorted(WRITTEN)),
)
def test_no_length_hides_a_name_said_twice(members, lost, style):
    """However long the lost value is: it may take as many characters as another way of writing would."""
    how = {"ensure_ascii": False} | WRITTEN[style]
    name = min(members)
    text = f"{{{json.dumps(name, **how)}:{json.dumps(lost)},{json.dumps(members, **how).strip()[1:]}".encode()
    with pytest.raises(MalformedAnswerError, match="twice"):
        read_object(text, text)
    answer = b'{"experiences":%b}' % text
    with pytest.raises(MalformedAnswerError, match="twice"):
        read_answer(answer)


@pytest.mark.parametrize("lost", range(12))
@pytest.mark.parametrize("count", range(1, 12))
def test_a_lost_value_as_long_as_the_spaces_is_seen(count, lost):
    """The length of a text with a name said twice can be that of the same names with spaces between."""
    others = b",".join(b'"k%d":{}' % number for number in range(count))
    text = b'{"k0":"%b",%b}' % (b"x" * lost, others)
    with pytest.raises(MalformedAnswerError, match="'k0' twice"):
        read_object(text, text)
    with pytest.raises(MalformedAnswerError, match="'k0' twice"):
        read_answer(b'{"experiences":%b}' % text)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"payload":{},"payload":{}}',
        b'{"payload":{"T":{"value":1},"T":{"value":2}}}',
        b'{"payload": {"T": {"value": [{"a": 1, "a": 1}]}}}',
        b'{"payload":{"T":{"value":1,"val\\u0075e":1}}}',
    ],
)
def test_nothing_in_an_experience_is_said_twice(raw):
    """Which of two payloads a visitor would see, nobody knows."""
    with pytest.raises(MalformedAnswerError, match="twice"):
        check_said_once(raw)


@given(value=values, style=st.sampled_from(sorted(WRITTEN)))
def test_what_says_everything_once_is_fine(value, style):
    """However it is written."""
    assert check_said_once(json.dumps(value, **WRITTEN[style]).encode()) is None


def test_names_of_inner_objects_are_not_looked_at():
    """What an experience holds is shown as sent."""
    text = b'{"a":{"b":1,"b":2},"c":{"b":3}}'
    assert {"a": b'{"b":1,"b":2}', "c": b'{"b":3}'} == {k: bytes(v) for k, v in read_object(text, text).items()}


@pytest.mark.parametrize("depth", [10, 100, 500, 900, 990, 1000, 1010, 2000, 100_000])
@pytest.mark.parametrize("odd", ["", "NaN,", "1e400,"])
def test_no_depth_gets_through_as_another_error(depth, odd):
    """Either read or refused with a word of ours."""
    text = ('{"a":[' + odd + "[" * depth + "]" * depth + "]}").encode()
    said = ""
    try:
        read_object(text, text)
    except MalformedAnswerError as error:
        said = error.description
    assert said in {"", "The answer is nested too deeply.", "The answer is not JSON (NaN is no number of JSON)."}
    assert said or depth < 100_000
