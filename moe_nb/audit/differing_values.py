"""Values that differ between contexts which got the same variation."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from moe_nb.audit.served_payloads import ServedPayload
from moe_nb.core.payload_facts import PayloadFinding, PayloadKind, Severity
from moe_nb.core.space import Space

VALUES_SHOWN = 3
SHOWN = 40
_NOT_SENT = "(not sent)"


def differing_values(
    payloads: Sequence[ServedPayload], codes: NDArray[np.int32], space: Space
) -> Iterator[PayloadFinding]:
    """Yield an observation per variable that has several values within one variation.

    That is normal for personalised texts, so it is only told: how many values, where they were seen first, and which
    axes they go with.

    Args:
        payloads: The different payloads of one variation.
        codes: (n,) what every context got for the key.
        space: The contexts.
    """
    size = 1 + max(payload.code for payload in payloads)
    for name in dict.fromkeys(name for payload in payloads for name in payload.variables):
        texts = [_text(payload, name) for payload in payloads]
        numbers = {text: number for number, text in enumerate(dict.fromkeys(texts))}
        if len(numbers) == 1:
            continue
        value_of = np.full(size, -1)
        for payload, text in zip(payloads, texts, strict=True):
            value_of[payload.code] = numbers[text]
        hit = np.flatnonzero(np.isin(codes, [payload.code for payload in payloads]))
        yield _finding(payloads[0], name, list(numbers), value_of[codes[hit]], hit, space)


def _finding(
    face: ServedPayload,
    name: str,
    texts: Sequence[str],
    values: NDArray[np.int64],
    contexts: NDArray[np.intp],
    space: Space,
) -> PayloadFinding:
    counts = np.bincount(values, minlength=len(texts))
    first = np.full(len(texts), 0)
    first[values[::-1]] = contexts[::-1]  # the last one written is the first context
    order = np.argsort(first, kind="stable").tolist()
    said = [f"{_short(texts[at])} in {counts[at]:,} (first: context {first[at]})" for at in order[:VALUES_SHOWN]]
    more = f" and {len(texts) - VALUES_SHOWN:,} more" if len(texts) > VALUES_SHOWN else ""
    axes = _axes_that_decide(values, contexts, space)
    cause = f"In this run it goes with {' or with '.join(axes)}." if axes else "It goes with no single axis."
    content = face.content
    return PayloadFinding(
        Severity.OBSERVATION,
        PayloadKind.VALUES_DIFFER,
        content.experience_key,
        content.audience_id,
        content.audience_name,
        content.variation_id,
        name,
        f"{len(texts):,} values in {len(contexts):,} contexts: {'; '.join(said)}{more}. {cause} "
        "Personalised values are normal; an edit while the run was under way looks the same.",
        len(contexts),
        int(first[order[1]]),
    )


def _axes_that_decide(values: NDArray[np.int64], contexts: NDArray[np.intp], space: Space) -> list[str]:
    """Return the axes of which each value alone settles the variable's value."""
    places = np.unravel_index(contexts, [len(axis) for axis in space.axes]) if space.axes else ()
    names = []
    for axis, positions in zip(space.axes, places, strict=True):
        value_at = np.full(len(axis), -1)
        value_at[positions] = values
        if bool((value_at[positions] == values).all()):
            names.append(axis.name)
    return names


def _text(payload: ServedPayload, name: str) -> str:
    variable = payload.variables.get(name)
    return _NOT_SENT if variable is None else json.dumps(variable.value, ensure_ascii=False, sort_keys=True)


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
