"""Cells and regions page by page are the whole list, and the API answers from either database."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from gongxing.library import Library, LibraryError
from gongxing.workbench import Settings, create_app
from gongxing.workbench.api.guide import document_of

TABLE = "地区,地区生产总值（亿元）,常住人口（万人）\n" + "".join(
    f"{name},{1000 + number},{200 + number}\n" for number, name in enumerate(("成都市", "绵阳市", "德阳市", "眉山市"))
)


@pytest.fixture
def filled(library: Library, tmp_path: Path) -> Library:
    folder = tmp_path / "in"
    folder.mkdir()
    for year in (2022, 2023):
        (folder / f"{year}年.csv").write_text(TABLE, "utf-8")
    (folder / "a.txt").write_text("成都市公报\n2023年，成都市地区生产总值1000亿元，大力发展氢能产业。\n", "utf-8")
    library.ingest([folder])
    return library


@pytest.mark.parametrize("limit", [1, 3, 7, 1000])
def test_pages_of_cells_and_regions_are_the_whole_list(filled: Library, limit: int) -> None:
    for ask in (filled.page_observations, filled.page_regions):
        whole = ask(limit=1000)
        assert whole.total == len(whole.rows) > 3
        rows, after = [], None
        while True:
            found = ask(limit=limit, after=after)
            assert found.total == whole.total and found.exact
            rows, after = rows + found.rows, found.next
            if after is None:
                break
        assert rows == whole.rows
    for bad in ({"limit": 0}, {"limit": 1001}, {"after": "x"}, {"after": "-1"}):
        with pytest.raises(LibraryError):
            filled.page_observations(**bad)


def test_filters_of_cells_are_those_of_the_frame(filled: Library) -> None:
    for narrow in (
        {"region": "成都"},
        {"region": "510100"},
        {"indicator": "gdp"},
        {"region": "绵阳", "indicator": "gdp"},
    ):
        assert [row["id"] for row in filled.page_observations(**narrow).rows] != []
        assert len(filled.page_observations(**narrow).rows) == filled.observations(**narrow).height


def test_the_api_answers_from_either_database(filled: Library, place: str, tmp_path: Path) -> None:
    app = create_app(place, Settings(files=str(filled.blobs.folder)))
    with TestClient(app, base_url="http://127.0.0.1", headers={"Sec-Fetch-Site": "same-origin"}) as client:
        for methods in document_of(app)["paths"].values():
            example = methods.get("get", {}).get("x-example", "")
            if not example or "SLUG" in example or "ID" in example or "evidence" in example:
                continue
            found = client.get(example)
            assert found.status_code in (200, 422), (example, found.text)
            if found.status_code == 200 and not example.startswith("/api/jobs"):
                known = {"If-None-Match": client.get(example).headers["etag"]}
                assert client.get(example, headers=known).status_code == 304, example
        tag = client.get("/api/facts").headers["etag"]
        assert client.post("/api/facts/1/edits", json={"action": "accept"}).status_code == 201
        assert client.get("/api/facts", headers={"If-None-Match": tag}).status_code == 200
        for odd in ("/api/facts?region=%00", "/api/search?q=%00", f"/api/facts/{1 << 63}", "/api/facts?document=0"):
            assert client.get(odd).status_code in (404, 422), odd
