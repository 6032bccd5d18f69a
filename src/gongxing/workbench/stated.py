"""The roles that documents state for a region, each with the words that state it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING, Any

from gongxing.library.quoting import passages_with
from gongxing.regions.divisions import divisions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gongxing.library import Library
    from gongxing.library.quoting import Passage
    from gongxing.workbench.settings import Language

PASSAGES = 200  # with the region and a role that are looked through, the newest first
KEPT = 5_000  # passages with a role that are read once for all regions
_APART = 24  # letters between a region and its role in one sentence
_ENDS = "。；！？\n"
_AND = tuple("、及和与")


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
def _words() -> dict[str, Any]:
    return tomllib.loads(files("gongxing.workbench").joinpath("roles.toml").read_text("utf-8"))


@cache
def _gives() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, _words()["gives"])))


def role_passages(library: Library, limit: int = KEPT) -> tuple[Passage, ...]:
    """Return the passages of the newest documents that hold any role: one look into the index for all regions."""
    return tuple(passages_with(library, None, tuple(_roles()), limit))


def stated_roles(
    library: Library, short: str, known: Sequence[Passage] | None = None, limit: int = KEPT
) -> tuple[StatedRole, ...]:
    """Return each role that a document gives a region in one clause, as the newest document does.

    ``known`` are the library's passages with any role, as ``role_passages`` gives them with the same ``limit``; only
    those behind them are looked up.
    """
    roles = _roles()
    found: dict[str, StatedRole] = {}
    for passage in islice(_passages_of(library, short, known, limit), PASSAGES):
        for name in roles.keys() - found.keys():
            span = clause_of(passage.text, short, name)
            if span is not None:
                start, end = (passage.start + at for at in span)
                found[name] = StatedRole(
                    name, roles[name], passage.text[slice(*span)], passage.document, start, end, passage.title,
                    passage.published,
                )  # fmt: skip
        if len(found) == len(roles):
            break
    return tuple(
        found[name] for name in roles if name in found and not any(name in one for one in found if one != name)
    )


def _passages_of(library: Library, short: str, known: Sequence[Passage] | None, limit: int) -> Iterator[Passage]:
    yield from (passage for passage in known or () if short in passage.text)
    if known is None or len(known) >= limit:
        yield from passages_with(library, short, tuple(_roles()), PASSAGES, known[-1].place if known else -1)


@cache
def _roles() -> dict[str, str]:
    return {role["name"]: role["english"] for role in _words()["role"]}


def clause_of(text: str, short: str, role: str) -> tuple[int, int] | None:
    """Return where the sentence stands that gives a region a role; after a comma it still speaks of that region alone.

    >>> clause_of("推动绵阳建设省域经济副中心。", "绵阳", "省域经济副中心")
    (0, 14)
    """
    pattern = f"{re.escape(short)}(?!都市圈|城市群)([^{_ENDS}]{{0,{_APART}}}?){re.escape(role)}"
    matches = re.finditer(pattern, text)
    match = next((one for one in matches if not (_passes_on(one[1], short) or _stands_beside(one[1]))), None)
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


def _stands_beside(between: str) -> bool:
    """Tell whether a region and a role are items of one list: 成都、省域经济副中心等地区."""
    return between[:1] in _AND and between[-1:] in _AND and not _gives().search(between)


@cache
def _prefectures() -> tuple[str, ...]:
    return tuple({one.short for one in divisions() if one.level == "prefecture"})
