"""Keys: how they are asked, in which order they come back, and what is said of those that do not."""

from __future__ import annotations

from contextlib import closing

import pytest

from moe_nb import Context, Workspace, hours
from moe_nb.core.answer import Cause, Outcome
from moe_nb.core.errors import (
    AuthenticationError,
    BadRequestError,
    ContextError,
    MalformedAnswerError,
    UsageError,
)

BANNER = "homepage-banner"
WORLD = """
workspace: {id: SIMULATOR, api_key: not-a-secret}
settings: {paused_answer: empty}
experiences:
  - {key: resting, name: Resting, status: Paused, audiences: [{id: "1", name: All, variations: [{id: "1"}]}]}
"""


def asked(answer):
    return [outcome.experience_key for outcome in answer]


def test_no_keys_means_every_active_experience(workspace):
    """Left out, every Active key of the metadata has an outcome; paused ones are not listed."""
    answer = workspace.fetch(day="Saturday", hour=3)
    assert list(workspace.metadata().active_keys) == asked(answer)
    assert Outcome.SERVED is answer[BANNER].outcome
    assert Outcome.NOT_SERVED is answer["live-chat"].outcome
    assert "flash-sale" not in asked(answer)


def test_one_text_is_one_key(workspace):
    """A key alone needs no list and is not taken letter by letter."""
    assert [BANNER] == asked(workspace.fetch(keys=BANNER))


@pytest.mark.parametrize("kind", [tuple, iter, dict.fromkeys])
def test_keys_keep_their_order_and_are_asked_once(workspace, kind):
    """Any iterable will do; what stands twice is asked once, where it stood first."""
    answer = workspace.fetch(keys=kind(["b", "a", "b", BANNER, "a"]))
    assert ["b", "a", BANNER] == asked(answer)
    assert 1 == answer.answer.calls


@pytest.mark.parametrize(("number", "calls"), [(25, 1), (26, 2), (50, 2), (51, 3)])
def test_more_than_25_keys_are_split_and_merged(workspace, number, calls):
    """Nothing is dropped: every key has its outcome, in the order asked, whichever call it went in."""
    keys = [f"no-such-key-{n:02d}" for n in range(number - 1)] + [BANNER]
    answer = workspace.fetch(keys=keys)
    assert (keys, calls) == (asked(answer), answer.answer.calls)
    assert Outcome.SERVED is answer[BANNER].outcome
    assert {Cause.UNKNOWN_KEY} == {answer[key].cause for key in keys[:-1]}


def test_no_call_asks_more_than_25_keys(scripted, serves):
    """The service would drop the rest without a word."""
    sizes = []

    def fetch(body):
        sizes.append(len(body["experience_key"]))
        return serves(body["experience_key"])

    answer = scripted(fetch).fetch(keys=[f"k{n}" for n in range(60)])
    assert [10, 25, 25] == sorted(sizes)
    assert {Outcome.SERVED} == {outcome.outcome for outcome in answer}


@pytest.mark.parametrize("keys", [[], (), "", [""], [BANNER, None], [7], 7, b"key", ["half \ud83d"]])
def test_what_is_no_key_is_refused_before_asking(demo, keys):
    """An empty list is not "all", and a mistake is named with what to write instead."""
    with pytest.raises(UsageError) as caught:
        demo.fetch(keys=keys)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("key", "cause"),
    [
        ("no-such-key", Cause.UNKNOWN_KEY),
        ("spring-teaser", Cause.UNKNOWN_KEY),
        ("HOMEPAGE-BANNER", Cause.UNKNOWN_KEY),
        ("flash-sale", Cause.PAUSED),
        ("winter-holidays", Cause.SCHEDULED),
        ("live-chat", Cause.NO_MATCH),
    ],
)
def test_a_key_that_is_not_served_has_a_cause(workspace, key, cause):
    """Misspelt, draft, paused, scheduled or no audience matched: the metadata tells which."""
    outcome = workspace.fetch(Context(day="Monday", hour=3), key)[key]
    assert (Outcome.NOT_SERVED, cause) == (outcome.outcome, outcome.cause)


def test_an_empty_payload_has_its_cause_too(tmp_path):
    """A paused experience that comes back empty is paused, not a riddle, also when it is the first thing asked."""
    world = tmp_path / "world.yaml"
    world.write_text(WORLD, encoding="utf-8")
    outcome = Workspace.simulated(world).fetch(keys="resting")["resting"]
    assert (Outcome.NOT_SERVED, Cause.PAUSED) == (outcome.outcome, outcome.cause)


def test_without_metadata_the_cause_is_not_known(scripted, serves):
    """No cause is guessed when the metadata cannot be had."""
    outcome = scripted(lambda _: serves([])).fetch(keys="k")["k"]
    assert (Outcome.NOT_SERVED, Cause.NOT_KNOWN) == (outcome.outcome, outcome.cause)


