"""What calls brought, as numbers: with a payload for every visitor no more is held than was said."""

from __future__ import annotations

import sqlite3
import tracemalloc

import pytest

import moe_nb as moe
from moe_nb.core.context import Context
from moe_nb.core.events import Answered, Task
from moe_nb.core.reply import Question, Reply
from moe_nb.sweep.book import REMEMBERED_BYTES, Book
from moe_nb.sweep.plan import Plan
from moe_nb.sweep.run_schema import write_schema
from moe_nb.sweep.stored_contents import StoredContents

PAYLOAD_BYTES = 200_000


@pytest.fixture
def book(tmp_path):
    """A book whose contents are in a file."""
    connection = sqlite3.connect(tmp_path / "contents")
    write_schema(connection)
    yield Book(Plan(moe.axis("n", range(1_000)), ("banner",), None, None), StoredContents(connection))
    connection.close()


def answer(number):
    """Return an answer that holds a payload nobody else gets."""
    text = str(number).rjust(PAYLOAD_BYTES, "x")
    raw = f'{{"payload": {{"T": {{"value": "{text}"}}}}}}'.encode()
    return Answered(Task(number, 0, Question(Context(), ("banner",))), Reply({"banner": raw}))


def test_payloads_are_remembered_by_their_bytes(book):
    """Four times as much as may be remembered passes through, and memory holds the bound, twice, and little more."""
    count = 4 * REMEMBERED_BYTES // PAYLOAD_BYTES
    tracemalloc.start()
    try:
        codes = [book.record(answer(number)).codes for number in range(count)]
        _, most_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [(number + 1,) for number in range(count)] == codes
    assert most_bytes < 2.5 * REMEMBERED_BYTES


def test_a_payload_that_was_forgotten_has_its_number_all_the_same(book):
    """Forgetting costs a look into the file, never a second number."""
    count = 2 * REMEMBERED_BYTES // PAYLOAD_BYTES
    first = [book.record(answer(number)).codes for number in range(count)]
    assert first == [book.record(answer(number)).codes for number in range(count)]
