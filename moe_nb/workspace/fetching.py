"""One context: asked in as many calls as its keys need, merged into one answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from moe_nb.core.answer import Answer, KeyOutcome, Outcome
from moe_nb.core.context import Context
from moe_nb.core.errors import ContextError, MoeError, UsageError
from moe_nb.core.metadata import Metadata
from moe_nb.core.outcomes import failed, outcome_of, outcomes_of
from moe_nb.core.protocols import Ask
from moe_nb.core.reply import Question, Reply, split_keys
from moe_nb.sweep.lane import LaneTurn

Metadatas = Metadata | None


def checked_keys(keys: str | Iterable[str] | None) -> tuple[str, ...] | None:
    """Return the keys, each once; one text is one key, None stays None.

    Raises:
        UsageError: If the list is empty or holds something that is not a key.
    """
    if keys is None:
        return None
    said: object = keys
    given: list[object] = list(said) if isinstance(said, Iterable) and not isinstance(said, str) else [said]
    if not given:
        raise UsageError("The list of experience keys is empty.", hint="Leave keys out to ask for every experience.")
    for key in given:
        if not _is_key(key):
            raise UsageError(f"{key!r} is not an experience key.", hint="Keys are texts, e.g. 'homepage-banner'.")
    return tuple(dict.fromkeys(str(key) for key in given))


def _is_key(key: object) -> bool:
    """Say whether *key* is a text with something in it that can be written as UTF-8."""
    half_characters = "\ud800", "\udfff"
    return isinstance(key, str) and key != "" and not any(half_characters[0] <= c <= half_characters[1] for c in key)


def context_of(context: Context | None, named: dict[str, Any]) -> Context:
    """Return *context*, or an empty one, with the fields in *named* set.

    Raises:
        ContextError: If a context has no such field.
    """
    known = [field.name for field in dataclass_fields(Context)]
    for name in named:
        if name not in known:
            raise ContextError(
                f"A context has no field {name!r}.",
                hint=f'It has {", ".join(known)}; a custom attribute goes in attributes={{"utm_medium": "email"}}.',
            )
    return replace(context or Context(), **named)


async def ask_all(
    ask: Ask, context: Context, keys: Sequence[str] | None, make_turn: Callable[[], LaneTurn]
) -> list[Reply | MoeError]:
    """Ask every chunk of 25 keys, each in a turn of its own; raises only if all of them failed."""
    questions = [Question(context, chunk) for chunk in split_keys(keys)]
    got = await asyncio.gather(*(_one(ask, question, make_turn()) for question in questions))
    if not any(isinstance(reply, Reply) for reply in got):
        raise next(reply for reply in got if isinstance(reply, MoeError))
    return got


async def _one(ask: Ask, question: Question, turn: LaneTurn) -> Reply | MoeError:
    try:
        await turn.take()
        reply = await ask.ask(question, turn)
        turn.answered(reply.quota)
        return reply  # noqa: TRY300 - what follows the call belongs to it
    except MoeError as error:
        return error
    finally:
        turn.end()


def needs_metadata(keys: Sequence[str] | None, got: Sequence[Reply | MoeError]) -> bool:
    """Say whether a key was not served, so that its cause must be looked up; an empty experience is not served."""
    if keys is None:
        return True
    judged = [
        outcome_of(key, reply, None)
        for chunk, reply in zip(split_keys(keys), got, strict=True)
        if isinstance(reply, Reply)
        for key in chunk or ()
    ]
    return any(outcome.outcome is Outcome.NOT_SERVED for outcome in judged)


def merge(context: Context, keys: Sequence[str] | None, got: Sequence[Reply | MoeError], metadata: Metadatas) -> Answer:
    """Join the replies of all chunks, keys in the order asked; a chunk that failed fails only its own keys."""
    outcomes: list[KeyOutcome] = []
    for chunk, reply in zip(split_keys(keys), got, strict=True):
        if isinstance(reply, Reply):
            judged = outcomes_of(chunk, reply, metadata)
            outcomes += judged if chunk is None else judged[: len(chunk)]
        else:
            outcomes += failed(() if chunk is None else chunk, reply)
    replies = [reply for reply in got if isinstance(reply, Reply)]
    left = [r.quota.remaining for r in replies if r.quota is not None and r.quota.remaining is not None]
    return Answer(
        context,
        tuple(outcomes),
        None if keys is None else tuple(keys),
        replies[0].status,
        sum(reply.elapsed_s for reply in replies),
        datetime.fromtimestamp(min(reply.asked_epoch_s for reply in replies), UTC),
        calls=len(got),
        remaining=min(left) if left else None,
        extra={name: value for reply in replies for name, value in reply.extra.items()},
        notes=tuple(dict.fromkeys(note for reply in replies for note in reply.notes)),
    )
