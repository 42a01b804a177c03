"""The experiences of a workspace, as a user holds them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from moe_nb.core.metadata import ExperienceMeta, Metadata
from moe_nb.results.display import Displayed
from moe_nb.views.tables import metadata_html, text_table

if TYPE_CHECKING:
    import pandas as pd


class DisplayedMetadata(Displayed):
    """Name, key and status of every Active, Paused and Scheduled experience.

    Args:
        metadata: What the service said.
    """

    def __init__(self, metadata: Metadata) -> None:
        self.metadata = metadata

    def __iter__(self) -> Iterator[ExperienceMeta]:
        return iter(self.metadata)

    def __len__(self) -> int:
        return len(self.metadata)

    @property
    def active_keys(self) -> tuple[str, ...]:
        """Keys of the Active experiences."""
        return self.metadata.active_keys

    def to_frame(self) -> pd.DataFrame:
        """Return one row per experience: ``experience_key``, ``experience_name``, ``status``."""
        import pandas as pd  # noqa: PLC0415 - not paid for until wanted

        rows = [(line.key, line.name, line.status) for line in self.metadata]
        return pd.DataFrame(rows, columns=["experience_key", "experience_name", "status"])

    def _html(self) -> str:
        return str(metadata_html(self.metadata))

    def _text(self) -> str:
        return text_table(("Experience key", "Name", "Status"), [(e.key, e.name, e.status) for e in self.metadata])
