"""Keys in the keyring: kept, found, forgotten; and everything works where there is none."""

from __future__ import annotations

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import KeyringLocked

from moe_nb import Secret
from moe_nb.config.key_store import SERVICE, forget_key, is_available, keep_key, load_key
from moe_nb.core.errors import CredentialsError

ID, KEY = "WORKSPACE1", "MARKER-KEY-7f3a9c"


class LockedKeyring(KeyringBackend):
    """A keyring that its owner has locked; its errors repeat what they were given."""

    priority = 1

    def get_password(self, service, username):
        raise KeyringLocked(f"{service} {username}")

    def set_password(self, service, username, password):
        raise KeyringLocked(f"{service} {username} {password}")

    def delete_password(self, service, username):
        raise KeyringLocked(f"{service} {username}")


@pytest.fixture(params=[null.Keyring, fail.Keyring])
def no_keyring(request, bare_environment):
    """A machine without a keyring; one back end complains, the other only keeps nothing."""
    del bare_environment
    keyring.set_keyring(request.param())


@pytest.fixture
def locked(bare_environment):
    del bare_environment
    keyring.set_keyring(LockedKeyring())


def test_a_key_is_kept_found_and_forgotten(memory_keyring):
    """It lies under the service's name and the Workspace ID, and forgetting it says that it was there."""
    assert is_available()
    keep_key(ID, Secret(KEY))
    assert {(SERVICE, ID): KEY} == memory_keyring.kept
    assert Secret(KEY) == load_key(ID)
    assert (True, None, False) == (forget_key(ID), load_key(ID), forget_key(ID))
    assert {} == memory_keyring.kept


def test_a_key_kept_again_is_replaced(memory_keyring):
    """After a key was regenerated the new one counts."""
    keep_key(ID, Secret("old"))
    keep_key(ID, Secret(KEY))
    assert (Secret(KEY), 1) == (load_key(ID), len(memory_keyring.kept))


def test_each_workspace_has_its_own_key(memory_keyring):
    """Forgetting one leaves the other."""
    for workspace in ("A", "B"):
        keep_key(workspace, Secret(f"key of {workspace}"))
    forget_key("A")
    assert (None, Secret("key of B")) == (load_key("A"), load_key("B"))
    assert 1 == len(memory_keyring.kept)


def test_an_empty_entry_is_no_key(memory_keyring):
    """Some back ends give an empty text for what they do not have."""
    memory_keyring.set_password(SERVICE, ID, "")
    assert load_key(ID) is None


@pytest.mark.usefixtures("no_keyring")
def test_without_a_keyring_nothing_is_found_or_pretended():
    """A key that cannot be kept is an error with another way; nothing is said to be forgotten."""
    assert (False, None, False) == (is_available(), load_key(ID), forget_key(ID))
    with pytest.raises(CredentialsError, match="no keyring") as caught:
        keep_key(ID, Secret(KEY))
    assert "MOE_API_KEY" in caught.value.hint


@pytest.mark.usefixtures("locked")
def test_a_locked_keyring_is_the_same_as_none():
    """Looking and forgetting do not raise; keeping says in words that it was refused."""
    assert (None, False) == (load_key(ID), forget_key(ID))
    with pytest.raises(CredentialsError, match="KeyringLocked"):
        keep_key(ID, Secret(KEY))


@pytest.mark.usefixtures("locked")
def test_a_refusing_keyring_does_not_repeat_the_key():
    """The back end's own error could hold the key; neither its text nor its chain is shown."""
    with pytest.raises(CredentialsError) as caught:
        keep_key(ID, Secret(KEY))
    assert KEY not in str(caught.value)
    assert caught.value.__suppress_context__
