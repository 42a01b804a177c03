"""One run in which every row is another text, and a world in which every experience is."""

from __future__ import annotations

import json

import numpy as np
import yaml
from hostile_results import IDS, wire_text

from moe_nb.core.answer import Cause, Outcome
from moe_nb.core.credentials import Environment
from moe_nb.core.events import Stopped, StopReason
from moe_nb.core.run_facts import RunFacts
from moe_nb.core.run_table import NOT_ASKED, Content, RunTable
from moe_nb.core.space import axis
from moe_nb.results.run import Run


def sendable(texts):
    """Return texts as they can be sent, each once."""
    return list(dict.fromkeys(wire_text(text) for text in texts))


def run_of_all(texts):
    """A run with a row per text: its label, audience, variation, names, ids, payload or error are the text."""
    texts = sendable(texts)
    space = axis(texts[0], texts) * axis("hour", [7, 19])
    key = texts[0]
    contents = [NOT_ASKED]
    for text in texts:
        said = dict.fromkeys(IDS, text)
        payload = {text: {"value": text, "data_type": text}, "image": {"value": {text: [text]}, "data_type": "json"}}
        raw = json.dumps({"payload": payload, "experience_context": said}).encode()
        contents.append(Content(Outcome.SERVED, None, key, text, text, text, text, text, "0" * 12, raw))
        contents.append(Content(Outcome.FAILED, None, key, error=text))
    contents.append(Content(Outcome.NOT_SERVED, Cause.NO_MATCH, key))
    codes = np.arange(1, 2 * len(texts) + 1, dtype=np.int32).reshape(-1, 1)
    calls = np.zeros((len(space), 1))
    asked = np.full((len(space), 1), 1_700_000_000_000, np.int64)
    table = RunTable(space, (key,), codes, tuple(contents), calls.astype(np.int16), calls, asked)
    facts = RunFacts(
        Environment.TEST, key, key, 1_700_000_000.0, Stopped(StopReason.COMPLETED, len(space), 0, 1.5), "1.0"
    )
    return Run(table, facts)


def world_of(texts):
    """A world file in which key, name, audience, variation and payload of every experience are a text."""
    experiences = [
        {
            "key": text,
            "name": text,
            "status": "Active",
            "audiences": [{"id": text, "name": text, "variations": [{"id": text, "payload": _payload(text)}]}],
        }
        for text in sendable(texts)
        if text.strip()  # a key has a name
    ]
    workspace = {"id": "SIMULATOR", "api_key": "not-a-secret"}
    return yaml.safe_dump({"workspace": workspace, "experiences": experiences}, allow_unicode=False)


def _payload(text):
    return {text: {"type": "string", "value": text}, "image": {"type": "json", "value": {text: [text]}}}
