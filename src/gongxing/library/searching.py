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
from gongxing.library.errors import LibraryError
from gongxing.library.preparation import region_key
from gongxing.library.schema import PASSAGES
from gongxing.library.words import matching, phrases, query_of, spaced

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from gongxing.library.library import Library

FACTS = ("figure", "place", "person", "project", "industry", "member", "commitment")
LIMIT = 10_000  # finds that are shown of a sort
KINDS = ("document", *FACTS, "observation", "region")
_MARGIN = 30  # characters of context on each side
_DATE = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is narrowed to.

    ``region`` is a name in any form or an adcode: facts about it, and documents that hold such facts. ``since`` and
    ``until`` bound the date of publication (2024, 2024-06, 2024-06-30); a document without a date is left out where
    one is named. ``period`` is the time a fact is about (2025 takes 2025-Q1 too). ``source`` is a part of the name of
    the publisher or account.
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
        if "document" in kinds and filters.period is None:
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
        if value is not None and not _DATE.fullmatch(value):
            raise LibraryError(f"{name} {value}: this is no date; write 2024, 2024-06 or 2024-06-30")
    unknown = sorted(set(filters.kinds) - set(KINDS))
    if unknown:
        raise LibraryError(f"{unknown[0]!r} is no kind; expected one of {', '.join(KINDS)}")


def _conditions(filters: Filters, published: str, about: str | None) -> tuple[list[str], dict[str, Any]]:
    """Return conditions and what they bind; ``about`` names the table of facts, ``None`` for documents."""
    conditions: list[str] = []
    bound: dict[str, Any] = {}
    if filters.since:
        conditions.append(f"{published} >= :since")
        bound["since"] = filters.since
    if filters.until:  # 2024 holds all that begins with it
        conditions.append(f"substr({published}, 1, {len(filters.until)}) <= :until")
        bound["until"] = filters.until
    if filters.source:
        conditions.append("(d.source LIKE :source OR d.account LIKE :source OR d.name LIKE :source)")
        bound["source"] = f"%{filters.source}%"
    if filters.region:
        column, bound["region"] = (
            ("about_code", filters.region) if filters.region.isdigit() else ("about", region_key(filters.region)[0])
        )
        conditions.append(
            f"{about}.{column} = :region" if about else
            f"EXISTS (SELECT 1 FROM fact g WHERE g.document_id = d.id AND g.shown = 1 AND g.{column} = :region)"
        )  # fmt: skip
    if filters.period and about:
        conditions.append(f"({about}.period = :period OR {about}.period LIKE :within)")
        bound |= {"period": filters.period, "within": f"{filters.period}-%"}
    return conditions, bound


def _documents(
    connection: Connection, found: list[str], filters: Filters, limit: int, counts: dict[str, int], hits: list[Hit]
) -> None:
    dialect = connection.dialect.name
    conditions, bound = _conditions(filters, "d.published", None)
    parts = []
    for place, phrase in enumerate(found):
        bound[f"q{place}"] = query_of([phrase], dialect)
        condition = matching("passage_words", dialect, f"q{place}")
        parts.append(f"SELECT rowid / {PASSAGES} AS id FROM passage_words WHERE {condition}")
    matched = " INTERSECT ".join(parts) if len(parts) > 1 else parts[0].replace("SELECT", "SELECT DISTINCT", 1)
    where = " AND ".join(["d.same_as IS NULL", *conditions])
    titled = " AND ".join(f"d.title LIKE :t{place}" for place in range(len(found)))
    bound |= {f"t{place}": f"%{phrase.replace(' ', '')}%" for place, phrase in enumerate(found)}
    first_ones = connection.execute(
        sql(
            f"SELECT d.id, count(*) OVER () AS total FROM ({matched}) m JOIN document d ON d.id = m.id WHERE {where} "
            f"ORDER BY CASE WHEN {titled} THEN 0 ELSE 1 END, coalesce(d.published, '') DESC, d.id LIMIT :limit"
        ),
        {**bound, "limit": limit},
    ).all()
    counts["document"] = first_ones[0].total if first_ones else 0
    numbers = [row.id for row in first_ones]
    rows = {row.id: row for row in connection.execute(_DOCUMENTS, {"ids": numbers, "short": _SHORT}) if numbers}
    for number in numbers:
        row = rows[number]
        text = row.text
        context, start, end = _context(connection, number, found[0]) if text is None else around(text, found[0])
        hits.append(
            Hit("document", number, row.title or row.name, context, start, end, number, row.published,
                row.source or row.account)
        )  # fmt: skip


