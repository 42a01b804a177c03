"""A world file read and decided a second time, from its words alone: nothing here comes from moe_nb.

Whatever the toolkit shows of the demo world must be what these rules say of the same file.
"""

from __future__ import annotations

import ipaddress
import json
import re
from datetime import datetime
from hashlib import blake2b

import yaml

WEEK = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
KNOWN = {
    "experience": {"key", "name", "status", "start", "end", "campaign", "audiences"},
    "audience": {"id", "name", "segment", "when", "exclude", "variations"},
    "when": {"day", "hour", "device", "country", "region", "city", "query"},
    "variation": {"id", "share", "payload", "on_missing"},
    "variable": {"type", "value"},
    "segment": {
        *{"all", "any", "in_segment", "event", "at_least", "at_most"},
        *{"attribute", "is", "between", "greater_than", "less_than"},
    },
}


def plain(node):
    """Return a YAML node as Python data; quoted scalars stay text, plain ones are JSON's types or text."""
    if isinstance(node, yaml.MappingNode):
        return {plain(key): plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(item) for item in node.value]
    if node.style is None and re.fullmatch(r"true|false|null|-?(0|[1-9]\d*)(\.\d+)?", node.value):
        return json.loads(node.value)
    return node.value


def checked(kind, fields):
    """Return *fields* if this evaluator knows them all: a rule it overlooks would make it agree by accident."""
    unknown = set(fields) - KNOWN[kind]
    if unknown:
        raise AssertionError(f"this evaluator does not know {unknown} of {kind}")
    return fields


def span(parts, number, size):
    """Return the numbers that single values and wrapping ranges name."""
    found = set()
    for part in map(str, parts):
        first, *last = (number(end) for end in part.split("-"))
        stop = last[0] if last else first
        found |= {slot % size for slot in range(first, stop + (size if stop < first else 0) + 1)}
    return found


def weekday(text):
    """Return the number of a day from its first three letters."""
    return [day[:3] for day in WEEK].index(text[:3])


def share(salt, bucket):
    """Return the sticky number from 0 to 100 of a visitor: 64 bits of BLAKE2b over salt and bucket."""
    return int.from_bytes(blake2b(f"{salt}\x1f{bucket}".encode(), digest_size=8).digest(), "big") / 2**64 * 100


class PlainWorld:
    """One world file.

    Args:
        path: The file.
        devices: User-Agent header to device type, as a person would say it.
        now: The time schedules are compared with.
    """

    def __init__(self, path, devices, now):
        with path.open(encoding="utf-8") as file:
            said = plain(yaml.compose(file, Loader=yaml.BaseLoader))
        self.users = said["users"]
        self.places = [(ipaddress.ip_network(place["cidr"]), place) for place in said["places"]]
        self.experiences = {rule["key"]: checked("experience", rule) for rule in said["experiences"]}
        self.devices = devices
        self.now = now
        if said["settings"] != {"audience_order": "first", "anonymous_bucket": "request_hash"}:
            raise AssertionError("this evaluator knows no other settings")

    def is_active(self, key):
        """Say whether an experience is Active now."""
        rule = self.experiences[key]
        begun = "start" not in rule or datetime.fromisoformat(rule["start"]) <= self.now
        over = "end" in rule and datetime.fromisoformat(rule["end"]) <= self.now
        waits = rule.get("status") == "Scheduled" and "start" not in rule
        return rule.get("status") not in {"Paused", "Draft", "Expired"} and begun and not over and not waits

    def matching(self, key, request):
        """Return every audience of an experience that a request matches, the first one wins."""
        user = self._user(request)
        return [a for a in self.experiences[key]["audiences"] if self._matches(checked("audience", a), user, request)]

    def served(self, key, request):
        """Return audience id, audience name, variation id and payload, or None when the request gets nothing."""
        matching = self.matching(key, request) if key in self.experiences and self.is_active(key) else []
        if not matching:
            return None
        audience, user = matching[0], self._user(request)
        hit, variations = share(f"split:{key}:{audience['id']}", self._bucket(request)), audience["variations"]
        for variation in variations:
            hit -= checked("variation", variation).get("share", 100)
            if hit < 0:
                break
        payload, missing = self._payload(variation, user)
        if missing and variation.get("on_missing") == "do_not_send":
            return None
        return audience["id"], audience["name"], variation["id"], payload

    def _user(self, request):
        return self.users.get(request.get("identifiers", {}).get("customer_id"))

    @staticmethod
    def _bucket(request):
        """Return what a visitor is split by: the ID, or for an anonymous one the whole situation."""
        if "identifiers" in request:
            return request["identifiers"]["customer_id"]
        situation = {name: value for name, value in request.items() if name != "experience_key"}
        return json.dumps(situation, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    def _matches(self, audience, user, request):
        segment, exclude = audience.get("segment"), audience.get("exclude")
        return (
            (segment is None or (user is not None and in_segment(user, segment)))
            and self._holds(audience.get("when", {}), request)
            and not (exclude is not None and self._holds(exclude, request))
        )

    def _holds(self, when, request):
        checked("when", when)
        place = self._place(request.get("USER_IP_ADDRESS"))
        countries = {place.get("country"), place.get("country_name")}
        found = [
            not when.get("day") or request.get("DAY_OF_THE_WEEK") in [WEEK[n] for n in span(when["day"], weekday, 7)],
            not when.get("hour") or int(request.get("TIME_OF_THE_DAY", -1)) in span(when["hour"], int, 24),
            not when.get("device") or self.devices.get(request.get("USER_AGENT")) in when["device"],
            not when.get("country") or bool(countries & set(when["country"])),
            not when.get("region") or place.get("region") in when["region"],
            not when.get("city") or place.get("city") in when["city"],
            *(request.get(name) in wanted for name, wanted in when.get("query", {}).items()),
        ]
        return all(found)

    def _place(self, address):
        if address is None:
            return {}
        return next((place for network, place in self.places if ipaddress.ip_address(address) in network), {})

    @staticmethod
    def _payload(variation, user):
        """Return name to value and type as sent, and whether a user attribute without a default was missing."""
        known, missing, written = (user or {}).get("attributes", {}), [], {}

        def fill(mark):
            name, default = mark.groups()
            if name not in known and default is None:
                missing.append(name)
            return str(known.get(name, default or ""))

        for name, variable in variation.get("payload", {}).items():
            value = checked("variable", variable)["value"]
            if isinstance(value, str):
                value = re.sub(r'\{\{ user\.(\w+)(?: \| default\("(.*?)"\))? \}\}', fill, value)
            written[name] = (value, variable.get("type", "string"))
        return written, bool(missing)


def in_segment(user, segment):
    """Say whether a user is in a segment."""
    checked("segment", segment)
    if "all" in segment or "any" in segment:
        join = all if "all" in segment else any
        return join(in_segment(user, part) for part in segment.get("all", segment.get("any")))
    if "in_segment" in segment:
        return segment["in_segment"] in user.get("segments", [])
    if "event" in segment:
        times = user.get("events", {}).get(segment["event"], 0)
        return segment.get("at_least", 0) <= times <= segment.get("at_most", float("inf"))
    value = user["attributes"].get(segment["attribute"])
    tests = {
        "is": lambda wanted: value in wanted,
        "between": lambda wanted: value is not None and wanted[0] <= value < wanted[1],
        "greater_than": lambda wanted: value is not None and value > wanted,
        "less_than": lambda wanted: value is not None and value < wanted,
    }
    return all(tests[name](wanted) for name, wanted in segment.items() if name != "attribute")
