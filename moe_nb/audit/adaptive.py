"""Which contexts of a large space to ask next, when to stop, and what to infer of the rest.

A decision procedure without requests: `begin` says what to ask first, `after` takes the answers and says what to ask
next. After a first sample it learns rules for every key, asks until every edge of every rule rests on an answer
(`evidence`), and then asks contexts chosen at random and spread (`spread`), whose answers it inferred before. Each one
that disagrees mends the rules and is counted; together they bound the error (`probe_bound`). When they suffice, what is
left of the requests goes to edges that rest on a single answer.
"""

from __future__ import annotations

from dataclasses import replace
from math import prod

import numpy as np

from moe_nb.audit.answers import NOT_KNOWN, NOTHING
from moe_nb.audit.evidence import Known, open_questions
from moe_nb.audit.rule_learner import LearnedRules, learn_rules
from moe_nb.audit.spread import spread_contexts
from moe_nb.audit.survey import Effort, Numbers, Purpose, Step, Survey
from moe_nb.audit.value_groups import Groups
from moe_nb.audit.value_sets import Flags, Points, Shape, box_of
from moe_nb.core.inferred_facts import Inferred, InferredRule

MOST_RULES = 30
"""More than any experience has audiences; where nothing follows rules, a longer search finds none either."""
PROBES_PER_STEP = 40
EDGES_PER_STEP = 40
"""For each key: rules learned from few answers can be quite wrong, and so are questions about their edges."""
SURE = 2
"""Answers that show that a value does not belong to a rule, once the probes suffice and requests are left."""
EDGE_SHARE = 0.5
"""The part of the requests that may go to the edges of rules: where nothing follows rules, edges never end."""


def begin(shape: Shape, keys: int, sample: Numbers, groups: Groups, effort: Effort, seed: int = 0) -> Survey:
    """Start a survey.

    Args:
        shape: The axes of the space.
        keys: How many keys every context is asked for.
        sample: The contexts to ask first, as all pairs or a random sample; it prefers no value to another.
        groups: Values that are taken for alike.
        effort: How much to ask.
        seed: The same seed and the same answers give the same steps.
    """
    first = np.unique(sample)[: effort.most_requests].astype(np.int64)
    none, step = (0,) * keys, Step(Purpose.SAMPLE, first)
    spread = spread_contexts(shape, shape.points(first if groups.are_single else first[:0]), effort.most_requests, seed)
    codes = np.zeros((0, keys), np.int64)
    return Survey(shape, groups, effort, seed, first[:0], codes, (), none, none, ((0, 0),) * keys, 0, spread, step)


def after(survey: Survey, codes: Numbers) -> Survey:
    """Take in the answers of the step and decide the next one.

    Args:
        survey: What was known when the step was decided.
        codes: (indices of the step, keys): results, `NOT_KNOWN` where a call failed.
    """
    surprises = survey.is_surprise(codes)
    counted = _counted(survey, codes, surprises) if survey.step.purpose is Purpose.PROBES else survey
    asked, answers = np.concatenate([survey.indices, survey.step.indices]), np.concatenate([survey.codes, codes])
    points = survey.shape.points(asked)
    groups = survey.groups.without_conflicts(points, answers)
    known = replace(
        counted,
        groups=groups,
        indices=asked,
        codes=answers,
        learned=tuple(_learned(groups.grouped(points), column, groups.shape(survey.shape)) for column in answers.T),
        edges=survey.edges + (len(codes) if survey.step.purpose is Purpose.EDGES else 0),
    )
    return replace(known, step=_next_step(known, survey.step.indices[surprises.any(axis=1)]))


def inferred_of(survey: Survey, key: int) -> Inferred:
    """Return one key over the whole space: answers where there are some, elsewhere what the rules say.

    Where the answers follow no rules, nothing is inferred: what was not asked stays so.

    Args:
        survey: With answers.
        key: Position of the key.
    """
    everything = np.arange(prod(survey.shape.sizes))
    answered = survey.codes[:, key] != NOT_KNOWN
    codes, is_inferred = survey.inferred(everything, key), np.ones(len(everything), bool)
    codes[survey.indices[answered]] = survey.codes[answered, key]
    is_inferred[survey.indices[answered]] = False
    left = 0
    if survey.follows_no_rules(key):
        left = int(is_inferred.sum())
        codes[is_inferred], is_inferred = NOT_KNOWN, np.zeros(len(everything), bool)
    learned = survey.learned[key]
    ungrouped = [
        tuple(values[numbers] for values, numbers in zip(rule.allowed, survey.groups.group_of, strict=True))
        for rule in learned.rules
    ]
    return Inferred(
        codes,
        is_inferred,
        tuple(InferredRule(box_of(box), rule.label) for box, rule in zip(ungrouped, learned.rules, strict=True)),
        learned.default,
        survey.probes[key],
        survey.disagreed[key],
        survey.effort.confidence,
        survey.bound(key) if left or is_inferred.any() else 0.0,
        left,
    )


