"""The address of a server is shown without its password, to whoever reads a page."""

from __future__ import annotations

from gongxing.workbench import Settings
from gongxing.workbench.shelf import Shelf


def test_the_line_of_python_has_no_password() -> None:
    shelf = Shelf("postgresql://me:open-sesame@db.example/region", Settings())
    assert "open-sesame" not in shelf.shown
    assert shelf.shown.startswith("postgresql://me:***@db.example/region")
    assert Shelf("my.db", Settings()).shown == "my.db"


def test_no_page_shows_the_place_as_it_was_given() -> None:
    from pathlib import Path

    import gongxing.workbench

    pages = Path(gongxing.workbench.__file__).parent / "pages"
    for page in pages.rglob("*.py"):
        assert "shelf.place" not in page.read_text("utf-8"), f"{page.name} would show a password"
