"""What stands before every route: headers, names of the host, where writes come from, sizes, and faults as pages.

In the order in which a request meets them: :class:`Headers`, :class:`Hosts`, :class:`Origins`, :class:`BodyLimit`,
:class:`Tags`, :class:`Faults`.
"""

from __future__ import annotations

import hashlib
import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers as ReadHeaders
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request

from gongxing.workbench.problems import ProblemError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "private, no-cache",
}
# Of what only a page loads: it loads nothing itself and asks for no rights, which is told in fewer bytes.
LOADED = ("text/css", "text/javascript", "application/javascript", "application/json", "image/")
LOADED_HEADERS = {
    **{name: value for name, value in HEADERS.items() if name != "Permissions-Policy"},
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SAFE = ("GET", "HEAD", "OPTIONS")
_DRAINED = 512 << 20  # bytes of a body that is too large which are read and thrown away, so that the answer arrives
_TAGGED = 16 << 20  # bytes up to which an answer gets a tag
_logger = logging.getLogger(__name__)


class Headers:
    """Puts what browsers must heed on every answer, unless the route said it more narrowly."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                loaded = headers.get("content-type", "").startswith(LOADED)
                for name, value in (LOADED_HEADERS if loaded else HEADERS).items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)


class Hosts:
    """Refuses names of the host that are not ours: a foreign page must not reach it under its own name (rebinding)."""

    def __init__(self, app: ASGIApp, names: Iterable[str] = ()) -> None:
        self.app = app
        self.names = frozenset(name.lower() for name in (*LOOPBACK, *names))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass what is called by a name of ours."""
        if scope["type"] == "http" and _host_name(ReadHeaders(scope=scope).get("host", "")) not in self.names:
            await refuse(ProblemError("host", 421), scope, receive, send)
            return
        await self.app(scope, receive, send)


class Origins:
    """Refuses writes that another site made the browser send."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass reads, and writes from our own pages or with a bearer's token."""
        if scope["type"] == "http" and scope["method"] not in SAFE and not _from_here(ReadHeaders(scope=scope)):
            await refuse(ProblemError("origin", 403), scope, receive, send)
            return
        await self.app(scope, receive, send)


class BodyLimit:
    """Refuses bodies that are too large, as they come, whatever they say of their size."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass bodies up to the limit."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        said = ReadHeaders(scope=scope).get("content-length", "")
        if said.isascii() and said.isdigit() and int(said) > self.limit:
            await _drain(receive)
            await refuse(self._problem(), scope, receive, send)
            return
        taken = 0

        async def receive_limited() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self.limit:
                raise HTTPException(413)
            return message

        await self.app(scope, receive_limited, send)

    def _problem(self) -> ProblemError:
        return ProblemError("too_large", 413, limit=f"{self.limit >> 20} MB")


class Tags:
    """Tags answers by their content, and says "not modified" where the browser has it; HEAD is GET without a body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a tag."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        known = ReadHeaders(scope=scope).get("if-none-match", "")
        bare = scope["method"] == "HEAD"
        scope = {**scope, "method": "GET"}
        start: Message | None = None

        async def send_tagged(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                length = headers.get("content-length", "")
                asked = "etag" not in headers or 'W/"' in known  # a tag of content holds whatever the library's state
                if message["status"] == 200 and asked and length and int(length) <= _TAGGED:
                    start = message  # one body follows: hold the head until it is known
                    return
            if message["type"] != "http.response.body":
                await send(message)
                return
            body = message.get("body", b"")
            if start is not None:
                head, start = start, None
                if not message.get("more_body", False):
                    head, body = _tagged(head, body, known)
                await send(head)
            await send({**message, "body": b"" if bare else body})

        await self.app(scope, receive, send_tagged)


class Faults:
    """Turns a fault of ours into a page without a traceback; the log has it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 500 where nothing was answered yet."""
        started = False

        async def send_noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, send_noted)
        except Exception:
            if scope["type"] != "http" or started:
                raise
            _logger.exception("%s %s failed", scope["method"], scope["path"])
            await refuse(ProblemError("fault", 500), scope, receive, send)


def _tagged(head: Message, body: bytes, known: str) -> tuple[Message, bytes]:
    """Return the head with a tag; with "not modified" and no body where the tag is known."""
    headers = MutableHeaders(scope=head)
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:24]}"'
    headers.setdefault("ETag", tag)
    if tag not in (one.strip() for one in known.split(",")):
        return head, body
    del headers["content-length"]
    return {**head, "status": 304}, b""


def _host_name(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def _from_here(headers: ReadHeaders) -> bool:
    if headers.get("authorization", "").lower().startswith("bearer "):
        return True  # a browser sends none by itself
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc.lower() == headers.get("host", "").lower()


async def _drain(receive: Receive) -> None:
    taken, more = 0, True
    while more and taken < _DRAINED:
        message = await receive()
        taken += len(message.get("body", b""))
        more = message["type"] == "http.request" and message.get("more_body", False)


async def refuse(problem: ProblemError, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with a problem in place of the application."""
    from gongxing.workbench.errors import problem_response

    response: Any = problem_response(Request(scope, receive), problem)
    await response(scope, receive, send)
