"""Every page and every read of the API on a real PostgreSQL library: what they show is what SQLite's show."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from furnishing import OWNER, Furnished, addresses
from starlette.testclient import TestClient

from gongxing.library import Library
from gongxing.library.backup import back_up, restore
from gongxing.library.connection import engine_of, place_of
from gongxing.workbench import Settings, create_app
from gongxing.workbench.api.guide import document_of


@pytest.fixture(scope="module")
def moved(furnished: Furnished, postgresql: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """The furnished library, moved to PostgreSQL by a backup; its originals lie where they lay."""
    backup, place = tmp_path_factory.mktemp("moved") / "library.zip", postgresql()
    files = Path(f"{furnished.place}.files")
    with Library(furnished.place, files) as library:
        back_up(library, backup)
    restore(backup, place, files)
    with Library(place, files) as library:
        library.accounts.share("/board", "看板", 7, who=OWNER)  # no backup has links
    return place


@pytest.fixture(scope="module")
def both(furnished: Furnished, moved: str) -> Iterator[tuple[TestClient, TestClient]]:
    """Clients of two workbenches: on SQLite, on PostgreSQL."""
    settings = Settings(files=f"{furnished.place}.files")
    with (
        TestClient(create_app(furnished.place, settings), base_url="http://127.0.0.1") as sqlite,
        TestClient(create_app(moved, settings), base_url="http://127.0.0.1") as server,
    ):
        yield sqlite, server


def test_every_page(furnished: Furnished, moved: str, both: tuple[TestClient, TestClient]) -> None:
    """All that differs is where the library is, and how large."""
    _, server = both
    placed = html.escape(place_of(engine_of(moved)))
    for path in addresses(furnished, server.app):
        expected, shown = (client.get(f"{path}{'&' if '?' in path else '?'}lang=zh") for client in both)
        assert (expected.status_code, shown.status_code) == (200, 200), path
        assert SIZE.sub("", shown.text.replace(placed, str(furnished.place))) == SIZE.sub("", expected.text), path
    assert SIZE.search(server.get("/library?lang=zh").text)


SIZE = re.compile(r"<dt>占用</dt><dd>[\d.]+ [KM]B</dd>")


def test_every_read_of_the_api(furnished: Furnished, both: tuple[TestClient, TestClient]) -> None:
    sqlite, server = both
    asked = [ways["get"]["x-example"] for ways in document_of(server.app)["paths"].values() if "get" in ways]
    names = {"briefs/SLUG": "briefs/四川", "scenarios/SLUG": "scenarios/chengmei", "publications/ID":
             f"publications/{furnished.published}"}  # fmt: skip
    for example in asked:
        unnamed = next((one for one in names if one in example), "")
        address = example.replace(unnamed, names.get(unnamed, ""))
        expected, told = sqlite.get(address), server.get(address)
        assert told.status_code == (404 if "ID" in address else 200), address
        assert told.content == expected.content, address
    assert len(asked) > 20


def test_an_answer_lasts_until_somebody_writes_to_this_library(
    both: tuple[TestClient, TestClient], moved: str, postgresql: Callable[[], str], tmp_path: Path
) -> None:
    _, server = both
    tag = server.get("/api/findings").headers["etag"]

    def again() -> int:
        return server.get("/api/findings", headers={"If-None-Match": tag}).status_code

    assert again() == 304
    with Library(postgresql(), tmp_path / "files") as other:  # another database of the same server
        other.save_brief("别处", title="题", language="zh", outline="", who=OWNER)
    assert again() == 304
    with Library(moved, tmp_path / "none") as library:
        library.add_finding(library.findings()[0].reference, "又一句。", who=OWNER)
    assert again() == 200
    assert "又一句。" in server.get("/api/findings").text
