"""Credentials are normalised or refused in words, and never shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from moe_nb.core.credentials import Credentials, Environment, mask
from moe_nb.core.errors import CredentialsError
from moe_nb.core.secret import Secret


def made(**fields):
    given = {"workspace_id": "WORKSPACE1", "api_key": Secret("a-key"), "data_center": "01"} | fields
    return Credentials(**{name: value for name, value in given.items() if value is not ...})


def test_a_data_center_gives_the_address():
    """With a data center, requests go to that data center."""
    assert "https://sdk-03.moengage.com/v1" == made(data_center="DC-3").url


def test_a_base_url_is_the_address():
    """With a base URL, requests go there and nowhere else."""
    assert "http://127.0.0.1:8765/v1" == made(data_center=..., base_url="http://127.0.0.1:8765/v1/").url


@pytest.mark.parametrize("fields", [{"data_center": ...}, {"base_url": "https://sdk-01.moengage.com/v1"}])
def test_exactly_one_of_data_center_and_base_url(fields):
    """Neither or both is refused: the address must not be a guess."""
    with pytest.raises(CredentialsError, match="only one of the two"):
        made(**fields)


def test_a_plain_key_is_wrapped_at_once():
    """A key given as text becomes a Secret before anything can print it."""
    credentials = made(api_key="a-plain-key")
    assert Secret("a-plain-key") == credentials.api_key
    assert "a-plain-key" not in repr(credentials)


def test_the_workspace_id_is_stripped():
    """Spaces around a copied Workspace ID do not matter."""
    assert "WORKSPACE1" == made(workspace_id=" WORKSPACE1\n").workspace_id


def test_line_ends_around_a_copied_key_are_not_sent():
    """A key read from a file with its line end is the key, or refused; never a silent 401."""
    try:
        credentials = made(api_key=Secret("a-key\n"))
    except CredentialsError:
        return
    assert "a-key" == credentials.api_key.reveal()


@pytest.mark.parametrize("fields", [{"workspace_id": ""}, {"workspace_id": "  "}, {"api_key": ""}, {"api_key": " \n"}])
def test_what_is_missing_is_named(fields):
    """A missing Workspace ID or key says where it stands in the dashboard."""
    with pytest.raises(CredentialsError, match=r"is missing.*Settings > Account > APIs"):
        made(**fields)


@pytest.mark.parametrize("text", ["WORK\nSPACE", "WORK\x00SPACE", "WÖRKSPACE", "WORK\r\nX-Other: 1", "WORK\u200bSPACE"])
def test_a_workspace_id_that_would_break_a_header_is_refused(text):
    """Nothing that could end a header line gets into one."""
    with pytest.raises(CredentialsError, match="cannot be sent in a header"):
        made(workspace_id=text)


def test_a_workspace_id_with_a_colon_is_refused():
    """A colon would move the border between user name and password."""
    with pytest.raises(CredentialsError, match="colon"):
        made(workspace_id="WORK:SPACE")


def test_a_bad_key_is_refused_without_being_shown():
    """The refusal of a key does not repeat it."""
    with pytest.raises(CredentialsError, match="API key") as caught:
        made(api_key="first-half\nsecond-half")
    assert "half" not in str(caught.value)


@pytest.mark.parametrize(
    ("workspace_id", "said", "environment"),
    [
        ("WORKSPACE1", None, Environment.LIVE),
        ("WORKSPACE1_DEBUG", None, Environment.TEST),
        ("WORKSPACE1_DEBUG", "live", Environment.LIVE),
        ("WORKSPACE1", "TEST", Environment.TEST),
        ("WORKSPACE1", Environment.SIMULATOR, Environment.SIMULATOR),
    ],
)
def test_the_environment_is_said_or_read_from_the_workspace_id(workspace_id, said, environment):
    """Without a word, a Workspace ID that ends in _DEBUG is TEST and any other LIVE."""
    credentials = made(workspace_id=workspace_id, environment=said)
    assert environment is credentials.environment
    assert workspace_id == credentials.workspace_id


def test_an_unknown_environment_is_refused():
    """A typing mistake does not become LIVE in silence."""
    with pytest.raises(CredentialsError, match="'prod' is not known"):
        made(environment="prod")


@pytest.mark.parametrize(
    ("text", "shown"), [("WORKSPACE1", "WO…E1"), ("12345678", "12…78"), ("1234567", "…"), ("", "…")]
)
def test_the_masked_workspace_shows_four_characters_at_most(text, shown):
    """What is stored of a Workspace ID is enough to recognise it and not enough to use it."""
    assert shown == mask(text)


def test_a_change_is_checked_again():
    """A copy with another address obeys the same rules."""
    with pytest.raises(CredentialsError, match="not encrypted"):
        replace(made(), data_center=None, base_url="http://example.com/v1")
