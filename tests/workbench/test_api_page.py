"""The page that tells people of the API: every route of the document, in both languages, with examples that answer."""

from __future__ import annotations

import html
import re
import shlex
from typing import Any

import pytest
from starlette.testclient import TestClient

from gongxing.workbench.api.guide import document_of


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_route_is_told_with_its_lines(client: TestClient, language: str) -> None:
    page = client.get(f"/api?lang={language}").text
    for path, methods in document_of(client.app)["paths"].items():
        for method, route in methods.items():
            assert f"<code>{method.upper()} {path}</code>" in page
            assert f'id="{route["operationId"]}"' in page
    lines = [html.unescape(one) for one in re.findall(r"<code>(curl .*?)</code>", page, re.DOTALL)]
    assert len(lines) == sum(len(methods) for methods in document_of(client.app)["paths"].values())
    for line in lines:
        assert shlex.split(line)[-1].startswith("http://127.0.0.1/api/")


def test_examples_answer_in_every_look(client: TestClient) -> None:
    page = client.get("/api?lang=en&theme=dark&care=1").text
    found = {html.unescape(one) for one in re.findall(r'href="(/api/[^"]+)"', page)} - {"/api/openapi.json"}
    assert len(found) > 15
    for address in found:
        assert client.get(address).status_code == 200, address


def test_every_number_of_the_document_says_its_unit_or_meaning(client: TestClient) -> None:
    schemas = client.get("/api/openapi.json").json()["components"]["schemas"]
    numbers = [
        (name, field, told.get("description"))
        for name, schema in schemas.items()
        for field, told in schema.get("properties", {}).items()
        if any(part.get("type") == "number" for part in (told, *told.get("anyOf", ())))
    ]
    assert len(numbers) > 12
    assert [one for one in numbers if not one[2]] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_hinders_nobody(new_tab: Any, address: str, axe: Any, language: str, theme: str) -> None:
    tab = new_tab()
    tab.goto(f"{address}/api?lang={language}&theme={theme}")
    for details in tab.locator(".route details").all()[:3]:
        details.locator("summary").click()
    axe(tab)
    assert tab.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
