"""A secret is shown by none of the ways Python shows things."""

from __future__ import annotations

import copy
import dataclasses
import json
import logging
import pickle
import pprint
import string
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moe_nb.core.credentials import Credentials
from moe_nb.core.secret import MASK, Secret

MARK = "MARKED-KEY-9d1f"

WAYS_TO_SHOW = {
    "repr": repr,
    "str": str,
    "ascii": ascii,
    "format": format,
    "f-string": lambda secret: f"{secret}",
    "f-string with !r": lambda secret: f"{secret!r}",
    "f-string with =": lambda secret: f"{secret=}",
    "padded f-string": lambda secret: f"{secret:>60}",
    "percent": lambda secret: "%s %r" % (secret, secret),  # noqa: UP031 - one of the ways
    "str.format": lambda secret: "{} {!r}".format(secret, secret),  # noqa: UP032 - one of the ways
    "template": lambda secret: string.Template("$it").substitute(it=secret),
    "list": lambda secret: str([secret]),
    "dict": lambda secret: str({"api_key": secret}),
    "pprint": lambda secret: pprint.pformat({"api_key": secret, "long": "x" * 200}),
    "json with default": lambda secret: json.dumps(secret, default=str),
    "dir": lambda secret: str(dir(secret)),
    "getattr": lambda secret: str([getattr(secret, name) for name in dir(secret)]),
    "exception": lambda secret: "".join(traceback.format_exception_only(ValueError(secret))),
}


@pytest.mark.parametrize("way", WAYS_TO_SHOW)
def test_no_way_of_showing_reveals_it(way):
    """Whatever turns a secret into text gives a mask."""
    shown = WAYS_TO_SHOW[way](Secret(MARK))
    assert MARK not in shown


def test_the_mask_is_the_same_for_every_secret():
    """The mask tells neither the length nor the content."""
    assert MASK == repr(Secret("a")) == repr(Secret("a much longer key"))


def test_an_empty_secret_says_so():
    """An empty secret is falsy and can be told from a set one."""
    assert "Secret(empty)" == repr(Secret(""))
    assert (False, True) == (bool(Secret("")), bool(Secret("x")))


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_it_is_never_pickled(protocol):
    """Pickling fails and says what to do instead."""
    with pytest.raises(TypeError, match="environment or keyring") as caught:
        pickle.dumps(Secret(MARK), protocol)
    assert MARK not in str(caught.value)


@pytest.mark.parametrize("copier", [copy.copy, copy.deepcopy], ids=["copy", "deepcopy"])
def test_a_copy_never_reveals_it(copier):
    """Copying either fails or gives a secret that is masked as well."""
    with pytest.raises(TypeError) as caught:
        copier({"key": Secret(MARK)}["key"])
    assert MARK not in str(caught.value)


def test_vars_finds_nothing():
    """It has no __dict__ a debugger could print."""
    with pytest.raises(TypeError):
        vars(Secret(MARK))


@pytest.mark.parametrize("encode", [json.dumps, bytes, "".join], ids=["json", "bytes", "join"])
def test_it_is_no_text(encode):
    """Code that takes it for a text fails instead of sending it."""
    with pytest.raises(TypeError) as caught:
        encode([Secret(MARK)])
    assert MARK not in str(caught.value)


def test_logging_shows_the_mask(caplog):
    """A log line shows the mask."""
    logging.getLogger("t").warning("key %s %r", Secret(MARK), Secret(MARK))
    assert MARK not in caplog.text
    assert MASK in caplog.text


def test_a_dataclass_that_holds_it_shows_the_mask():
    """Credentials can be printed."""
    credentials = Credentials(workspace_id="WORKSPACE1", api_key=Secret(MARK), data_center="01")
    assert MASK in repr(credentials)
    assert MARK not in repr(credentials)


def test_asdict_does_not_turn_credentials_into_text():
    """The usual way to dump a dataclass fails rather than hand out the key."""
    credentials = Credentials(workspace_id="WORKSPACE1", api_key=Secret(MARK), data_center="01")
    with pytest.raises(TypeError) as caught:
        dataclasses.asdict(credentials)
    assert MARK not in str(caught.value)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_equality_is_that_of_the_texts(left, right):
    """Secrets are equal exactly when their texts are; equal ones hash alike."""
    assert (left == right) == (Secret(left) == Secret(right))
    assert hash(Secret(left)) == hash(Secret(str(left)))


def test_it_is_never_equal_to_its_text():
    """Comparing with a plain text cannot be used to guess."""
    assert Secret("a") != "a"


def test_reveal_gives_it_back():
    """Where it goes on the wire, it is whole."""
    assert MARK == Secret(MARK).reveal()
