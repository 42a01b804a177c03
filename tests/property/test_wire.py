"""Nothing is lost or invented on the way to the wire and back."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from moe_nb.core.context import FIELDS, IDENTIFIER_PREFIX, PLACEHOLDERS, RESERVED, Context
from moe_nb.core.day_hour import DAYS
from moe_nb.core.errors import MalformedAnswerError
from moe_nb.core.reply import Question
from moe_nb.core.wire import payload_hash, read_experience, read_metadata, write_request
from moe_nb.core.wire_answer import read_answer

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
some_text = texts.filter(bool)
attribute_names = texts.filter(
    lambda name: (
        name.strip()
        and name not in {*RESERVED, *FIELDS}
        and name.lower() not in PLACEHOLDERS
        and not name.startswith(IDENTIFIER_PREFIX)
    )
)
contexts = st.builds(
    Context,
    customer_id=st.none() | some_text,
    user_identifiers=st.dictionaries(some_text, some_text, max_size=3),
    day=st.none() | st.sampled_from(DAYS),
    hour=st.none() | st.integers(0, 23),
    ip_address=st.none() | st.ip_addresses().map(str),
    user_agent=st.none() | some_text,
    attributes=st.dictionaries(attribute_names, texts, max_size=4),
)
keys = st.none() | st.lists(texts, max_size=30).map(tuple)

numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
leaves = st.none() | st.booleans() | numbers | texts
values = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=8
)
variables = (
    st.fixed_dictionaries({"value": values, "data_type": texts})
    | st.fixed_dictionaries({"value": values})
    | values.filter(lambda value: not isinstance(value, dict) or "value" not in value)
)


def question_of(body):
    """Read a request body as somebody would who has only the documentation."""
    said = json.loads(body)
    identifiers = said.pop("identifiers", {})
    asked = said.pop("experience_key", None)
    hour = said.pop("TIME_OF_THE_DAY", None)
    context = Context(
        customer_id=identifiers.pop("customer_id", None),
        user_identifiers=identifiers.pop("user_identifiers", {}),
        day=said.pop("DAY_OF_THE_WEEK", None),
        hour=None if hour is None else int(hour),
        ip_address=said.pop("USER_IP_ADDRESS", None),
        user_agent=said.pop("USER_AGENT", None),
        attributes=said,
    )
    assert {} == identifiers
    return context, asked


@given(context=contexts, asked=keys)
def test_a_request_says_exactly_what_the_context_says(context, asked):
    """An independent reader of the body finds the same context and the same keys."""
    body = write_request(Question(context, asked))
    # a question about nothing is written with an empty list of keys, which asks for everything as well
    expected = [] if context == Context() and asked is None else asked
    assert (context, None if expected is None else list(expected)) == question_of(body)


@given(context=contexts)
def test_values_on_the_wire_are_texts(context):
    """Every value of the body is a text, whatever it was made from; the hour has two digits."""
    said = json.loads(write_request(Question(context, ("k",))))
    nested = [*said.pop("identifiers", {}).values()]
    flat = [value for name, value in said.items() if name != "experience_key"]
    flat += [inner for value in nested for inner in (value.values() if isinstance(value, dict) else [value])]
    assert all(isinstance(value, str) for value in flat)
    assert 2 == len(said.get("TIME_OF_THE_DAY", "00"))


@given(
    payload=st.dictionaries(texts, variables, max_size=4),
    said=st.dictionaries(texts, values, max_size=4),
    others=st.dictionaries(texts.map("x_".__add__), values, max_size=2),
)
def test_an_experience_keeps_every_value(payload, said, others):
    """Values, types, context and unknown fields come back as they were sent, spaces and large numbers included."""
    sent = {"payload": payload, "experience_context": said} | others
    read = read_experience("k", json.dumps(sent).encode())
    assert said == read.context
    assert others == read.extra
    expected = {}
    for name, entry in payload.items():
        wrapped = isinstance(entry, dict) and "value" in entry
        expected[name] = (entry["value"], entry.get("data_type", "")) if wrapped else (entry, "")
    assert expected == {v.name: (v.value, v.data_type) for v in read.payload}
    assert list(payload) == [v.name for v in read.payload]


@given(payload=st.dictionaries(texts, variables, max_size=4))
def test_the_hash_depends_on_the_payload_only(payload):
    """The same payload hashes alike in any order, with any context, in any number of reads."""
    turned = dict(reversed(payload.items()))
    one = read_experience("k", json.dumps({"payload": payload}).encode())
    other = read_experience("l", json.dumps({"payload": turned, "experience_context": {"cid": "x"}}).encode())
    assert payload_hash(one) == payload_hash(other)


@given(st.dictionaries(texts, values, max_size=5), st.dictionaries(texts, values, max_size=3))
def test_an_answer_keeps_every_experience(experiences, others):
    """Each key comes back with exactly its own JSON; fields of the future are kept aside."""
    others = {name: value for name, value in others.items() if name not in {"experiences", "failures", "data"}}
    read = read_answer(json.dumps({"experiences": experiences} | others).encode())
    assert experiences == {key: json.loads(raw) for key, raw in read.experiences.items()}
    assert others == read.extra


def reads_or_is_malformed(body):
    """Read a body in every way there is; anything but a MalformedAnswerError fails the test."""
    try:
        answer = read_answer(body)
    except MalformedAnswerError:
        answer = None
    for key, raw in () if answer is None else answer.experiences.items():
        try:
            payload_hash(read_experience(key, raw))
        except MalformedAnswerError:
            continue
    try:
        read_metadata(body)
    except MalformedAnswerError:
        return


@given(st.binary(max_size=60))
def test_any_bytes_are_an_answer_or_malformed(body):
    """No bytes make the reader fail in another way."""
    reads_or_is_malformed(body)


ENVELOPES = ("experiences", "failures", "data", "metadata", "payload", "experienceKeys", "experienceKey", "reason")
shaped = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(ENVELOPES) | texts, inner, max_size=4),
    max_leaves=12,
)


@given(shaped)
def test_any_json_is_an_answer_or_malformed(said):
    """No arrangement of the known names makes the reader fail in another way."""
    reads_or_is_malformed(json.dumps(said).encode())


@given(shaped, st.integers(0, 200), st.binary(max_size=3))
def test_any_damaged_json_is_an_answer_or_malformed(said, at, noise):
    """Bytes put into the middle, or an end that is missing, are no reason to fail in another way."""
    body = json.dumps({"experiences": {"k": said}, "failures": said}).encode()
    reads_or_is_malformed(body[:at] + noise + body[at:])
    reads_or_is_malformed(body[:at])
