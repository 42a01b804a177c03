"""From a reply to an outcome per key."""

from __future__ import annotations

from collections.abc import Sequence

from moe_nb.core.answer import KeyOutcome, Outcome
from moe_nb.core.errors import MalformedAnswerError, MoeError
from moe_nb.core.json_text import check_said_once
from moe_nb.core.metadata import Metadata, cause_of
from moe_nb.core.reply import Reply
from moe_nb.core.wire import check_form, read_experience


def outcomes_of(keys: Sequence[str] | None, reply: Reply, metadata: Metadata | None) -> tuple[KeyOutcome, ...]:
    """Judge every key of a reply; absence is data.

    Args:
        keys: The keys asked for, in order; None takes the Active keys of the metadata.
        reply: What came back.
        metadata: The workspace's metadata, if known.
    """
    expected = list(keys if keys is not None else metadata.active_keys if metadata else ())
    expected += [key for key in reply.experiences if key not in expected]
    return tuple(outcome_of(key, reply, metadata) for key in expected)


def outcome_of(key: str, reply: Reply, metadata: Metadata | None) -> KeyOutcome:
    """Judge one key of a reply; an experience that cannot be read fails its own key only."""
    raw = reply.experiences.get(key)
    try:
        if raw is not None:
            check_said_once(raw)
        experience = None if raw is None else read_experience(key, raw)
        if raw is not None and experience is not None:
            check_form(experience, raw)
    except MalformedAnswerError as error:
        return KeyOutcome(key, Outcome.FAILED, error=error.with_traceback(None))
    if experience is None or experience.is_empty:
        return KeyOutcome(key, Outcome.NOT_SERVED, cause_of(key, metadata, reply.failures.get(key, "")))
    return KeyOutcome(key, Outcome.SERVED, experience=experience)


def failed(keys: Sequence[str], error: MoeError) -> tuple[KeyOutcome, ...]:
    """Return the outcome of keys whose request did not succeed."""
    return tuple(KeyOutcome(key, Outcome.FAILED, error=error) for key in keys)
