"""Columns as bytes: small, exact, and never larger than they should be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.sweep.blocks import CODES_PER_BLOCK, CONTEXTS_PER_BLOCK, contexts_per_block, pack, unpack

numbers = st.lists(st.integers(-(2**63), 2**63 - 1), max_size=40)


@given(numbers)
def test_whole_numbers_come_back(values):
    """Of any size, none included."""
    array = np.array(values, np.int64)
    assert values == unpack(pack(array), array.shape, np.int64).tolist()


@given(st.lists(st.floats(width=32, allow_nan=False), max_size=40))
def test_decimals_come_back(values):
    """To the last bit of a float32."""
    array = np.array(values, np.float32)
    assert array.tobytes() == unpack(pack(array), array.shape, np.float32).tobytes()


@pytest.mark.parametrize(("top", "size"), [(100, 1), (30_000, 2), (2**30, 4), (2**40, 8)])
def test_small_numbers_are_stored_small(top, size):
    """A kind of number as small as the largest one allows."""
    assert size == int(pack(np.array([0, top]))[2:3])


@pytest.mark.parametrize(("keys", "contexts"), [(0, 65_536), (5, 65_536), (64, 65_536), (100, 41_943), (10**9, 1)])
def test_a_block_has_a_bounded_size(keys, contexts):
    """Contexts per block are part of the format: a change would not read older files."""
    assert contexts == contexts_per_block(keys)
    assert (CONTEXTS_PER_BLOCK, CODES_PER_BLOCK) == (65_536, 4_194_304)


@pytest.mark.parametrize("shape", [(3, 2), (2, 1), (10**12, 5)])
def test_another_shape_is_refused(shape):
    """Too few or too many values are an error, also when the shape asks for more than there is memory."""
    with pytest.raises(ValueError, match="bytes it should have"):
        unpack(pack(np.zeros((2, 2), np.int32)), shape, np.int32)
