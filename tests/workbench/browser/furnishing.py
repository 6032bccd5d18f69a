"""A library in which every page has something to show, and an address of each page of the workbench."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi.routing import APIRoute
from two_projects import TWO

from gongxing.briefs import build_brief, parse_outline, render
from gongxing.library import Library
from gongxing.sample import paths
from gongxing.scenarios.search import search
from gongxing.scenarios.stored import read_stored, run_stored, save_scenario
from gongxing.workbench.mixes import keep_search
from gongxing.workbench.plans import kept_only, stated

OWNER, PASSWORD = "林", "a long sentence of the owner"
OUTLINE = """+++
title = "谁在带头"
language = "zh"
+++

# 谁在带头

成都都市圈经济总量[2.78万亿元]({reference})。
"""
# What answers with no page of its own: files, data, ways in and out.
NO_PAGES = {
    "/static/{hash}/{name}", "/favicon.ico", "/figures/{name}.{form}", "/documents/{number}/original", "/evidence",
    "/board/promises.{form}", "/jobs/{job_id}.json", "/share/{token}",
    "/scenarios/{slug}/outcome.{form}",
}  # fmt: skip
# Pages that only a workbench with log-in has.
OF_PEOPLE = ("/login", "/account", "/shares", "/people", "/audit")


@dataclass(frozen=True)
class Furnished:
    """What stands in the library, by what addresses need."""

    place: Path
    news: int
    table: int
    fact: int
    published: str
    budget: str
    fills: dict[str, tuple[str, ...]]


def furnish(place: Path) -> Furnished:
    """Run a scenario, write and publish a brief, keep a finding, correct a fact, fail to read a file, add an owner."""
    with Library(place) as library:
        rows = library.page_documents(limit=100).rows
        news = next(row["id"] for row in rows if "一条线" in (row["title"] or ""))
        table = next(row["id"] for row in rows if row["name"] == "sichuan-cities.xlsx")
        held = library.document(news)
        wrong = next(one for one in held.facts if "2657亿元" in one["quote"] and one["kind"] == "figure")
        sum_ = next(one for one in held.facts if one["quote"] == "2.78万亿元")
        reference = f"doc:{held.row['sha256'][:12]}#{sum_['start']}-{sum_['end']}"
        library.correct(wrong["id"], who=OWNER, value=3014.4e8, unit="CNY")
        save_scenario(library, paths().scenario, who=OWNER)
        run_stored(library, "chengmei", who=OWNER, draws=2)
        costs = stated(kept_only(TWO, {0, 1}), {(0, "range"): "", (0, "cost"): "30", (1, "cost"): "20"})
        second = library.save_scenario("two", title="两项", toml=costs, files={}, who=OWNER)
        run_stored(library, "two", who=OWNER)
        mixes = search(read_stored(library, "two"), 40, "output")
        result = keep_search(library, mixes, slug="two", version=second.version, title=second.title, who=OWNER)
        library.add_finding(reference, "成都都市圈领先。", who=OWNER)
        outline = OUTLINE.format(reference=reference)
        library.save_brief("四川", title="谁在带头", language="zh", outline=outline, who=OWNER)
        html = render(build_brief(parse_outline(outline), library), "html").decode()
        published = library.publish("四川", html, who=OWNER).permanent_id
        library.accounts.add(OWNER, "owner", PASSWORD, who="terminal")
        library.accounts.share("/board", "看板", 7, who=OWNER)
    budget = f"/scenarios/two/budget?result={result}"
    fills = {
        "/atlas": ("/atlas", "/atlas?indicator=gdp&year=2023&before=2021&group=成都都市圈"),
        "/regions/{name}": ("/regions/510700", "/regions/成都", "/regions/成都都市圈"),
        "/compare": ("/compare", "/compare?family=structure&year=2018&indicator=gdp&versus=groups"),
        "/documents/{number}": (f"/documents/{news}", f"/documents/{news}?fact={wrong['id']}", f"/documents/{table}"),
        "/board": ("/board", "/board?region=成都", "/board?state=met"),
        "/scenarios/{slug}": ("/scenarios/chengmei", "/scenarios/chengmei?with=two"),
        "/briefs/{slug}": ("/briefs/四川",),
        "/briefs/{slug}/brief.{form}": ("/briefs/四川/brief.html",),
        "/published/{permanent_id}": (f"/published/{published}",),
        "/search": ("/search?q=氢能", "/search?q=没有这样的话"),
        "/help/measures/{name}": ("/help/measures/theil",),
        "/scenarios/{slug}/budget": (budget,),
        "/jobs/{job_id}": (),  # the whole path opens one
        "/library/uploads/{number}": (),  # hostile tables open one
    }
    return Furnished(place, news, table, wrong["id"], published, budget, fills)


def route_paths(app: Any) -> list[str]:
    """Return the path of each route that answers GET, of an application with all that is mounted in it."""
    found: list[str] = []

    def walk(routes: Any) -> None:
        for route in routes:
            inner = getattr(route, "original_router", None) or getattr(route, "router", None)
            if isinstance(route, APIRoute):
                if "GET" in route.methods and not route.path.startswith("/api"):
                    found.append(route.path)
            elif inner is not None:
                walk(inner.routes)

    walk(app.routes)
    return found


def addresses(furnished: Furnished, app: Any, *, of_people: bool = False) -> list[str]:
    """Return one address or more of each page; a route that is new and has none here fails whoever asks."""
    found: list[str] = []
    for path in route_paths(app):
        if path in NO_PAGES or path.startswith(OF_PEOPLE) != of_people:
            continue
        filled = furnished.fills.get(path, (path,))
        assert not any(re.search(r"\{\w+\}", one) for one in filled), f"name an address of {path} in furnishing.py"
        found += filled
    return found


def is_paper(path: str) -> bool:
    """Tell whether an address is a built brief: a document with a look of its own, no page of the workbench."""
    return path.split("?", maxsplit=1)[0].endswith("/brief.html") or path.startswith("/published/")
