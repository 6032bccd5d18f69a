"""Who is asking, where people log in: by the cookie of a session, the token of a program, or a link to one page."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from gongxing.library import LibraryError
from gongxing.workbench.access import Visitor
from gongxing.workbench.view import LOOK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import HTTPConnection
    from starlette.responses import Response

    from gongxing.library.accounts import Access, Accounts, Share
    from gongxing.workbench.shelf import Shelf

SESSION, SHARES = "gongxing_session", "gongxing_shares"
_MOST_SHARES = 5  # links that one browser holds
_PASSING = (*LOOK, "said", "said_count", "select", "download", "on")  # parameters that make no other page
_NOBODY = Visitor("", "public")


class People:
    """The visitors of a workbench with log-in."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._figures: dict[int, set[str]] = {}  # what the page of a link has shown
        self._lock = threading.Lock()

    @property
    def accounts(self) -> Accounts:
        """The accounts of the library."""
        return self._shelf.library.accounts

    def visitor(self, request: HTTPConnection) -> Visitor:
        """Return who is asking; a program with a token is known by the token alone."""
        access = self.access(request)
        if access is not None:
            return Visitor(access.account.name, access.role, True)  # type: ignore[arg-type]
        if "authorization" in request.headers:
            return _NOBODY
        share = self._share(request)
        return _NOBODY if share is None else Visitor(share.label, "reader", share=share.id)

    def access(self, request: HTTPConnection) -> Access | None:
        """Return the session or token of a request; a session's text is no token and a token's no session."""
        said = request.headers.get("authorization")
        if said is None:
            text, kind = request.cookies.get(cookie_name(SESSION, request), ""), "session"
        else:
            scheme, _, text = said.partition(" ")
            kind = "token"
            if scheme.lower() != "bearer":
                return None
        found = self.accounts.access(text.strip()) if text else None
        return found if found is not None and found.credential.kind == kind else None

    def _share(self, request: HTTPConnection) -> Share | None:
        """Return the link by which this page, or a figure that it shows, may be read."""
        if request.scope.get("method") not in ("GET", "HEAD"):
            return None
        for text in shares_of(request):
            share = self.accounts.shared(text)
            if share is not None and self._covers(share, request):
                return share
        return None

    def _covers(self, share: Share, request: HTTPConnection) -> bool:
        asked = request.url
        if asked.path.startswith("/figures/"):
            name = asked.path.rpartition(".")[0]
            return _page(name, parse_qsl(asked.query)) in self._figures.get(share.id, ())
        shared = urlsplit(share.path)
        return _page(shared.path, parse_qsl(shared.query)) == _page(asked.path, parse_qsl(asked.query))

    def shows(self, share: int, figure: str, pairs: Iterable[tuple[str, str]]) -> None:
        """Note that the page of a link shows a figure: its files may be read as well."""
        with self._lock:
            self._figures.setdefault(share, set()).add(_page(f"/figures/{figure}", pairs))


def _page(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return what makes a page this one and no other: its path and what narrows it, in any order."""
    kept = sorted((name, value) for name, value in pairs if name not in _PASSING and value)
    return repr((path, kept))


def cookie_name(name: str, request: HTTPConnection) -> str:
    """Return a cookie's name; under https it is one that only this host under https can have set."""
    return f"__Host-{name}" if is_secure(request) else name


def is_secure(request: HTTPConnection) -> bool:
    """Tell whether the browser came by https."""
    return str(request.scope.get("scheme")) == "https"


def shares_of(request: HTTPConnection) -> list[str]:
    """Return the links that a browser holds."""
    return [text for text in request.cookies.get(cookie_name(SHARES, request), "").split(".") if text][:_MOST_SHARES]


def keep_session(response: Response, request: HTTPConnection, text: str) -> None:
    """Let the browser hold a session until it is closed; the library knows when it ends."""
    _keep(response, request, SESSION, text)


def keep_share(response: Response, request: HTTPConnection, text: str) -> None:
    """Let the browser hold a link beside those that it holds already."""
    held = [text, *(one for one in shares_of(request) if one != text)][:_MOST_SHARES]
    _keep(response, request, SHARES, ".".join(held))


def _keep(response: Response, request: HTTPConnection, name: str, value: str) -> None:
    response.set_cookie(
        cookie_name(name, request), value, path="/", httponly=True, samesite="lax", secure=is_secure(request)
    )


def forget_session(response: Response, request: HTTPConnection) -> None:
    """Let the browser forget its session."""
    response.delete_cookie(
        cookie_name(SESSION, request), path="/", httponly=True, samesite="lax", secure=is_secure(request)
    )


def address_of(request: HTTPConnection) -> str:
    """Return the address from which a request came."""
    return request.client.host if request.client else ""


def has_owner(shelf: Shelf) -> bool:
    """Tell whether an owner can log in; a library that cannot answer has none."""
    try:
        return shelf.library.accounts.has_owner()
    except LibraryError:
        return False


def local_path(text: str | None) -> str:
    """Return a path of this workbench as it was given; the first page for anything that leads elsewhere."""
    fits = text and text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable()
    return text if text and fits and "\\" not in text and not text.startswith(("/login", "/logout")) else "/"
