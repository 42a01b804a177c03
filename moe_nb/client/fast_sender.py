"""One client of pyreqwest: requests out, answers in, every fault named."""

from __future__ import annotations

import asyncio
import atexit
import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import ClassVar
from urllib.parse import urlsplit
from weakref import WeakSet

from pyreqwest import exceptions
from pyreqwest.client import Client
from pyreqwest.http import Url
from pyreqwest.response import Response

from moe_nb.client import faults
from moe_nb.core.errors import MoeError
from moe_nb.core.exchange import HEARD, LARGEST_BODY, Exchange, Sender

GRACE_S = 0.05
"""Long enough, a hundred times over, for the other thread to hand over the last answer."""


class FastSender:
    """Sends over one pyreqwest client, opened at the first request and again after it was closed.

    Args:
        open_client: Makes the client.
        instead: Makes what sends in a forked process, which has no copy of the library's thread.
        whole_s: Seconds a request may take, for the words of an error.
    """

    def __init__(self, open_client: Callable[[], Client], instead: Callable[[], Sender], whole_s: float) -> None:
        self._open_client = open_client
        self._make_instead = instead
        self._instead: Sender | None = None
        self._client: Client | None = None
        self._urls: dict[str, Url] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._whole_s = whole_s

    async def send(self, method: str, url: str, body: bytes) -> Exchange:
        """Send one request; see `Sender.send`.

        A request whose task is cancelled is let go of at once; its connection ends with the answer or the read
        timeout, whichever comes first.
        """
        if _Process.is_forked:
            self._instead = self._instead or self._make_instead()
            return await self._instead.send(method, url, body)
        try:
            client = self._client or self._opened()
            address = self._urls.get(url)
            if address is None:
                address = self._urls[url] = Url(url)  # a client asks two addresses, again and again
            request = client.request(method, address)
            if body:
                request = request.body_bytes(body)
            async with request.build_streamed() as response:
                content = await response.body_reader.read(LARGEST_BODY + 1)
                heard = _heard(response)
                status = response.status
        except (exceptions.PyreqwestError, ValueError, OSError) as error:
            fault = _fault(error, urlsplit(url).hostname or "", self._whole_s)
        else:
            if content is not None and len(content) > LARGEST_BODY:
                del content  # a traceback keeps what its frames hold
                raise faults.too_large(status)
            return Exchange(status, b"" if content is None else bytes(content), heard)
        raise fault from None  # outside of the handler: what is inside is not kept

    async def aclose(self) -> None:
        """Close the connections; a later request opens new ones."""
        client, self._client = self._client, None
        instead, self._instead = self._instead, None
        if instead is not None:
            await instead.aclose()
        elif client is not None and not _Process.is_forked:
            await client.close()

    def end(self) -> None:
        """Close from outside of the event loop, at the end of the process: what is under way ends at once."""
        if self._client is not None and self._loop is not None and self._loop.is_running():
            with suppress(Exception):  # nobody is left to tell
                asyncio.run_coroutine_threadsafe(self.aclose(), self._loop).result(timeout=1)

    def _opened(self) -> Client:
        if _Process.is_ending:
            raise OSError("Python is ending")
        self._loop = asyncio.get_running_loop()
        self._client = self._open_client()
        _Process.is_used = True
        _Process.senders.add(self)
        return self._client


class _Process:
    """What is open in this process, to be closed before Python ends."""

    is_ending = False
    is_forked = False
    """Forked from a process that had used the library."""
    is_used = False
    senders: ClassVar[WeakSet[FastSender]] = WeakSet()


def _was_forked() -> None:
    _Process.is_forked = _Process.is_forked or _Process.is_used
    _Process.is_used = False
    _Process.senders.clear()


if hasattr(os, "register_at_fork"):  # not on Windows
    os.register_at_fork(after_in_child=_was_forked)


@atexit.register
def _let_go() -> None:
    """Give Rust's thread time to let go of Python: if it holds on while Python ends, the process is aborted."""
    if _Process.is_used:
        _Process.is_ending = True
        for sender in list(_Process.senders):
            sender.end()
        time.sleep(GRACE_S)


def _heard(response: Response) -> Mapping[str, str]:
    heard = {}
    for name in HEARD:
        try:
            value = response.get_header(name)
        except ValueError:  # bytes beyond ASCII: they say nothing
            continue
        if value is not None:
            heard[name] = value
    return heard


def _fault(error: Exception, host: str, whole_s: float) -> MoeError:
    reasons = _reasons(error)
    if isinstance(error, exceptions.RequestTimeoutError):
        return faults.late(host, whole_s, connected="client error (Connect)" not in reasons)
    reason = reasons[-1]
    if isinstance(error, exceptions.BodyDecodeError) and "error reading a body from connection" not in reasons:
        return faults.damaged(host)
    if reason.startswith("tunnel error"):
        return faults.refused_by_proxy(reason.removeprefix("tunnel error:"))
    if reason.startswith("invalid peer certificate"):
        return faults.untrusted(host)
    return faults.unreachable(host, reason)


def _reasons(error: Exception) -> list[str]:
    """Return what is said about an error, from the outside in."""
    details = getattr(error, "details", None) or {}
    causes = [str(cause.get("message", "")) for cause in details.get("causes") or ()]
    return causes or [str(getattr(error, "message", "")) or str(error) or type(error).__name__]
