"""Worlds made by hypothesis: ordered audiences over day, hour, device, country and UTM medium.

A world knows by itself what every context gets (`GeneratedWorld.winners`): audiences are kept as sets of values, and
the world file is only written from them. Nothing here reads a world file or decides one.

    @given(worlds())
    def test_something(world):
        run = swept(world)                       # through the real client and the simulator, in process
        run = table_of(world, asked, failed)     # or without requests: a part of the contexts asked, some failed
"""

from __future__ import annotations

import json
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import reduce
from pathlib import Path

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

import moe_nb as moe
from moe_nb.core.answer import Cause, Outcome
from moe_nb.core.run_table import NOT_ASKED, Content, RunTable

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DEVICES = {"iPhone": "Mobile", "Android phone": "Mobile", "iPad": "Tablet", "Windows PC": "Desktop"}
"""Label in the preset ``devices`` to device type, as a person would say it."""
COUNTRIES = {"203.0.113.9": "IN", "198.51.100.7": "DE", "192.0.2.5": "US", None: None}
"""IP address to country; None sends no address."""
MEDIUMS = (None, "email", "social", "push", "Email")
AXES = {
    "day": DAYS,
    "hour": tuple(range(24)),
    "device": tuple(DEVICES),
    "country": tuple(COUNTRIES),
    "utm_medium": MEDIUMS,
}
"""What can be asked; devices by the label of the User-Agent, countries by the IP address."""
SOME_WORLDS = settings(max_examples=max(30, settings().max_examples // 8))
"""Thirty worlds, or 250 with the full counts."""
SIZES = {"day": 7, "hour": 24}
ON_THE_WIRE = {"device": "user_agent", "country": "ip_address"}
PRESET = moe.user_agents.preset("devices").axes[0]
AGENTS = dict(zip(PRESET.labels, PRESET.values, strict=True))
"""Label to User-Agent."""


@dataclass(frozen=True)
class Conditions:
    """What must hold, axis by axis; an axis that is not named may have any value."""

    wanted: dict = field(default_factory=dict)
    """Axis to the set of what fits: days, hours, device types, countries, mediums."""
    written: dict = field(default_factory=dict)
    """The same, as the ``when`` of a world file."""

    def fits(self, axis, value):
        """Say whether a value of an axis fits."""
        meant = {"device": DEVICES, "country": COUNTRIES}.get(axis, {}).get(value, value)
        return axis not in self.wanted or meant in self.wanted[axis]

    def grid(self, axes):
        """Return an array, one dimension per axis, that is True where all conditions hold."""
        lines = [np.array([self.fits(axis, value) for value in values]) for axis, values in axes.items()]
        return reduce(np.logical_and.outer, lines)


@dataclass(frozen=True)
class Audience:
    """One audience of an experience: first of those that fit wins."""

    id: str
    variation: str
    when: Conditions = Conditions()
    exclude: Conditions | None = None

    def grid(self, axes):
        """Return where the audience fits, whether or not an earlier one does."""
        inside = self.when.grid(axes)
        return inside if self.exclude is None else inside & ~self.exclude.grid(axes)

    def written(self):
        """Return the audience as a part of a world file."""
        said = {"id": self.id, "name": f"Audience {self.id}", "when": self.when.written}
        said |= {} if self.exclude is None else {"exclude": self.exclude.written}
        payload = {"Title": {"type": "string", "value": f"{self.id}/{self.variation}"}}
        return said | {"variations": [{"id": self.variation, "share": 100, "payload": payload}]}


@dataclass(frozen=True)
class GeneratedWorld:
    """Experiences, and the axes they are asked over."""

    experiences: dict
    """Key to ordered audiences."""
    axes: dict
    """Axis (a key of `AXES`) to the values asked, in the order of the space."""

    @property
    def keys(self):
        """The experience keys, in order."""
        return tuple(self.experiences)

    @property
    def shape(self):
        """The number of values per axis."""
        return tuple(len(values) for values in self.axes.values())

    def winners(self, key):
        """Return, one dimension per axis, the number of the audience that is served; -1 is nobody."""
        winner = np.full(self.shape, -1)
        for number, audience in reversed(list(enumerate(self.experiences[key]))):
            winner[audience.grid(self.axes)] = number
        return winner

    def space(self):
        """Return the axes as a space; User-Agents go by their labels."""
        parts = [
            moe.user_agents({label: AGENTS[label] for label in values})
            if axis == "device"
            else moe.axis(ON_THE_WIRE.get(axis, axis), values)
            for axis, values in self.axes.items()
        ]
        return reduce(lambda left, right: left * right, parts)

    def text(self):
        """Return the world file."""
        places = [{"cidr": f"{ip.rpartition('.')[0]}.0/24", "country": name} for ip, name in COUNTRIES.items() if ip]
        said = {
            "settings": {"audience_order": "first", "anonymous_bucket": "request_hash"},
            "places": places,
            "users": {},
            "experiences": [
                {"key": key, "name": key, "audiences": [audience.written() for audience in audiences]}
                for key, audiences in self.experiences.items()
            ],
        }
        return json.dumps(said, indent=1)

    def with_audiences(self, key, audiences):
        """Return the world with other audiences in one experience."""
        return replace(self, experiences=self.experiences | {key: tuple(audiences)})


def arcs(starts_and_lengths, axis):
    """Return the slots on a clock that some ranges hold, and the ranges as a world file writes them."""
    size, slots, texts = SIZES[axis], set(), []
    names = [day[:3] for day in DAYS] if axis == "day" else [f"{hour:02d}" for hour in range(24)]
    for start, length in starts_and_lengths:
        slots |= {AXES[axis][(start + step) % size] for step in range(length)}
        texts.append(names[start] if length == 1 else f"{names[start]}-{names[(start + length - 1) % size]}")
    return frozenset(slots), texts


def conditions_on(said):
    """Return conditions from axis to ranges (day, hour: pairs of start and length) or values.

    Example: ``conditions_on({"day": [(0, 5)], "hour": [(22, 8)], "device": ["Mobile"]})``.
    """
    wanted, written = {}, {}
    for axis, some in said.items():
        wanted[axis], texts = arcs(some, axis) if axis in SIZES else (frozenset(some), sorted(some))
        if axis == "utm_medium":
            written["query"] = {axis: texts}
        else:
            written[axis] = texts
    return Conditions(wanted, written)


def conditions(axes=tuple(AXES), least=1, most=3):
    """Make conditions on *least* to *most* of the axes; days and hours are ranges that may wrap."""
    ranges = {
        axis: st.lists(st.tuples(st.integers(0, size - 1), st.integers(1, size - 1)), min_size=1, max_size=2)
        for axis, size in SIZES.items()
    }
    values = {
        "device": st.sets(st.sampled_from(sorted(set(DEVICES.values()))), min_size=1, max_size=2),
        "country": st.sets(st.sampled_from(["IN", "DE", "US"]), min_size=1, max_size=2),
        "utm_medium": st.sets(st.sampled_from(["email", "social", "push"]), min_size=1, max_size=2),
    }
    of_axis = ranges | values
    chosen = st.lists(st.sampled_from(axes), unique=True, min_size=least, max_size=min(most, len(axes)))
    return chosen.flatmap(lambda names: st.fixed_dictionaries({name: of_axis[name] for name in names})).map(
        conditions_on
    )


@st.composite
def worlds(draw, experiences=(1, 2), audiences=(1, 6), least=1, most=3, axes=None, contexts=700):
    """Make worlds.

    Args:
        draw: Given by hypothesis.
        experiences: Fewest and most experiences.
        audiences: Fewest and most audiences of an experience.
        least: Fewest conditions of an audience.
        most: Most conditions of an audience.
        axes: Axis to the values asked; left out, some values of some axes, in any order of the axes.
        contexts: About so many contexts at most, where *axes* are left out.
    """
    asked = draw(_asked(contexts)) if axes is None else axes
    made = {}
    for number in range(draw(st.integers(*experiences))):
        count = draw(st.integers(*audiences))
        made[f"experience-{number}"] = tuple(
            Audience(
                f"{number}{at}A",
                draw(st.sampled_from("123")),
                draw(conditions(tuple(asked), least, most)),
                draw(st.none() | conditions(tuple(asked), 1, 2)),
            )
            for at in range(count)
        )
    return GeneratedWorld(made, asked)


@st.composite
def _asked(draw, contexts):
    """Take whole axes as long as there is room for them, then some values in any order."""
    asked, left = {}, contexts
    for name in draw(st.lists(st.sampled_from(list(AXES)), unique=True, min_size=1, max_size=5)):
        whole = AXES[name]
        if len(whole) > left or draw(st.integers(0, 3)) == 0:
            some = st.lists(st.sampled_from(whole), unique=True, min_size=1, max_size=max(1, min(len(whole), left)))
            asked[name] = tuple(draw(some))
        else:
            asked[name] = whole
        left //= len(asked[name])
    return {name: asked[name] for name in draw(st.permutations(list(asked)))}


@contextmanager
def written(world):
    """Write the world file; yields its path."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "world.yaml"
        path.write_text(world.text(), encoding="utf-8")
        yield path


def swept(world, space=None):
    """Sweep a world through the public face, in process; returns the table of the run."""
    with written(world) as path:
        ws = moe.Workspace.simulated(path)
        run = ws.sweep(world.space() if space is None else space, world.keys)
        ws.close()
    return run.table


def table_of(world, asked=None, failed=None):
    """Return the table a sweep of a world would have left, without asking anything.

    Args:
        world: The world.
        asked: One flag per context; the others are not asked. None asks all.
        failed: One flag per context; those failed.
    """
    columns, contents = [], [NOT_ASKED, Content(Outcome.FAILED, error="The service failed: 503")]
    for key, audiences in world.experiences.items():
        first = len(contents)
        contents.append(Content(Outcome.NOT_SERVED, Cause.NO_MATCH, key))
        contents += [
            Content(Outcome.SERVED, None, key, one.id, f"Audience {one.id}", one.variation, payload_hash="p", raw=b"{}")
            for one in audiences
        ]
        columns.append(world.winners(key).reshape(-1) + first + 1)
    codes = np.stack(columns, axis=1).astype(np.int32)
    codes[np.zeros(len(codes), bool) if failed is None else failed] = 1
    codes[np.zeros(len(codes), bool) if asked is None else ~asked] = 0
    calls = np.zeros((len(codes), 1), np.int64)
    return RunTable(world.space(), world.keys, codes, tuple(contents), calls, calls, calls)
