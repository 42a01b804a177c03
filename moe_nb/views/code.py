"""The same request as cURL and as Python, secrets left out."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from moe_nb.core.context import FIELDS, Context
from moe_nb.core.data_center import DATA_CENTERS, data_center_url
from moe_nb.core.reply import Question, split_keys
from moe_nb.core.wire import request_fields
from moe_nb.views.html import render


@dataclass(frozen=True, slots=True)
class Source:
    """Where a request goes, as code names it; holds no secret."""

    url: str
    is_simulator: bool = False
    world: str = "demo"
    """The simulator's world: a name or a path."""
    geo_database: str = ""
    """The simulator's MaxMind DB file, if one was named."""
    faults: str = ""
    """What disturbs the simulator: a name or a path; empty for nothing."""
    environment: str = ""
    """What the workspace is called, ``test`` or ``live``; empty: what its ID says."""


SIMULATOR_URL = "http://127.0.0.1:8765/v1"
"""Where ``moe-nb simulator --port 8765`` answers; in process there is no address to send cURL to."""


BUILT_IN = ("demo", "edge_cases")
_SIMULATOR_ACCESS = "export MOE_WORKSPACE_ID=SIMULATOR MOE_API_KEY=not-a-secret"
_OWN_WORLD_ACCESS = "# then put what it prints into MOE_WORKSPACE_ID and MOE_API_KEY: the world file says them"


def curl(context: Context, keys: Sequence[str] | None, source: Source) -> str:
    """Return the request as cURL, one command per 25 keys; key and Workspace ID come from the environment."""
    url = SIMULATOR_URL if source.is_simulator else source.url
    head = ""
    if source.is_simulator:
        world = "" if source.world == "demo" else f" --world {_shell_word(source.world)}"
        world += f" --geo-database {_shell_word(source.geo_database)}" if source.geo_database else ""
        world += f" --faults {_shell_word(source.faults)}" if source.faults else ""
        head = (
            f"# first, in another terminal: moe-nb simulator --port 8765{world}\n"
            f"{_SIMULATOR_ACCESS if source.world in BUILT_IN else _OWN_WORLD_ACCESS}\n"
        )
    return head + "\n".join(_one_curl(Question(context, chunk), url) for chunk in split_keys(keys))


def _shell_word(text: str) -> str:
    """Quote for a shell, on one line: a line break would end the comment it stands in."""
    if text.isprintable():
        return shlex.quote(text)
    return "$'" + "".join(character if character.isalnum() else _octal(character) for character in text) + "'"


def _octal(character: str) -> str:
    return "".join(f"\\{byte:03o}" for byte in character.encode("utf-8", "surrogatepass"))


def _one_curl(question: Question, url: str) -> str:
    # without --location, which MoEngage documents: a redirect would take headers and body to another host
    body = json.dumps(request_fields(question), indent=2)  # ASCII only: no control or bidi character survives
    return " \\\n  ".join(
        [
            f"curl {shlex.quote(f'{url}/experiences/fetch')}",
            '--user "$MOE_WORKSPACE_ID:$MOE_API_KEY"',
            '--header "MOE-APPKEY: $MOE_WORKSPACE_ID"',
            "--header 'Content-Type: application/json'",
            f"--data {shlex.quote(body)}",
        ]
    )


def python(context: Context, keys: Sequence[str] | None, source: Source) -> str:
    """Return the Python that asks the same."""
    lines = ["import moe_nb as moe", "", workspace_line(source), f"context = {context_code(context)}"]
    lines.append(f"ws.fetch(context{_keys_argument(keys)})")
    return "\n".join(lines)


def sweep_python(space_code: str, keys: Sequence[str] | None, base: Context, source: Source) -> str:
    """Return the Python that sweeps the same space."""
    around = f", base={context_code(base)}" if base.values() else ""
    lines = ["import moe_nb as moe", "", workspace_line(source)]
    lines += [f"run = ws.sweep({space_code}{_keys_argument(keys)}{around})", "run"]
    return "\n".join(lines)


def workspace_line(source: Source) -> str:
    """Return the line that connects."""
    if source.is_simulator:
        arguments = [] if source.world == "demo" else [literal(source.world)]
        arguments += [f"geo_database={literal(source.geo_database)}"] if source.geo_database else []
        arguments += [f"faults={literal(source.faults)}"] if source.faults else []
        return f"ws = moe.Workspace.simulated({', '.join(arguments)})"
    center = next((number for number in DATA_CENTERS if data_center_url(number) == source.url), None)
    place = f"base_url={literal(source.url)}" if center is None else f"data_center={literal(center)}"
    label = f", environment={literal(source.environment)}" if source.environment else ""
    return f"ws = moe.Workspace.from_env({place}{label})  # who asks: MOE_WORKSPACE_ID and MOE_API_KEY"


def context_code(context: Context) -> str:
    """Return the Python expression of a context."""
    said: dict[str, Any] = {name: getattr(context, name) for name in FIELDS if getattr(context, name) is not None}
    for name in ("user_identifiers", "attributes"):
        if getattr(context, name):
            said[name] = dict(getattr(context, name))
    return f"moe.Context({', '.join(f'{name}={literal(value)}' for name, value in said.items())})"


def literal(value: Any) -> str:
    """Return a Python literal in ASCII; what looks like a control character is written as an escape."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{literal(name)}: {literal(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, str):
        text = json.dumps(value)
        # JSON writes characters above U+FFFF as two surrogates, Python as one escape
        return re.sub(r"\\u(d[89ab]..)\\u(d[c-f]..)", _joined, text)
    return repr(value)


def _joined(pair: re.Match[str]) -> str:
    high, low = int(pair[1], 16), int(pair[2], 16)
    return f"\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08x}"


def _keys_argument(keys: Sequence[str] | None) -> str:
    return "" if keys is None else f", keys=[{', '.join(literal(key) for key in keys)}]"


def code_html(parts: Sequence[tuple[str, str]], source: Source) -> Markup:
    """Draw titled code, the first part open, and say where the key comes from."""
    return render("code.html", parts=parts, needs_key=not source.is_simulator)
