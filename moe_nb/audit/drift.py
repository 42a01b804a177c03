"""Two runs compared cell by cell: what appeared, disappeared, changed or was edited; what is not known is no change."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.answer_pairs import pair_answers
from moe_nb.audit.answer_signs import Signs, audience_key, signs_of
from moe_nb.audit.audience_shifts import shifts_of
from moe_nb.audit.control_group import FEWEST_CELLS
from moe_nb.audit.control_redraws import control_redraw
from moe_nb.audit.names_apart import names_apart
from moe_nb.audit.pair_judgements import judged_pairs
from moe_nb.audit.run_pairs import RunPair, pair_spaces
from moe_nb.audit.transitions import KeyPairs, cause_changes_of, transitions_of
from moe_nb.audit.unanswered import unanswered
from moe_nb.core.distinct_names import with_distinct_names
from moe_nb.core.drift_facts import Change, Drift, KeyDrift, Match
from moe_nb.core.errors import AuditError
from moe_nb.core.run_table import RunTable
from moe_nb.core.words import counted

NOT_ASKED_CODE = 0
"""What a cell holds in every run table before it is asked."""


def drift_of(
    before: RunTable,
    after: RunTable,
    match: Match | str = Match.ID,
    *,
    unsteady: NDArray[np.bool_] | None = None,
    across: Collection[str] = (),
) -> Drift:
    """Compare two runs where both were answered.

    Args:
        before: The earlier run, or the one of the first environment.
        after: The later run; its axes may be ordered otherwise and hold other values: the common contexts count.
        match: ``"id"`` (an audience is the same when its id is, whatever its name) or ``"name"`` for two environments,
            which give their own ids. Where one was not sent, the other is taken.
        unsteady: (n, k) of *after*: cells that flicker when they are asked again; they are not comparable.
        across: Inputs that have one value in each run and may differ (another customer, another day). Without it runs
            that were asked with other fixed inputs are not comparable: what differs may be the input.

    Raises:
        AuditError: If *match* is neither, or *across* names something that no run has.
    """
    if match not in list(Match):
        raise AuditError(f"Audiences cannot be matched by {match!r}.", hint='Match them by "id" or by "name".')
    pair = pair_spaces(before.space, after.space, across)
    tables = before, _comparable(after, unsteady, pair)
    signs = signs_of(*tables, Match(match))
    if Match(match) is Match.ID:
        one, other = with_distinct_names(*tables)
        tables = one, other
    tested = _splits(pair, tables, signs)
    compared = [
        _key(key, pair, tables, (before, after), signs, Match(match), tested)
        for key in before.keys
        if key in after.keys
    ]
    return Drift(
        pair.space,
        pair.before_index,
        pair.after_index,
        pair.same_visitor,
        tuple(key for key, _ in compared),
        tuple(key for key in before.keys if key not in after.keys),
        tuple(key for key in after.keys if key not in before.keys),
        Match(match),
        pair.unequal,
        (*pair.notes, *(note for _, notes in compared for note in notes)),
        len(before.space) - int(np.count_nonzero(np.bincount(pair.before_index))),
        len(after.space) - int(np.count_nonzero(np.bincount(pair.after_index))),
        tuple(
            f"In the {which} run nothing was answered. {why}"
            for which, why in (("first", unanswered(before)), ("second", unanswered(after)))
            if why
        ),
    )


def _comparable(after: RunTable, unsteady: NDArray[np.bool_] | None, pair: RunPair) -> RunTable:
    """Return the later run in which what cannot be compared counts as not asked."""
    if pair.unequal:
        return replace(after, codes=np.full_like(after.codes, NOT_ASKED_CODE))
    if unsteady is None:
        return after
    return replace(after, codes=np.where(unsteady, NOT_ASKED_CODE, after.codes).astype(np.int32))


def _splits(pair: RunPair, tables: tuple[RunTable, RunTable], signs: tuple[Signs, Signs, list[str]]) -> int:
    """Return how many audiences, of all keys, some contexts got with another variation in each run; at least 1.

    One test in a thousand is odd by chance: of a comparison with many tests, more than one in a thousand would be.
    """
    count = 0
    for key in tables[0].keys:
        if key not in tables[1].keys:
            continue
        before, after = (
            side.at(table.codes[index, table.key_position(key)])
            for side, table, index in zip(signs[:2], tables, (pair.before_index, pair.after_index), strict=True)
        )
        is_split = before.is_served & after.is_served & (before.audience == after.audience)
        is_split &= ~pair.same_visitor & (before.variation != after.variation)
        count += len(np.unique(before.audience[is_split]))
    return max(1, count)


def _key(
    key: str,
    pair: RunPair,
    tables: tuple[RunTable, RunTable],
    originals: tuple[RunTable, RunTable],
    signs: tuple[Signs, Signs, list[str]],
    match: Match,
    tested: int,
) -> tuple[KeyDrift, list[str]]:
    """Compare one key; return what became of it, and what is to be noted."""
    indices = pair.before_index, pair.after_index
    places = [(index, table.key_position(key)) for index, table in zip(indices, tables, strict=True)]
    codes = [table.codes[place] for table, place in zip(tables, places, strict=True)]
    lots, control = control_redraw(key, pair, originals, signs[:2])
    answers = pair_answers(codes[0], codes[1], len(tables[1].contents), pair.same_visitor, lots)
    of_pairs = signs[0].at(answers.before), signs[1].at(answers.after)
    contents = tables[0].contents, tables[1].contents
    judged = judged_pairs(answers, of_pairs, contents, control, signs[2] if match is Match.NAME else (), tested)
    changes, of_faces = judged.changes, signs[0].at(judged.faces)
    pairs = KeyPairs(key, pair, answers, contents, *of_pairs, changes, judged.faces, of_faces, judged.variables)
    number_of = {name: number for number, name in enumerate(signs[2])}
    faces = {number_of[audience_key(one, match)]: one for side in (0, 1) for one in pairs.served(side)}
    nobody = [side.codes[place] == NOT_ASKED_CODE for side, place in zip(originals, places, strict=True)]
    found = KeyDrift(
        key,
        changes[answers.of_cell],
        {change: int(answers.contexts[changes == change].sum()) for change in Change},
        transitions_of(pairs),
        shifts_of(pairs, {number: face for number, face in faces.items() if number not in judged.ambiguous}),
        judged.redraws,
        judged.unjudged,
        cause_changes_of(pairs),
        int((nobody[0] & nobody[1]).sum()),
        0 if pair.unequal else int((~nobody[0] & ~nobody[1] & (codes[1] == NOT_ASKED_CODE)).sum()),
    )
    as_sent = replace(pairs, contents=(originals[0].contents, originals[1].contents))
    return found, names_apart(as_sent, match) + [f"{key}: {said}" for said in (*judged.notes, *_few_notes(pairs))]


def _few_notes(pairs: KeyPairs) -> list[str]:
    """Say where so few contexts came and went that a control group, which draws anew, would look the same."""
    is_other = ~pairs.answers.same_visitor
    came, went = (
        int(pairs.answers.contexts[is_other & (pairs.changes == change)].sum())
        for change in (Change.APPEARED, Change.DISAPPEARED)
    )
    if not (0 < came < FEWEST_CELLS and 0 < went < FEWEST_CELLS):
        return []
    seen = f"{counted(came, 'context')} appeared and {went:,} disappeared, with no visitor the same in both runs"
    return [
        f"{seen}: so few may be a control group that draws anew. Asked again (recheck), those that are drawn flicker."
    ]
