"""The service as one pure function: method, path, headers, body and time in; status, headers, body out."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

import msgspec

from moe_nb.core.metadata import Status
from moe_nb.simulator.decide import Decider, Decision, Reason
from moe_nb.simulator.payload import is_personal, write_context, write_payload
from moe_nb.simulator.places import GeoDatabase, Places
from moe_nb.simulator.request import People, Refused, keys_of, read_body
from moe_nb.simulator.world import User, World

FETCH = "/v1/experiences/fetch"
METADATA = "/v1/experiences/metadata"
JSON_TYPE = ((b"content-type", b"application/json"),)
"""The headers of most answers."""

_METHODS = {FETCH: ("POST",), METADATA: ("GET", "POST")}  # an older contract has POST for the metadata


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """An answer on its way."""

    status: int
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...] = JSON_TYPE


class Service:
    """A world that answers HTTP; holds nothing that changes what it answers.

    Args:
        world: The world.
        database: Where addresses are that the world's own table does not hold.
    """

    def __init__(self, world: World, database: GeoDatabase | None = None) -> None:
        self.world = world
        self._people = People.of(world, Places(world, database))
        self._decider = Decider(world)
        self._written: dict[tuple[int, int, int], msgspec.Raw] = {}

    def respond(
        self, method: str, target: str, headers: Mapping[bytes, bytes], body: bytes, now: datetime
    ) -> HttpAnswer:
        """Answer one request.

        Args:
            method: HTTP method.
            target: Path with query.
            headers: Names in lower case.
            body: The body.
            now: The time schedules are compared with.
        """
        path, _, query = target.partition("?")
        if path not in _METHODS:
            return _error(404, "Not Found", f"No such path: {path[:100]}")
        if method not in _METHODS[path]:
            return _error(405, "Method Not Allowed", f"Use {_METHODS[path][0]}.")
        refused = self._authenticate(headers)
        if refused is not None:
            return refused
        if path == METADATA:
            return _json(200, self._metadata(parse_qs(query, keep_blank_values=True), now))
        return self._fetched(body, now)

    def explain(self, body: Mapping[str, Any], now: datetime) -> list[Decision]:
        """Say for each key what was decided and why; never part of an HTTP answer."""
        return self._decider.decide(self._people.visitor(body), keys_of(body), now)

    def _authenticate(self, headers: Mapping[bytes, bytes]) -> HttpAnswer | None:
        workspace = self.world.workspace
        if headers.get(b"moe-appkey", b"").decode("latin-1") != workspace.id:
            text = "MoEngage Client not found. Please check values for headers - MOE-APPKEY or MOE-DBNAME"
            return _error(400, "Request Error", text)
        expected = f"{workspace.id}:{workspace.api_key}".encode()
        if not hmac.compare_digest(_basic(headers.get(b"authorization", b"")), expected):
            return _error(401, "Authentication required", "Invalid API_KEY used in Authentication Header")
        return None

    def _fetched(self, body: bytes, now: datetime) -> HttpAnswer:
        try:
            return _json(200, {"experiences": self._fetch(read_body(body), now)})
        except Refused as no:
            return _error(400, no.title, no.description, no.code)
        except RecursionError:  # what could be read may be too deep to be written, as a shown value or as a bucket
            return _error(400, "Malformed JSON", "The request body is nested too deeply.")

    def _fetch(self, said: Mapping[str, Any], now: datetime) -> dict[str, Any]:
        visitor = self._people.visitor(said)
        experiences: dict[str, Any] = {}
        for decision in self._decider.decide(visitor, keys_of(said), now):
            if decision.reason is Reason.SERVED:
                experiences[decision.key] = self._write(decision, visitor.user)
            elif decision.reason is Reason.EXPERIENCE_NOT_ACTIVE and self._sends_empty(decision, said):
                experiences[decision.key] = {"payload": {}}
        return experiences

    def _write(self, decision: Decision, user: User | None) -> msgspec.Raw:
        """Return what a decision is on the wire; what is the same for every user is written once."""
        known = (
            id(decision.experience),
            id(decision.audience),
            id(decision.variation),
        )  # parts of the world, which is kept as long
        written = self._written.get(known)
        if written is None:
            written = msgspec.Raw(msgspec.json.encode(_sent(decision, user)))
            if decision.variation is not None and not is_personal(decision.variation):
                self._written[known] = written
        return written

    def _sends_empty(self, decision: Decision, said: Mapping[str, Any]) -> bool:
        asked = decision.key in (said.get("experience_key") or ())
        published = decision.experience is not None and decision.experience.status != "Draft"
        return asked and published and self.world.settings.paused_answer == "empty"

    def _metadata(self, query: Mapping[str, list[str]], now: datetime) -> dict[str, Any]:
        named = query.get("status")
        # case-sensitive, and an unknown value silently yields nothing (MoEngage API: metadata)
        wanted = {part for text in named for part in text.split(",")} if named else set(Status)
        lines = [
            {"experience_name": rule.name, "experience_key": rule.key, "status": status}
            for rule in self.world.experiences
            if (status := self._decider.status(rule.key, now)) in wanted & set(Status)
        ]
        return {"metadata": {"count": len(lines), "experiences": lines}}


def _sent(decision: Decision, user: User | None) -> dict[str, Any]:
    experience, audience, variation = decision.experience, decision.audience, decision.variation
    if experience is None or audience is None or variation is None:
        return {"payload": {}}
    return {
        "payload": write_payload(variation, user),
        "experience_context": write_context(experience, audience, variation),
    }


def _basic(header: bytes) -> bytes:
    kind, _, encoded = header.partition(b" ")
    try:
        return base64.b64decode(encoded.strip(), validate=True) if kind.lower() == b"basic" else b""
    except binascii.Error:
        return b""


def _error(status: int, title: str, description: str, code: str = "") -> HttpAnswer:
    said = {"title": title, "description": description}
    return _json(status, said | ({"code": code} if code else {}))


def _json(status: int, said: Any) -> HttpAnswer:
    return HttpAnswer(status, msgspec.json.encode(said))
