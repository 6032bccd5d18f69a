"""Regions, and what is known of one."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from gongxing.regions.divisions import division
from gongxing.regions.functional import known_regions
from gongxing.regions.names import resolve
from gongxing.workbench.api.listing import listed, placed
from gongxing.workbench.api.models import Listing, Profile, Region
from gongxing.workbench.api.routing import Asked, AskedRows, Name, api_router, reads
from gongxing.workbench.page import Page
from gongxing.workbench.problems import NotHereError

router = api_router("regions")


@reads(router, "/regions", "regions", Listing[Region], flat=True, errors=(400,),
       python="library.page_regions(limit=100).rows", example="/api/regions")  # fmt: skip
def regions(page: Page, asked: Annotated[AskedRows, Query()]) -> Response:
    """List the regions that documents and tables speak of."""
    with placed(asked):
        found = page.library.page_regions(limit=asked.limit, after=asked.cursor)
    return listed(page, Region, asked, found.rows, found.total, found.exact, found.next)


@reads(router, "/regions/{name}", "region", Profile, errors=(404,),
       python="library.profile('成都')", example="/api/regions/成都")  # fmt: skip
def region(page: Page, name: Name, asked: Annotated[Asked, Query()]) -> Profile:
    """Tell what is known of a region: a name in any form, or an adcode."""
    known = page.library.profile(name)
    there = division(name) if name.isdigit() else resolve(name)
    if there is None and name not in known_regions() and not known.counts:
        raise NotHereError("region", name)
    return Profile.model_validate(known, from_attributes=True)
