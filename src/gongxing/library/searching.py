"""Finding documents, facts, observations and regions by words, place, time, source and kind."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam
from sqlalchemy import text as sql

from gongxing.language.folding import fold
from gongxing.library.connection import reading
from gongxing.library.entries import DOCUMENTS, FACTS, PASSAGES, PER_FACT, WITHIN, between, document_at, fact_of
from gongxing.library.errors import LibraryError
from gongxing.library.preparation import region_key
from gongxing.library.words import mark, matching, phrases, query_of, spaced

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection, Row

    from gongxing.library.library import Library

LIMIT = 10_000  # finds that are shown of a sort
KINDS = ("document", *FACTS, "observation", "region")
_MARGIN = 30  # characters of context on each side
DATE = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is narrowed to.

    ``region`` is a name in any form or an adcode: facts about it, and documents that hold such facts. ``since`` and
    ``until`` bound the date of publication (2024, 2024-06, 2024-06-30); a document without a date is left out where
    one is named. ``period`` is the time a fact is about (2025 takes 2025-Q1 too). ``source`` is a part of the name of
    the publisher or account, or of the file where a document names none.
    """

    region: str | None = None
    since: str | None = None
    until: str | None = None
    period: str | None = None
    kinds: tuple[str, ...] = ()
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One find: ``context`` is the text around it, ``context[start:end]`` the words found (or the fact's quote)."""

    kind: str
    id: int
    title: str | None
    context: str
    start: int
    end: int
    document: int | None = None
    published: str | None = None
    source: str | None = None
    about: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """``counts`` holds the exact number of finds of each kind, ``hits`` the first of them.

    ``undated`` counts what ``since`` or ``until`` left out because its document or table states no date.
    """

    words: str
    counts: dict[str, int]
    hits: list[Hit]
    undated: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """The number of finds of all kinds."""
        return sum(self.counts.values())


def search(library: Library, words: str, filters: Filters | None = None, limit: int = 20) -> SearchResult:
    """Find what holds all the words: documents and facts by their text, observations by their region and indicator.

    White space parts words that may stand anywhere in a document; quotation marks keep words together. Documents come
    first, those with the words in their title before others, the newest first; then facts, the newest first; then
    observations and regions. Tables state no date of publication: ``since`` and ``until`` leave them out.

    Raises
    ------
    LibraryError
        A filter is not understood, or no word is searched for.
    """
    filters = filters or Filters()
    _check(filters)
    if not 0 < limit <= LIMIT:
        raise LibraryError(f"limit={limit}: at least 1 and at most {LIMIT:,} finds of a sort are shown")
    try:
        found = phrases(words)
    except ValueError as error:
        raise LibraryError(str(error)) from None
    counts: dict[str, int] = {}
    hits: list[Hit] = []
    kinds = filters.kinds or KINDS
    with reading(library.engine) as connection:
        if "document" in kinds:
            _documents(connection, found, filters, limit, counts, hits)
        if wanted := [kind for kind in FACTS if kind in kinds]:
            _facts(connection, found, filters, wanted, limit, counts, hits)
        if "observation" in kinds and not (filters.since or filters.until):
            _observations(connection, found, filters, limit, counts, hits)
        if "region" in kinds and not (filters.since or filters.until or filters.period or filters.source):
            _regions(connection, found, filters, limit, counts, hits)
    return SearchResult(words, {kind: count for kind, count in counts.items() if count}, hits)


def _check(filters: Filters) -> None:
    for name, value in (("--since", filters.since), ("--until", filters.until)):
        if value is not None and not DATE.fullmatch(value):
            raise LibraryError(f"{name} {value}: this is no date; write 2024, 2024-06 or 2024-06-30")
    unknown = sorted(set(filters.kinds) - set(KINDS))
    if unknown:
        raise LibraryError(f"{unknown[0]!r} is no kind; expected one of {', '.join(KINDS)}")


def _documents(
    connection: Connection, found: list[str], filters: Filters, limit: int, counts: dict[str, int], hits: list[Hit]
) -> None:
    if filters.period is not None:
        return
    joined, where, bound = _narrowed(filters)
    dialect = connection.dialect.name
    source = f"SELECT {_PLACE} AS place FROM passage_words {joined} WHERE"
    parts = []
    for place, phrase in enumerate(found):
        bound[f"q{place}"] = query_of([phrase], dialect)
        condition = matching("passage_words", dialect, f"q{place}")
        parts.append(f"{source} {condition} {where}")
    matched = " INTERSECT ".join(parts) if len(parts) > 1 else parts[0].replace("SELECT", "SELECT DISTINCT", 1)
    counts["document"] = int(connection.execute(sql(f"SELECT count(*) FROM ({matched}) m"), bound).scalar() or 0)
    if not counts["document"]:
        return
    bound["t"] = query_of(found, dialect, title=True)
    condition = matching("passage_words", dialect, "t")
    in_order = "ORDER BY passage_words.rowid"  # passages of one document stand side by side
    numbers = _first(connection, f"{source} {condition} {where} {in_order}", bound, limit, ())
    if len(numbers) < min(limit, counts["document"]):
        rest = f"{parts[0]} {in_order}" if len(parts) == 1 else f"SELECT place FROM ({matched}) m ORDER BY place"
        numbers += _first(connection, rest, bound, limit - len(numbers), numbers)
    rows = {row.id: row for row in connection.execute(_DOCUMENTS, {"ids": numbers, "short": _SHORT})}
    for number in numbers:
        row = rows[number]
        long = row.text is None
        context, start, end = _context(connection, row, found[0]) if long else around(row.text, found[0])
        hits.append(
            Hit("document", number, row.title or row.name, context, start, end, number, row.published,
                row.source or row.account)
        )  # fmt: skip


_PLACE = f"passage_words.rowid / {PASSAGES}"


def _first(
    connection: Connection, query: str, bound: dict[str, Any], limit: int, without: Collection[int]
) -> list[int]:
    """Return the numbers of the first documents of a query that gives their places in order."""
    many = 4 * (limit + len(without))
    while True:
        places = connection.execute(sql(f"{query} LIMIT :many"), {**bound, "many": many}).scalars().all()
        numbers = [number for number in dict.fromkeys(map(document_at, places)) if number not in without]
        if len(numbers) >= limit or len(places) < many:
            return numbers[:limit]
        many *= 8  # documents of many passages


def _narrowed(filters: Filters) -> tuple[str, str, dict[str, Any]]:
    """Return what a query of passages is joined to, its conditions and what they bind."""
    conditions, bound = _dated(filters, "passage_words")
    joined = ""
    if filters.source:
        joined = f"JOIN document d ON d.id = {_PLACE} % {DOCUMENTS}"
        conditions.append(_SOURCE)
        bound["source"] = f"%{filters.source}%"
    if filters.region:
        name, code = _region(filters.region)
        mine = f"m.about = :about AND m.entry = {_PLACE} * {PASSAGES}"
        conditions.append(f"EXISTS (SELECT 1 FROM mention m WHERE {mine}{' AND m.code = :code' if code else ''})")
        bound |= {"about": name, "code": code} if code else {"about": name}
    return joined, "".join(f" AND {condition}" for condition in conditions), bound


def _region(region: str) -> tuple[str, str | None]:
    """Return the name by which a region is filed, and its adcode where that is how it was asked for."""
    if not region.isdigit():
        return region_key(region)[0] or region, None
    return region_key(None, region)[0] or region, region


def _dated(filters: Filters, index: str) -> tuple[list[str], dict[str, Any]]:
    """Return the conditions that entries are of the dates asked for."""
    if not (filters.since or filters.until):
        return [], {}
    low, high = between(filters.since, filters.until)
    return [f"{index}.rowid >= :low", f"{index}.rowid < :high"], {"low": low, "high": high}


_SHORT = 4_000  # characters of a text that is looked through as a whole
_DOCUMENTS = sql(
    "SELECT d.id, d.entry, d.title, d.name, d.published, d.source, d.account, "
    "CASE WHEN d.characters <= :short THEN a.text END AS text "
    "FROM document d JOIN article a ON a.document_id = d.id WHERE d.id IN :ids"
).bindparams(bindparam("ids", expanding=True))
_PASSAGE = sql(
    'SELECT substr(a.text, CAST(p.start + 1 AS INTEGER), CAST(p."end" - p.start AS INTEGER)) '
    'FROM passage p, article a WHERE p.id = :id AND a.document_id = :number AND p."end" > p.start'
)


def _context(connection: Connection, row: Row[Any], phrase: str) -> tuple[str, int, int]:
    """Return the words around a phrase in the first passage that holds it; the beginning where only the title does."""
    dialect = connection.dialect.name
    query = sql(
        f"SELECT rowid FROM passage_words WHERE {matching('passage_words', dialect, 'q')} "
        "AND rowid >= :first AND rowid < :last ORDER BY rowid LIMIT 1"
    )
    bound = {"q": query_of([phrase], dialect, title=False), "first": row.entry, "last": row.entry + PASSAGES}
    place = connection.execute(query, bound).scalar() or row.entry
    number = row.id * PASSAGES + place % PASSAGES
    return around(connection.execute(_PASSAGE, {"id": number, "number": row.id}).scalar() or "", phrase)


def around(text: str, phrase: str) -> tuple[str, int, int]:
    """Return a phrase in a text with what stands around it, and where it stands in that; the beginning without it."""
    folded = fold(text)
    pattern = re.compile(r"[\W_]*".join(map(re.escape, phrase.replace("| ", "").split())), re.IGNORECASE)
    match = next((m for m in pattern.finditer(folded.text) if spaced(m[0]) == phrase), None)
    if match is None:
        return text[: 2 * _MARGIN].partition("\n")[0], 0, 0
    return cut(text, *folded.original(match.start(), match.end()))


def cut(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Return a span with its surroundings in the paragraph, and where it stands in them."""
    before = text[max(start - _MARGIN, 0) : start].rpartition("\n")[2]
    after = text[end : end + _MARGIN].partition("\n")[0]
    return before + text[start:end] + after, len(before), len(before) + end - start


def _facts(
    connection: Connection, found: list[str], filters: Filters, kinds: list[str], limit: int, counts: dict[str, int],
    hits: list[Hit],
) -> None:  # fmt: skip
    dialect = connection.dialect.name
    joined, conditions, bound = _of_source(connection, filters)
    marks = _marks(filters)
    among = bound.pop("among", ())
    if len(kinds) == 1:
        marks.append(mark("k", kinds[0]))
    elif len(kinds) < len(FACTS):
        conditions.append(f"{_ENTRY} % {PER_FACT} IN ({', '.join(str(FACTS.index(kind)) for kind in kinds)})")
    bound["q"] = query_of([*found, *marks], dialect, among)
    where = " AND ".join([matching("fact_words", dialect, "q"), *conditions])
    numbers = ", ".join(
        f"count(*) FILTER (WHERE {_ENTRY} % {PER_FACT} = {FACTS.index(kind)}) AS {kind}" for kind in kinds
    )
    tally = connection.execute(sql(f"SELECT {numbers} FROM fact_words {joined} WHERE {where}"), bound).mappings().one()
    counts.update(tally)
    if not any(tally.values()):
        return
    first_ones = sql(f"SELECT {_ENTRY} FROM fact_words {joined} WHERE {where} ORDER BY {_ENTRY} LIMIT :limit")
    numbers_of = [fact_of(entry) for entry in connection.execute(first_ones, {**bound, "limit": limit}).scalars()]
    order = {number: place for place, number in enumerate(numbers_of)}
    rows = connection.execute(_FACTS, {"ids": numbers_of, "margin": _MARGIN}).all()
    for row in sorted(rows, key=lambda row: order[row.id]):
        begin = max(row.start - _MARGIN, 0)
        context, start, end = cut(row.near or "", row.start - begin, row.end - begin)
        hits.append(
            Hit(row.kind, row.id, row.title or row.name, context, start, end, row.document_id, row.published,
                row.source or row.account, row.about, json.loads(row.fields))
        )  # fmt: skip


_ENTRY = "fact_words.rowid"


def _marks(filters: Filters) -> list[str]:
    """Return the marks that entries of facts must have."""
    marks = []
    if filters.region:
        marks.append(
            mark("c" if filters.region.isdigit() else "r", _region(filters.region)[1] or _region(filters.region)[0])
        )
    if filters.period:
        marks.append(mark("t", filters.period))
    return marks


_PUBLISHERS = 200  # at most that are looked up in the index


def _of_source(connection: Connection, filters: Filters) -> tuple[str, list[str], dict[str, Any]]:
    """Return what a query of facts is joined to, its conditions and what they bind; ``among`` are marks of publishers.

    Publishers stand in the index; documents that name none are known by their file's name, and must be looked up.
    """
    conditions, bound = _dated(filters, "fact_words")
    if not filters.source:
        return "", conditions, bound
    pattern = {"source": f"%{filters.source}%"}
    publishers = connection.execute(_PUBLISHER, pattern).scalars().all()
    beside = connection.execute(_BESIDE, pattern).scalars().all()
    if len(publishers) + len(beside) <= _PUBLISHERS and connection.execute(_NAMELESS, pattern).first() is None:
        among = [mark("p", name) for name in publishers] + [mark("s", name) for name in beside]
        return "", conditions, {**bound, "among": among or [mark("p", "")]}
    joined = f"JOIN fact f ON f.id = {_ENTRY} % {WITHIN} / {PER_FACT} JOIN document d ON d.id = f.document_id"
    return joined, [*conditions, _SOURCE], {**bound, **pattern}


_SOURCE = "(d.source LIKE :source OR d.account LIKE :source OR (d.publisher IS NULL AND d.name LIKE :source))"
_PUBLISHER = sql("SELECT DISTINCT publisher FROM publisher_tally WHERE publisher LIKE :source AND publisher <> ''")
_BESIDE = sql(
    "WITH RECURSIVE step(s) AS (SELECT min(source) FROM document UNION ALL "
    "SELECT (SELECT min(source) FROM document WHERE source > step.s) FROM step WHERE step.s IS NOT NULL) "
    "SELECT s FROM step WHERE s LIKE :source"
)
_NAMELESS = sql("SELECT 1 FROM document WHERE publisher IS NULL AND name LIKE :source LIMIT 1")
_FACTS = sql(
    'SELECT f.id, f.kind, f.quote, f.start, f."end", f.about, f.fields, f.document_id, f.published, '
    "d.title, d.name, d.source, d.account, substr(a.text, "
    "CAST(CASE WHEN f.start > :margin THEN f.start - :margin ELSE 0 END + 1 AS INTEGER), "
    'CAST(f."end" - f.start + 2 * :margin AS INTEGER)) AS near FROM fact f JOIN document d ON d.id = f.document_id '
    "JOIN article a ON a.document_id = f.document_id WHERE f.id IN :ids"
).bindparams(bindparam("ids", expanding=True))


def _observations(
    connection: Connection, found: list[str], filters: Filters, limit: int, counts: dict[str, int], hits: list[Hit]
) -> None:
    conditions, bound = _observed(connection, found)
    if filters.region:
        name, code = region_key(*((None, filters.region) if filters.region.isdigit() else (filters.region, None)))
        conditions.append("(o.code = :code OR o.region = :name)")
        bound |= {"code": code, "name": name}
    if filters.period:
        conditions.append("(o.period = :period OR o.period LIKE :within)")
        bound |= {"period": filters.period, "within": f"{filters.period}-%"}
    if filters.source:
        conditions.append("d.name LIKE :source")
        bound["source"] = f"%{filters.source}%"
    source = f"FROM observation o JOIN document d ON d.id = o.document_id WHERE {' AND '.join(conditions)}"
    counts["observation"] = int(connection.execute(sql(f"SELECT count(*) {source}"), bound).scalar() or 0)
    query = sql(
        "SELECT o.id, o.region, o.indicator, o.value, o.unit, o.period, o.scope, o.sheet, o.cell, d.id AS document, "
        f"d.name {source} ORDER BY coalesce(o.period, '') DESC, o.id LIMIT :limit"
    )
    for row in connection.execute(query, {**bound, "limit": limit}).mappings() if counts["observation"] else ():
        fields = {name: row[name] for name in ("value", "unit", "indicator", "period", "scope", "sheet", "cell")}
        hits.append(
            Hit("observation", row["id"], row["name"], row["indicator"], 0, len(row["indicator"]), row["document"],
                source=" ".join(filter(None, (row["sheet"], row["cell"]))), about=row["region"], fields=fields)
        )  # fmt: skip


def _observed(connection: Connection, found: list[str]) -> tuple[list[str], dict[str, Any]]:
    """Return the conditions that each phrase stands in the region or the indicator of an observation."""
    conditions, bound = [], dict[str, Any]()
    names = {column: [(n, f" {spaced(n)} ") for n in _distinct(connection, column)] for column in _NAMING}
    for place, phrase in enumerate(found):
        either = []
        for column in _NAMING:
            holding = [name for name, words in names[column] if f" {phrase} " in words]
            keys = {f"{column}{place}_{number}": name for number, name in enumerate(holding)}
            if keys:
                either.append(f"o.{column} IN ({', '.join(f':{key}' for key in keys)})")
                bound |= keys
        conditions.append(f"({' OR '.join(either)})" if either else "1 = 0")
    return conditions, bound


_NAMING = ("region", "indicator")


def _distinct(connection: Connection, column: str) -> list[str]:
    """Return the names in an indexed column, one step through the index for each."""
    steps = (
        f"WITH RECURSIVE name(n) AS (SELECT min({column}) FROM observation UNION ALL "
        f"SELECT (SELECT min({column}) FROM observation WHERE {column} > name.n) FROM name WHERE name.n IS NOT NULL) "
        "SELECT n FROM name WHERE n IS NOT NULL"
    )
    return list(connection.execute(sql(steps)).scalars())


def _regions(
    connection: Connection, found: list[str], filters: Filters, limit: int, counts: dict[str, int], hits: list[Hit]
) -> None:
    rows = connection.execute(sql("SELECT id, name, code, level FROM region ORDER BY coalesce(code, 'x'), name")).all()
    wanted = region_key(filters.region)[0] if filters.region else None
    matched = [
        row
        for row in rows
        if all(f" {phrase} " in f" {spaced(row.name)} " for phrase in found)
        and (wanted is None or wanted == row.name or filters.region == row.code)
    ]
    counts["region"] = len(matched)
    for row in matched[:limit]:
        fields = {"code": row.code, "level": row.level}
        hits.append(Hit("region", row.id, row.name, row.name, 0, len(row.name), about=row.name, fields=fields))