def test_an_experience_that_says_a_name_twice_is_no_hole(scripted):
    """Most parsers would take the last payload, which is empty: its key fails, and only its key."""
    twice = b'{"payload":{"T":{"value":"hi"}},"payload":{}}'
    body = b'{"experiences":{"a":%b,"b":{"payload":{"T":{"value":"b"}}}}}' % twice
    answer = scripted(lambda _: (200, body)).fetch(keys=["a", "b"])
    assert (Outcome.FAILED, Outcome.SERVED) == (answer["a"].outcome, answer["b"].outcome)
    assert "'payload' twice" in str(answer["a"].error)


@pytest.mark.parametrize("status", [401, 403])
def test_an_answer_is_not_lost_because_the_experiences_may_not_be_listed(serve, serves, status):
    """A key that serves and may not list gives the answer, and causes nobody knows."""

    def answer(_method, path, _body):
        return (status, b"") if path.endswith("/metadata") else serves(["a"])

    with closing(Workspace.connect(workspace_id="WORKSPACE1", api_key="MARKER-KEY-1", base_url=serve(answer))) as ws:
        got = ws.fetch(keys=["a", "b"])
        assert (Outcome.SERVED, Cause.NOT_KNOWN) == (got["a"].outcome, got["b"].cause)


def test_a_key_that_may_not_list_can_sweep(serve, serves):
    """A 403 for the list alone ends nothing: every call says for itself whether it is allowed."""

    def answer(_method, path, _body):
        return (403, b"") if path.endswith("/metadata") else serves(["a"])

    with closing(Workspace.connect(workspace_id="WORKSPACE1", api_key="MARKER-KEY-1", base_url=serve(answer))) as ws:
        frame = ws.sweep(hours([1, 2]), keys=["a", "b"]).to_frame()
    assert ["served", "not_served"] * 2 == frame["outcome"].tolist()
    assert {str(Cause.NOT_KNOWN)} == set(frame["cause"].dropna())


def test_a_chunk_that_fails_fails_only_its_own_keys(scripted, serves):
    """The answers of the other calls are kept, and the failed keys say why."""

    def fetch(body):
        keys = body["experience_key"]
        return (400, b'{"title":"Invalid Field Value","description":"no"}') if "k30" in keys else serves(keys)

    keys = [f"k{n}" for n in range(60)]
    answer = scripted(fetch).fetch(keys=keys)
    assert keys == asked(answer)
    failed = [outcome for outcome in answer if outcome.outcome is Outcome.FAILED]
    assert keys[25:50] == [outcome.experience_key for outcome in failed]
    assert isinstance(failed[0].error, BadRequestError)
    assert 35 == len(answer.answer.served)


def test_an_experience_that_cannot_be_read_fails_only_its_own_key(scripted, serves):
    """One broken entry does not take the other answers of its call with it."""

    def fetch(body):
        status, content = serves(body["experience_key"])
        return status, content.replace(b'"value": "k30"', b'"value": "\xff"')

    answer = scripted(fetch).fetch(keys=[f"k{n}" for n in range(40)])
    assert 39 == len(answer.answer.served)
    assert isinstance(answer["k30"].error, MalformedAnswerError)


def test_if_every_call_fails_it_is_an_error(scripted):
    """Nothing came back, so there is no answer to show."""
    with pytest.raises(BadRequestError):
        scripted(lambda _: (400, b"")).fetch(keys=[f"k{n}" for n in range(30)])


def test_what_nobody_asked_for_is_not_shown(scripted, serves):
    """A service that sends more than was asked does not confuse the answer."""
    assert ["b"] == asked(scripted(lambda _: serves(["a", "b", "c"])).fetch(keys="b"))


def test_without_keys_everything_sent_is_shown(scripted, serves):
    """A key the metadata does not name is not hidden."""
    assert ["a", "b"] == asked(scripted(lambda _: serves(["a", "b"])).fetch())


@pytest.mark.parametrize("ask", [lambda ws: ws.fetch(), lambda ws: ws.metadata(), lambda ws: ws.plan(hours([1, 2]))])
def test_refused_credentials_are_an_error(port_url, ask):
    """A wrong key is never read as "nothing is served"."""
    workspace = Workspace.connect(workspace_id="SIMULATOR", api_key="MARKER-KEY-1", base_url=port_url)
    with closing(workspace), pytest.raises(AuthenticationError) as caught:
        ask(workspace)
    assert "MARKER-KEY-1" not in str(caught.value)
    assert caught.value.hint


def test_fields_can_be_given_by_name(workspace):
    """The short form asks the same as a context, and fields overrule a context's."""
    whole = workspace.fetch(Context(day="Sat", hour=19, attributes={"utm_medium": "email"}))
    short = workspace.fetch(Context(day="Mon", hour=19), day="sat", attributes={"utm_medium": "email"})
    assert whole.context == short.context
    assert [(o.experience_key, o.outcome) for o in whole] == [(o.experience_key, o.outcome) for o in short]


@pytest.mark.parametrize(("fields", "named"), [({"dey": "Sat"}, "dey"), ({"utm_medium": "email"}, "utm_medium")])
def test_a_field_that_does_not_exist_is_named(demo, fields, named):
    """A slip or an attribute in the wrong place is told where it belongs."""
    with pytest.raises(ContextError, match=named) as caught:
        demo.fetch(**fields)
    assert "attributes=" in caught.value.hint
