"""The page compare."""

from __future__ import annotations

from starlette.responses import Response

from gongxing.workbench.page import Page, page_router

router = page_router("reader")


@router.get("/compare")
def compare(page: Page) -> Response:
    """Show the page."""
    return page.render("compare/page.html", state=page.library.status())
