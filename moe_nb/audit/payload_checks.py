"""What looks wrong or odd in the payloads of a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from moe_nb.audit.differing_values import differing_values
from moe_nb.audit.served_payloads import ServedPayload, served_payloads
from moe_nb.audit.value_checks import flaws_of
from moe_nb.core.answer import Variable
from moe_nb.core.payload_facts import PayloadFinding, PayloadKind, Severity
from moe_nb.core.run_table import RunTable
from moe_nb.core.words import listed

_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "true or false"),
    ((int, float), "number"),
    (str, "text"),
    (list, "list"),
    (dict, "object"),
)


def check_payloads(table: RunTable) -> tuple[PayloadFinding, ...]:
    """Look through everything that was served; each finding names a first context that shows it.

    Single values (empty, white space at the edges, JSON in text that is none, templates not filled in, links),
    variables and types that differ between the variations of one audience, and values that differ between contexts with
    the same variation. The most severe come first, then in the order of keys and contexts.
    """
    found: list[PayloadFinding] = []
    for position in range(len(table.keys)):
        payloads = served_payloads(table, position)
        found += _flaws(payloads)
        for variations in _grouped(payloads, lambda payload: payload.audience):
            found += _between_variations(variations)
        for same in _grouped(payloads, lambda payload: payload.content.group):
            found += differing_values(same, table.codes[:, position], table.space)
    severities = list(Severity)
    return tuple(sorted(found, key=lambda finding: severities.index(finding.severity)))


def _grouped(payloads: Iterable[ServedPayload], key: Any) -> list[list[ServedPayload]]:
    groups: dict[Any, list[ServedPayload]] = {}
    for payload in payloads:
        groups.setdefault(key(payload), []).append(payload)
    return list(groups.values())


def _flaws(payloads: Sequence[ServedPayload]) -> Iterator[PayloadFinding]:
    """Yield what is wrong with single values; the same flaw of a personalised value is one finding."""
    found: dict[tuple[Any, ...], PayloadFinding] = {}
    for payload in payloads:
        for variable in payload.variables.values():
            for severity, kind, way, what in flaws_of(variable):
                finding = _finding(severity, kind, payload, way, what)
                earlier = found.setdefault((*payload.content.group, kind, way), finding)
                if earlier is not finding:
                    total = earlier.contexts + payload.contexts
                    found[*payload.content.group, kind, way] = replace(earlier, contexts=total)
    yield from found.values()


def _between_variations(payloads: Sequence[ServedPayload]) -> Iterator[PayloadFinding]:
    """Yield variables that some variations of one audience lack, or have with another type."""
    by_variation = _grouped(payloads, lambda payload: payload.content.variation_id)
    for name in dict.fromkeys(name for payload in payloads for name in payload.variables):
        holders = [some for some in by_variation if any(name in payload.variables for payload in some)]
        if len(holders) < len(by_variation):
            without = [some for some in by_variation if some not in holders]
            have, lack = "have" if len(holders) > 1 else "has", "do" if len(without) > 1 else "does"
            what = f"V{_named(holders)[1:]} {have} it, {_named(without)} {lack} not."
            yield _joined(PayloadKind.VARIABLES_DIFFER, [p for some in without for p in some], name, what)
        types = {_ids([some]): _types(some, name) for some in holders}
        if len({one for some in types.values() for one in some}) > 1:
            what = "; ".join(f"{' and '.join(some)} in variation {variation}" for variation, some in types.items())
            yield _joined(PayloadKind.TYPES_DIFFER, [p for some in holders for p in some], name, f"It is {what}.")


def _named(variations: Sequence[Sequence[ServedPayload]]) -> str:
    ids = listed((some[0].content.variation_id for some in variations), "and")
    return f"variation{'' if len(variations) == 1 else 's'} {ids}"


def _ids(variations: Iterable[Sequence[ServedPayload]]) -> str:
    return ", ".join(some[0].content.variation_id for some in variations)


def _types(payloads: Sequence[ServedPayload], name: str) -> list[str]:
    said = [_type(payload.variables[name]) for payload in payloads if name in payload.variables]
    return sorted(set(said))


def _type(variable: Variable) -> str:
    """Return the type as sent and what the value really is, ``"string (text)"``."""
    kind = next((word for types, word in _KINDS if isinstance(variable.value, types)), "nothing")
    return f"{variable.data_type or 'no type'} ({kind})"


def _joined(kind: PayloadKind, payloads: Sequence[ServedPayload], name: str, what: str) -> PayloadFinding:
    witness = min(payloads, key=lambda payload: payload.first)
    total = sum(payload.contexts for payload in payloads)
    finding = _finding(Severity.WARNING, kind, witness, name, what)
    return replace(finding, variation_id="", contexts=total)


def _finding(severity: Severity, kind: PayloadKind, payload: ServedPayload, way: str, what: str) -> PayloadFinding:
    content = payload.content
    return PayloadFinding(
        severity,
        kind,
        content.experience_key,
        content.audience_id,
        content.audience_name,
        content.variation_id,
        way,
        what,
        payload.contexts,
        payload.first,
    )
