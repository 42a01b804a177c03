"""A small mapping that cannot change."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.core.frozen_map import FrozenMap

pairs = st.dictionaries(st.text(), st.text(), max_size=5)


@given(pairs)
def test_it_reads_like_the_dict_it_was_made_from(items):
    """Keys, values, order, length and equality are the dict's."""
    made = FrozenMap(items)
    assert list(items.items()) == list(made.items())
    assert len(items) == len(made)
    assert items == made


@given(pairs)
def test_it_is_not_a_window_on_the_dict_it_was_made_from(items):
    """A later change of the source does not reach it."""
    source = dict(items)
    made = FrozenMap(source)
    source["later"] = "x"
    assert items == made or "later" in items


def test_it_cannot_be_changed():
    """Neither an item nor an attribute can be set."""
    made = FrozenMap({"a": "1"})
    with pytest.raises(TypeError):
        made["a"] = "2"
    with pytest.raises(AttributeError):
        made.other = "2"


@given(pairs)
def test_equal_maps_hash_alike_whatever_their_order(items):
    """Order matters to people, not to equality or hash."""
    turned = FrozenMap(dict(reversed(items.items())))
    assert FrozenMap(items) == turned
    assert hash(FrozenMap(items)) == hash(turned)


@given(pairs)
def test_it_survives_pickle_and_copy(items):
    """It travels to other processes."""
    made = FrozenMap(items)
    assert made == pickle.loads(pickle.dumps(made))  # noqa: S301 - our own bytes
    assert made == copy.deepcopy(made)


def test_a_missing_key_is_a_key_error():
    """It fails as a dict does."""
    with pytest.raises(KeyError):
        FrozenMap()["a"]
