"""The roles that documents state for a region, each with the words that state it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from sqlalchemy import select

from gongxing.library.connection import reading
from gongxing.library.schema import article, document
from gongxing.library.searching import Filters, search
from gongxing.regions.divisions import divisions

if TYPE_CHECKING:
    from gongxing.library import Library
    from gongxing.workbench.settings import Language

DOCUMENTS = 6  # that are looked through for each role, the newest first
_APART = 24  # letters between a region and its role in one sentence
_ENDS = "。；！？\n"


@dataclass(frozen=True, slots=True)
class StatedRole:
    """A role in a document's words: the sentence, and where it stands."""

    name: str
    english: str
    quote: str
    document: int
    start: int
    end: int
    title: str
    published: str | None

    def called(self, language: Language) -> str:
        """Return the role's name in a language."""
        return self.english if language == "en" else self.name


@cache
def _roles() -> tuple[dict[str, str], ...]:
    text = files("gongxing.workbench").joinpath("roles.toml").read_text("utf-8")
    return tuple(tomllib.loads(text)["role"])


def stated_roles(library: Library, short: str) -> tuple[StatedRole, ...]:
    """Return each role that a document gives a region in one clause, as the newest document does."""
    found: list[StatedRole] = []
    texts: dict[int, tuple[str, str, str | None]] = {}
    for role in _roles():
        if any(role["name"] in one.name for one in found):
            continue
        hits = search(library, f"{short} {role['name']}", Filters(kinds=("document",)), DOCUMENTS).hits
        for hit in sorted(hits, key=lambda hit: hit.published or "", reverse=True):
            if hit.id not in texts:
                texts[hit.id] = _text(library, hit.id)
            text, title, published = texts[hit.id]
            span = clause_of(text, short, role["name"])
            if span is not None:
                found.append(
                    StatedRole(role["name"], role["english"], text[slice(*span)], hit.id, *span, title, published)
                )
                break
    return tuple(found)


def clause_of(text: str, short: str, role: str) -> tuple[int, int] | None:
    """Return where the sentence stands that gives a region a role; after a comma it still speaks of that region alone.

    >>> clause_of("推动绵阳建设省域经济副中心。", "绵阳", "省域经济副中心")
    (0, 14)
    """
    pattern = f"{re.escape(short)}(?!都市圈|城市群)([^{_ENDS}]{{0,{_APART}}}?){re.escape(role)}"
    matches = re.finditer(pattern, text)
    match = next((one for one in matches if not _passes_on(one[1], short)), None)
    if match is None:
        return None
    start = max(text.rfind(end, 0, match.start()) for end in _ENDS) + 1
    ends = [at for end in _ENDS if (at := text.find(end, match.end())) >= 0]
    end = min(ends, default=len(text))
    if end < len(text) and text[end] != "\n":
        end += 1
    while start < match.start() and text[start].isspace():
        start += 1
    return start, end


def _passes_on(between: str, short: str) -> bool:
    """Tell whether the words between a region and a role pass on to another region after a comma."""
    clauses = re.split("[，,]", between)
    return len(clauses) > 2 or any(name in clause for clause in clauses[1:] for name in _prefectures() if name != short)


@cache
def _prefectures() -> tuple[str, ...]:
    return tuple({one.short for one in divisions() if one.level == "prefecture"})


def _text(library: Library, number: int) -> tuple[str, str, str | None]:
    query = select(article.c.text, document.c.title, document.c.name, document.c.published).join_from(article, document)
    with reading(library.engine) as connection:
        row = connection.execute(query.where(document.c.id == number)).one()
    return row.text, row.title or row.name, row.published
