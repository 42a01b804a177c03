"""Keys go out in requests of at most 25, all of them, in order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from moe_nb.core.reply import KEYS_PER_CALL, split_keys


def test_no_keys_is_one_request_without_keys():
    """Asking for everything leaves the field out."""
    assert [None] == split_keys(None)


def test_an_empty_list_is_no_request():
    """Nobody asked for anything."""
    assert [] == split_keys([])


def test_the_documented_limit_is_25():
    """The 26th key starts the second request: the service would drop it without a word."""
    keys = [f"key-{n}" for n in range(26)]
    assert [tuple(keys[:25]), ("key-25",)] == split_keys(keys)
    assert [tuple(keys[:25])] == split_keys(keys[:25])


@given(st.lists(st.text(), max_size=120))
def test_every_key_is_asked_once_and_in_order(keys):
    """Joined again, the requests are the list, and none is empty or too long."""
    chunks = split_keys(keys)
    assert keys == [key for chunk in chunks for key in chunk]
    assert all(1 <= len(chunk) <= KEYS_PER_CALL for chunk in chunks)
    assert -(-len(keys) // KEYS_PER_CALL) == len(chunks)
