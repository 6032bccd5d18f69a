"""Strong tags of answers, told from the state of the library before anything is worked out."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

import gongxing
from gongxing.workbench.view import view_of

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from fastapi import FastAPI

    from gongxing.workbench.context import Workbench

VARY = "Accept-Language, Authorization, Cookie"
_OF_THE_MOMENT = ("/api/jobs",)  # what no state of the library tells


class UnchangedError(Exception):
    """The one who asks has the answer already."""

    def __init__(self, tag: str) -> None:
        super().__init__(tag)
        self.tag = tag


def unless_known(request: Request) -> None:
    """Work out the tag of an answer; raise :class:`UnchangedError` where it is known."""
    if request.method != "GET" or request.url.path.startswith(_OF_THE_MOMENT):
        return
    workbench: Workbench = request.app.state.workbench
    _ = workbench.shelf.library  # opening it may write a log of its own, before its state is told
    request.state.stamp = stamp = workbench.shelf.stamp()
    request.state.tag = tag = _tag(request, stamp, view_of(request, workbench.settings.language).language)
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if tag in known:
        raise UnchangedError(tag)


def _tag(request: Request, stamp: str, language: str) -> str:
    from gongxing.library.preparation import reading_version

    packed = "gzip" in request.headers.get("accept-encoding", "")  # another encoding is another run of bytes
    parts = (stamp, gongxing.__version__, reading_version(), request.url.path, request.url.query, language, packed)
    return f'"{hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]}"'


class TaggedRoute(APIRoute):
    """A route that puts the tag on its answer, unless somebody wrote to the library while it was worked out."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers."""
        answer = super().get_route_handler()

        async def tagged(request: Request) -> Response:
            response = await answer(request)
            tag = getattr(request.state, "tag", None)
            if tag and response.status_code == 200 and "etag" not in response.headers:
                workbench: Workbench = request.app.state.workbench
                if workbench.shelf.stamp() == request.state.stamp:
                    response.headers["ETag"] = tag
            response.headers.setdefault("Vary", VARY)
            return response

        return tagged


def install(app: FastAPI) -> None:
    """Teach an application to answer "not modified"."""

    def unchanged(request: Request, error: Exception) -> Response:
        assert isinstance(error, UnchangedError)
        return Response(status_code=304, headers={"ETag": error.tag, "Vary": VARY})

    app.add_exception_handler(UnchangedError, unchanged)
