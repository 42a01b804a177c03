"""A space of which some contexts were asked and the others inferred, as a user holds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from moe_nb.audit.inferred_cells import with_inferred
from moe_nb.audit.matrix import Side, layout_of
from moe_nb.core.inferred_facts import Inferred
from moe_nb.core.report_section import Section, section
from moe_nb.core.rule_facts import Result
from moe_nb.core.run_table import RunTable
from moe_nb.core.words import counted
from moe_nb.results.display import Displayed
from moe_nb.results.matrix import DisplayedMatrix
from moe_nb.results.matrix_colours import chosen_colours
from moe_nb.results.run import Run
from moe_nb.views.audit import section_html, section_text
from moe_nb.views.palette import Palette

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("Experience key", "Answered", "Inferred", "Random probes", "Disagreed", "How far it can be trusted")


class AdaptiveRun(Displayed):
    """What was answered, and beside it what was inferred; made by ``ws.adaptive()``.

    Args:
        run: The answers, and nothing else: coverage and audits count these only.
        inferred: Per key of the run what is inferred; empty when the sweep ended before anything could be.
        results: Per key what the codes of *inferred* mean.
    """

    def __init__(self, run: Run, inferred: Sequence[Inferred], results: Sequence[tuple[Result, ...]]) -> None:
        self.run = run
        self.inferred: Mapping[str, Inferred] = dict(zip(run.keys, inferred, strict=False))
        self._results = dict(zip(run.keys, results, strict=False))

    def matrix(
        self,
        experience: str | None = None,
        rows: Side | None = None,
        columns: Side | None = None,
        at: Mapping[str, object] | None = None,
        colour_by: str | None = None,
    ) -> DisplayedMatrix:
        """Pivot answers and inferred cells, which carry a mark and words of their own; see `Run.matrix`.

        Below the legend stands how far what is inferred can be trusted.
        """
        colours = replace(chosen_colours(self.table, colour_by, palette=self.palette), trust=self.trust)
        return DisplayedMatrix(self.table, layout_of(self.table, experience, rows, columns, at), colours)

    @property
    def palette(self) -> Palette:
        """Letters and colours, those of the run."""
        return self.run.palette

    @property
    def trust(self) -> Mapping[str, str]:
        """Per key how far what is inferred can be trusted, in one sentence with the measured error."""
        return {key: found.words for key, found in self.inferred.items()}

    def to_frame(self) -> pd.DataFrame:
        """Return one row per context and key that was inferred.

        Columns: ``context`` (its number), the axes by label, ``experience_key``, ``is_served``, ``audience_id``,
        ``audience_name``, ``most_wrong`` (at most this share of the key's inferred cells is wrong). Answers are in
        ``run.to_frame()``.
        """
        import pandas as pd  # noqa: PLC0415 - not paid for until wanted

        parts = []
        axes = self.run.space.axes
        for key, found in self.inferred.items():
            contexts = np.flatnonzero(found.is_inferred)
            places = np.unravel_index(contexts, [len(axis) for axis in axes])
            results = [self._results[key][code] for code in found.codes[contexts].tolist()]
            said: dict[str, object] = {"context": contexts}
            said |= {a.name: [a.labels[at] for at in place.tolist()] for a, place in zip(axes, places, strict=True)}
            said |= {"experience_key": [key] * len(contexts)}
            said |= {
                name: [getattr(r, name) for r in results] for name in ("is_served", "audience_id", "audience_name")
            }
            parts.append(pd.DataFrame(said | {"most_wrong": [found.most_wrong] * len(contexts)}))
        return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()

    @cached_property
    def table(self) -> RunTable:
        """The answers of the run, and guesses in cells that were not asked: those count in no coverage."""
        table = self.run.table
        for key, found in self.inferred.items():
            table = with_inferred(table, key, found, self._results[key])
        return table

    @cached_property
    def _section(self) -> Section:
        rows = [
            (
                key,
                f"{found.answered:,}",
                f"{int(found.is_inferred.sum()):,}",
                f"{found.probes:,}",
                f"{found.disagreed:,}",
                found.words,
            )
            for key, found in self.inferred.items()
        ]
        asked = int((self.run.table.asked_epoch_ms != 0).all(axis=1).sum())
        title = f"{asked:,} of {counted(len(self.run), 'context')} asked"
        intro = "What was not asked is inferred from rules; it is marked everywhere and counts in no coverage."
        return section("adaptive", title, intro, COLUMNS, rows, "It ended before anything could be inferred.")

    def _html(self) -> str:
        return str(section_html(self._section))

    def _text(self) -> str:
        return section_text(self._section)