def _counted(survey: Survey, codes: Numbers, surprises: Flags) -> Survey:
    answered, wrong = (codes != NOT_KNOWN).sum(axis=0).tolist(), surprises.sum(axis=0).tolist()
    first = tuple(zip(answered, wrong, strict=True))
    return replace(
        survey,
        at_first=survey.at_first if any(survey.probes) else first,
        probes=tuple(before + more for before, more in zip(survey.probes, answered, strict=True)),
        disagreed=tuple(before + more for before, more in zip(survey.disagreed, wrong, strict=True)),
    )


def _learned(points: Points, codes: Numbers, shape: Shape) -> LearnedRules:
    answered = codes != NOT_KNOWN
    if not answered.any():
        return LearnedRules((), NOTHING)
    default = NOTHING if (codes == NOTHING).any() else None
    return learn_rules(points[answered], codes[answered], shape, default, MOST_RULES)


def _next_step(survey: Survey, surprises: Numbers) -> Step:
    """Check groups of values where an answer surprised, then settle edges, then probe at random."""
    left = survey.effort.most_requests - len(survey.indices)
    asked = np.zeros(prod(survey.shape.sizes), bool)
    asked[survey.indices] = True
    rng = np.random.default_rng([survey.seed, len(survey.indices)])
    twins = _first_of_groups(survey, survey.groups.grouped(survey.shape.points(surprises)))
    is_enough = all(survey.bound(key) <= survey.effort.wanted_share for key in range(len(survey.probes)))
    for_edges = min(
        left, EDGES_PER_STEP * len(survey.probes), int(survey.effort.most_requests * EDGE_SHARE) - survey.edges
    )
    for purpose, wanted, most in (
        (Purpose.GROUPS, twins, left),
        (Purpose.EDGES, _edges(survey, rng) if for_edges > 0 else twins[:0], for_edges),
        (Purpose.EDGES, _edges(survey, rng, SURE) if for_edges > 0 and is_enough else twins[:0], for_edges),
    ):
        unasked = np.unique(wanted[~asked[wanted]])
        if len(unasked) and most > 0:
            return Step(purpose, np.sort(rng.permutation(unasked)[:most]))
    probes = _probes(survey, asked, rng)[: 0 if is_enough else min(left, PROBES_PER_STEP)]
    return Step(Purpose.PROBES if len(probes) else Purpose.DONE, np.sort(probes))


def _probes(survey: Survey, asked: Flags, rng: np.random.Generator) -> Numbers:
    """Return random contexts that were not asked, in the order to ask them: the spread ones, then any."""
    _, firsts = np.unique(survey.spread, return_index=True)
    spread = survey.spread[np.sort(firsts)]
    spread = spread[~asked[spread]]
    if len(spread) >= PROBES_PER_STEP:
        return spread
    rest = asked.copy()
    rest[spread] = True
    return np.concatenate([spread, rng.permutation(np.flatnonzero(~rest))])


def _edges(survey: Survey, rng: np.random.Generator, refusals: int = 1) -> Numbers:
    """Return what would settle the edges of every key's rules, asked with the first value of every group."""
    shape = survey.groups.shape(survey.shape)
    points = survey.groups.grouped(survey.shape.points(survey.indices))
    asked = np.zeros(prod(shape.sizes), bool)
    asked[shape.numbers(points[_first_of_groups(survey, points) == survey.indices])] = True
    found = [survey.indices[:0]]
    for key, learned in enumerate(survey.learned):
        answered = survey.codes[:, key] != NOT_KNOWN
        known = Known(points[answered], survey.codes[answered, key], asked)
        found.append(_first_of_groups(survey, open_questions(learned, known, shape, rng, refusals)))
    return np.concatenate(found)


def _first_of_groups(survey: Survey, grouped: Points) -> Numbers:
    return survey.shape.numbers(survey.groups.representatives(grouped))
