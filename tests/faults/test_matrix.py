"""Faults against what a client does: nothing is lost, duplicated or told of another context."""

from __future__ import annotations

import tracemalloc

import pytest
from fault_matrix import FAULTS, MODES, main, port_verdict, verdict
from operations import OPERATIONS, Got, listener
from telling_world import KEYS, faulty_port, space, workspace
from verdicts import judged, quiet_day

from moe_nb.core.errors import AuthenticationError, BadRequestError, MalformedAnswerError, ServerError, UnreachableError
from moe_nb.core.events import Failed, StopReason

EVERY_HOUR = range(24)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_sweep_under_a_fault_is_right_where_it_does_not_say_failed(fault):
    """Every context is answered as on a quiet day, or recorded as failed with a typed cause."""
    assert verdict(fault, "sweep", "sometimes").is_good


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fetch_under_a_fault_is_right_or_a_typed_error(fault):
    """Of two requests for one context each is right or fails by itself."""
    assert verdict(fault, "fetch 30 keys", "sometimes").is_good


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("fault", ["reset during the body", "duplicate keys", "503 burst", "key revoked halfway"])
def test_every_operation_survives(fault, operation):
    """Metadata, sweeps of several requests a context, a stop in the middle, and a resumption."""
    assert verdict(fault, operation, "always").is_good


@pytest.fixture(scope="module")
def port():
    """The world on a port of this process, and a way to disturb it."""
    with faulty_port() as served:
        yield served


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("fault", ["half a body", "invalid UTF-8", "429 of a clock that says so"])
def test_every_operation_survives_over_the_network(port, fault, operation):
    """The client of the network loses and mixes up no more than the one in process."""
    assert port_verdict(port, fault, operation, "sometimes").is_good


@pytest.mark.parametrize("fault", FAULTS)
def test_many_calls_over_the_network_survive(port, fault):
    """Two requests for each context, over pooled connections."""
    assert port_verdict(port, fault, "sweep 30 keys", "sometimes").is_good


@pytest.mark.full
def test_the_whole_matrix(capsys):
    """Every fault, every operation, always and sometimes, in process and on a port; the command says so."""
    assert 0 == main()
    assert f"{len(FAULTS)} faults × {len(OPERATIONS)} operations × {len(MODES)} ways" in capsys.readouterr().out


@pytest.mark.parametrize("fault", ["latency", "reset after the body", "slow drip", "wrong content type", "503 burst"])
def test_faults_that_can_be_cured_cost_no_answer(fault):
    """A sweep ends as on a quiet day."""
    assert (140, 0) == (verdict(fault, "sweep", "always").answered, verdict(fault, "sweep", "always").failed)


@pytest.mark.parametrize("fault", ["reset before the answer", "500", "half a body"])
def test_most_of_what_fails_now_and_then_is_answered(fault):
    """Three tries against four in ten leave few failures: the run is of use."""
    got = verdict(fault, "sweep", "sometimes")
    assert got.answered > got.failed > 0


def test_a_quiet_day_tells_every_context_apart():
    """The comparison means something: no two contexts have the same answers."""
    cells = quiet_day("sweep")
    seen = {}
    for (day, hour, _key), facts in cells.items():
        seen.setdefault((day, hour), []).append(facts)
    assert 28 == len(seen) == len({tuple(facts) for facts in seen.values()})


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda rows: rows[1:], "lost"),
        (lambda rows: [(rows[0][0], ("not_served", "unknown key", "", "", "", "")), *rows[1:]], "lost"),
        (lambda rows: [*rows, rows[0]], "duplicated"),
        (
            lambda rows: [
                (rows[0][0], next(f for p, f in rows if p[2] == rows[0][0][2] and f != rows[0][1])),
                *rows[1:],
            ],
            "misplaced",
        ),
    ],
    ids=["left out", "said to be a hole", "twice", "of another context"],
)
def test_the_judge_sees_what_it_is_there_for(change, where):
    """One wrong cell is counted, under its name."""
    rows = list(quiet_day("sweep").items())
    wrong = judged(Got(change(rows)), quiet_day("sweep"))
    assert (1, False) == (getattr(wrong, where), wrong.is_good)


def sweep_under(fault):
    """Sweep a week; return the run and what failed."""
    events = []
    run = workspace(fault).sweep(space(EVERY_HOUR), KEYS, listeners=[listener(events)])
    return run, [event for event in events if isinstance(event, Failed)]


def test_a_revoked_key_ends_the_sweep_early_with_one_message():
    """Not with a failure for each of the contexts that were left."""
    run, failures = sweep_under("{fault: revoked, first: 40}")
    assert StopReason.CREDENTIALS == run.facts.stopped.reason
    assert isinstance(run.facts.stopped.error, AuthenticationError)
    assert 1 <= len(failures) <= 8
    assert 1 == str(run).count("Invalid API_KEY")
    assert 30 * len(KEYS) <= (run.to_frame()["outcome"] == "served").sum() + 40 * 2


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("server_error, status: 503", ServerError),
        ("refused", UnreachableError),
        ("html_page, status: 200", MalformedAnswerError),
        ("html_page, status: 404", BadRequestError),
        ("invalid_utf8", MalformedAnswerError),
    ],
)
def test_an_outage_ends_the_sweep(fault, kind):
    """A service that is gone is not asked for every context that is left; what was answered stays."""
    run, failures = sweep_under(f"{{fault: {fault}, first: 40}}")
    assert StopReason.OUTAGE == run.facts.stopped.reason
    assert isinstance(run.facts.stopped.error, kind)
    assert len(failures) < 60
    assert (run.to_frame()["outcome"] == "served").sum() > 60


@pytest.mark.parametrize("fault", ["large_body, megabytes: 50", "gzip_bomb, megabytes: 50"])
def test_fifty_megabytes_are_not_kept(fault):
    """An answer is given up at sixteen, packed or not, and nothing of it stays."""
    ws = workspace(f"{{fault: {fault}}}")
    workspace().fetch(keys=KEYS)  # what is imported and cached once does not count
    tracemalloc.start()
    try:
        with pytest.raises(MalformedAnswerError, match="larger than 16 MB"):
            ws.fetch(keys=KEYS)
        now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 36_000_000
    assert now < 2_000_000
