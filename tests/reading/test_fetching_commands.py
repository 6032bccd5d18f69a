"""Addresses where paths may stand: read, kept in the library with where they came from, or refused in one line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from made_sites import Reply, Web, made_web

from gongxing.cli import main
from gongxing.library import Library
from gongxing.reading.fetching import fetcher as fetching


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with made_web() as web:
        shared = web.fetcher()
        monkeypatch.setattr(fetching, "shared_fetcher", lambda: shared)
        yield web


def test_read_fetches_an_address(web: Web) -> None:
    url = web.put("news.test", "/plan.html")
    result = CliRunner().invoke(main, ["read", url, "--format", "json"])
    assert result.exit_code == 0, result.stderr
    content = json.loads(result.stdout)
    assert content["article"]["title"] == "清河市2024年工作"
    assert any(fact["quote"] == "512.3亿元" for fact in content["facts"])


def test_read_goes_on_where_an_address_is_refused(web: Web) -> None:
    urls = ["http://127.0.0.1/", web.put("news.test", "/plan.html"), "ftp://x/", "http://news.test/missing"]
    result = CliRunner().invoke(main, ["read", *urls, "--format", "json", "--jobs", "2"])
    assert result.exit_code == 1
    assert json.loads(result.stdout)["file"] == urls[1]
    problems = result.stderr.splitlines()
    assert len(problems) == 3
    assert all(any(line.startswith(url) for line in problems) for url in (urls[0], urls[2], urls[3]))


def test_the_library_keeps_where_a_document_came_from(web: Web, tmp_path: Path) -> None:
    page = web.put("news.test", "/plan.html")
    cells = "地区,2023年地区生产总值（亿元）\n成都市,22074.7\n绵阳市,4038.73\n".encode()
    table = web.put("data.test", "/get?id=7", Reply(cells, headers={"Content-Type": "text/csv; charset=utf-8"}))
    place = str(tmp_path / "library.db")
    result = CliRunner().invoke(main, ["ingest", page, table, "http://10.0.0.1/", "--library", place])
    assert result.exit_code == 1
    assert "http://10.0.0.1/: it leads to 10.0.0.1" in result.stderr
    with Library(place) as library:
        rows = {row["name"]: row for row in library.documents().to_dicts()}
        assert {name: row["url"] for name, row in rows.items()} == {"plan.html": page, "get.csv": table}
        assert rows["get.csv"]["kind"] == "table"
        assert library.observations(region="绵阳").height == 1
        assert [failure.source for failure in library.status().failures] == ["http://10.0.0.1/"]
    again = CliRunner().invoke(main, ["ingest", page, "--library", place])
    assert again.exit_code == 0, again.stderr
    with Library(place) as library:
        assert library.count_documents() == 2


def test_a_stopped_ingest_goes_on_with_an_address(web: Web, tmp_path: Path) -> None:
    from gongxing.library import ledger
    from gongxing.library.connection import writing

    page = web.put("news.test", "/plan.html")
    place = tmp_path / "library.db"
    with Library(place) as library, writing(library.engine) as connection:
        ledger.open_parts(connection, [page])
    result = CliRunner().invoke(main, ["ingest", "--library", str(place)])
    assert result.exit_code == 0, result.stderr
    with Library(place) as library:
        assert library.documents().get_column("url").to_list() == [page]


def test_a_document_that_was_fetched_is_cited_with_its_address(web: Web, tmp_path: Path) -> None:
    from gongxing.listing.export import citation

    page = web.put("news.test", "/plan.html")
    with Library(tmp_path / "library.db") as library:
        library.ingest([page])
        (row,) = library.documents().to_dicts()
    assert citation(row).endswith(f"]. {page}.")
