"""The facts of an audit as frames: typed columns, one row per fact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from moe_nb.core.audit_facts import AuditFacts
from moe_nb.report.expectation_frame import expectation_frame
from moe_nb.views.certificate import certificate_lines
from moe_nb.views.context_words import context_words

if TYPE_CHECKING:
    import pandas as pd

    Frames = dict[str, pd.DataFrame]

VARIATION = ("audience_id", "audience_name", "variation_id")


def audit_frames(facts: AuditFacts) -> Frames:
    """Return a frame per part of an audit.

    - ``findings``: ``severity``, ``kind``, ``experience_key``, ``words``, ``contexts``, ``first_context``, ``example``.
    - ``expectations``: as `moe_nb.report.expectation_frame`; only where a table was given.
    - ``keys``: ``experience_key`` and counts of contexts: ``total``, ``asked``, ``served``, ``not_served``, ``failed``,
      ``not_asked``; ``causes`` in words.
    - ``gaps``: ``experience_key``, ``where``, ``contexts``, ``first_context``; regions, which may overlap, and
      what is scattered as a control group is.
    - ``overlaps``: ``slot``, ``experience_keys``, ``where``, ``contexts``, ``first_context``.
    - ``variations``: ``experience_key``, `VARIATION`, ``contexts``, ``first_context``, ``words``; those expected and
      not observed have 0 contexts.
    - ``rules``: ``experience_key``, ``line``, ``where``, ``is_served``, `VARIATION`, ``contexts``, ``wrong``; of the
      whole list ``held_out``, ``held_out_wrong``, ``accuracy``.
    - ``inputs``: ``experience_key``, ``axis``, situations ``compared``, ``audience_changed``, ``variation_changed``,
      ``payload_changed``, ``control_changed``, ``example``.
    - ``stickiness``: ``experience_key``, visitors and audiences ``watched``, those that ``switched``, ``contexts`` of
      these, ``example``.
    - ``witnesses``: ``context`` (number), ``example``, ``experience_key``, `VARIATION`.
    - ``payloads``: ``severity``, ``kind``, ``experience_key``, `VARIATION`, ``variable``, ``words``, ``contexts``,
      ``first_context``.
    - ``coverage``: ``of``, ``answered``, ``total``, ``percent`` (rounded down).
    - ``missing``: ``ways``, ``combination``: the first combinations of axes that no answered context has.
    - ``certificate``: ``name``, ``value``.

    An ``audience_name`` that several audiences of one key have ends with the id of each, as in the words.
    """
    frames = {
        "findings": _findings(facts),
        "keys": _keys(facts),
        "gaps": _gaps(facts),
        "overlaps": _overlaps(facts),
        "variations": _variations(facts),
        "rules": _rules(facts),
        "inputs": _inputs(facts),
        "stickiness": _stickiness(facts),
        "witnesses": _witnesses(facts),
        "payloads": _payloads(facts),
        "coverage": _coverage(facts),
        "missing": _missing(facts),
        "certificate": _frame(certificate_lines(facts.certificate), ["name", "value"]),
    }
    if facts.expectations is not None:
        frames["expectations"] = expectation_frame(facts.expectations)
    return frames


def _frame(rows: Sequence[Sequence[Any]], columns: Sequence[str], counts: Sequence[str] = ()) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 - not paid for until wanted

    return pd.DataFrame([tuple(row) for row in rows], columns=list(columns)).astype(dict.fromkeys(counts, "Int64"))


def _findings(facts: AuditFacts) -> pd.DataFrame:
    rows = []
    for one in facts.findings:
        first = one.witnesses[0] if one.witnesses else None
        example = "" if first is None else context_words(facts.space, first)
        rows.append((one.severity.value, one.kind.value, one.experience_key, one.words, one.contexts, first, example))
    columns = ("severity", "kind", "experience_key", "words", "contexts", "first_context", "example")
    return _frame(rows, columns, ("contexts", "first_context"))


def _keys(facts: AuditFacts) -> pd.DataFrame:
    rows = [
        (
            *(key.experience_key, key.total, key.asked, key.served, sum(key.not_served.values()), key.failed),
            key.not_asked,
            "; ".join(f"{cause}: {count}" for cause, count in key.not_served.items()),
        )
        for key in facts.keys
    ]
    counts = ("total", "asked", "served", "not_served", "failed", "not_asked")
    return _frame(rows, ("experience_key", *counts, "causes"), counts)


def _gaps(facts: AuditFacts) -> pd.DataFrame:
    rows: list[tuple[Any, ...]] = []
    for gap in facts.gaps:
        rows += [(gap.experience_key, one.words, one.contexts, one.first_index) for one in gap.regions]
        if gap.not_described:
            rows.append((gap.experience_key, "further contexts, in too many regions", gap.not_described, None))
        if gap.scattered:
            lot = gap.scattered
            rows.append((gap.experience_key, lot.words_in_full, lot.contexts, lot.first_index))
    return _frame(rows, ("experience_key", "where", "contexts", "first_context"), ("contexts", "first_context"))


def _overlaps(facts: AuditFacts) -> pd.DataFrame:
    rows: list[tuple[Any, ...]] = []
    for one in facts.overlaps:
        together = " + ".join(one.experience_keys)
        rows += [(one.slot, together, region.words, region.contexts, region.first_index) for region in one.regions]
        rows += [(one.slot, together, "scattered contexts", one.not_described, None)] if one.not_described else []
    columns = ("slot", "experience_keys", "where", "contexts", "first_context")
    return _frame(rows, columns, ("contexts", "first_context"))


def _variations(facts: AuditFacts) -> pd.DataFrame:
    rows: list[tuple[Any, ...]] = [
        (key.experience_key, one.audience_id, one.audience_name, one.variation_id, one.contexts, one.first_index, "")
        for key in facts.keys
        for one in key.variations
    ]
    rows += [(o.experience_key, "", o.audience, o.variation_id, 0, None, o.words) for o in facts.not_observed]
    columns = ("experience_key", *VARIATION, "contexts", "first_context", "words")
    return _frame(rows, columns, ("contexts", "first_context"))


def _rules(facts: AuditFacts) -> pd.DataFrame:
    rows = [
        (
            *(found.experience_key, line, rule.where, rule.result.is_served, rule.result.audience_id),
            *(rule.result.audience_name, rule.result.variation_id, rule.cells, rule.wrong),
            *(found.held_out, found.held_out_wrong, found.accuracy),
        )
        for found in facts.rules
        for line, rule in enumerate(found.rules, start=1)
    ]
    counts = ("contexts", "wrong", "held_out", "held_out_wrong")
    columns = ("experience_key", "line", "where", "is_served", *VARIATION, *counts, "accuracy")
    return _frame(rows, columns, ("line", *counts))


def _inputs(facts: AuditFacts) -> pd.DataFrame:
    counts = ("compared", "audience_changed", "variation_changed", "payload_changed", "control_changed")
    rows = [
        (
            one.experience_key,
            one.axis,
            *(getattr(one, name) for name in counts),
            one.flips[0].words if one.flips else "",
        )
        for one in facts.effects
    ]
    return _frame(rows, ("experience_key", "axis", *counts, "example"), counts)


def _stickiness(facts: AuditFacts) -> pd.DataFrame:
    counts = ("watched", "switched", "contexts")
    rows = [
        (*(one.experience_key, one.watched, one.switched, one.contexts), one.switches[0].words if one.switches else "")
        for one in facts.stickiness
    ]
    return _frame(rows, ("experience_key", *counts, "example"), counts)


def _witnesses(facts: AuditFacts) -> pd.DataFrame:
    rows = [
        (
            *(witness.index, context_words(facts.space, witness.index), shown.experience_key),
            *(getattr(shown.variation, name) for name in VARIATION),
        )
        for witness in facts.witnesses
        for shown in witness.shows
    ]
    return _frame(rows, ("context", "example", "experience_key", *VARIATION), ("context",))


def _payloads(facts: AuditFacts) -> pd.DataFrame:
    rows = [
        (
            *(one.severity.value, one.kind.value, one.experience_key, *(getattr(one, name) for name in VARIATION)),
            *(one.variable, one.what, one.contexts, one.witness),
        )
        for one in facts.payload_findings
    ]
    columns = ("severity", "kind", "experience_key", *VARIATION, "variable", "words", "contexts", "first_context")
    return _frame(rows, columns, ("contexts", "first_context"))


def _coverage(facts: AuditFacts) -> pd.DataFrame:
    whole = facts.coverage
    rows = [("contexts", whole.answered, whole.contexts, whole.percent)]
    rows += [(f"{way.ways}-way combinations", way.covered, way.total, way.percent) for way in whole.ways]
    return _frame(rows, ("of", "answered", "total", "percent"), ("answered", "total"))


def _missing(facts: AuditFacts) -> pd.DataFrame:
    rows = [(way.ways, one.words) for way in facts.coverage.ways for one in way.missing]
    return _frame(rows, ("ways", "combination"), ("ways",))
