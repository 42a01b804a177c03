"""Contexts and answers as bytes: exact writing, tolerant reading."""

from __future__ import annotations

import json

import pytest

from moe_nb.core.context import Context
from moe_nb.core.errors import MalformedAnswerError
from moe_nb.core.metadata import ExperienceMeta
from moe_nb.core.reply import Question
from moe_nb.core.wire import payload_hash, read_experience, read_metadata, write_request
from moe_nb.core.wire_answer import read_answer

FULL = Context(
    customer_id="u-42",
    user_identifiers={"u_em": "a@example.com"},
    day="Monday",
    hour=7,
    ip_address="203.0.113.42",
    user_agent="Mozilla/5.0",
    attributes={"utm_medium": "email"},
)


def test_a_full_request_is_the_documented_one():
    """Field names, nesting, types and order are those of the documentation."""
    expected = {
        "identifiers": {"customer_id": "u-42", "user_identifiers": {"u_em": "a@example.com"}},
        "experience_key": ["a", "b"],
        "utm_medium": "email",
        "DAY_OF_THE_WEEK": "Monday",
        "TIME_OF_THE_DAY": "07",
        "USER_IP_ADDRESS": "203.0.113.42",
        "USER_AGENT": "Mozilla/5.0",
    }
    written = json.loads(write_request(Question(FULL, ("a", "b"))))
    assert expected == written
    assert list(expected) == list(written)


@pytest.mark.parametrize(
    ("question", "body"),
    [
        (Question(Context(), ()), {"experience_key": []}),
        (Question(Context(hour=0)), {"TIME_OF_THE_DAY": "00"}),
        (Question(Context(user_identifiers={"u_mb": "1"})), {"identifiers": {"user_identifiers": {"u_mb": "1"}}}),
        (Question(Context(attributes={"a": ""})), {"a": ""}),
    ],
)
def test_what_is_not_set_is_left_out(question, body):
    """No nulls, no empty identifiers: only what was said."""
    assert body == json.loads(write_request(question))


def test_a_question_about_nothing_is_not_an_empty_object():
    """The service refuses an empty payload, and an empty list of keys is documented to ask for everything."""
    assert {"experience_key": []} == json.loads(write_request(Question(Context())))


def test_the_body_is_utf_8():
    """Letters of any script go as they are."""
    assert "größe 日本".encode() in write_request(Question(Context(attributes={"größe": "größe 日本"})))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"3",
        b'"text"',
        b"<html>",
        b"{}",
        b'{"experience":{}}',
        b'{"data":null}',
        b"\xff\xfe",
        b'{"experiences":',
    ],
)
def test_what_is_not_an_answer_is_malformed(body):
    """A page, an empty body or another object is never read as "nothing matched"."""
    with pytest.raises(MalformedAnswerError) as caught:
        read_answer(body)
    assert caught.value.hint


def test_experiences_that_are_null_are_empty_with_a_note():
    """Clients in the field read null as empty; the note says that it was odd."""
    read = read_answer(b'{"experiences":null}')
    assert ({}, 1) == (read.experiences, len(read.notes))


@pytest.mark.parametrize("said", ["5", '"none"', "false", "0", '""'])
def test_experiences_of_another_kind_are_malformed(said):
    """A number where the experiences should be is never read as "nothing matched"."""
    for body in (f'{{"experiences":{said}}}', f'{{"data":{{"experiences": {said} }}}}'):
        with pytest.raises(MalformedAnswerError, match="neither an object nor a list"):
            read_answer(body.encode())


def test_experiences_stay_raw():
    """Each experience is kept byte for byte, so that equal ones can be recognised without reading."""
    read = read_answer(b'{"experiences": {"a": {"x" : 1.0}, "b": [ ]}, "later": {"n": 1}, "t": "x"}')
    assert {"a": b'{"x" : 1.0}', "b": b"[ ]"} == read.experiences
    assert {"later": {"n": 1}, "t": "x"} == read.extra


@pytest.mark.parametrize(
    ("failures", "read", "notes"),
    [
        ('[{"reason":"R","experienceKeys":["a","b"]}]', {"a": "R", "b": "R"}, 0),
        ("null", {}, 0),
        ("[]", {}, 0),
        ('"no"', {}, 1),
        ('[{"reason":"R"},3]', {}, 1),
    ],
)
def test_failures_are_read_if_they_can_be(failures, read, notes):
    """REST is not documented to give reasons; if it does they are used, and nonsense is only noted."""
    got = read_answer(f'{{"experiences":{{}},"failures":{failures}}}'.encode())
    assert (read, notes) == (got.failures, len(got.notes))


@pytest.mark.parametrize("entry", [b'{"payload":{}}', b"7", b"[]", b"null"])
def test_a_listed_experience_without_key_is_malformed(entry):
    """In the SDK's list form it may be any of the keys that seem to be absent."""
    with pytest.raises(MalformedAnswerError, match="without a key"):
        read_answer(b'{"data":{"experiences":[{"experienceKey":"a"},%b]}}' % entry)


@pytest.mark.parametrize("raw", [b'{"payload":', b"", b'"\xff"', b"NaN"])
def test_an_experience_that_is_not_json_is_malformed(raw):
    """Half an experience is an error, not an empty one."""
    with pytest.raises(MalformedAnswerError):
        read_experience("k", raw)


