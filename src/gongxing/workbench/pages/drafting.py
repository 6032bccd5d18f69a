"""New scenarios: a project drawn between regions of a map, or projects and commitments picked from the library."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from gongxing.language.saying import said_of
from gongxing.library import LibraryError
from gongxing.panel import PanelError
from gongxing.promises import themes
from gongxing.promises.vocabulary import theme_of
from gongxing.regions.divisions import LATEST
from gongxing.scenarios.observed import units_of
from gongxing.scenarios.picking import Plan, draw, known_plans, pick, plans_of
from gongxing.scenarios.rules import rules
from gongxing.scenarios.tables import ScenarioError
from gongxing.workbench.access import needs
from gongxing.workbench.followed import is_large, regions_of
from gongxing.workbench.leading import province_told_of
from gongxing.workbench.mapped import COUNTRY, mapped
from gongxing.workbench.page import Page, page_router
from gongxing.workbench.pages.scenarios import keep_new

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongxing.workbench.page import PageRequest
    from gongxing.workbench.view import View

router = page_router("reader")
ROWS = 200
NEWEST = 500  # projects, and commitments, of which the list of a large library is made
_theme_of = lru_cache(maxsize=8_192)(theme_of)


@router.get("/scenarios/new/map")
def draw_page(page: Page) -> Response:
    """Choose a kind of project and where it stands: on the map, or in two lists."""
    return drawing(page)


@router.post("/scenarios/new/map", dependencies=[needs("editor")])
async def draw_scenario(page: Page, request: Request) -> Response:
    """Keep a scenario with the project that was drawn, its size left open."""
    form = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    return await run_in_threadpool(_drawn, page, form)


@router.get("/scenarios/new/plans")
def pick_page(page: Page) -> Response:
    """List the projects and commitments of the library that the rules know, to be ticked."""
    return picking(page)


@router.post("/scenarios/new/plans", dependencies=[needs("editor")])
async def pick_plans(page: Page, request: Request) -> Response:
    """Keep a scenario made of the plans that were ticked, each with its evidence and its size left open."""
    form = await request.form()
    facts = [int(text) for text in form.getlist("fact") if isinstance(text, str) and text.isascii() and text.isdigit()]
    title = str(form.get("name") or "").strip()
    return await run_in_threadpool(_picked, page, facts, title)


def drawing(page: PageRequest, trouble: str | None = None, asked: dict[str, str] | None = None) -> Response:
    """Render the map to draw on; ``asked`` takes the place of the address after what went wrong."""
    found = mapped(page.panel, page.view, province_told_of(page.workbench.shelf))
    areas = [area for area in found.areas if area.value != COUNTRY] if found else []
    if found is None or not areas:
        return page.render("scenarios/draw.html", areas=(), trouble=trouble, units=(), kinds=rules())
    names = [area.value for area in areas]
    within = page.view.choice("within", names, found.within if found.within in names else None)
    units = [(unit.key, unit.name) for unit in units_of(within, LATEST)]
    known = {code for code, _ in units}
    chosen = [page.view.text(name) or "" for name in ("a", "b")]
    selected = [code for code in page.view.selected if code in known]
    chosen = [code if code in known else "" for code in chosen]
    if not any(chosen):
        chosen = [*selected[:2], "", ""][:2]
    kinds = rules()
    kind = page.view.choice("kind", [one.name for one in kinds], "commuter_railway")
    return page.render(
        "scenarios/draw.html", status=422 if trouble else 200, trouble=trouble, within=within, areas=areas,
        units=units, chosen=chosen, kinds=kinds, kind=kind, name=(asked or {}).get("project", ""),
        rule=next(one for one in kinds if one.name == kind),
        map=page.figure("atlas_map", within=within, level="prefecture", indicator=found.indicator),
        python=f"from gongxing.scenarios.picking import draw\n\ndraw({kind!r}, {chosen!r}, where={within!r}, "
        "panel=library.panel(), project='…')",
    )  # fmt: skip


def _drawn(page: PageRequest, form: dict[str, str]) -> Response:
    kind, within = form.get("kind", ""), form.get("within", "")
    regions = [code for code in (form.get("a", ""), form.get("b", "")) if code]
    rule = next((one for one in rules() if one.name == kind), None)
    if rule is not None and rule.place == "hub":
        regions = regions[:1]
    try:
        names = {unit.key: unit.name for unit in units_of(within, LATEST)}
        words = page.words("scenarios")
        called = "—".join(dict.fromkeys(names.get(code, code) for code in regions))
        title = words(f"kind_{kind}") if f"kind_{kind}" in words else kind
        project = " ".join(form.get("project", "").split())[:80] or f"{called} {title}".strip()
        text = draw(kind, regions, where=within, panel=page.panel, project=project)
    except (ScenarioError, PanelError, LibraryError) as error:
        return drawing(page, said_of(error, page.view.language), form)
    return keep_new(page, text)


def picking(page: PageRequest, trouble: str | None = None, ticked: Sequence[int] = (), title: str = "") -> Response:
    """Render the plans that are ticked, by the address (``?fact=``) or by a form with a fault, then the others."""
    everything, view, large = _known(page), page.view, is_large(page.workbench.shelf)
    found = narrowed(everything, view)
    told = set(ticked) if trouble else {int(text) for text in view.many("fact") if re.fullmatch("[0-9]{1,15}", text)}
    first = [one for one in everything if one.fact in told]
    shown = [*first, *(one for one in found if one.fact not in told)][: max(ROWS, len(first))]
    regions = Counter(one.region for one in narrowed(everything, view, "region") if one.region).most_common()
    if large:
        regions = [(one.region, one.commitments + one.projects) for one in regions_of(page)]
    return page.render(
        "scenarios/pick.html", status=422 if trouble else 200, trouble=trouble, found=shown, total=len(found),
        everything=len(everything), ticked=told, name=title, themes=themes(), theme_of=_theme_of, regions=regions,
        newest=NEWEST if large else None,
        facets={
            "kind": Counter(one.rule.name for one in narrowed(everything, view, "kind")).most_common(),
            "topic": Counter(_theme_of(one.quote) for one in narrowed(everything, view, "topic")).most_common(),
        },
        python="from gongxing.scenarios.picking import known_plans, pick\n\nplans = known_plans(library)\n"
        "pick(library, [plan.fact for plan in plans[:2]], panel=library.panel(), title='…')",
    )  # fmt: skip


def _known(page: PageRequest) -> tuple[Plan, ...]:
    """Return the plans that rules know; of a large library the newest, those of a region where one is chosen."""
    if not is_large(page.workbench.shelf):
        return page.remember("plans", known_plans)
    region = page.view.text("region")
    return page.remember(f"plans of {region}", lambda library: known_plans(library, region=region, newest=NEWEST))


def narrowed(plans: Sequence[Plan], view: View, but: str | None = None) -> list[Plan]:
    """Return the plans that the address leaves; ``but`` names a filter that is not heeded."""
    region, kind, topic, words = (view.text(name) if name != but else None for name in ("region", "kind", "topic", "q"))
    return [
        one for one in plans
        if (not region or region in (one.region, one.code)) and (not kind or one.rule.name == kind)
        and (not topic or _theme_of(one.quote) == topic) and (not words or words in one.quote)
    ]  # fmt: skip


def _picked(page: PageRequest, facts: Sequence[int], title: str) -> Response:
    try:
        named = [plan.quote for plan in plans_of(page.library, facts)]
    except ScenarioError as error:
        return picking(page, said_of(error, page.view.language), facts, title)
    called = title or "、".join(named[:3]) + ("……" if len(named) > 3 else "") or page.words("scenarios")("pick")
    try:
        text = pick(page.library, facts, panel=page.panel, title=called)
    except (ScenarioError, PanelError, LibraryError) as error:
        return picking(page, said_of(error, page.view.language), facts, title)
    return keep_new(page, text)
