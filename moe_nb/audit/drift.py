"""Two runs compared cell by cell: what appeared, disappeared, changed or was edited; what is not known is no change."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.answer_pairs import pair_answers
from moe_nb.audit.answer_signs import Signs, audience_key, signs_of
from moe_nb.audit.audience_shifts import shifts_of
from moe_nb.audit.run_pairs import pair_spaces
from moe_nb.audit.transitions import KeyPairs, cause_changes_of, transitions_of
from moe_nb.core.drift_facts import Change, Drift, KeyDrift, Match
from moe_nb.core.errors import AuditError
from moe_nb.core.run_table import RunTable

Changes = NDArray[np.int8]

NOT_ASKED_CODE = 0
"""What a cell holds in every run table before it is asked."""


def drift_of(
    before: RunTable,
    after: RunTable,
    match: Match | str = Match.ID,
    *,
    unsteady: NDArray[np.bool_] | None = None,
) -> Drift:
    """Compare two runs where both were answered.

    Args:
        before: The earlier run, or the one of the first environment.
        after: The later run; its axes may be ordered otherwise and hold other values: the common contexts count.
        match: ``"id"`` (an audience is the same when its id is, whatever its name) or ``"name"`` for two environments,
            which give their own ids. Where one was not sent, the other is taken.
        unsteady: (n, k) of *after*: cells that flicker when they are asked again; they are not comparable.

    Raises:
        AuditError: If *match* is neither.
    """
    if match not in list(Match):
        raise AuditError(f"Audiences cannot be matched by {match!r}.", hint='Match them by "id" or by "name".')
    match = Match(match)
    pair = pair_spaces(before.space, after.space)
    of_before, of_after, names = signs_of(before, after, match)
    keys, notes = [], list(pair.notes)
    for key in [key for key in before.keys if key in after.keys]:
        at_before, at_after = before.key_position(key), after.key_position(key)
        codes = before.codes[pair.before_index, at_before], after.codes[pair.after_index, at_after]
        if unsteady is not None:
            codes = codes[0], np.where(unsteady[pair.after_index, at_after], NOT_ASKED_CODE, codes[1])
        answers = pair_answers(*codes, len(after.contents))
        signs = of_before.at(answers.before), of_after.at(answers.after)
        contents = before.contents, after.contents
        pairs = KeyPairs(key, pair, answers, contents, *signs, _changes(*signs))
        keys.append(_key(pairs, match, names))
        notes += _names_apart(pairs, match)
    return Drift(
        pair.space,
        pair.before_index,
        pair.after_index,
        tuple(keys),
        tuple(key for key in before.keys if key not in after.keys),
        tuple(key for key in after.keys if key not in before.keys),
        match,
        tuple(notes),
    )


def _key(pairs: KeyPairs, match: Match, names: Sequence[str]) -> KeyDrift:
    number_of = {name: number for number, name in enumerate(names)}
    faces = {number_of[audience_key(one, match)]: one for side in (0, 1) for one in pairs.served(side)}
    contexts = pairs.answers.contexts
    return KeyDrift(
        pairs.key,
        pairs.changes[pairs.answers.of_cell],
        {change: int(contexts[pairs.changes == change].sum()) for change in Change},
        transitions_of(pairs),
        shifts_of(pairs, faces),
        cause_changes_of(pairs),
    )


def _changes(before: Signs, after: Signs) -> Changes:
    """Judge every pair of answers; the order of the questions is the order of what matters."""
    judged = [
        (~(before.is_answered & after.is_answered), Change.NOT_COMPARABLE),
        (~before.is_served & ~after.is_served, Change.SAME),
        (~before.is_served, Change.APPEARED),
        (~after.is_served, Change.DISAPPEARED),
        (before.audience != after.audience, Change.AUDIENCE_CHANGED),
        (before.variation != after.variation, Change.VARIATION_CHANGED),
        (before.payload != after.payload, Change.PAYLOAD_EDITED),
    ]
    found = np.select([asked for asked, _ in judged], [change.value for _, change in judged], Change.SAME.value)
    return found.astype(np.int8)


def _names_apart(pairs: KeyPairs, match: Match) -> list[str]:
    """Say where what is counted as one audience has several names, or ids."""
    if match is Match.ID:
        names = [
            {one.audience_id: one.audience_name for one in pairs.served(side) if one.audience_id} for side in (0, 1)
        ]
        return [
            f"{pairs.key}: audience {audience} is called {name!r} in the first run, {names[1][audience]!r} later."
            for audience, name in names[0].items()
            if names[1].get(audience, name) != name
        ]
    notes = []
    for side, which in enumerate(("first", "second")):
        ids: dict[str, set[str]] = {}
        for one in pairs.served(side):
            ids.setdefault(one.audience_name, set()).add(one.audience_id)
        notes += [
            f"{pairs.key}: {len(found)} audiences of the {which} run are called {name!r}; they count as one."
            for name, found in ids.items()
            if name and len(found) > 1
        ]
    return notes
