"""Regions: the list, and the page of one."""

from __future__ import annotations

from starlette.responses import Response

from gongxing.workbench.page import Page, page_router

router = page_router("reader")


@router.get("/regions")
def regions(page: Page) -> Response:
    """List the regions that documents tell of."""
    return page.render("region/list.html", facets=page.library.fact_facets()["region"])


@router.get("/regions/{name}")
def region(page: Page, name: str) -> Response:
    """Show what is known of one region: a name in any form, or an adcode."""
    return page.render("region/page.html", profile=page.library.profile(name))
