"""Packed answers: unpacked part by part, never further than wanted, and refused when they lie."""

from __future__ import annotations

import gzip
import zlib

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.client.unpack import Unpacker

ENOUGH = 1_000_000


def bare_deflate(content):
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


WAYS = {
    "": bytes,
    "identity": bytes,
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    " GZip ": gzip.compress,
    "deflate": zlib.compress,
}


def unpacked(encoding, parts, at_most=ENOUGH):
    """Feed all parts and return what came out."""
    unpacker = Unpacker(encoding)
    got = b"".join(unpacker.feed(part, at_most) for part in parts)
    unpacker.end()
    return got


@pytest.mark.parametrize("encoding", WAYS)
@given(content=st.binary(max_size=500), size=st.integers(1, 40))
def test_what_was_packed_comes_out(encoding, content, size):
    """However the body is cut into parts."""
    packed = WAYS[encoding](content)
    assert content == unpacked(encoding, [packed[at : at + size] for at in range(0, len(packed), size)])


def test_deflate_against_the_standard_is_read():
    """Some servers leave the frame of zlib away."""
    packed = bare_deflate(b"hello")
    assert b"hello" == unpacked("deflate", [packed]) == unpacked("deflate", [packed[:1], packed[1:]])


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress", "nonsense"])
def test_a_packing_nobody_asked_for_is_refused(encoding):
    """Only what the request allows is unpacked."""
    with pytest.raises(httpx.DecodingError, match="nobody asked"):
        Unpacker(encoding)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
@given(content=st.binary(max_size=200))
def test_half_a_body_is_refused(encoding, content):
    """A packed body that has not ended is never taken for an answer."""
    with pytest.raises(httpx.DecodingError):
        unpacked(encoding, [WAYS[encoding](content)[:-1]])


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_lie_is_refused(encoding):
    """JSON that calls itself packed is damage, not an answer."""
    with pytest.raises(httpx.DecodingError):
        unpacked(encoding, [b'{"experiences":{}}'])


def test_an_empty_body_is_empty_however_it_is_called():
    """A redirect may say gzip and send nothing."""
    assert b"" == unpacked("gzip", [])


def test_no_more_comes_out_than_is_wanted():
    """Fifty megabytes packed into fifty kilobytes stay packed."""
    assert 1000 == len(Unpacker("gzip").feed(gzip.compress(b" " * 50_000_000), 1000))
