"""The page search."""

from __future__ import annotations

from starlette.responses import Response

from gongxing.workbench.page import Page, page_router

router = page_router("reader")


@router.get("/search")
def search(page: Page) -> Response:
    """Show the page."""
    return page.render("search/page.html", state=page.library.status())
