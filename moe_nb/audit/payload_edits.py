"""What was edited between two payloads of one variation."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from moe_nb.core.answer import Experience
from moe_nb.core.run_table import Content, key_outcome

EDITS_NAMED = 5
LONGEST = 60


def edits_of(before: Content, after: Content, variables: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the variables that differ between two answers, in words: ``Title: 'Old' → 'New'``.

    Args:
        before: A served answer.
        after: A served answer of the same variation.
        variables: The only ones to look at; all of them if left out.

    Returns:
        The first few, and how many more there are; empty where one of the two was not served.
    """
    old, new = key_outcome(before).experience, key_outcome(after).experience
    if old is None or new is None:
        return ()
    values = _values(old), _values(new)
    names = [name for name in dict.fromkeys([*values[0], *values[1]]) if values[0].get(name) != values[1].get(name)]
    names = [name for name in names if name in variables] if variables else names
    said = [f"{name}: {values[0].get(name, '(none)')} → {values[1].get(name, '(none)')}" for name in names]
    more = len(said) - EDITS_NAMED
    return (*said[:EDITS_NAMED], *([f"and {more} more"] if more > 0 else []))


def steady_differences(before: Iterable[Content], after: Iterable[Content]) -> tuple[str, ...]:
    """Return the variables that have one value in all answers of one run, and another in all of the other.

    Args:
        before: Different answers of one variation in the first run.
        after: Those in the second run.
    """
    runs = [[_texts(content) for content in some] for some in (before, after)]
    names = dict.fromkeys(name for run in runs for texts in run for name in texts)
    found = []
    for name in names:
        one, other = ({texts.get(name) for texts in run} for run in runs)
        if len(one) == len(other) == 1 and one != other:
            found.append(name)
    return tuple(found)


def _texts(content: Content) -> dict[str, str]:
    experience = key_outcome(content).experience
    payload = () if experience is None else experience.payload
    return {variable.name: json.dumps(variable.value, sort_keys=True) for variable in payload}


def _values(experience: Experience) -> dict[str, str]:
    return {variable.name: _short(variable.value) for variable in experience.payload}


def _short(value: object) -> str:
    text = repr(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
