"""The OpenAPI document of the API, and the page that tells people of it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from gongxing.workbench.page import Page, page_router

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI

    from gongxing.workbench.words import Words

router = page_router("reader")
# What a write may send, for the line of curl; files are a form.
BODIES = {
    "say_of_fact": {"action": "accept"},
    "keep_scenario": {"toml": 'title = "…"'},
    "keep_brief": {"outline": "+++\ntitle = \"…\"\n+++\n"},
    "keep_finding": {"reference": "doc:…#310-316", "sentence": "…"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A route as the page tells of it."""

    name: str
    method: str
    path: str
    role: str
    line: str
    parameters: tuple[tuple[str, str, str], ...]
    curl: str
    python: str
    example: str | None


@router.get("/api/openapi.json")
def openapi(request: Request) -> Response:
    """Give the OpenAPI document."""
    return JSONResponse(document_of(request.app))


@router.get("/api")
def guide(page: Page) -> Response:
    """Tell people how the API is asked, route by route."""
    app: Any = page.request.app
    document = document_of(app)
    words = page.words("api")
    groups: dict[str, list[Told]] = {}
    for path, methods in document["paths"].items():
        for method, route in methods.items():
            told = told_of(path, method, route, words, page)
            groups.setdefault(route["tags"][0], []).append(told)
    return page.render("api/page.html", groups=groups)


def document_of(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document; where people log in, it says how."""
    if app.openapi_schema is None:
        made = app.openapi()
        for methods in made["paths"].values():
            for route in methods.values():
                for status in ("401", "403", "404", "422"):
                    answer = route["responses"].get(status)
                    if answer and "application/json" in answer.get("content", {}):
                        del answer["content"]["application/json"]
        for unused in ("HTTPValidationError", "ValidationError"):
            made["components"]["schemas"].pop(unused, None)
        if app.state.workbench.settings.log_in:
            made["components"]["securitySchemes"] = {
                "token": {"type": "http", "scheme": "bearer",
                          "description": "A token of the account page or of gongxing users token."},
                "session": {"type": "apiKey", "in": "cookie", "name": "gongxing_session",
                            "description": "The session of a browser; its writes must come from a page of this host."},
            }  # fmt: skip
            made["security"] = [{"token": []}, {"session": []}]
    return app.openapi_schema or {}


def told_of(path: str, method: str, route: Mapping[str, Any], words: Words, page: Any) -> Told:
    """Return what the page tells of a route."""
    name = route["operationId"]
    parameters = tuple(
        (one["name"], _type(one["schema"]), words(key))
        for one in route.get("parameters", ())
        if (key := _key(one["name"], name, words)) is not None
    )
    example = route["x-example"]
    real = method == "get" and not re.search(r"SLUG|ID", example)
    address = page.api(example.partition("?")[0].removeprefix("/api"), **_query(example)) if real else None
    return Told(
        name, method.upper(), path, route["x-role"], words(f"route_{name}"), parameters,
        curl_of(method, example, name, bool(page.workbench.settings.log_in), str(page.request.base_url)),
        route["x-python"], address,
    )  # fmt: skip


def curl_of(method: str, example: str, name: str, log_in: bool, base: str) -> str:
    """Return the line of curl that asks for an example."""
    address = base.rstrip("/") + quote(example, safe="/?&=%-_.~")
    parts = ["curl"]
    if log_in:
        parts.append("-H 'Authorization: Bearer gxt_…'")
    elif method == "post":
        parts.append(f"-H 'Origin: {base.rstrip('/')}'")
    if name == "read_in":
        parts.append("-F files=@report.html")
    elif name in BODIES:
        body = json.dumps(BODIES[name], ensure_ascii=False)
        parts.append(f"--json '{body}'")
    elif method == "post":
        parts.append("-X POST")
    return " ".join([*parts, f"'{address}'"])


def _query(example: str) -> dict[str, Any]:
    from urllib.parse import parse_qs

    return dict(parse_qs(example.partition("?")[2]))


def _key(name: str, route: str, words: Words) -> str | None:
    """Return the words of a parameter: those for this route, else for all."""
    return next((key for key in (f"param_{route}_{name}", f"param_{name}") if key in words), None)


def _type(schema: Mapping[str, Any]) -> str:
    for part in (schema, *schema.get("anyOf", ())):
        if part.get("enum"):
            return " · ".join(map(str, part["enum"]))
        if part.get("type") == "integer" and ("maximum" in part) and part["maximum"] < 1e6:
            return f"{part.get('minimum', 0)}–{part['maximum']}"
        if part.get("type") and part["type"] != "null":
            return str(part["type"])
    return ""
