"""The page library."""

from __future__ import annotations

from starlette.responses import Response

from gongxing.workbench.page import Page, page_router

router = page_router("reader")


@router.get("/library")
def library(page: Page) -> Response:
    """Show the page."""
    return page.render("library/page.html", state=page.library.status())
