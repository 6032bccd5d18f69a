"""Regions: the list, and the page of one: role, figures with sources, projects, promises, place, neighbours."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any

import polars as pl
from starlette.responses import Response

from gongxing.charts.series import time_series
from gongxing.indicators import catalogue
from gongxing.library.documents import numbers_of
from gongxing.panel import PanelError
from gongxing.regions.divisions import division
from gongxing.regions.functional import known_regions
from gongxing.regions.names import resolve
from gongxing.workbench.figures import figure
from gongxing.workbench.followed import FEW, is_large, promises_of
from gongxing.workbench.leading import roles
from gongxing.workbench.mapped import COUNTRY, mapped
from gongxing.workbench.named import region_named
from gongxing.workbench.page import Page, page_router
from gongxing.workbench.problems import BadAddressError, NotHereError, NothingToShowError
from gongxing.workbench.sources import address_of
from gongxing.workbench.standing import standing_of
from gongxing.workbench.stated import role_passages, stated_roles
from gongxing.workbench.view import View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxing.charts import Figure
    from gongxing.library import Library
    from gongxing.panel import Panel
    from gongxing.regions.divisions import Division
    from gongxing.workbench.figures import Asked
    from gongxing.workbench.mapped import Mapped
    from gongxing.workbench.page import PageRequest
    from gongxing.workbench.settings import Language
    from gongxing.workbench.standing import Standing
    from gongxing.workbench.stated import StatedRole

router = page_router("reader")
FACTS = 60  # of one kind
YEARS = 6
SERIES = ("gdp_per_head", "gdp", "residents")
TIERS = ("traditional", "emerging", "future", None)


@router.get("/regions")
def regions(page: Page) -> Response:
    """List the regions that documents tell of, and lead from a name to its page."""
    asked = page.view.text("name")
    if asked is not None:
        found = region_named(asked)
        return page.redirect(f"/regions/{found.code if found else asked}")
    facets = page.remember("regions told of", lambda library: library.fact_facets()["region"])
    return page.render("region/list.html", facets=facets, roles=roles(), code_of=_code,
                       python="library.page_regions(limit=1000).rows",
                       api=page.api("/regions", limit=1000))  # fmt: skip


@router.get("/regions/{name}")
def region(page: Page, name: str) -> Response:
    """Show what is known of one region: a name in any form, or an adcode."""
    found = division(name) if name.isdigit() else resolve(name)
    group = known_regions().get(name)
    short = found.short if found else name
    asked = found.code if found else name
    known = page.remember(f"profile of {short}", lambda library: library.profile(asked, limit=30))
    if found is None and group is None and not known.counts:
        raise NotHereError("region", name)
    kinds = ("industry", "project", "member")
    facts = {kind: page.remember(f"{kind} facts of {short}", partial(_newest, short, kind)) for kind in kinds}
    promises = promises_of(page, asked, FEW)
    figures = figures_of(page, found)
    series = None
    if found and figures:
        series = page.figure("region_series", code=found.code, indicator=page.view.text("indicator"))
    years = sorted({year for row in figures for year in row["values"]})[-YEARS:]
    return page.render(
        "region/page.html",
        found=found,
        group=group,
        name=short,
        known=known,
        roles=roles().get(found.code, ()) if found else (),
        figures=figures,
        years=years,
        series=series,
        industries=by_tier(facts["industry"]),
        projects=once(facts["project"]),
        members=once(facts["member"], "group"),
        people=page.remember(f"people of {short}", partial(people_of, short, is_large(page.workbench.shelf))),
        promises=promises,
        newest=FEW if is_large(page.workbench.shelf) else None,
        place=page.remember(f"place of {short} {page.view.language}", lambda _: place_of(page, found)),
        stated=_stated(page, short),
        standing=_standing(page, found),
        neighbours=neighbours_of(found.code) if found else (),
        outcomes=outcomes_of(page, found),
        parents=parents_of(found),
        python=f"library.profile({name!r}, limit=20)",
        api=page.api(f"/regions/{name}"),
    )


def _stated(page: PageRequest, short: str) -> tuple[StatedRole, ...]:
    known = page.remember("passages with a role", role_passages)
    return page.remember(f"stated {short}", lambda library: stated_roles(library, short, known))


def _standing(page: PageRequest, found: Division | None) -> Standing | None:
    province = division(found.province) if found else None
    if found is None or found.level == "province" or province is None:
        return None
    key = f"standing {found.code} {page.view.language}"
    return page.remember(key, lambda library: standing_of(page.panel, found, province.short, page.view.language))


@figure("region_series")
def region_series(asked: Asked) -> Figure:
    """Draw one indicator of a region over time, beside those that lie in the same province."""
    code = asked.view.text("code") or ""
    found = division(code)
    if found is None:
        raise NothingToShowError(code)
    wanted = asked.view.text("indicator")
    tried = (_mapped(asked.panel, found, key, asked.language) for key in ((wanted,) if wanted else (*SERIES, None)))
    data = next((one for one in tried if one is not None and not one.rows.filter(region_code=code).is_empty()), None)
    if data is None:
        zh, en = "这个地区没有按年的数据。", "There are no yearly values of this region."
        raise NothingToShowError(zh if asked.language == "zh" else en)
    best = data.now().head(4)["region_code"].to_list()
    rows = data.rows.filter(pl.col("region_code").is_in([code, *best]))
    return time_series(
        rows.select("region", "region_code", "period", "value", "unit"), indicator=data.name, unit=data.unit,
        highlight=[code], source=data.source, language=asked.language, theme=asked.theme,
    )  # fmt: skip


def figures_of(page: PageRequest, found: Division | None) -> list[dict[str, Any]]:
    """Return a row for each indicator of the panel: the shown value of each year with the address of its source."""
    if found is None:
        return []
    try:
        frame = page.panel.select(regions=[found.code], scope="prefecture").shown().to_frame()
    except PanelError:
        return []
    frame = frame.filter(pl.col("period").str.contains(r"^\d{4}$"))
    numbers = numbers_of(page.library, frame["file"].unique().to_list())
    rows: dict[str, dict[str, Any]] = {}
    for value in frame.sort("period").iter_rows(named=True):
        key = value["indicator_id"] or value["indicator"]
        row = rows.setdefault(
            key, {"key": key, "name": _called(key, value["indicator"], page.view.language), "values": {}}
        )
        address = address_of(page, value, numbers.get(value["file"]))
        row["values"].setdefault(value["period"], {**value, "address": address})
    return sorted(rows.values(), key=lambda row: (row["key"] not in SERIES, -len(row["values"]), row["key"]))


def _called(key: str, name: str, language: Language) -> str:
    known = catalogue().get(key)
    return known.english if known is not None and language == "en" else name


def once(facts: Sequence[dict[str, Any]], field: str = "name") -> list[dict[str, Any]]:
    """Return facts of one name, or with one word in another field, once, as the newest document tells them."""
    return list({one["fields"].get(field) or one["quote"]: one for one in reversed(facts)}.values())[::-1]


def by_tier(facts: Sequence[dict[str, Any]]) -> list[tuple[str | None, list[dict[str, Any]]]]:
    """Return industries by their tier, each once with the enterprises that lead it."""
    seen: dict[tuple[Any, str], dict[str, Any]] = {}
    for fact in facts:
        entry = seen.setdefault((fact["fields"].get("tier"), fact["quote"]), {**fact, "leaders": []})
        entry["leaders"] += [one for one in fact["fields"].get("leaders") or () if one not in entry["leaders"]]
    tiers = [tier for tier in TIERS if any(key[0] == tier for key in seen)]
    return [(tier, [one for key, one in seen.items() if key[0] == tier]) for tier in tiers]


def _newest(short: str, kind: str, library: Library) -> list[dict[str, Any]]:
    return library.page_facts(region=short, kind=kind, limit=FACTS).rows


def people_of(short: str, large: bool, library: Library) -> list[dict[str, Any]]:
    """Return who speaks for a region: the people whose post names it, each once, by the newest document."""
    seen: dict[str, dict[str, Any]] = {}
    narrow: dict[str, Any] = {"region": short, "limit": 100} if large else {"limit": 1000}
    for one in library.page_facts(kind="person", **narrow).rows:
        if short in (one["fields"].get("post") or ""):
            seen.setdefault(one["quote"], one)
    return list(seen.values())[:12]


def place_of(page: PageRequest, found: Division | None) -> list[dict[str, Any]]:
    """Return where a region stands in its province: rank, share of those with a value, ratio to their mean."""
    if found is None or found.level == "province":
        return []
    places = []
    for key in SERIES:
        data = _mapped(page.panel, found, key, page.view.language)
        if data is None or data.indicator != key:
            continue
        now = data.now()
        mine = now.filter(region_code=found.code)
        if mine.is_empty():
            continue
        value, values = mine["value"][0], now["value"]
        places.append(
            {
                "key": key, "name": data.name, "period": data.period, "value": value, "unit": data.unit,
                "rank": int((values > value).sum()) + 1, "count": now.height, "share": value / values.sum(),
                "additive": key != "gdp_per_head", "ratio": value / values.mean(),
                "within": next(area.name for area in data.areas if area.value == data.within),
            }
        )  # fmt: skip
    return places


@cache
def neighbours_of(code: str) -> tuple[Division, ...]:
    """Return the divisions of the same level and province that a region touches."""
    from gongxing.regions.layers import load_layer
    from gongxing.regions.neighbours import contiguity

    found = division(code)
    if found is None or found.level == "province":
        return ()
    weights = contiguity(load_layer(found.level).within(found.province))
    near = weights.neighbours(code) if code in weights.codes else ()
    return tuple(one for other in near if (one := division(other)) is not None)


def outcomes_of(page: PageRequest, found: Division | None) -> list[dict[str, Any]]:
    """Return what each stored scenario says of a region's real income per resident."""
    told: list[dict[str, Any]] = []
    if found is None:
        return told
    for stored in page.library.scenarios():
        outcome = page.workbench.shelf.outcome(stored.slug)
        rows = outcome.content.get("regions", []) if outcome else []
        mine = next((row for row in rows if row.get("code") == found.code or row.get("name") == found.short), None)
        if mine is not None:
            told.append({"slug": stored.slug, "title": stored.title, **mine})
    return told


def parents_of(found: Division | None) -> list[Division]:
    """Return the divisions that hold a region, the largest first."""
    parents: list[Division] = []
    while found is not None and found.parent and (found := division(found.parent)) is not None:
        parents.insert(0, found)
    return parents


def _mapped(panel: Panel, found: Division, indicator: str | None, language: Language) -> Mapped | None:
    """Return an indicator over the regions of the same level and province; ``None`` where the panel has it not."""
    province = division(found.province)
    within = COUNTRY if found.level == "province" or province is None else province.short
    asked = [("within", within), ("level", found.level), *([("indicator", indicator)] if indicator else [])]
    try:
        return mapped(panel, View("/atlas", tuple(asked), language))
    except BadAddressError:
        return None


def _code(name: str) -> str | None:
    found = resolve(name)
    return found.code if found else None
