"""A region of a matrix, as a user holds it: its cells, and what they share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from moe_nb.core.context import Context
from moe_nb.core.run_table import Content
from moe_nb.core.words import counted
from moe_nb.results.cell import Cell
from moe_nb.results.display import Displayed
from moe_nb.views.region import NOTHING, RegionView, Share, region_html, shared_payload
from moe_nb.views.visible import one_line


@dataclass(frozen=True, repr=False)
class Region(Displayed):
    """Some rows and columns of a matrix; iterate over it for its cells."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    shares: tuple[Share, ...] = ()
    """What its cells say and how many say it, the most frequent first."""
    context_numbers: tuple[int, ...] = ()
    """The contexts behind it by their number in the space, each once."""
    served: tuple[Content, ...] = ()
    """What was served in it, payload included, each once."""
    note: str = ""
    """What repeats of it say; empty where nobody repeated it, or several keys are in it."""
    local_clock: str = ""
    """Zone and offset its days and hours are in; empty where they are UTC."""
    _cell: Callable[[int], Cell] = field(compare=False, default=lambda _: Cell("", "", (), ()))
    _context: Callable[[int], Context] = field(compare=False, default=lambda _: Context())

    def __len__(self) -> int:
        return len(self.rows) * len(self.columns)

    def __iter__(self) -> Iterator[Cell]:
        return (self._cell(number) for number in range(len(self)))

    @property
    def cells(self) -> list[Cell]:
        """Every cell, row by row."""
        return list(self)

    @property
    def contexts(self) -> tuple[Context, ...]:
        """The contexts behind it, each once."""
        return tuple(self._context(number) for number in self.context_numbers)

    def _html(self) -> str:
        return str(region_html(self._view()))

    def _text(self) -> str:
        if not len(self):
            return NOTHING
        lines = [f"{counted(len(self), 'cell')}, {counted(len(self.context_numbers), 'context')}"]
        lines += [f"  {share.cells:,} × {one_line(share.words)}" for share in self.shares]
        return "\n".join([*lines, *([one_line(self.note)] if self.note else [])])

    def _view(self) -> RegionView:
        shared = shared_payload(self.served)
        size = len(self), len(self.context_numbers)
        return RegionView(self.rows, self.columns, *size, self.shares, shared, self.note, self.local_clock)
