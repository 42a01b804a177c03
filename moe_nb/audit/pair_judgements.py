"""What every pair of answers of one key comes to: by itself, by lot, by name, and by all payloads of its variation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.answer_pairs import AnswerPairs, Lot
from moe_nb.audit.answer_signs import Signs
from moe_nb.audit.hidden_edits import HiddenEdit, hidden_edits
from moe_nb.audit.lone_variations import lone_variations
from moe_nb.audit.names_apart import ids_of_names
from moe_nb.audit.payload_edits import edits_of
from moe_nb.audit.redraws import redraws_of
from moe_nb.core.answer import Outcome
from moe_nb.core.drift_facts import Change
from moe_nb.core.redraw_facts import ControlRedraw, Redraw, Unjudged
from moe_nb.core.run_table import Content

Changes = NDArray[np.int8]
Contents = tuple[Sequence[Content], Sequence[Content]]


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """The pairs of answers of one key.

    Shape: p different pairs.
    """

    changes: Changes
    """(p,): a `Change` per pair."""
    redraws: tuple[Redraw, ...]
    unjudged: tuple[Unjudged, ...]
    faces: NDArray[np.int32]
    """(p,): the content of the first run that a change is told from."""
    variables: Mapping[int, tuple[str, ...]]
    """Number of a pair to the variables of an edited payload that are told; left out for all."""
    ambiguous: frozenset[int]
    """Numbers of audiences that share a name with another one."""
    notes: tuple[str, ...]


def judged_pairs(
    answers: AnswerPairs,
    signs: tuple[Signs, Signs],
    contents: Contents,
    control: ControlRedraw | None,
    names: Sequence[str],
    tested: int = 1,
) -> Judged:
    """Judge every pair of answers.

    Args:
        answers: The pairs of answers of one key.
        signs: What tells answers apart, (p,) of each run.
        contents: The contents of each run.
        control: What is to be told of a control group.
        names: What each audience number is called, where audiences are matched by name; else empty.
        tested: How many splits may be tested in the whole comparison (Bonferroni).
    """
    changes, dealt = _dealt(answers, _plain(*signs))
    ambiguous = _ambiguous(answers, contents, names)
    changes, of_one_name = _of_one_name(answers, signs, changes, {number: names[number] for number in ambiguous})
    lone = lone_variations(answers, signs)
    changes, redraws, opened = redraws_of(answers, signs, changes, contents, lone, tested)
    faces, variables = answers.before.copy(), dict[int, tuple[str, ...]]()
    notes, untold = [one.words(contents) for one in lone], list[Unjudged]()
    for edit in hidden_edits(answers, signs, contents):
        is_told = edit.is_told and edit.audience not in ambiguous
        members = ((changes == Change.DRAWN_ANEW) | (is_told & (opened >= 0))) & edit.is_of(signs[1])
        if is_told:
            changes[members], faces[members] = Change.PAYLOAD_EDITED, edit.before
            variables |= dict.fromkeys(np.flatnonzero(members).tolist(), edit.variables)
            notes += [] if members.any() else [_note(edit, contents)]
        elif members.any():
            changes[members] = Change.NOT_COMPARABLE
            untold.append(_untold(edit, contents, int(answers.contexts[members].sum())))
    is_left = changes == Change.NOT_COMPARABLE
    left = [int(answers.contexts[is_left & (opened == at)].sum()) for at in range(len(redraws))]
    apart = [_apart(one, contexts) for one, contexts in zip(redraws, left, strict=True) if contexts]
    found = (control, *redraws) if control else redraws
    unjudged = (*dealt, *of_one_name, *apart, *untold)
    return Judged(changes, found, unjudged, faces, variables, ambiguous, tuple(notes))


def _plain(before: Signs, after: Signs) -> Changes:
    """Judge every pair by itself; the order of the questions is the order of what matters."""
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


def _dealt(answers: AnswerPairs, changes: Changes) -> tuple[Changes, list[Unjudged]]:
    """Call what the lot of a control group explains so; tell how much it only may explain."""
    is_known = changes != Change.NOT_COMPARABLE
    drawn, is_open = (is_known & (answers.lot == lot) for lot in (Lot.DRAWN, Lot.OPEN))
    changes = np.where(drawn, Change.DRAWN_ANEW, np.where(is_open, Change.NOT_COMPARABLE, changes)).astype(np.int8)
    count = int(answers.contexts[is_open].sum())
    why = (
        "served in one run only, they may be of a control group, or of an audience that came or went "
        "(asked for one customer id in both runs, they can be told)"
    )
    return changes, [Unjudged(count, why)] if count else []


def _ambiguous(answers: AnswerPairs, contents: Contents, names: Sequence[str]) -> frozenset[int]:
    """Return the numbers of audiences whose name another audience of the same run has too."""
    sides = zip(contents, (answers.before, answers.after), strict=True)
    served = [[side[code] for code in np.unique(codes).tolist()] for side, codes in sides]
    ids = [ids_of_names(one for one in some if one.outcome is Outcome.SERVED) for some in served]
    return frozenset(n for n, name in enumerate(names) if any(len(side.get(name, ())) > 1 for side in ids))


def _of_one_name(
    answers: AnswerPairs, signs: tuple[Signs, Signs], changes: Changes, names: Mapping[int, str]
) -> tuple[Changes, list[Unjudged]]:
    """Leave open what became of contexts that had one of several audiences of one name, and have one of them."""
    before, after = signs
    is_both = before.is_served & after.is_served & (before.audience == after.audience)
    is_both &= changes != Change.NOT_COMPARABLE
    judged, found = changes.copy(), []
    for number, name in sorted(names.items()):
        members = is_both & (before.audience == number)
        judged[members] = Change.NOT_COMPARABLE
        why = f"several audiences are called {name!r}, and a name does not tell which of them it was"
        found += [Unjudged(int(answers.contexts[members].sum()), why)] if members.any() else []
    return judged, found


def _apart(redraw: Redraw, contexts: int) -> Unjudged:
    name = redraw.audience_name or redraw.audience_id
    why = "whether it was replaced, or the split drawn anew, cannot be told of so few"
    if any(redraw.before[one] and redraw.after[one] for one in redraw.before):
        return Unjudged(contexts, f"{name!r}: {redraw.alone}; {why}")
    return Unjudged(contexts, f"no variation of {name!r} was seen in both runs; {why}")


def _called(edit: HiddenEdit, contents: Contents) -> str:
    face = contents[1][edit.after]
    return f"variation {face.variation_id} of {face.audience_name or face.audience_id!r}"


def _untold(edit: HiddenEdit, contents: Contents, contexts: int) -> Unjudged:
    seen = f"{_called(edit, contents)} was seen in other contexts in each run, with other payloads"
    return Unjudged(contexts, f"{seen}; whether it was edited, or differs from context to context, cannot be told")


def _note(edit: HiddenEdit, contents: Contents) -> str:
    words = "; ".join(edits_of(contents[0][edit.before], contents[1][edit.after], edit.variables))
    return f"{_called(edit, contents)} has another payload too in the second run ({words or 'another payload'})."
