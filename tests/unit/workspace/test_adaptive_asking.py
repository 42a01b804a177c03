"""An adaptive sweep that somebody stops."""

from __future__ import annotations

import numpy as np

import moe_nb as moe
from moe_nb.audit.survey import Effort
from moe_nb.client.clock import SystemClock
from moe_nb.sweep.recording import in_memory
from moe_nb.workspace import loop
from moe_nb.workspace.adaptive_asking import AdaptiveAsking
from moe_nb.workspace.connecting import simulated_connection
from moe_nb.workspace.starting import start_job

SPACE = moe.week() * moe.user_agents.preset("devices")


def stopped_in(demo, step):
    """Sweep adaptively and stop as a certain step begins; return the result and how many steps there were."""
    connection, steps = simulated_connection("demo"), []

    def start(recording):
        steps.append(recording)
        job = start_job(connection, recording, SystemClock())
        if len(steps) == step:
            asking.stop()
        return job

    asking = AdaptiveAsking(demo.plan(SPACE, ["homepage-banner"]), Effort(500, 0.0), in_memory, start)
    return loop.run(asking.run(0)), len(steps), asking.progress.describe()


def test_a_stopped_sweep_keeps_its_answers_and_what_they_tell(demo):
    """No further step begins, and the rules learned until then infer the rest."""
    part, steps, told = stopped_in(demo, 2)
    asked = int(np.count_nonzero(part.run.table.asked_epoch_ms))
    assert (2, True) == (steps, 0 < asked < 500)
    assert ["homepage-banner"] == list(part.inferred)
    assert "of at most 500 contexts asked" in told


def test_one_that_goes_on_asks_as_much_as_it_may(demo):
    """The same sweep, not stopped, takes more steps."""
    part, steps, _ = stopped_in(demo, 0)
    assert steps > 2
    assert 500 == np.count_nonzero(part.run.table.asked_epoch_ms)
