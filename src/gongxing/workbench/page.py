"""What every page works with: the view its address asks for, the library, who is asking, and how to answer.

A page module is a router and functions that take a :data:`Page`::

    router = page_router("reader")

    @router.get("/atlas")
    def atlas(page: Page) -> Response:
        year = page.view.number("year", low=1949, high=2100)
        return page.render("atlas/page.html", year=year)

Functions are plain ``def``: FastAPI runs them in threads, so that a slow question stops nobody else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, TypeVar
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from gongxing.workbench.access import Visitor, needs
from gongxing.workbench.rendering import render
from gongxing.workbench.view import View, pairs_of, view_of
from gongxing.workbench.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from gongxing.library import Library
    from gongxing.panel import Panel
    from gongxing.workbench.access import Role
    from gongxing.workbench.context import Workbench
    from gongxing.workbench.figures import ShownFigure
    from gongxing.workbench.view import Value

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PageRequest:
    """One request for a page."""

    request: Request
    view: View
    visitor: Visitor

    @property
    def workbench(self) -> Workbench:
        """What the application is made of."""
        workbench: Workbench = self.request.app.state.workbench
        return workbench

    @property
    def library(self) -> Library:
        """The library; raises ``LibraryError``, which becomes a page of its own."""
        return self.workbench.shelf.library

    @property
    def panel(self) -> Panel:
        """Tables and figures of documents as one panel, made once between two writes."""
        return self.workbench.shelf.panel

    def remember(self, name: str, make: Callable[[Library], T]) -> T:
        """Return what ``make`` gives of the library, made once between two writes; ``name`` says all it depends on."""
        return self.workbench.shelf.remember(name, make)

    def words(self, page: str) -> Words:
        """Return the words of a page in the visitor's language."""
        return Words(page, self.view.language, self.view.care)

    def figure(self, name: str, /, **parameters: Value) -> ShownFigure:
        """Return a figure of the registry as a template shows it: ``{{ figure(shown) }}``."""
        from gongxing.workbench.figures import shown
        from gongxing.workbench.visitors import People

        found = shown(self, name, parameters)
        if self.visitor.share is not None and isinstance(self.workbench.visitors, People):
            self.workbench.visitors.shows(self.visitor.share, name, found.view.pairs)
        return found

    def render(self, template: str, /, *, status: int = 200, **context: Any) -> HTMLResponse:
        """Return a page: ``<page>/….html`` with the words of ``<page>``."""
        from gongxing.workbench.sections import BAR, SECTIONS

        name = template.split("/", maxsplit=1)[0]
        section = next((one.name for one in SECTIONS if one.covers(self.view.path)), name)
        shared = {
            "view": self.view,
            "t": self.words(name),
            "visitor": self.visitor,
            "sections": SECTIONS,
            "bar": BAR,
            "section": section,
            "log_in": self.workbench.settings.log_in,
            "python": None,
            "opening": f"import gongxing as gx\n\nlibrary = gx.open({self.workbench.shelf.shown!r})",
            "api": None,
            "said": self._said(),
        }
        return HTMLResponse(render(template, **{**shared, **context}), status, headers={"Vary": "Accept-Language"})

    def api(self, path: str, /, **parameters: Value) -> str:
        """Return the address of the API that gives the data of this page."""
        query = urlencode([*pairs_of(parameters), ("lang", self.view.language)])
        return f"/api{quote(path)}?{query}"

    def redirect(
        self, path: str, /, *, said: str | None = None, count: int | None = None, **changes: Value
    ) -> Response:
        """Answer a form: go to a page of ours, which says ``said`` (a key of ``words/base.toml``) at its top."""
        address = self.view.to(path, **changes, said=said, said_count=count)
        return RedirectResponse(address, status_code=303)

    def back(self, /, *, said: str | None = None, **changes: Value) -> Response:
        """Answer a form with the view that it came from."""
        return RedirectResponse(self.view.link(said=said, **changes), status_code=303)

    def _said(self) -> str | None:
        """Return what an earlier request has done; only words of ours are ever said."""
        key = self.view.text("said")
        words = self.words("said")
        if key is None or not key.isidentifier() or key not in words:
            return None
        count = self.view.text("said_count")
        return words(key, count=int(count) if count and count.isascii() and count.isdigit() and len(count) < 12 else 0)


def page_of(request: Request) -> PageRequest:
    """Return the page's request; the role of its route was checked before."""
    workbench: Workbench = request.app.state.workbench
    visitor = getattr(request.state, "visitor", None) or workbench.visitors.visitor(request)
    return PageRequest(request, view_of(request, workbench.settings.language), visitor)


async def form_of(request: Request) -> dict[str, str]:
    """Return the text fields of a form."""
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


Page = Annotated[PageRequest, Depends(page_of)]


def page_router(role: Role) -> APIRouter:
    """Return a router whose every route asks for a role."""
    return APIRouter(dependencies=[needs(role)], include_in_schema=False, default_response_class=HTMLResponse)
