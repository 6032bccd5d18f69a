"""What the surroundings of a table say of all its cells: period, region, unit, scope, words that name it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from gongxing.tables.headings import Heading, plain, read_heading
from gongxing.tables.notes import Note
from gongxing.tables.places import region_in
from gongxing.tables.vocabulary import vocabulary

if TYPE_CHECKING:
    from gongxing.regions import Division
    from gongxing.tables.observation import Scope
    from gongxing.tables.units import Scale

_DEFAULT_NAME = re.compile(
    r"sheet\s*\d*|data|table\s*[\d.-]*|(?:工作|附|无号)?表\s*[\d.-]*(?:（\d+）)?|\d+", re.IGNORECASE
)
_YEAR_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for every cell of a table that does not say otherwise; ``period_from`` tells who says the period."""

    period: str | None
    period_from: str
    region: Division | None
    unit: Scale | None
    scope: Scope | None
    words: tuple[str, ...]
    notes: tuple[str, ...]


# 续表, 续表一, 续3-2 and (Continued): a table that goes on from the one before.
_CONTINUED = re.compile(r"续\s*表|^\s*续\s*\d|[(]续[)]|(?i:\bcontinued\b)")


def is_continued(titles: list[tuple[int, int, str]]) -> bool:
    """Tell whether a table says that it goes on from the one before it."""
    return any(_CONTINUED.search(plain(text)) for _, _, text in titles)


def continued(context: Context, before: Context) -> Context:
    """Return a context with what the table before it says and it does not."""
    return replace(
        context,
        period=context.period or before.period,
        period_from=context.period_from or before.period_from,
        region=context.region or before.region,
        unit=context.unit or before.unit,
        scope=context.scope or before.scope,
        words=context.words or before.words,
    )


def context_of(titles: list[tuple[int, int, str]], sheet: str | None, file: str, inner: str | None) -> Context:
    """Read the context of a table from its titles, the name of its sheet and the name of its file.

    ``inner`` is a year that the columns themselves tell (so a title without one is no gap).
    """
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", PurePath(file).name)
    headings = [read_heading(text) for _, _, text in titles]
    said = [(_published(h.period, h.text), Note("title")) for h in headings if h.period is not None]
    for text, where in ((sheet or "", Note("sheet_name")), (stem, Note("file_name"))):
        if period := _in_name(text):
            said.append((_published(period, text), where))
    period, period_from = said[0] if said else (None, "")
    notes = []
    for other, where in said[1:]:
        if period is not None and other[:4] != period[:4] and inner is None:
            notes.append(Note("other_period", first=period_from, period=period, second=where, other=other))
    region = None
    for text in (*(heading.words or heading.text for heading in headings), sheet or "", stem):
        region = region or region_in(text, int(period[:4]) if period else None)
    words = tuple(h.words for h in headings if h.words) + tuple(
        named.words for text in (sheet or "", stem) if (named := _name_heading(text)) is not None and named.words
    )
    return Context(
        period,
        period_from,
        region,
        next((h.unit for h in headings if h.unit is not None), None)
        or next((h.english_unit for h in headings if h.english_unit is not None), None),
        next((h.scope for h in headings if h.scope is not None and h.words), None),
        words,
        tuple(dict.fromkeys(notes)),
    )


def _published(period: str, text: str) -> str:
    """Return the year of the data: a yearbook tells of the year before the one in its name."""
    lower = text.lower()
    if any(word in lower for word in vocabulary()["noise"]["yearbook"]) and period.isdigit():
        return str(int(period) - 1)
    return period


def _in_name(text: str) -> str | None:
    heading = read_heading(text) if text else None
    if heading is not None and heading.period is not None:
        return heading.period
    years = set(_YEAR_IN_NAME.findall(plain(text)))
    return years.pop() if len(years) == 1 else None


def _name_heading(text: str) -> Heading | None:
    """Return the name of a sheet or file as a heading; default names say nothing."""
    if not text or _DEFAULT_NAME.fullmatch(text.strip()):
        return None
    return read_heading(text.replace("_", " ").replace("-", " "))
