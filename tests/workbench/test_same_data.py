"""The lines of Python at the foot of each page run, and give what the page's address of the API gives."""

from __future__ import annotations

import ast
import html
import re
from collections.abc import Callable
from typing import Any

import polars as pl
from starlette.testclient import TestClient

from gongxing.workbench.api.guide import document_of

OUTLINE = '+++\ntitle = "说明"\nlanguage = "zh"\n+++\n\n# 说明\n\n没有数字的一句话。\n'


def lines_of(page: str) -> str:
    return html.unescape(re.search(r'<details class="python">.*?<code>(.*?)</code>', page, re.DOTALL)[1])


def address_of(page: str) -> str:
    return html.unescape(re.search(r'<a class="api" href="([^"]+)"', page)[1])


def run(code: str) -> Any:
    """Run lines as a person at a prompt does; return what the last one shows."""
    *first, last = ast.parse(code).body
    names: dict[str, Any] = {}
    try:
        exec(compile(ast.Module(first, []), "page", "exec"), names)
        assert isinstance(last, ast.Expr)
        return eval(compile(ast.Expression(last.value), "page", "eval"), names)
    finally:
        names["library"].close()


def ids(rows: Any) -> list[int]:
    return [row["id"] for row in rows]


def same_frame(found: pl.DataFrame, told: dict[str, Any]) -> None:
    columns = [name for name in found.columns if name in told["rows"][0] and found[name].dtype != pl.List]
    assert found.select(columns).to_dicts() == [{name: row[name] for name in columns} for row in told["rows"]]


def same_rows(found: Any, told: dict[str, Any]) -> None:
    assert ids(found) == ids(told["rows"]) != []


def same_status(found: Any, told: dict[str, Any]) -> None:
    assert (found.documents, found.facts, found.observations) == (
        told["documents"],
        told["facts"],
        told["observations"],
    )
    assert found.documents > 0


def same_profile(found: Any, told: dict[str, Any]) -> None:
    assert (found.region, found.counts, ids(found.figures)) == (told["region"], told["counts"], ids(told["figures"]))


def same_finds(found: Any, told: dict[str, Any]) -> None:
    assert [(one.kind, one.id) for one in found.hits] == [(one["kind"], one["id"]) for one in told["hits"]] != []
    assert found.counts == told["counts"]


def same_measure(found: pl.DataFrame, told: dict[str, Any]) -> None:
    assert found["value"].to_list() == [row["value"] for row in told["rows"]] != []


def same_names(found: Any, told: dict[str, Any]) -> None:
    assert [(one["name"], one["code"]) for one in found] == [(row["name"], row["code"]) for row in told["rows"]] != []


def same_facts(found: Any, told: dict[str, Any]) -> None:
    assert ids(found) == ids(told["facts_list"]) != []


def same_catalogue(found: Any, told: dict[str, Any]) -> None:
    assert sorted(found) == sorted(row["id"] for row in told["rows"])


def same_arguments(found: Any, told: dict[str, Any]) -> None:
    assert list(found)[1:] == [one["name"] for one in told["arguments"]]


def same_text(found: Any, told: dict[str, Any]) -> None:
    assert found == told.get("toml", told.get("outline"))


def same_slugs(found: Any, told: dict[str, Any]) -> None:
    assert [one.slug for one in found] == [row["slug"] for row in told["rows"]] != []


PAGES: dict[str, Callable[[Any, dict[str, Any]], None]] = {
    "/": same_status,
    "/library": same_status,
    "/atlas": same_frame,
    "/atlas?indicator=residents&year=2020&within=四川": same_frame,
    "/regions": same_names,
    "/regions/成都": same_profile,
    "/regions/成都都市圈": same_profile,
    "/documents": same_rows,
    "/documents?region=成都&since=2024": same_rows,
    "/documents/1": same_facts,
    "/documents/TABLE": same_rows,
    "/board": same_frame,
    "/board?region=成都&state=met": same_frame,
    "/compare": same_measure,
    "/compare?weight=residents": same_measure,
    "/compare?family=convergence": same_measure,
    "/search?q=氢能": same_finds,
    "/search?q=成都&kind=figure&since=2024": same_finds,
    "/help": same_catalogue,
    "/help/measures/theil": same_arguments,
    "/scenarios": same_slugs,
    "/scenarios/one": same_text,
    "/briefs": same_slugs,
    "/briefs/note": same_text,
}


def test_the_python_line_of_every_page_gives_what_its_api_address_gives(own_client: TestClient) -> None:
    own_client.post("/api/scenarios/one/versions", json={"toml": 'title = "一"\n'}).raise_for_status()
    own_client.post("/api/briefs/note/versions", json={"outline": OUTLINE}).raise_for_status()
    table = own_client.get("/api/documents?kind=table").json()["rows"][0]["id"]
    for path, same in PAGES.items():
        page = own_client.get(path.replace("TABLE", str(table)))
        assert page.status_code == 200, path
        told = own_client.get(address_of(page.text))
        assert told.status_code == 200, (path, told.text)
        try:
            same(run(lines_of(page.text)), told.json())
        except AssertionError as error:
            raise AssertionError(f"{path}: {error}") from error


def test_the_python_line_of_every_read_of_the_api_runs(own_client: TestClient) -> None:
    own_client.post("/api/scenarios/SLUG/versions", json={"toml": 'title = "一"\n'}).raise_for_status()
    own_client.post("/api/briefs/SLUG/versions", json={"outline": OUTLINE}).raise_for_status()
    page = own_client.get("/api?lang=zh").text
    opening = html.unescape(re.search(r"<pre tabindex=\"0\"><code>(import.*?)</code>", page, re.DOTALL)[1])
    ran = 0
    for methods in document_of(own_client.app)["paths"].values():
        route = methods.get("get")
        if not route or not route["x-python"] or route["operationId"] in ("outcome", "publication"):
            continue
        assert html.escape(route["x-python"], quote=False).split("\n")[-1].replace("'", "&#39;") in page
        assert run(f"{opening}\n{route['x-python']}") is not None
        answer = own_client.get(route["x-example"].replace("SLUG", "slug"))
        assert answer.status_code == 200, route["x-example"]
        ran += 1
    assert ran > 20
