"""A matrix, as a user holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from moe_nb.audit.matrix import matrix_of
from moe_nb.audit.places import KEYS, Codes, Layout, is_local, places_of
from moe_nb.core.answer import KeyOutcome, Outcome
from moe_nb.core.errors import SpaceError
from moe_nb.core.facts import Matrix
from moe_nb.core.run_table import Content, RunTable, key_outcome
from moe_nb.core.space import shorten
from moe_nb.results.cell import Cell
from moe_nb.results.display import Displayed
from moe_nb.results.matrix_colours import MatrixColours
from moe_nb.results.region import Region
from moe_nb.views.looks import COLOUR_BY, looks_of
from moe_nb.views.matrix import matrix_html, matrix_text
from moe_nb.views.matrix_words import describe
from moe_nb.views.region import Share

if TYPE_CHECKING:
    import pandas as pd


class DisplayedMatrix(Displayed):
    """Which audience and variation each cell gets.

    Args:
        table: The answers.
        layout: What goes where.
        colours: What it is coloured by; by variation if left out.
    """

    def __init__(self, table: RunTable, layout: Layout, colours: MatrixColours | None = None) -> None:
        self._table = table
        self._layout = layout
        self.colours = colours or MatrixColours()
        self.matrix = matrix_of(table, layout)

    @property
    def row_labels(self) -> tuple[str, ...]:
        """What the rows are called."""
        return self.matrix.row_labels

    @property
    def column_labels(self) -> tuple[str, ...]:
        """What the columns are called."""
        return self.matrix.column_labels

    @cached_property
    def shown(self) -> Matrix:
        """The matrix with what its colours tell apart; by variation it is `matrix`."""
        return self.matrix if self.colours.by == COLOUR_BY[0] else self.colours.shown(self._table, self._layout)

    @property
    def notes(self) -> tuple[str, ...]:
        """What belongs below the legend: how far inferred cells can be trusted."""
        return self.colours.notes(self._keys)

    @property
    def _keys(self) -> tuple[str, ...]:
        return self.column_labels if self.matrix.experience_key is None else (self.matrix.experience_key,)

    def cell(self, row: object, column: object) -> Cell:
        """Return one cell: its words, its contexts, its cards.

        Args:
            row: A row's label, or its number from 0.
            column: A column's label, or its number from 0.

        Raises:
            SpaceError: If there is no such row or column.
        """
        return self.cell_at(
            _position(self.matrix.row_axis, self.row_labels, row),
            _position(self.matrix.column_axis, self.column_labels, column),
        )

    def cell_at(self, at_row: int, at_column: int) -> Cell:
        """Return one cell by its position, from 0."""
        contexts = self._contexts(at_row, at_column)
        key = self.matrix.experience_key or self.column_labels[at_column]
        position = self._table.key_position(key)
        content = self.matrix.cell(at_row, at_column)
        outcomes: list[KeyOutcome] = []
        for held in dict.fromkeys(self._table.content(index, position) for index in contexts):
            outcome = replace(key_outcome(held), experience_key=key)  # what was not asked has no key of its own
            if outcome not in outcomes:
                outcomes.append(outcome)
        title = f"{self.row_labels[at_row]} · {self.column_labels[at_column]}"
        title += f", {self._local_clock}" if self._local_clock else ""
        said = [self.colours.said_of(key, contexts)]
        if "Inferred: " in describe(content):
            said += self.colours.notes([key])
        behind = tuple(self._table.space.context(index) for index in contexts)
        return Cell(title, describe(content), behind, tuple(outcomes), " ".join(filter(None, said)))

    @property
    def _local_clock(self) -> str:
        """Zone and offset of the days and hours that stand at the sides; empty where they are UTC."""
        week = self._table.space.local_week
        return week.clock if week is not None and is_local(self._table.space, self._layout) else ""

    def _contexts(self, row: int, column: int) -> list[int]:
        contexts, starts, width = self._by_cell
        cell = row * width + (column if width > 1 else 0)
        return [int(index) for index in contexts[starts[cell] : starts[cell + 1]]]

    @cached_property
    def _by_cell(self) -> tuple[Codes, Codes, int]:
        places = places_of(self._table.space, self._layout)
        return *places.by_cell(), places.width

    def region(self, rows: Sequence[object], columns: Sequence[object]) -> Region:
        """Return the cells of some rows and columns, and what they share.

        Args:
            rows: Labels, or numbers from 0.
            columns: Labels, or numbers from 0.

        Raises:
            SpaceError: If there is no such row or column.
        """
        return self.region_at(
            [_position(self.matrix.row_axis, self.row_labels, row) for row in rows],
            [_position(self.matrix.column_axis, self.column_labels, column) for column in columns],
        )

    def region_at(self, at_rows: Sequence[int], at_columns: Sequence[int]) -> Region:
        """Return some cells by their positions, from 0."""
        matrix = self.matrix
        counts = np.bincount(matrix.codes[np.ix_(at_rows, at_columns)].reshape(-1), minlength=len(matrix.contents))
        shares: dict[str, int] = {}
        for code in np.flatnonzero(counts).tolist():
            words = describe(matrix.contents[code])
            shares[words] = shares.get(words, 0) + int(counts[code])
        contexts, contents = self._behind(at_rows, at_columns)
        width = max(1, len(at_columns))
        keys = self._keys_in(at_columns)
        return Region(
            tuple(self.row_labels[row] for row in at_rows),
            tuple(self.column_labels[column] for column in at_columns),
            tuple(Share(words, shares[words]) for words in sorted(shares, key=lambda words: -shares[words])),
            contexts,
            tuple(content for content in contents if content.outcome is Outcome.SERVED),
            self.colours.said_of(keys[0], contexts) if len(keys) == 1 and contexts else "",
            self._local_clock,
            lambda number: self.cell_at(at_rows[number // width], at_columns[number % width]),
            self._table.space.context,
        )

    def _behind(self, rows: Sequence[int], columns: Sequence[int]) -> tuple[tuple[int, ...], list[Content]]:
        """Return the numbers of the contexts behind some cells, and the different contents."""
        contexts, starts, width = self._by_cell
        by_key = self._layout.columns == KEYS
        cells = [row * width + column for row in rows for column in ([0] if by_key else columns)]
        found = np.unique(
            np.concatenate([contexts[:0], *(contexts[starts[cell] : starts[cell + 1]] for cell in cells)])
        )
        positions = [self._table.key_position(key) for key in self._keys_in(columns)]
        codes = np.unique(self._table.codes[found][:, positions]).tolist()
        return tuple(found.tolist()), [self._table.contents[code] for code in codes]

    def _keys_in(self, columns: Sequence[int]) -> list[str]:
        if self._layout.columns == KEYS:
            return [self.column_labels[column] for column in columns]
        return [str(self.matrix.experience_key)]

    def to_frame(self) -> pd.DataFrame:
        """Return the matrix in the words of its legend, rows and columns named: ``"Office hours / Variation 2"``."""
        import pandas as pd  # noqa: PLC0415 - not paid for until wanted

        shown = self.shown
        words = [look.words for look in looks_of(shown.contents, self.colours.by, self.colours.palette)]
        rows = [[words[code] for code in line] for line in shown.codes.tolist()]
        index = pd.Index(self.row_labels, name=self.matrix.row_axis)
        return pd.DataFrame(rows, index=index, columns=pd.Index(self.column_labels, name=self.matrix.column_axis))

    def html(self) -> str:
        """Return the matrix as a table with its legend."""
        return str(matrix_html(self.shown, self.colours.by, self.notes, self.colours.palette))

    def _html(self) -> str:
        return self.html()

    def _text(self) -> str:
        return matrix_text(self.shown, self.colours.by, self.notes, self.colours.palette)


def _position(axis: str, labels: tuple[str, ...], wanted: object) -> int:
    if isinstance(wanted, int) and axis not in {"hour", "local_hour"} and 0 <= wanted < len(labels):
        return wanted
    texts = [str(wanted), f"{wanted:02d}" if isinstance(wanted, int) else str(wanted)]
    for position, label in enumerate(labels):
        if label in texts:
            return position
    name = "experience key" if axis == KEYS else axis
    raise SpaceError(f"The matrix has no {name} {wanted!r}.", hint=f"It has {shorten(labels)}.")
