"""The field for the key: the key passes through and is kept nowhere."""

from __future__ import annotations

import json

import pytest
from ipywidgets import Widget
from ipywidgets.embed import embed_data

from moe_nb import Secret
from moe_nb.widgets.secret_field import LONGEST, SecretField

KEY = "MARKER-KEY-7f3a9c"


@pytest.fixture
def taken():
    return []


@pytest.fixture
def secret(taken):
    return SecretField("API key", taken.append)


def test_a_key_is_handed_over_once(secret, taken, send):
    """What was typed arrives as a Secret, blanks around it gone."""
    send(secret, {"kind": "secret", "value": f"  {KEY}\n"})
    assert [Secret(KEY)] == taken
    assert KEY not in repr(taken)


def test_the_key_is_in_no_state(secret, send):
    """Neither the widget's state, nor what is saved with a notebook, nor an exported page holds it."""
    send(secret, {"kind": "secret", "value": KEY})
    secret.show(is_set=True, note="set")
    saved = json.dumps([str(secret.get_state()), Widget.get_manager_state(), str(embed_data([secret]))])
    assert "API key" in saved
    assert KEY not in saved + repr(secret) + str(secret.trait_values())


@pytest.mark.parametrize(
    "content",
    [
        None,
        "text",
        7,
        [],
        {},
        {"kind": "secret"},
        {"value": KEY},
        {"kind": "other", "value": KEY},
        {"kind": "secret", "value": None},
        {"kind": "secret", "value": 7},
        {"kind": "secret", "value": [KEY]},
        {"kind": "secret", "value": ""},
        {"kind": "secret", "value": " \n "},
        {"kind": "secret", "value": "x" * (LONGEST + 1)},
    ],
)
def test_a_message_that_holds_no_key_is_ignored(secret, taken, send, content):
    """Whatever a page sends, an earlier key stays and nothing breaks."""
    send(secret, content)
    assert [] == taken
    send(secret, {"kind": "secret", "value": "x" * LONGEST})
    assert 1 == len(taken)


def test_state_cannot_be_set_to_hold_a_key(secret, taken):
    """A page that writes a value into the state instead of sending it reaches nobody."""
    secret.set_state({"value": KEY})
    assert ([], False) == (taken, KEY in str(secret.get_state()))
