"""Contexts in words: one of a space in short, and what was said in some, value by value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from moe_nb.core.box_words import describe_context
from moe_nb.core.context import Context
from moe_nb.core.space import Space
from moe_nb.core.user_agent import describe_user_agent
from moe_nb.core.words import counted

VALUES_NAMED = 4
"""Different values of one input that are named; more are counted."""


@dataclass(frozen=True, slots=True)
class Said:
    """One input of a context, or of several, as people read it."""

    name: str
    words: str
    in_full: str = ""
    """What was sent, where the words are shorter."""


def context_words(space: Space, index: int) -> str:
    """Return what context number *index* is called, ``"Mon 09 UTC, iPhone"``."""
    return describe_context(space, index)


def said_in(contexts: Sequence[Context]) -> tuple[Said, ...]:
    """Return what contexts say, input by input: hours with UTC, User-Agents by their label, several values with ``/``.

    Days and hours that both differ stand together, ``Sunday 23 UTC / Monday 00 UTC``.
    """
    every = [context.values() for context in contexts]
    names = list(dict.fromkeys(name for values in every for name in values))
    found = {name: _said(name, list(dict.fromkeys(values.get(name) for values in every))) for name in names}
    times = list(dict.fromkeys((context.day, context.hour) for context in contexts))
    is_split = min(len(set(side)) for side in zip(*times, strict=True)) > 1 if times else False
    if is_split and len(times) <= VALUES_NAMED:
        together = Said("day and hour", " / ".join(f"{day} {value_words('hour', hour)}" for day, hour in times))
        found = {"day": together, **{name: said for name, said in found.items() if name not in {"day", "hour"}}}
    return tuple(found.values())


def value_words(name: str, value: object) -> str:
    """Return what one input is called: ``18 UTC`` for an hour, a User-Agent's label for its header."""
    if value is None:
        return "(none)"
    if isinstance(value, int) and name == "hour":
        return f"{value:02d} UTC"
    return describe_user_agent(str(value)) if name == "user_agent" else str(value)


def _said(name: str, values: Sequence[object]) -> Said:
    if len(values) > VALUES_NAMED:
        return Said(name, counted(len(values), "value"))
    words = " / ".join(dict.fromkeys(value_words(name, value) for value in values))
    in_full = " / ".join(str(value) for value in values if value is not None)
    return Said(name, words, in_full if name == "user_agent" and in_full != words else "")
