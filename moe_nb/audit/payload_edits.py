"""What was edited between two payloads of one variation."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from moe_nb.core.answer import Variable
from moe_nb.core.run_table import Content, key_outcome

EDITS_NAMED = 5
LONGEST = 60


def edits_of(before: Content, after: Content, variables: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the variables that differ between two answers, in words: ``Title: 'Old' → 'New'``.

    Where only the type differs it is named: ``Discount: 5 (number) → 5 (float)``.

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
    had, has = ({variable.name: variable for variable in one.payload} for one in (old, new))
    names = [name for name in dict.fromkeys([*had, *has]) if _text(had.get(name)) != _text(has.get(name))]
    names = [name for name in names if name in variables] if variables else names
    said = [f"{name}: {_edit(had.get(name), has.get(name))}" for name in names]
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
    return {variable.name: _text(variable) for variable in payload}


def _text(variable: Variable | None) -> str:
    """Return what tells a variable from another: its type counts, as it does for the hash of a payload."""
    return "" if variable is None else json.dumps([variable.data_type, variable.value], sort_keys=True)


def _edit(before: Variable | None, after: Variable | None) -> str:
    """Return one edit in words: values where they look different, else the types, else that the rest differs."""
    old, new = ("(none)" if one is None else _short(one.value) for one in (before, after))
    if old != new or before is None or after is None:
        return f"{old} → {new}"
    if before.data_type != after.data_type:
        types = (one.data_type or "no type" for one in (before, after))
        return " → ".join(f"{value} ({kind})" for value, kind in zip((old, new), types, strict=True))
    return f"{old} → another value that begins alike"


def _short(value: object) -> str:
    text = repr(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
