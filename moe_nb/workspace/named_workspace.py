"""Whom a workspace asks: named by the environment, labelled by its owner, with the places it knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Self

from moe_nb.core.credentials import Environment, parse_environment
from moe_nb.core.errors import CredentialsError
from moe_nb.workspace.asking import AsyncWorkspace
from moe_nb.workspace.connecting import network_connection


class NamedWorkspace(AsyncWorkspace):
    """Makes a workspace from variables, labels it, and names its places."""

    @classmethod
    def from_env(
        cls,
        *,
        data_center: str | int | None = None,
        base_url: str | None = None,
        environment: Environment | str | None = None,
    ) -> Self:
        """Return the workspace the environment names (``MOE_WORKSPACE_ID``, ``MOE_API_KEY``, ``MOE_DATA_CENTER``, …).

        Args:
            data_center: Instead of ``MOE_DATA_CENTER``.
            base_url: Instead of ``MOE_BASE_URL``.
            environment: Instead of ``MOE_ENVIRONMENT``.

        Raises:
            CredentialsError: If a variable is missing; the text names it.
        """
        from moe_nb.config.environ import environment_credentials  # noqa: PLC0415 - only where it is wanted

        said = {"MOE_DATA_CENTER": data_center, "MOE_BASE_URL": base_url, "MOE_ENVIRONMENT": environment}
        instead = {name: str(value) for name, value in said.items() if value is not None}
        return cls(network_connection(environment_credentials(instead=instead)))

    def relabelled(self, environment: Environment | str) -> Self:
        """Return the same workspace under another label; its requests stand in the same line.

        Args:
            environment: ``"test"`` or ``"live"``.

        Raises:
            CredentialsError: If it is the simulator, or would be called so.
        """
        label = parse_environment(environment)
        if Environment.SIMULATOR in {label, self.environment}:
            raise CredentialsError("The simulator is neither test nor live.", hint="Connect to a workspace first.")
        return type(self)(replace(self._connection, environment=label))

    @property
    def addresses(self) -> Mapping[str, str]:
        """One IP address for each country of the simulator's world, by the place's name; empty elsewhere."""
        return self._connection.addresses
