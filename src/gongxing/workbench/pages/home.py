"""The home page: the question, what the library knows of those who should lead, and one click to each page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from gongxing.library.documents import numbers_of
from gongxing.panel import PanelError
from gongxing.promises import STATES, Promise
from gongxing.regions.divisions import division
from gongxing.workbench.figures import Asked, figure
from gongxing.workbench.followed import everything_of, is_large
from gongxing.workbench.leading import Role, roles
from gongxing.workbench.page import Page, page_router
from gongxing.workbench.problems import NothingToShowError
from gongxing.workbench.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gongxing.charts import Figure
    from gongxing.library import Library
    from gongxing.panel import Panel

router = page_router("reader")
LEADERS = 8
_MAPPED = ("gdp_per_head", "gdp", "residents")  # the first that tables hold for enough regions
_GDP = ("地区生产总值", "经济总量")


@dataclass(frozen=True, slots=True)
class Leader:
    """A region that leads, or is told of most: its ranks, its newest output, counts of facts.

    ``output`` is what a document tells, else a cell of a table: ``value``, ``unit``, ``period`` and where it stands.

    ``states`` counts its promises by what became of them.
    """

    code: str | None
    name: str
    roles: tuple[Role, ...]
    counts: Mapping[str, int]
    output: Mapping[str, Any] | None
    states: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """A scenario, and of its last outcome the region that gains most, the one that loses most (percent), the gap."""

    slug: str
    title: str
    gains: tuple[str, str | None, float] | None = None
    loses: tuple[str, str | None, float] | None = None
    narrows: bool | None = None


@router.get("/")
def home(page: Page) -> Response:
    """Show what is there and where to go on."""
    library = page.library
    state = page.remember("status", lambda library: library.status())
    if not (state.documents or state.tables):
        return page.render("home/empty.html", place=state.place)
    large = is_large(page.workbench.shelf)  # then promises are followed region by region, on their own page
    promises = () if large else everything_of(page)
    leaders = page.remember("leaders", lambda library: leading(library, promises, page.workbench.shelf.tables))
    return page.render(
        "home/page.html",
        state=state,
        leaders=leaders,
        large=large,
        states=_states(promises),
        told=_told(promises, {leader.name for leader in leaders}),
        map=page.figure("leading"),
        ranked=any(leader.roles for leader in leaders),
        newest=library.page_documents(limit=4, kind="document").rows,
        plans=plans(library),
        briefs=library.briefs()[:5],
        python="library.status()",
        api=page.api("/status"),
    )


def _states(promises: Iterable[Promise]) -> dict[str, int]:
    counted = Counter(promise.state for promise in promises)
    return {state: counted[state] for state in STATES}


def _told(promises: Iterable[Promise], names: set[str]) -> list[Promise]:
    """Return a few promises of which it is known what became of them: the missed first, those of leaders first."""
    known = [promise for promise in promises if promise.state in ("met", "missed") and promise.outcome]
    known.sort(key=lambda one: (one.state != "missed", one.region not in names, one.due or ""))
    missed = [one for one in known if one.state == "missed"][:3]
    return missed + [one for one in known if one.state == "met"][: 5 - len(missed)]


def leading(library: Library, promises: Sequence[Promise], tables: Panel) -> list[Leader]:
    """Return the centres that documents tell of, the largest first; else the regions that they tell of most."""
    told = {facet.value: facet.count for facet in library.fact_facets()["region"] if facet.value}
    centres = [(code, found.short) for code in roles() if (found := division(code)) is not None]
    chosen = sorted((pair for pair in centres if pair[1] in told), key=lambda pair: -told[pair[1]])
    if not chosen:
        chosen = [("", name) for name in told]
    leaders, cells = [], _outputs(library, tables, [code for code, _ in chosen[:LEADERS] if code])
    for code, name in chosen[:LEADERS]:
        known = library.profile(name, limit=12)
        output = next((figure for figure in known.figures if figure["indicator"] in _GDP), cells.get(code))
        states = _states(promise for promise in promises if promise.region == name)
        leaders.append(Leader(code or known.code, name, roles().get(code, ()), known.counts, output, states))
    return sorted(leaders, key=lambda leader: -(leader.output["value"] or 0) if leader.output else 0)


def _outputs(library: Library, tables: Panel, codes: list[str]) -> dict[str, dict[str, Any]]:
    """Return by code the newest cell that tells a region's output, with the number of its document."""
    if not codes:
        return {}
    try:
        rows = tables.select("gdp", regions=codes, scope="prefecture").shown().to_frame().sort("period")
    except PanelError:
        return {}
    numbers = numbers_of(library, rows["file"].unique().to_list())
    return {row["code"]: {**row, "document_id": numbers.get(row["file"])} for row in rows.iter_rows(named=True)}


def plans(library: Library, limit: int = 5) -> list[Plan]:
    """Return the first scenarios with what their last outcomes say of residents' real income."""
    found = []
    for stored in library.scenarios()[:limit]:
        outcome = library.outcome(stored.slug, stored.version)
        if outcome is None:
            found.append(Plan(stored.slug, stored.title))
            continue
        rows = sorted(outcome.content["regions"], key=lambda row: row["real_income"])
        gains, loses = ((row["name"], row["code"], row["real_income"]) for row in (rows[-1], rows[0]))
        theil = outcome.content["theil"]
        found.append(
            Plan(
                stored.slug, stored.title, gains if gains[2] > 0 else None, loses if loses[2] < 0 else None,
                theil["after"] < theil["before"],
            )
        )  # fmt: skip
    return found


@figure("leading")
def where_they_stand(asked: Asked) -> Figure:
    """Draw where the leading regions stand among all: the newest year that tables hold for most of them."""
    import polars as pl

    from gongxing.charts.maps import region_map

    words = Words("home", asked.language)
    frame = asked.tables.select(level="prefecture", scope="prefecture").shown().to_frame()
    for indicator in _MAPPED:
        rows = frame.filter(pl.col("indicator_id") == indicator, pl.col("code").is_not_null())
        by_period = rows.group_by("period").len().filter(pl.col("len") >= 0.8 * pl.col("len").max())
        if by_period.height and rows.height >= 3:
            period = by_period["period"].max()
            drawn = rows.filter(pl.col("period") == period).rename({"code": "region_code"})
            files = words("comma").join(sorted(drawn["file"].unique().drop_nulls()))
            return region_map(
                drawn.select("region", "region_code", "value", "unit", "period"), indicator=indicator,
                period=str(period), source=files, language=asked.language, theme=asked.theme,
            )  # fmt: skip
    raise NothingToShowError(words("no_map"))
