"""How much one address may ask of a workbench that others can reach, and how JSON may be built."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import Headers

from gongxing.workbench.guards import refuse
from gongxing.workbench.problems import ProblemError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

JSON_DEPTH = 50
JSON_BODY = 1 << 20  # bytes; files come as forms
_MARKS = re.compile(rb'\\.|["\[\]{}]', re.DOTALL)


class Pace:
    """Refuses an address that asks more often than so many times a second; files of ours are not counted."""

    def __init__(self, app: ASGIApp, each_second: int) -> None:
        self.app = app
        self._limit = RateLimitItemPerSecond(each_second)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass what comes at a bearable pace."""
        if scope["type"] == "http" and not scope["path"].startswith("/static/"):
            client = scope.get("client")
            if not self._limiter.hit(self._limit, client[0] if client else ""):
                await refuse(ProblemError("too_many", 429, seconds=1), scope, receive, send)
                return
        await self.app(scope, receive, send)


class JsonShape:
    """Refuses a JSON body that is large, or nested deeper than anything that we take."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass JSON of a sensible shape, and everything that is no JSON."""
        kind = Headers(scope=scope).get("content-type", "") if scope["type"] == "http" else ""
        if "json" not in kind.lower():
            await self.app(scope, receive, send)
            return
        body, more = bytearray(), True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > JSON_BODY:
                await refuse(ProblemError("too_large", 413, limit=f"{JSON_BODY >> 20} MB"), scope, receive, send)
                return
        if depth_of(bytes(body)) > JSON_DEPTH:
            await refuse(ProblemError("too_deep", 400, count=JSON_DEPTH), scope, receive, send)
            return
        given = False

        async def again() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": bytes(body), "more_body": False}

        await self.app(scope, again, send)


def depth_of(text: bytes) -> int:
    """Return how deep the brackets of a JSON text are nested, without reading it as JSON.

    >>> depth_of(b'{"a": [1, "[[["]}')
    2
    """
    depth = deepest = 0
    inside = False
    for mark in _MARKS.finditer(text):
        sign = mark[0]
        if sign == b'"':
            inside = not inside
        elif not inside and sign in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif not inside and sign in b"]}":
            depth -= 1
    return deepest
