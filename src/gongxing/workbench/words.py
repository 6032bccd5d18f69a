"""The words of the pages in Chinese and English: ``words/<page>.toml``, with those of ``words/base.toml`` beneath.

Each entry is a table::

    found = { zh = "找到 {count} 篇", en = "{count} documents found", en_one = "{count} document found" }

``en_one`` is used where ``count`` is one. ``zh_care`` and ``en_care`` are plainer words for the care edition.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from gongxing.workbench.numbers import number

if TYPE_CHECKING:
    from gongxing.workbench.settings import Language

# Details that are counts, with thousands apart; a year or a code is told as it is.
COUNTS = ("count", "total", "done", "all")
FORMS = ("zh", "en", "en_one", "zh_care", "en_care")


@cache
def catalogue(page: str) -> dict[str, dict[str, str]]:
    """Return the words of a page by key and form; empty where it has none of its own."""
    file = files("gongxing.workbench").joinpath("words", f"{page}.toml")
    if not file.is_file():
        return {}
    found: dict[str, dict[str, str]] = tomllib.loads(file.read_text("utf-8"))
    return found


class Words:
    """The words of one page in one language: ``words("found", count=3)``."""

    def __init__(self, page: str, language: Language, care: bool = False) -> None:
        self.page = page
        self.language = language
        self.care = care

    def __call__(self, key: str, /, **details: Any) -> str:
        """Return a text, its braces filled; counts (``COUNTS``) are written with thousands apart.

        Raises
        ------
        KeyError
            Neither the page's words nor the base's have it.
        """
        entry = catalogue(self.page).get(key) or catalogue("base").get(key)
        if entry is None:
            raise KeyError(f"words/{self.page}.toml has no {key!r}, nor has words/base.toml")
        form: str = self.language
        if self.care and f"{form}_care" in entry:
            form = f"{form}_care"
        elif form == "en" and details.get("count") == 1 and "en_one" in entry:
            form = "en_one"
        filled = {name: number(value) if name in COUNTS else value for name, value in details.items()}
        return entry[form].format(**filled) if filled else entry[form]

    def __contains__(self, key: object) -> bool:
        """Tell whether there is a text of this key."""
        return key in catalogue(self.page) or key in catalogue("base")

    def of(self, page: str) -> Words:
        """Return the words of another page in the same language."""
        return Words(page, self.language, self.care)
