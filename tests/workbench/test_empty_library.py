"""A library that holds nothing yet: every page says so, and leads to where files are read in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from gongxing.workbench import create_app
from gongxing.workbench.settings import Settings

PAGES = [
    "/", "/atlas", "/regions", "/regions/510100", "/board", "/compare", "/scenarios", "/scenarios/new/map",
    "/scenarios/new/plans", "/briefs", "/documents", "/search?q=铁路", "/jobs",
]  # fmt: skip


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    place: Path = tmp_path_factory.mktemp("nothing") / "empty.db"
    with TestClient(create_app(place, Settings(create=True)), base_url="http://127.0.0.1") as client:
        yield client


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_leads_to_the_library(nothing: TestClient, path: str, language: str) -> None:
    answer = nothing.get(f"{path}{'&' if '?' in path else '?'}lang={language}")
    assert answer.status_code == 200
    content = re.search("<main.*</main>", answer.text, re.DOTALL)
    assert content and re.search(r'href="/library\?', content[0]), path


def test_the_library_itself_takes_files_and_the_home_page_names_the_sample(nothing: TestClient) -> None:
    assert 'type="file"' in nothing.get("/library?lang=zh").text
    assert "gongxing demo" in nothing.get("/?lang=zh").text
