"""The page promises."""

from __future__ import annotations

from starlette.responses import Response

from gongxing.workbench.page import Page, page_router

router = page_router("reader")


@router.get("/board")
def board(page: Page) -> Response:
    """Show the page."""
    return page.render("board/page.html", state=page.library.status())
