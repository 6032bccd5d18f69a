"""People of a library, for its owner: who they are, what they may do, and the log of what they did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from gongxing.library.accounts import AccountError
from gongxing.library.accounts.people import ROLES
from gongxing.workbench.page import Page, page_router
from gongxing.workbench.pages.account import people_of, said_of

if TYPE_CHECKING:
    from gongxing.workbench.page import PageRequest

router = page_router("owner")
ROWS = 50


@router.get("/people")
def people(page: Page) -> Response:
    """List everybody."""
    return _people(page)


@router.post("/people")
async def add(page: Page, request: Request) -> Response:
    """Add a person with a first password."""
    form = await request.form()
    return await run_in_threadpool(_added, page, form)


def _added(page: PageRequest, form: FormData) -> Response:
    name, role, password = (str(form.get(key, "")) for key in ("name", "role", "password"))
    try:
        people_of(page).accounts.add(name, role, password, who=page.visitor.name)
    except AccountError as error:
        return _people(page, trouble=error, typed={"name": name, "role": role})
    return page.redirect("/people", said="kept")


@router.post("/people/change")
async def change(page: Page, request: Request) -> Response:
    """Give a person another role, or switch them off or on."""
    form = await request.form()
    return await run_in_threadpool(_changed, page, form)


def _changed(page: PageRequest, form: FormData) -> Response:
    name, action = (str(form.get(key, "")) for key in ("name", "action"))
    accounts = people_of(page).accounts
    try:
        if action in ("disable", "enable"):
            accounts.set_disabled(name, action == "disable", who=page.visitor.name)
        else:
            accounts.set_role(name, str(form.get("role", "")), who=page.visitor.name)
    except AccountError as error:
        return _people(page, trouble=error)
    return page.redirect("/people", said="kept")


def _people(
    page: PageRequest, *, trouble: AccountError | None = None, typed: dict[str, str] | None = None
) -> Response:  # fmt: skip
    return page.render(
        "people/page.html", status=200 if trouble is None else 422, people=people_of(page).accounts.people(),
        roles=ROLES, trouble=said_of(page, trouble), typed=typed or {"name": "", "role": "reader"},
    )  # fmt: skip


@router.get("/audit")
def audit(page: Page) -> Response:
    """Show who did what, the newest first; one person's machine has a log as well."""
    view = page.view
    narrow = {name: view.text(name) for name in ("who", "action", "since", "until")}
    now = view.number("page", 1, low=1, high=100_000) or 1
    until = f"{narrow['until']}T24" if narrow["until"] else None  # the whole of that day
    entries = page.library.accounts.log(**{**narrow, "until": until}, limit=ROWS + 1, offset=(now - 1) * ROWS)
    return page.render(
        "audit/page.html", entries=entries[:ROWS], narrow=narrow, now=now, more=len(entries) > ROWS,
        python="library.accounts.log()",
    )  # fmt: skip
