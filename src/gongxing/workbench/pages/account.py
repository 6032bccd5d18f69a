"""One's own account: password, sessions, tokens for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from gongxing.library.accounts import AccountError
from gongxing.library.accounts.people import ROLES
from gongxing.workbench.page import Page, page_router
from gongxing.workbench.problems import NotHereError
from gongxing.workbench.visitors import People, address_of

if TYPE_CHECKING:
    from gongxing.library.accounts import Access
    from gongxing.workbench.page import PageRequest

router = page_router("reader")


@router.get("/account")
def account(page: Page) -> Response:
    """Show one's own account."""
    return _account(page)


@router.post("/account/password")
async def change_password(page: Page, request: Request) -> Response:
    """Change one's own password."""
    form = await request.form()
    return await run_in_threadpool(_password_changed, page, form)


def _password_changed(page: PageRequest, form: FormData) -> Response:
    access = access_of(page)
    old, new, again = (str(form.get(key, "")) for key in ("old", "new", "again"))
    try:
        if new != again:
            raise AccountError("again", "the new password was typed in two ways")
        people_of(page).accounts.change_password(access, old, new, address_of(page.request))
    except AccountError as error:
        return _account(page, trouble=error, at="password")
    return page.redirect("/account", said="password_changed")


@router.post("/account/tokens")
async def make_token(page: Page, request: Request) -> Response:
    """Make a token for a program; this page is the only one that ever shows it."""
    form = await request.form()
    return await run_in_threadpool(_token_made, page, form)


def _token_made(page: PageRequest, form: FormData) -> Response:
    access = access_of(page)
    label, scope, days = (str(form.get(key, "")) for key in ("label", "scope", "days"))
    try:
        token = people_of(page).accounts.make_token(
            access.account.name, label, scope, days_of(days), who=access.account.name
        )
    except AccountError as error:
        return _account(page, trouble=error, at="token")
    return _account(page, token=token)


@router.post("/account/credentials/{number}/end")
def end_credential(page: Page, number: int) -> Response:
    """End one of one's own sessions or tokens."""
    access = access_of(page)
    try:
        people_of(page).accounts.end_credential(access.account.name, number, who=access.account.name)
    except AccountError as error:
        return _account(page, trouble=error, at="credentials")
    return page.redirect("/account", said="ended")


def _account(page: PageRequest, *, trouble: AccountError | None = None, at: str = "", token: str = "") -> Response:
    access = access_of(page)
    roles = ROLES[: ROLES.index(access.account.role) + 1]
    return page.render(
        "account/page.html", status=200 if trouble is None else 422, person=access.account, now=access.credential.id,
        credentials=people_of(page).accounts.credentials(access.account.name), roles=roles,
        trouble=said_of(page, trouble), at=at, token=token,
    )  # fmt: skip


def people_of(page: PageRequest) -> People:
    """Return the people of a workbench with log-in; one without has no accounts to show."""
    people = page.workbench.visitors
    if not isinstance(people, People):
        raise NotHereError("account")
    return people


def access_of(page: PageRequest) -> Access:
    """Return what the visitor is logged in with."""
    access = people_of(page).access(page.request)
    if access is None or access.credential.kind != "session":
        raise NotHereError("account")
    return access


def days_of(text: str) -> int:
    """Return a number of days; raises ``AccountError`` where it is none."""
    if not text.isascii() or not text.isdigit() or len(text) > 4:
        raise AccountError("days", f"{text[:20]!r} is no number of days; take 1 to 366", most=366)
    return int(text)


def said_of(page: PageRequest, trouble: AccountError | None) -> str | None:
    """Return what is wrong in the visitor's language."""
    if trouble is None:
        return None
    words: Any = page.words("account")
    key = f"trouble_{trouble.reason}"
    return words(key, **trouble.details) if key in words else str(trouble)
