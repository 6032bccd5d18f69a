"""Gongxing (共兴): public documents and tables in, evidence out, for regional development.

>>> import gongxing
>>> article = gongxing.read_file("page.html")  # doctest: +SKIP
>>> facts = gongxing.extract_facts(article)    # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongxing.facts import extract_facts
    from gongxing.library import Library, LibraryError
    from gongxing.library import open_library as open
    from gongxing.panel import Panel
    from gongxing.reading import Article, UnreadableDocumentError, read_bytes, read_file
    from gongxing.tables import read_table

__version__ = "0.1.0"
__all__ = [
    "Article",
    "Library",
    "LibraryError",
    "Panel",
    "UnreadableDocumentError",
    "__version__",
    "extract_facts",
    "open",
    "read_bytes",
    "read_file",
    "read_table",
]

_ROOMS = {
    "Article": "gongxing.reading",
    "UnreadableDocumentError": "gongxing.reading",
    "read_bytes": "gongxing.reading",
    "read_file": "gongxing.reading",
    "extract_facts": "gongxing.facts",
    "Library": "gongxing.library",
    "LibraryError": "gongxing.library",
    "open": "gongxing.library",
    "read_table": "gongxing.tables",
    "Panel": "gongxing.panel",
}


def __getattr__(name: str) -> object:
    # Rooms load when first used, so that importing the package stays instant.
    from importlib import import_module

    if name in _ROOMS:
        return getattr(import_module(_ROOMS[name]), "open_library" if name == "open" else name)
    raise AttributeError(f"module 'gongxing' has no attribute {name!r}")
