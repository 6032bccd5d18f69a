"""Links by which somebody without an account may read one page until they expire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from gongxing.library.accounts import AccountError
from gongxing.workbench.page import Page, page_router
from gongxing.workbench.pages.account import days_of, people_of, said_of
from gongxing.workbench.visitors import local_path

if TYPE_CHECKING:
    from gongxing.workbench.page import PageRequest

router = page_router("editor")
DAYS = (1, 7, 30, 90, 366)
# What is no page of its own: a link to it would show nothing, or what is for owners alone.
_UNSHARED = ("/account", "/people", "/audit", "/shares", "/share/", "/jobs", "/static/", "/api", "/figures/")


@router.get("/shares")
def shares(page: Page) -> Response:
    """List the links that hold, and offer one to the page that ``?path=`` names."""
    return _shares(page)


@router.post("/shares")
async def share(page: Page, request: Request) -> Response:
    """Make a link; this page is the only one that ever shows it."""
    form = await request.form()
    return await run_in_threadpool(_shared, page, form)


def _shared(page: PageRequest, form: FormData) -> Response:
    path, label, days = (str(form.get(key, "")) for key in ("path", "label", "days"))
    try:
        if local_path(path) != path or path.startswith(_UNSHARED):
            raise AccountError("path", f"{path[:60]!r} is no page that can be shared")
        text = people_of(page).accounts.share(path, label, days_of(days), who=page.visitor.name)
    except AccountError as error:
        return _shares(page, trouble=error, typed={"path": path, "label": label})
    return _shares(page, link=str(page.request.url.replace(path=f"/share/{text}", query="")))


@router.post("/shares/{number}/end")
def end(page: Page, number: int) -> Response:
    """Take a link back."""
    try:
        people_of(page).accounts.end_share(number, who=page.visitor.name)
    except AccountError as error:
        return _shares(page, trouble=error)
    return page.redirect("/shares", said="ended")


def _shares(
    page: PageRequest, *, trouble: AccountError | None = None, typed: dict[str, str] | None = None, link: str = ""
) -> Response:  # fmt: skip
    asked = local_path(page.view.text("path"))
    return page.render(
        "sharing/page.html", status=200 if trouble is None else 422, shares=people_of(page).accounts.shares(),
        trouble=said_of(page, trouble), typed=typed or {"path": asked, "label": ""}, link=link, days=DAYS,
    )  # fmt: skip
