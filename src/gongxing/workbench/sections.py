"""The pages of the bar, in the order of the work: from what is known to what should be done."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the bar: ``key`` goes there after ``g``; its words are ``section_<name>`` in ``words/base.toml``."""

    name: str
    path: str
    key: str

    def covers(self, path: str) -> bool:
        """Tell whether a path is of this section."""
        return path == self.path or (self.path != "/" and path.startswith(f"{self.path}/"))


SECTIONS = (
    Section("home", "/", "h"),
    Section("atlas", "/atlas", "a"),
    Section("region", "/regions", "r"),
    Section("board", "/board", "b"),
    Section("compare", "/compare", "c"),
    Section("scenarios", "/scenarios", "s"),
    Section("briefs", "/briefs", "w"),
    Section("library", "/library", "l"),
    Section("document", "/documents", "d"),
    Section("search", "/search", "f"),
    Section("help", "/help", "?"),
)
# Those that the bar shows by name; search is its field, documents hang below the library, help stands at the end.
BAR = ("atlas", "region", "board", "compare", "scenarios", "briefs", "library")
