"""Whatever stands in an answer, at whatever place: it is read, or refused in words of ours."""

from __future__ import annotations

import pytest

from moe_nb.core.errors import MalformedAnswerError
from moe_nb.core.wire import payload_hash, read_experience, read_metadata
from moe_nb.core.wire_answer import read_answer

ODD = {
    "half a character": b'"\\ud800"',
    "half a character as a name": b'{"\\ud800":1}',
    "not UTF-8": b'"\xff"',
    "NaN": b"NaN",
    "beyond any float": b"1e999",
    "5,000 digits": b"9" * 5_000,
    "5,000 digits below zero": b"-" + b"9" * 5_000,
    "nested 500 deep": b"[" * 500 + b"]" * 500,
    "nested 990 deep": b"[" * 990 + b"]" * 990,
    "nested 100,000 deep": b"[" * 100_000 + b"]" * 100_000,
    "nothing": b"",
    "null": b"null",
    "an empty name": b'{"":{"":{}}}',
}
PLACES = [
    b"@",
    b'{"data":@}',
    b'{"data":{"experiences":{"a":@}}}',
    b'{"metadata":@}',
    b'{"metadata":{"experiences":[{"experience_key":@}]}}',
    b'{"experiences":@}',
    b'{"experiences":{"a":@}}',
    b'{"experiences":{"a":{"payload":@}}}',
    b'{"experiences":{"a":{"payload":{"x":{"value":@}}}}}',
    b'{"experiences":{"a":{"experience_context":{"audience_id":@}}}}',
    b'{"experiences":[@]}',
    b'{"experiences":[{"experienceKey":@}]}',
    b'{"experiences":[{"experienceKey":"a","payload":@}]}',
    b'{"experiences":{},"failures":@}',
    b'{"experiences":{},"failures":[{"experienceKeys":[@],"reason":@}]}',
    b'{"experiences":{},"more":@}',
]


def read_all(body):
    """Read an answer and each of its experiences; return how many could be read."""
    read = 0
    for key, raw in read_answer(body).experiences.items():
        try:
            payload_hash(read_experience(key, raw))
            read += 1
        except MalformedAnswerError:
            continue
    return read


@pytest.mark.parametrize("read", [read_all, read_metadata])
@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.decode())
def test_no_other_error_gets_out(place, odd, read):
    """A sweep records a failure and goes on; anything but our error would end it."""
    outcome = None
    try:
        outcome = read(place.replace(b"@", ODD[odd]))
    except MalformedAnswerError as error:
        outcome = error.hint
    assert outcome is not None


@pytest.mark.parametrize(
    "body",
    [
        b'{"experiences":{"a":{},"a":{}}}',
        b'{"experiences":{"a":{}},"experiences":{}}',
        b'{ "experiences" : {"a":{}} , "experiences" : {} }',
        b'{"data":{"experiences":{"a":{},"a":{}}}}',
        b'{"experiences":[{"experienceKey":"a"},{"experienceKey":"a","payload":{}}]}',
    ],
)
def test_a_key_said_twice_is_refused(body):
    """One of the two would be lost, and a hole seen where there is none."""
    with pytest.raises(MalformedAnswerError, match="twice"):
        read_answer(body)


@pytest.mark.parametrize(
    "body",
    [
        b'{"metadata":{"experiences":[]},"metadata":{}}',
        b'{"metadata":{"count":1,"experiences":[{"experience_key":"a"}],"experiences":[]}}',
        b'{"metadata":{"experiences":[{"experience_key":"a","status":"Active","status":"Paused"}]}}',
    ],
)
def test_metadata_said_twice_are_refused(body):
    """Causes are judged by them: a key that is there would be called unknown."""
    with pytest.raises(MalformedAnswerError, match="twice"):
        read_metadata(body)
