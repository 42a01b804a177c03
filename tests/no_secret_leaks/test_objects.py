"""No object that holds a connection shows the key, however it is looked at."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
import pprint
import threading

import ipywidgets
import pytest
from IPython.core.formatters import DisplayFormatter
from IPython.lib.pretty import pretty
from marker_key import KEY, WORKSPACE, leaks

import moe_nb as moe
from moe_nb.views.code import Source

THINGS = {
    "secret": lambda _ask: moe.Secret(KEY),
    "credentials": lambda connection: moe.Credentials(
        workspace_id=WORKSPACE, api_key=moe.Secret(KEY), base_url=connection.url
    ),
    "credentials from text": lambda connection: moe.Credentials(
        workspace_id=WORKSPACE, api_key=KEY, base_url=connection.url
    ),
    "ask": lambda connection: connection.ask,
    "connection": lambda connection: connection,
    "workspace": moe.Workspace,
    "metadata": lambda connection: moe.Workspace(connection).metadata(),
    "answer": lambda connection: moe.Workspace(connection).fetch(keys=["banner", "paused"]),
    "run": lambda connection: moe.Workspace(connection).sweep(moe.hours([1, 2]), keys="banner"),
    "audit": lambda connection: _run(connection).audit([{"experience_key": "banner", "expect": "served"}]),
    "diff": lambda connection: _run(connection).diff(_run(connection)),
    "stability": lambda connection: moe.Workspace(connection).stability(moe.hours([1, 2]), "banner", times=2),
    "split": lambda connection: moe.Workspace(connection).split(moe.Context(), "banner", ids=["u-1", "u-2"]),
    "adaptive": lambda connection: moe.Workspace(connection).adaptive(moe.hours(), "banner"),
    "plan": lambda connection: moe.Workspace(connection).plan(moe.hours()),
    "source": lambda connection: Source(connection.url),
}


def _run(connection):
    return moe.Workspace(connection).sweep(moe.hours([1, 2]), keys="banner")


each = pytest.mark.parametrize("name", THINGS)


@pytest.fixture
def thing(name, connect):
    """One of the things, after its connection was used."""
    connection = connect("ok")
    moe.Workspace(connection).fetch(keys="banner")
    return THINGS[name](connection)


def inside(value, depth=8, seen=None):
    """Give every text a variable inspector finds: attributes, slots, items, and what those hold in turn."""
    seen = set() if seen is None else seen
    if depth == 0 or id(value) in seen or callable(value):
        return
    seen.add(id(value))
    if isinstance(value, str | bytes | bytearray):
        yield value if isinstance(value, str) else bytes(value).decode("latin-1")
        return
    yield repr(value)
    slots = [name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ()) if hasattr(value, name)]
    parts = [getattr(value, name) for name in slots] + list(getattr(value, "__dict__", {}).values())
    if isinstance(value, dict):
        parts += [*value.keys(), *value.values()]
    elif isinstance(value, list | tuple | set | frozenset):
        parts += list(value)
    for part in parts:
        yield from inside(part, depth - 1, seen)


def test_the_inspector_sees_what_hides():
    """A key in an attribute, a slot or a list far inside would be found: the tests below can fail."""

    @dataclasses.dataclass(slots=True)
    class Careless:
        parts: object

    for hidden in (KEY, KEY.encode(), {"a": [Careless((KEY,))]}, moe.Context(customer_id=KEY)):
        assert "plain" in leaks("\n".join(inside(Careless([Careless(hidden)]))))


WAYS = {
    "repr": repr,
    "str": str,
    "format": lambda value: f"{value} {value!r}",
    "pprint": pprint.pformat,
    "pretty": pretty,
    "json": lambda value: json.dumps([value], default=str),
    "display": lambda value: str(DisplayFormatter().format(value)),
    "attributes": lambda value: str([getattr(value, name) for name in dir(value) if not name.startswith("__")]),
    "inside": lambda value: "\n".join(inside(value)),
}


@each
def test_it_shows_no_key(thing):
    """Printed, pretty-printed, displayed, dumped or looked into with a variable inspector."""
    shown = {way: show(thing) for way, show in WAYS.items()}
    assert {} == {way: leaks(text) for way, text in shown.items() if len(text) < 4 or leaks(text)}


def what_comes_of(turn, thing):
    """Return everything in what *thing* is turned into, or the refusal."""
    try:
        return "\n".join(inside(turn(thing)))
    except (TypeError, pickle.PicklingError) as error:
        return repr(error)


@each
def test_it_is_not_carried_away(thing):
    """A pickle is refused or holds no key, and so is a deep copy: other processes read their own key."""
    for carry in (pickle.dumps, copy.deepcopy, copy.copy):
        assert [] == leaks(what_comes_of(carry, thing))


@pytest.mark.parametrize("name", ["secret", "credentials", "ask", "connection", "workspace"])
def test_what_holds_the_key_is_never_pickled(thing):
    """Pickling anything that can ask is refused."""
    with pytest.raises(TypeError):
        pickle.dumps(thing)


@pytest.mark.parametrize("name", ["credentials", "connection", "answer", "source"])
@pytest.mark.parametrize("turn", [dataclasses.asdict, dataclasses.astuple])
def test_no_dataclass_hands_it_out(thing, turn):
    """Turning a dataclass into a dict or tuple is refused or holds no key."""
    record = thing if dataclasses.is_dataclass(thing) else thing.answer
    assert [] == leaks(what_comes_of(turn, record))


def when_idle(state):
    """Wait until nothing is under way."""
    idle = threading.Event()
    watch = lambda _change: None if state.busy else idle.set()  # noqa: E731 - it must be unobserved again
    state.observe(watch, "busy")
    watch(None)
    assert idle.wait(10)
    state.unobserve(watch, "busy")


def after(state, action):
    """Do something once nothing is under way, and wait until what it started is over."""
    when_idle(state)
    idle = threading.Event()
    watch = lambda change: None if change["new"] else idle.set()  # noqa: E731 - it must be unobserved again
    state.observe(watch, "busy")
    action()
    assert idle.wait(10)
    state.unobserve(watch, "busy")


def test_no_widget_of_the_panel_holds_it(workspace, monkeypatch, server):
    """No state of any widget holds the key, after connecting from the environment, a fetch, a sweep and an error."""
    monkeypatch.setenv("MOE_WORKSPACE_ID", WORKSPACE)
    monkeypatch.setenv("MOE_API_KEY", KEY)
    monkeypatch.setenv("MOE_BASE_URL", server.url("ok"))
    panel = moe.panel()
    after(panel.state, panel.connection.found.click)
    assert WORKSPACE[:2] in panel.badge.value
    after(panel.state, panel.fetch_button.click)
    panel.sweeps.form.week.value, panel.sweeps.form.agents.value = False, "devices"
    after(panel.state, panel.sweeps.start.click)
    assert panel.run.is_complete
    after(panel.state, lambda: panel.state.use(workspace("gateway")))
    states = json.dumps(ipywidgets.Widget.get_manager_state(), default=str, ensure_ascii=False)
    assert "••••" in states
    assert "Connect and test" in states
    assert [] == leaks(states)
