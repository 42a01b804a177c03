"""Other answers, and the same answer damaged: what a service, a gateway or a proxy can say instead."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from email.utils import formatdate

from moe_nb.simulator.faults.fault import Fault, setting, word
from moe_nb.simulator.http import HttpAnswer

SKEW_S = 6 * 3600
"""Seconds by which a skewed reset header is off: no window of a minute is that long."""


def _refusal(status: int, title: str, description: str, *headers: tuple[bytes, bytes]) -> HttpAnswer:
    body = json.dumps({"title": title, "description": description}).encode()
    return HttpAnswer(status, body, ((b"content-type", b"application/json"), *headers))


def _rate_limited(fault: Fault, now_epoch_s: float) -> HttpAnswer:
    wait_s, said = setting(fault, "retry_after_s"), word(fault, "headers")
    told = {
        "none": (),
        "retry_after": ((b"retry-after", f"{wait_s:g}".encode()),),
        "ratelimit": _limit_headers(now_epoch_s + wait_s),
        "skewed": _limit_headers(now_epoch_s + SKEW_S),
        "other_clock": (*_limit_headers(now_epoch_s + SKEW_S + wait_s), _date(now_epoch_s + SKEW_S)),
    }[said]
    return _refusal(429, "Too Many Requests", "The rate limit of this workspace is used up.", *told)


def _date(epoch_s: float) -> tuple[bytes, bytes]:
    return b"date", formatdate(epoch_s, usegmt=True).encode()


def _limit_headers(reset_epoch_s: float) -> tuple[tuple[bytes, bytes], ...]:
    said = {"limit": 10_000, "remaining": 0, "reset": int(reset_epoch_s) + 1}
    return tuple((f"x-ratelimit-{name}".encode(), str(value).encode()) for name, value in said.items())


def _server_error(fault: Fault, _now_epoch_s: float) -> HttpAnswer:
    return _refusal(int(setting(fault, "status")), "Internal Error", "Something failed inside.")


def _revoked(_fault: Fault, _now_epoch_s: float) -> HttpAnswer:
    return _refusal(401, "Authentication required", "Invalid API_KEY used in Authentication Header")


def _redirect(fault: Fault, _now_epoch_s: float) -> HttpAnswer:
    return HttpAnswer(307, b"", ((b"location", word(fault, "location").encode()),))


def _html_page(fault: Fault, _now_epoch_s: float) -> HttpAnswer:
    page = b"<!doctype html><html><head><title>Bad Gateway</title></head><body><h1>proxy.example</h1></body></html>"
    return HttpAnswer(int(setting(fault, "status")), page, ((b"content-type", b"text/html"),))


def _gateway_text(fault: Fault, _now_epoch_s: float) -> HttpAnswer:
    body = b'{"code":"ER007","target":"Gateway","message":"The gateway gave up."}'
    return HttpAnswer(int(setting(fault, "status")), body, ((b"content-type", b"text/plain"),))


def with_header(answer: HttpAnswer, name: bytes, value: bytes) -> HttpAnswer:
    """Return the answer with one header set."""
    return replace(answer, headers=(*(pair for pair in answer.headers if pair[0] != name), (name, value)))


def _wrong_type(answer: HttpAnswer) -> HttpAnswer:
    return with_header(answer, b"content-type", b"image/png")


def _gzip_lie(answer: HttpAnswer) -> HttpAnswer:
    return with_header(answer, b"content-encoding", b"gzip")


def _empty_body(answer: HttpAnswer) -> HttpAnswer:
    return replace(answer, body=b"")


def _invalid_utf8(answer: HttpAnswer) -> HttpAnswer:
    return inside(answer, b'"odd":"\xff\xfe"')


def _not_a_number(answer: HttpAnswer) -> HttpAnswer:
    return inside(answer, b'"odd":NaN')


def _huge_number(answer: HttpAnswer) -> HttpAnswer:
    return inside(answer, b'"odd":' + b"9" * 5_000)


def inside(answer: HttpAnswer, member: bytes) -> HttpAnswer:
    """Put one more member into the object that the body is."""
    return replace(answer, body=answer.body.rstrip()[:-1] + b"," + member + b"}")


def _duplicate_keys(answer: HttpAnswer) -> HttpAnswer:
    """Say everything twice, and nothing the second time."""
    names = json.loads(answer.body)
    empty = b",".join(json.dumps(name).encode() + b":{}" for name in names)
    return replace(answer, body=answer.body.rstrip()[:-1] + b"," + empty + b"}") if names else answer


REPLACED: dict[str, Callable[[Fault, float], HttpAnswer]] = {
    "rate_limited": _rate_limited,
    "server_error": _server_error,
    "revoked": _revoked,
    "redirect": _redirect,
    "html_page": _html_page,
    "gateway_text": _gateway_text,
}
"""Another answer stands in its place."""

DAMAGED: dict[str, Callable[[HttpAnswer], HttpAnswer]] = {
    "wrong_type": _wrong_type,
    "gzip_lie": _gzip_lie,
    "empty_body": _empty_body,
    "invalid_utf8": _invalid_utf8,
    "not_a_number": _not_a_number,
    "huge_number": _huge_number,
    "duplicate_keys": _duplicate_keys,
}
"""The answer itself is changed."""
