"""The peer of the library's search: a scan of the rows with LIKE, in the same database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from gongxing.library import Library
from gongxing.library.connection import reading
from gongxing.library.entries import FACTS


@dataclass(frozen=True)
class Query:
    """Words, and what the search is narrowed to."""

    words: str
    region: str | None = None
    since: str | None = None
    until: str | None = None
    period: str | None = None
    kinds: tuple[str, ...] = ()
    source: str | None = None

    @property
    def filters(self) -> dict[str, Any]:
        """What ``Library.search`` takes beside the words."""
        return {name: value for name, value in vars(self).items() if name != "words" and value}

    def __str__(self) -> str:
        return " ".join([self.words, *(f"{name}={_shown(value)}" for name, value in self.filters.items())])


def _shown(value: Any) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)


def scan(library: Library, query: Query) -> dict[str, int]:
    """Return the number of documents and of facts of each kind that hold all the words, by looking at every row."""
    bound: dict[str, Any] = {f"w{place}": f"%{word}%" for place, word in enumerate(query.words.split())}
    about = ""
    if query.region:
        bound["region"] = query.region
        about = f"f.{'about_code' if query.region.isdigit() else 'about'} = :region"
    dated = []
    if query.since:
        dated.append("d.published >= :since")
        bound["since"] = query.since
    if query.until:
        dated.append(f"substr(d.published, 1, {len(query.until)}) <= :until")
        bound["until"] = query.until
    if query.source:
        dated.append("(d.account LIKE :source OR d.source LIKE :source)")
        bound["source"] = f"%{query.source}%"
    counts: dict[str, int] = {}
    kinds = query.kinds or ("document", *FACTS)
    with reading(library.engine, 600) as connection:
        if "document" in kinds and not query.period:
            words = [f"(a.text LIKE :{name} OR d.title LIKE :{name})" for name in bound if name[1:].isdigit()]
            mine = (
                [f"EXISTS (SELECT 1 FROM fact f WHERE f.document_id = d.id AND f.shown = 1 AND {about})"]
                if about
                else []
            )
            where = " AND ".join(["d.same_as IS NULL", *words, *dated, *mine])
            statement = f"SELECT count(*) FROM document d JOIN article a ON a.document_id = d.id WHERE {where}"
            counts["document"] = int(connection.execute(text(statement), bound).scalar() or 0)
        if set(kinds) & set(FACTS):
            words = [f"(f.quote LIKE :{name} OR f.fields LIKE :{name})" for name in bound if name[1:].isdigit()]
            where = " AND ".join(["f.shown = 1", *words, *dated, *([about] if about else [])])
            if query.period:
                where += " AND (f.period = :period OR f.period LIKE :within)"
                bound |= {"period": query.period, "within": f"{query.period}-%"}
            statement = (
                f"SELECT f.kind, count(*) FROM fact f JOIN document d ON d.id = f.document_id WHERE {where} GROUP BY 1"
            )
            counts |= {kind: count for kind, count in connection.execute(text(statement), bound) if kind in kinds}
    return {kind: count for kind, count in counts.items() if count}
