"""The way in and out: logging in and out, and links to one page.

A form that was sent when nobody was logged in any more is not lost: the page of the log-in holds its fields, and the
page after it offers to send them on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from gongxing.library.accounts import AccountError
from gongxing.workbench.page import Page, page_router
from gongxing.workbench.pages.account import people_of, said_of
from gongxing.workbench.problems import NotHereError
from gongxing.workbench.visitors import People, address_of, forget_session, keep_session, keep_share, local_path

if TYPE_CHECKING:
    from gongxing.workbench.page import PageRequest

router = page_router("public")
_HELD = "held."  # before the names of the fields that a log-in page holds
_MOST_HELD = 1_000_000  # characters


@router.get("/login")
def login(page: Page) -> Response:
    """Ask for name and password."""
    if not page.workbench.settings.log_in:
        return page.redirect("/")
    return login_page(page, local_path(page.view.text("next")))


@router.post("/login")
async def log_in(page: Page, request: Request) -> Response:
    """Log in; then go where the person was, with the form that they had sent."""
    form = await request.form()
    return await run_in_threadpool(_logged_in, page, form)


def _logged_in(page: PageRequest, form: FormData) -> Response:
    people = people_of(page)
    name, onward, resume = (str(form.get(key, "")) for key in ("login_name", "next", "resume"))
    held = [(key[len(_HELD) :], value) for key, value in form.multi_items() if key.startswith(_HELD)]
    texts = [(key, value) for key, value in held if isinstance(value, str)]
    try:
        session = people.accounts.log_in(name, str(form.get("login_password", "")), address_of(page.request))
    except AccountError as error:
        return login_page(page, local_path(onward), name=name, resume=resume, held=texts, trouble=error)
    if resume:
        response: Response = page.render("account/resume.html", action=local_path(resume), held=texts)
    else:
        response = RedirectResponse(local_path(onward), 303)
    keep_session(response, page.request, session)
    return response


def login_page(
    page: PageRequest, onward: str, *, name: str = "", resume: str = "", held: list[tuple[str, str]] | None = None,
    files: bool = False, trouble: AccountError | None = None,
) -> HTMLResponse:  # fmt: skip
    """Return the page that asks for name and password; ``held`` are the fields of a form for ``resume``."""
    status = 200 if trouble is None and not resume else 429 if trouble and trouble.reason == "too_many" else 401
    return page.render(
        "account/login.html", status=status, onward=onward, name=name, resume=resume, held=held or [], files=files,
        trouble=said_of(page, trouble), wait=trouble.details.get("seconds") if trouble else None,
    )  # fmt: skip


async def held_login_page(page: PageRequest) -> Response:
    """Return the page of the log-in for a form that came when nobody was logged in: it holds what was typed."""
    request = page.request
    held: list[tuple[str, str]] = []
    files = False
    if "form" in request.headers.get("content-type", ""):
        form = await request.form()
        held = [(key, value) for key, value in form.multi_items() if isinstance(value, str)]
        files = any(not isinstance(value, str) and value.size for _, value in form.multi_items())
    if sum(len(key) + len(value) for key, value in held) > _MOST_HELD:
        held = []
    resume = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return await run_in_threadpool(login_page, page, "/", resume=resume, held=held, files=files)


@router.post("/logout")
def log_out(page: Page) -> Response:
    """End the session."""
    response = page.redirect("/login" if page.workbench.settings.log_in else "/", said="logged_out")
    if isinstance(page.workbench.visitors, People):
        access = page.workbench.visitors.access(page.request)
        if access is not None:
            page.workbench.visitors.accounts.log_out(access, address_of(page.request))
        forget_session(response, page.request)
    return response


@router.get("/share/{token}")
def open_share(page: Page, token: str) -> Response:
    """Lead who has a link to its page, and let the browser hold the link."""
    found = people_of(page).accounts.shared(token)
    if found is None:
        raise NotHereError("share")
    response = RedirectResponse(found.path, 303)
    keep_share(response, page.request, token)
    return response