@pytest.mark.parametrize("raw", [b"null", b"[1]", b'"x"', b"7", b"true"])
def test_an_entry_of_another_kind_is_kept_aside(raw):
    """Whatever stands where an experience should be is kept."""
    assert {"entry": json.loads(raw)} == read_experience("k", raw).extra


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('{"T":{"value":"x","data_type":"string"}}', '{"T":{"value":"x ","data_type":"string"}}'),
        ('{"T":{"value":1,"data_type":"number"}}', '{"T":{"value":"1","data_type":"number"}}'),
        ('{"T":{"value":1,"data_type":"number"}}', '{"T":{"value":1,"data_type":"float"}}'),
        ('{"T":{"value":true}}', '{"T":{"value":1}}'),
        ('{"T":{"value":null}}', "{}"),
        ('{"T":{"value":1}}', '{"t":{"value":1}}'),
    ],
)
def test_the_hash_sees_every_difference(one, other):
    """A value, a type, a name or a space more is another payload."""
    first, second = (payload_hash(read_experience("k", f'{{"payload":{text}}}'.encode())) for text in (one, other))
    assert first != second


def test_the_hash_does_not_see_the_order():
    """The same variables in another order are the same payload."""
    one = read_experience("k", b'{"payload":{"A":{"value":{"x":1,"y":2}},"B":{"value":2}}}')
    same = read_experience("k", b'{"payload":{"B":{"value":2},"A":{"value":{"y":2,"x":1}}}}')
    assert payload_hash(one) == payload_hash(same)


def test_the_hash_tells_numbers_apart_that_no_float_holds():
    """One is larger than the other, and neither is infinite; an audience more changes nothing."""
    numbers = ["1e400", "1e401", "-1e400", "1.5e400", "9" * 5000, "8" * 5000, '"1e400"']
    raws = [f'{{"payload":{{"N":{{"value":[{number}]}}}}}}'.encode() for number in numbers]
    assert len(numbers) == len({payload_hash(read_experience("k", raw), raw) for raw in raws})
    other = raws[0].replace(b'{"payload"', b'{"experience_context":{"audience_id":"1"}, "payload"')
    assert payload_hash(read_experience("k", raws[0]), raws[0]) == payload_hash(read_experience("k", other), other)


@pytest.mark.parametrize("number", ["18446744073709551616", "-9223372036854775809", "1e300", "0.1"])
def test_the_hash_takes_any_number(number):
    """A number larger than 64 bits does not end a sweep."""
    experience = read_experience("k", f'{{"payload":{{"N":{{"value":{number}}}}}}}'.encode())
    assert 12 == len(payload_hash(experience))


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"metadata":[]}', b'{"metadata":null}', b"<html>"])
def test_what_is_not_metadata_is_malformed(body):
    """A page or another object is never read as "no experiences"."""
    with pytest.raises(MalformedAnswerError):
        read_metadata(body)


def test_odd_lines_of_metadata_are_read_as_far_as_possible():
    """Missing fields are empty, new statuses stay."""
    body = b'{"metadata":{"count":9,"experiences":[{"experience_key":"a"},{"experience_key":"b","status":"New"}]}}'
    assert [ExperienceMeta("a", "", ""), ExperienceMeta("b", "", "New")] == list(read_metadata(body))


@pytest.mark.parametrize("metadata", ["{}", '{"experiences":null}', '{"count":0,"experiences":[]}'])
def test_metadata_without_a_list_is_empty(metadata):
    """Clients in the field read null as an empty list."""
    assert 0 == len(read_metadata(f'{{"metadata":{metadata}}}'.encode()))


@pytest.mark.parametrize("lines", ['"none"', "{}", "5", "[5]", '[{"experience_key":"a"},null]'])
def test_metadata_of_another_kind_are_malformed(lines):
    """Causes are judged by them: a key that is there would be called unknown."""
    with pytest.raises(MalformedAnswerError, match="not a list of objects"):
        read_metadata(f'{{"metadata":{{"experiences":{lines}}}}}'.encode())


def test_a_byte_order_mark_says_nothing():
    """What some proxies put before JSON is read over."""
    assert {} == read_answer(b'\xef\xbb\xbf{"experiences": {}}').experiences
    assert 0 == len(read_metadata(b'\xef\xbb\xbf{"metadata": {"experiences": []}}'))


def test_numbers_of_any_size_are_numbers():
    """JSON sets no limit: a number too large for the machine is not a broken answer."""
    digits = "9" * 60
    raw = read_answer(
        f'{{"experiences": {{"k": {{"payload": {{"n": {{"value": {digits}}}}}}}}}}}'.encode()
    ).experiences["k"]
    assert int(digits) == read_experience("k", raw).payload[0].value
    assert payload_hash(read_experience("k", raw))


def test_half_a_character_is_the_trouble_of_its_own_experience():
    """The other experiences of the answer are read; the broken one is named malformed in words."""
    said = {"bad": {"payload": {"T": {"value": "\ud800"}}}, "good": {"payload": {"T": {"value": "x"}}}}
    body = json.dumps({"experiences": said}).encode()
    found = read_answer(body).experiences
    assert "x" == read_experience("good", found["good"]).payload[0].value
    with pytest.raises(MalformedAnswerError, match="half a character"):
        read_experience("bad", found["bad"])


@pytest.mark.parametrize("body", [b'{"experiences": {"k": NaN}}', b'{"experiences": {"k": Infinity}}'])
def test_what_is_no_number_of_json_is_refused(body):
    """NaN and Infinity are JavaScript, not JSON."""
    with pytest.raises(MalformedAnswerError, match="no number of JSON"):
        read_answer(body)
