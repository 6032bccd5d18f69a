"""A large library: pages read what they need, promises region by region; a question that takes too long is stopped."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from gongxing.library import Library
from gongxing.library.connection import reading
from gongxing.library.promising import promises
from gongxing.workbench import create_app, followed
from gongxing.workbench.shelf import Shelf

PAGES = ("/", "/board", "/atlas", "/compare", "/regions/510700", "/documents", "/search?q=氢", "/scenarios/new/plans")


@pytest.fixture
def large(library_place: Path, monkeypatch: pytest.MonkeyPatch):
    """A client of the sample library, which counts as large."""
    monkeypatch.setattr(followed, "LARGE", 3)
    monkeypatch.setattr(Shelf, "remember", _refuse_what_reads_all(Shelf.remember))
    with TestClient(create_app(library_place), base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield client


def _refuse_what_reads_all(remember):
    def watched(shelf, name, make, state=None):
        assert name not in ("promises", "panel", "plans", "state of facts"), "a page of a large library reads all of it"
        return remember(shelf, name, make, state)

    return watched


@pytest.mark.parametrize(
    "path",
    ["/", "/board", "/atlas", "/compare", "/regions/510700", "/documents", "/search?q=氢", "/scenarios/new/plans"],
)
def test_pages_read_no_whole_library(large, path):
    assert large.get(path).status_code == 200


def test_the_board_asks_for_a_region_first(large, library_place):
    shown = large.get("/board?lang=zh").text
    assert "先选一个地区" in shown and 'class="promise ' not in shown
    with Library(library_place) as library:
        counts = {one.value: one.count for one in library.fact_facets(kind="commitment")["region"]}
    for name, count in counts.items():
        if name != "":
            assert re.search(rf">{name}</a></th><td class=\"number\">{count}</td>", shown)


def test_plans_are_those_of_the_newest_documents_or_of_a_region(large):
    shown = large.get("/scenarios/new/plans?lang=zh&region=绵阳").text
    assert "先选一个地区" in shown and "成眉市域铁路" not in shown and "绵阳" in shown
    fact = re.search(r'name="fact" value="(\d+)"', shown)[1]
    here = {"sec-fetch-site": "same-origin"}
    kept = large.post("/scenarios/new/plans?lang=zh", data={"fact": fact, "name": "一项"}, headers=here)
    assert kept.status_code == 303 and kept.headers["location"].startswith("/scenarios/")
    assert large.post("/scenarios/new/plans", data={"fact": "999999999"}, headers=here).status_code == 422


def test_the_board_of_a_region_has_what_the_newest_documents_promise(large, library_place):
    shown = large.get("/board?lang=zh&region=绵阳").text
    with Library(library_place) as library:
        expected = promises(library, region="绵阳", newest=followed.NEWEST)
    assert len(expected)
    assert set(re.findall(r'id="p-(\w+)"', shown)) == {one.id for one in expected}
    assert large.get("/board/promises.csv?region=绵阳").status_code == 200
    assert large.get("/board/promises.csv?lang=zh").status_code == 422


def test_newest_documents_of_a_region_alone_are_followed(library_place):
    with Library(library_place) as library:
        every = {one.id for one in promises(library, region="绵阳")}
        newest = promises(library, region="绵阳", newest=1)
    assert {mention.reference.partition("#")[0] for one in newest for mention in one.mentions}.__len__() <= 1
    assert len(newest) < len(every)


@pytest.mark.parametrize(("language", "words"), [("zh", "查询超过 0.05 秒，已停下"), ("en", "took more than 0.05 sec")])
def test_a_question_that_takes_too_long_has_a_page_of_its_own(library_place, monkeypatch, language, words):
    monkeypatch.setattr("gongxing.workbench.shelf.READING", 0.05)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"

    def ask(library, *_arguments, **_filters):
        with reading(library.engine) as connection:
            connection.execute(text(endless)).all()

    monkeypatch.setattr(Library, "page_documents", ask)
    with TestClient(create_app(library_place), base_url="http://127.0.0.1") as client:
        answer = client.get(f"/documents?lang={language}")
        assert answer.status_code == 503
        assert words in answer.text
        assert client.get("/regions").status_code == 200
