"""The simulator's own OpenAPI document."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from moe_nb.simulator.world import World
from moe_nb.simulator.yaml_text import read_yaml


def openapi_document(world: World) -> dict[str, Any]:
    """Return the document, with the Workspace ID that *world* accepts; it is printed, never served."""
    document: dict[str, Any] = read_yaml((files("moe_nb.simulator") / "openapi.yaml").read_text(encoding="utf-8"))
    document["components"]["parameters"]["AppKey"]["schema"]["enum"] = [world.workspace.id]
    return document
