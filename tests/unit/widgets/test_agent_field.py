"""User-Agents: presets with labels, and pasted ones, whole."""

from __future__ import annotations

import pytest

from moe_nb import user_agents
from moe_nb.widgets.agent_field import AgentField

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"
OTHER = "Strange, Client/1.0, with, commas"


@pytest.fixture
def agent():
    return AgentField()


def labels(agent):
    return [label for label, _ in agent.choice.options]


def test_nothing_is_sent_at_first(agent):
    """An untouched field leaves the User-Agent out and offers every preset."""
    assert agent.value is None
    assert list(user_agents.known()) == labels(agent)[1:]


def test_a_preset_is_a_complete_header(agent):
    """The label is for people, the value is what is sent."""
    agent.choice.value = user_agents.known()["iPad"]
    assert "iPad" in agent.value
    assert agent.value.startswith("Mozilla/5.0 (")


def test_a_pasted_one_stays_whole_and_is_chosen(agent):
    """Commas do not split it, blanks around it go, and it is what is sent."""
    agent.own.value = f"  {PHONE}  \n"
    assert PHONE == agent.value
    assert [PHONE] == [text for _, text in agent.pasted()]


def test_several_lines_are_several_user_agents(agent):
    """One per line, comments and empty lines left out, labels before a tab."""
    agent.own.value = f"# mine\n\n{OTHER}\nMy phone\t{PHONE}\n{OTHER}"
    assert [OTHER, PHONE] == [text for _, text in agent.pasted()]
    assert [f"own: {OTHER}", "own: My phone"] == labels(agent)[1:3]
    assert OTHER == agent.value


def test_a_chosen_preset_gives_way_to_what_is_pasted(agent):
    """Whoever pastes one wants to use it; taking it away again sends nothing instead of something else."""
    agent.choice.value = user_agents.known()["iPad"]
    agent.own.value = OTHER
    assert OTHER == agent.value
    agent.own.value = ""
    assert agent.value is None


def test_a_chosen_preset_stays_when_nothing_is_pasted(agent):
    """Comments and blank lines change nothing."""
    agent.choice.value = user_agents.known()["iPad"]
    agent.own.value = "# nothing yet\n\n"
    assert user_agents.known()["iPad"] == agent.value
