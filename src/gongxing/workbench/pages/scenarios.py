"""The page scenarios."""

from __future__ import annotations

from starlette.responses import Response

from gongxing.workbench.page import Page, page_router

router = page_router("reader")


@router.get("/scenarios")
def scenarios(page: Page) -> Response:
    """Show the page."""
    return page.render("scenarios/page.html", state=page.library.status())
