"""The page atlas."""

from __future__ import annotations

from starlette.responses import Response

from gongxing.workbench.page import Page, page_router

router = page_router("reader")


@router.get("/atlas")
def atlas(page: Page) -> Response:
    """Show the page."""
    return page.render("atlas/page.html", state=page.library.status())