_SHORT = 4_000  # characters of a text that is looked through as a whole
_DOCUMENTS = sql(
    "SELECT d.id, d.title, d.name, d.published, d.source, d.account, CASE WHEN d.characters <= :short THEN a.text END "
    "AS text FROM document d JOIN article a ON a.document_id = d.id WHERE d.id IN :ids"
).bindparams(bindparam("ids", expanding=True))
_PASSAGE = sql(
    'SELECT substr(a.text, CAST(p.start + 1 AS INTEGER), CAST(p."end" - p.start AS INTEGER)) '
    'FROM passage p, article a WHERE p.id = :id AND a.document_id = :number AND p."end" > p.start'
)


def _context(connection: Connection, document_id: int, phrase: str) -> tuple[str, int, int]:
    """Return the first passage's words around a phrase; the passage of a title has no extent."""
    dialect = connection.dialect.name
    query = sql(
        f"SELECT rowid FROM passage_words WHERE {matching('passage_words', dialect, 'q')} "
        "AND rowid BETWEEN :first AND :last ORDER BY rowid LIMIT 2"
    )
    first = document_id * PASSAGES
    bound = {"q": query_of([phrase], dialect), "first": first, "last": first + PASSAGES - 1}
    for number in connection.execute(query, bound).scalars().all():
        text = connection.execute(_PASSAGE, {"id": number, "number": document_id}).scalar()
        if text is not None:
            return around(text, phrase)
    return "", 0, 0


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
    conditions, bound = _conditions(filters, "f.published", "f")
    bound["q"] = query_of(found, dialect)
    if len(kinds) < len(FACTS):
        conditions.append("f.kind IN (" + ", ".join(f"'{kind}'" for kind in kinds) + ")")
    joined = "JOIN document d ON d.id = f.document_id" if filters.source else ""
    source = (
        f"FROM fact_words JOIN fact f ON f.id = fact_words.rowid {joined} "
        f"WHERE {matching('fact_words', dialect, 'q')} AND {' AND '.join(['f.shown = 1', *conditions])}"
    )
    rows_of_both = connection.execute(
        sql(
            f"WITH m AS MATERIALIZED (SELECT f.id, f.kind, f.published {source}) "
            "SELECT kind, count(*) AS number FROM m GROUP BY kind UNION ALL SELECT * FROM (SELECT NULL, id FROM m "
            "ORDER BY coalesce(published, '') DESC, id LIMIT :limit) AS first_ones"
        ),
        {**bound, "limit": limit},
    ).all()
    by_kind = {row.kind: row.number for row in rows_of_both if row.kind is not None}
    counts.update({kind: by_kind[kind] for kind in kinds if kind in by_kind})
    numbers = [row.number for row in rows_of_both if row.kind is None]
    rows = connection.execute(_FACTS, {"ids": numbers, "margin": _MARGIN}).all() if numbers else []
    order = {number: place for place, number in enumerate(numbers)}
    for row in sorted(rows, key=lambda row: order[row.id]):
        begin = max(row.start - _MARGIN, 0)
        context, start, end = cut(row.near or "", row.start - begin, row.end - begin)
        hits.append(
            Hit(row.kind, row.id, row.title or row.name, context, start, end, row.document_id, row.published,
                row.source or row.account, row.about, json.loads(row.fields))
        )  # fmt: skip


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
