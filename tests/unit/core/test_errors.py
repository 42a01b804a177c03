"""The error tree: three reactions, one class each, words and a next step."""

from __future__ import annotations

import inspect

import pytest

from moe_nb.core import errors
from moe_nb.core.errors import (
    AuditError,
    AuthenticationError,
    BadRequestError,
    ClockError,
    ConfirmationError,
    ContextError,
    CredentialsError,
    ExpectationError,
    FaultFileError,
    MalformedAnswerError,
    MoeError,
    PersonaError,
    RateLimitedError,
    RunFileError,
    ServerError,
    ServiceError,
    ServiceTimeoutError,
    SpaceError,
    UnreachableError,
    UsageError,
    WorldError,
)

PARENTS = {
    UsageError: MoeError,
    ContextError: UsageError,
    SpaceError: UsageError,
    ClockError: SpaceError,
    CredentialsError: UsageError,
    WorldError: UsageError,
    FaultFileError: UsageError,
    ExpectationError: UsageError,
    AuditError: UsageError,
    ConfirmationError: UsageError,
    ServiceError: MoeError,
    BadRequestError: ServiceError,
    AuthenticationError: ServiceError,
    RateLimitedError: ServiceError,
    ServerError: ServiceError,
    UnreachableError: MoeError,
    ServiceTimeoutError: UnreachableError,
    MalformedAnswerError: MoeError,
    RunFileError: MoeError,
    PersonaError: UsageError,
}


def all_classes() -> list[type[MoeError]]:
    return [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, MoeError)]


def drawn_parents() -> dict[str, str]:
    """Read the tree drawn in the module's docstring: name to the name it hangs on."""
    path: list[tuple[int, str]] = []
    parents = {}
    for line in (errors.__doc__ or "").splitlines():
        bare = line.lstrip("│├└─ ")
        if not bare.split(" ")[0].endswith("Error"):
            continue
        depth, name = len(line) - len(bare), bare.split(" ")[0]
        path = [(d, n) for d, n in path if d < depth]
        if path:
            parents[name] = path[-1][1]
        path.append((depth, name))
    return parents


def test_the_tree_is_complete():
    """Every error class of the module hangs where these tests expect it."""
    assert {MoeError, *PARENTS} == set(all_classes())
    assert PARENTS == {kind: kind.__mro__[1] for kind in PARENTS}


def test_the_drawing_is_the_tree():
    """The tree drawn at the top of the module is the real one."""
    assert {kind.__name__: parent.__name__ for kind, parent in PARENTS.items()} == drawn_parents()


@pytest.mark.parametrize("kind", [ContextError, SpaceError, WorldError, FaultFileError])
def test_bad_values_are_value_errors_too(kind):
    """A wrong value can be caught as the ValueError a Python user expects."""
    assert issubclass(kind, ValueError)


def test_every_class_has_a_title_of_its_own():
    """The title says what happened, and no two classes say the same."""
    titles = [kind.title for kind in all_classes()]
    assert all(titles)
    assert len(titles) == len(set(titles))


def test_the_text_ends_with_the_next_step():
    """The hint stands after the description, and both can be read apart."""
    error = ContextError("Hour 25 is not an hour.", hint="Use 0 to 23.")
    assert "Hour 25 is not an hour. Use 0 to 23." == str(error)
    assert ("Hour 25 is not an hour.", "Use 0 to 23.") == (error.description, error.hint)


def test_a_text_without_hint_has_no_trailing_space():
    """Without a hint the text is the description alone."""
    assert "Which experience?" == str(SpaceError("Which experience?"))


def test_a_refusal_reads_status_title_description_hint():
    """What the service said stands in one line, the status first."""
    error = BadRequestError(
        "funday is no day", status=400, server_title="Invalid Field Value", server_code="GvHogFKc", hint="Correct it."
    )
    assert "400 Invalid Field Value: funday is no day Correct it." == str(error)
    assert (400, "Invalid Field Value", "funday is no day", "GvHogFKc", None, "") == (
        error.status,
        error.server_title,
        error.server_description,
        error.server_code,
        error.retry_after_s,
        error.body,
    )


def test_a_refusal_without_words_uses_its_class_title():
    """A refusal with an empty body still says what it is."""
    assert "503 The service failed" == str(ServerError("", status=503))


def test_a_malformed_answer_keeps_status_and_body():
    """What came instead of an answer can be looked at."""
    error = MalformedAnswerError("No experiences.", status=200, body="<html>")
    assert (200, "<html>") == (error.status, error.body)


def test_what_was_said_is_kept_as_it_was():
    """The words on the error are the service's own; only its text is made visible."""
    error = ServerError("a\u202eb", status=500, server_title="\x1b[2J")
    assert ("a\u202eb", "\x1b[2J") == (error.server_description, error.server_title)
    assert r"500 \u001b[2J: a\u202eb" == str(error)
