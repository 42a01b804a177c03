"""Results of every kind, with one text in every place a text can stand."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import numpy as np

from moe_nb.core.answer import Answer, Cause, Experience, KeyOutcome, Outcome, Variable
from moe_nb.core.context import Context
from moe_nb.core.credentials import Environment
from moe_nb.core.errors import AuthenticationError, ContextError, MalformedAnswerError
from moe_nb.core.events import Stopped, StopReason
from moe_nb.core.metadata import ExperienceMeta, Metadata
from moe_nb.core.run_facts import RunFacts
from moe_nb.core.run_table import NOT_ASKED, Content, RunTable
from moe_nb.core.space import axis
from moe_nb.results.answer import DisplayedAnswer
from moe_nb.results.metadata import DisplayedMetadata
from moe_nb.results.run import Run
from moe_nb.views.code import Source

ASKED_AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
IDS = ("audience_id", "audience_name", "moe_variation_id", "experience", "cid")


def wire_text(text):
    """Return *text* as a context may hold it: a lone surrogate cannot be sent."""
    return text.encode("utf-8", "replace").decode()


def context_of(text):
    """A context with the text in every field that takes any text."""
    sent = wire_text(text)
    pairs = {f"x{sent}": sent}
    return Context(customer_id=sent, user_agent=sent, user_identifiers=pairs, attributes=pairs)


def payload_of(text):
    """Variables with the text in every type of value."""
    inside = {f"a{text}": [text, {"b": text}], "c": None}
    values = [
        text,
        f"  {text} ",
        inside,
        [text, 1.5, True],
        json.dumps(inside),
        json.dumps([text])[:-1],
        None,
        -1,
        True,
    ]
    values += [f"https://example.com/{text}", f"https://example.com/{text}.png", f"mailto:{text}", f"#{text}"]
    values.append(f"{{{json.dumps(text)}: 1, {json.dumps(text)}: 2}}")
    values += [f"{{{{{text}}}}}", f"javascript:{text}", f"data:text/html,{text}"]
    named = [Variable(f"{text}{number}", value, text, {text: text}) for number, value in enumerate(values)]
    return (*named, Variable(f"image{text}", text, ""), Variable("image", f"https://example.com/{text}"))


def errors_of(text):
    """An error of each shape."""
    return (
        AuthenticationError(text, status=401, server_title=text, server_code=text, hint=text, body=text),
        MalformedAnswerError(text, hint=text, body=text),
        ContextError(text, hint=text),
        ValueError(text),
    )


def answer_of(text):
    """An answer with every outcome."""
    said = dict.fromkeys(IDS, text) | {f"y{text}": text, "z": {text: text}}
    served = Experience(f"{text}0", payload_of(text), said, {text: text})
    bare = Experience(f"{text}1", (), {name: [text] for name in IDS})
    outcomes = [KeyOutcome(e.key, Outcome.SERVED, experience=e) for e in (served, bare)]
    outcomes += [KeyOutcome(f"{text}{cause}", Outcome.NOT_SERVED, cause) for cause in Cause]
    outcomes += [
        KeyOutcome(f"{text}failed{n}", Outcome.FAILED, error=error) for n, error in enumerate(errors_of(text)[:-1])
    ]
    outcomes.append(KeyOutcome(f"{text}later", Outcome.NOT_ASKED))
    keys = tuple(outcome.experience_key for outcome in outcomes)
    answer = Answer(
        context_of(text), tuple(outcomes), keys, 200, 0.25, ASKED_AT, 1, 4, extra={text: text}, notes=(text,)
    )
    return DisplayedAnswer(answer, Source("https://sdk-01.moengage.com/v1"), Environment.LIVE)


def metadata_of(text):
    """Metadata with the text as key, name and status."""
    lines = (ExperienceMeta(text, text, text), ExperienceMeta(f"{text}2", text, "Active"))
    return DisplayedMetadata(Metadata(lines))


def raw_of(text, variation):
    """An experience as the service would send it."""
    sent = wire_text(text)
    payload = {sent: {"value": sent, "data_type": sent}, "json": {"value": {sent: [sent]}, "data_type": "json"}}
    said = dict.fromkeys(IDS, sent) | {"moe_variation_id": variation}
    return json.dumps({"payload": payload, "experience_context": said, sent: sent}).encode()


def run_of(text):
    """A stopped run of 2 × 2 × 2 contexts with every outcome, axis names and labels made of the text."""
    sent = wire_text(text)
    space = axis(f"x{sent}", [sent, None], [text, f"{text}2"])
    space *= axis("user_agent", [f"1{sent}", f"2{sent}"], [f"{text}a", f"{text}b"]) * axis("hour", [7, 19])
    key, other = f"{text}k", f"{text}l"
    contents = (
        NOT_ASKED,
        *(
            Content(Outcome.SERVED, None, one, text, text, variation, text, text, "0" * 12, raw_of(text, variation))
            for one in (key, other)
            for variation in (sent, f"2{sent}")
        ),
        Content(Outcome.NOT_SERVED, Cause.PAUSED, key),
        Content(Outcome.NOT_SERVED, Cause.NO_MATCH, other),
        Content(Outcome.FAILED, None, key, error=text),
    )
    codes = np.array([[1, 3], [2, 3], [5, 4], [5, 6], [7, 0], [7, 0], [1, 6], [1, 6]], np.int32)
    times = np.full((8, 1), 1_700_000_000_000, np.int64)
    table = RunTable(space, (key, other), codes, contents, np.full((8, 1), 200, np.int16), times * 0.0, times)
    stopped = Stopped(StopReason.OUTAGE, 6, 2, 1.5, MalformedAnswerError(text, hint=text, body=text))
    facts = RunFacts(Environment.TEST, f"https://{text}", text, 1_700_000_000.0, stopped, "1.0")
    return Run(table, facts)


def matrices_of(text):
    """Both layouts: axis by keys, and axis by axis with the third held or joined."""
    run = run_of(text)
    rows = run.space.axes[0].name
    yield run.matrix(rows=rows)
    yield run.matrix(f"{text}k", rows=rows, columns="user_agent")
    yield run.matrix(f"{text}l", rows=rows, columns="hour", at={"user_agent": f"{text}b"})


def cells_of(text):
    """Every cell of every matrix."""
    for matrix in matrices_of(text):
        for row in range(len(matrix.row_labels)):
            for column in matrix.column_labels:
                yield matrix.cell(row, column)
