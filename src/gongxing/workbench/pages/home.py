"""The home page: the question, what the library knows of those who should lead, and one click to each page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from gongxing.regions.divisions import division
from gongxing.workbench.leading import Role, roles
from gongxing.workbench.page import Page, page_router

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongxing.library import Library

router = page_router("reader")
LEADERS = 8
_GDP = ("地区生产总值", "经济总量")


@dataclass(frozen=True, slots=True)
class Leader:
    """A region that leads, or is told of most: its ranks, the newest output that a document tells, counts of facts."""

    code: str | None
    name: str
    roles: tuple[Role, ...]
    counts: Mapping[str, int]
    output: Mapping[str, Any] | None


@router.get("/")
def home(page: Page) -> Response:
    """Show what is there and where to go on."""
    library = page.library
    state = library.status()
    if not (state.documents or state.tables):
        return page.render("home/empty.html", place=state.place)
    leaders = leading(library)
    return page.render(
        "home/page.html",
        state=state,
        leaders=leaders,
        ranked=any(leader.roles for leader in leaders),
        newest=library.page_documents(limit=6, kind="document").rows,
        scenarios=library.scenarios()[:5],
        briefs=library.briefs()[:5],
        python=f"import gongxing\n\nlibrary = gongxing.open({page.workbench.shelf.place!r})\nlibrary.status()",
    )


def leading(library: Library) -> list[Leader]:
    """Return the centres that documents tell of, the largest first; else the regions that they tell of most."""
    told = {facet.value: facet.count for facet in library.fact_facets()["region"] if facet.value}
    centres = [(code, found.short) for code in roles() if (found := division(code)) is not None]
    chosen = sorted((pair for pair in centres if pair[1] in told), key=lambda pair: -told[pair[1]])
    if not chosen:
        chosen = [("", name) for name in told]
    leaders = []
    for code, name in chosen[:LEADERS]:
        known = library.profile(name, limit=12)
        output = next((figure for figure in known.figures if figure["indicator"] in _GDP), None)
        leaders.append(Leader(code or known.code, name, roles().get(code, ()), known.counts, output))
    return sorted(leaders, key=lambda leader: -(leader.output["value"] or 0) if leader.output else 0)
