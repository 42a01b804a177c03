"""API keys in the operating system's keyring; everything works without one."""

from __future__ import annotations

from moe_nb.core.errors import CredentialsError
from moe_nb.core.secret import Secret

SERVICE = "moe_nb"
"""The name under which keys are kept; the user name is the Workspace ID."""


def is_available() -> bool:
    """Say whether this machine has a keyring that keeps anything."""
    try:
        import keyring  # noqa: PLC0415 - slow to import, and a broken back end must not break us
        from keyring.backends import fail, null  # noqa: PLC0415

        return not isinstance(keyring.get_keyring(), fail.Keyring | null.Keyring)
    except Exception:  # noqa: BLE001 - back ends fail in their own ways
        return False


def load_key(workspace_id: str) -> Secret | None:
    """Return the key kept for a workspace, or None."""
    if not is_available():
        return None
    try:
        import keyring  # noqa: PLC0415

        value = keyring.get_password(SERVICE, workspace_id)
    except Exception:  # noqa: BLE001 - a locked keyring is the same as none
        return None
    return Secret(value) if value else None


def keep_key(workspace_id: str, key: Secret) -> None:
    """Keep a key.

    Raises:
        CredentialsError: If this machine has no keyring, or it refuses.
    """
    hint = "Set MOE_API_KEY in the environment instead."
    if not is_available():  # some back ends take a password and keep nothing
        raise CredentialsError("This machine has no keyring.", hint=hint)
    try:
        import keyring  # noqa: PLC0415

        keyring.set_password(SERVICE, workspace_id, key.reveal())
    except Exception as error:  # noqa: BLE001 - back ends fail in their own ways
        reason = type(error).__name__
    else:
        return
    # outside of the handler: nothing of the back end, which had the key in its variables, hangs on the error
    raise CredentialsError(f"The keyring did not take the key ({reason}).", hint=hint) from None


def forget_key(workspace_id: str) -> bool:
    """Remove the key of a workspace; say whether there was one."""
    if not is_available():
        return False
    try:
        import keyring  # noqa: PLC0415

        keyring.delete_password(SERVICE, workspace_id)
    except Exception:  # noqa: BLE001 - nothing was kept, or nothing can be
        return False
    return True
