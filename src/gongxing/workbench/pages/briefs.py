"""The page briefs."""

from __future__ import annotations

from starlette.responses import Response

from gongxing.workbench.page import Page, page_router

router = page_router("reader")


@router.get("/briefs")
def briefs(page: Page) -> Response:
    """Show the page."""
    return page.render("briefs/page.html", state=page.library.status())
