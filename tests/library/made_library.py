"""Documents of our own, and what a library holds as text that can be compared."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, text

from gongxing.library import Library
from gongxing.library.connection import reading
from gongxing.library.entries import PASSAGES, between, document_of, fact_of, kind_of
from gongxing.library.schema import (
    DERIVED,
    article,
    brief,
    copy,
    document,
    fact,
    finding,
    frontier,
    observation,
    outcome,
    part,
    passage,
    publication,
    region,
    scenario,
    sketch,
)  # fmt: skip

CITIES = ("成都", "绵阳", "德阳", "资阳", "眉山", "南充", "宜宾", "泸州", "乐山", "遂宁")


def plan(city: str, year: int = 2026, area: int = 9, extra: str = "") -> str:
    """A plan of a city: a few figures, a project, an industry, commitments."""
    return (
        f"{city}市{year}年政府工作要点\n"
        f"发布时间：{year}-01-{10 + area % 18}\n"
        f"{year}年，{city}市将建设中试中心，新增载体{area}万平方米。{city}市地区生产总值增长{5 + area % 3}%以上。\n"
        f"{year - 1}年，{city}市常住人口{200 + area}.5万人，规模以上工业增加值增长{6 + area % 4}.{area % 10}%。"
        f"大力发展氢能、人工智能等产业，推进{city}—重庆城际铁路建设。\n{extra}"
    )


def write_plans(folder: Path, count: int) -> list[Path]:
    """Write plans that differ and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(count):
        path = folder / f"{number:04}.txt"
        path.write_text(plan(CITIES[number % len(CITIES)], 2026 - number // len(CITIES), number + 1), "utf-8")
        paths.append(path)
    return paths


def dump(library: Library) -> str:
    """Everything in a library but numbers given by the database and times: equal for equal contents."""
    with reading(library.engine) as connection:
        rows = connection.execute(select(document).order_by(document.c.sha256)).mappings().all()
        hashes = {row["id"]: row["sha256"] for row in rows}
        lines: list[Any] = []
        for row in rows:
            kept = {k: v for k, v in row.items() if k not in ("id", "added", "same_as", "entry")}
            lines.append(["document", kept, hashes.get(row["same_as"])])
        for table, without in ((copy, ("id", "added")), (article, ()), (sketch, ()), (fact, ("id",)),
                               (observation, ("id",))):  # fmt: skip
            found = []
            for row in connection.execute(select(table)).mappings():
                values = {k: v for k, v in row.items() if k not in (*without, "document_id")}
                found.append([table.name, hashes[row["document_id"]], values])
            lines += sorted(found, key=lambda line: json.dumps(line, sort_keys=True))
        for row in connection.execute(select(passage).order_by(passage.c.id)).mappings():
            number, place = divmod(row["id"], PASSAGES)
            lines.append(["passage", hashes[number], place, row["start"], row["end"]])
        lines += indexed(connection, hashes)
        for table in DERIVED:
            rows_of = [dict(row) for row in connection.execute(select(table)).mappings()]
            for row in rows_of:
                if "entry" in row:
                    row["entry"] = hashes[document_of(row["entry"])]
            lines += sorted(([table.name, row] for row in rows_of), key=str)
        lines += sorted([name, code, level] for name, code, level in connection.execute(
            select(region.c.name, region.c.code, region.c.level)))  # fmt: skip
        lines += sorted(["part", source, state, error] for source, state, error in connection.execute(
            select(part.c.source, part.c.state, part.c.error)))  # fmt: skip
        # What is only ever appended has an order of its own.
        for table in (scenario, outcome, frontier, finding, brief, publication):
            for row in connection.execute(select(table).order_by(table.c.id)).mappings():
                lines.append([table.name, {k: v for k, v in row.items() if k not in ("id", "at")}])
    lines.append(list(library.blobs.hashes()))
    lines = [line for line in lines if line[0] != "passage"] + sorted(
        (line for line in lines if line[0] == "passage"), key=str
    )
    return "\n".join(json.dumps(line, ensure_ascii=False, sort_keys=True) for line in lines)


def indexed(connection: Connection, hashes: dict[int, str]) -> list[Any]:
    """Every word of the indices with what it stands for: nothing else, and nothing twice."""
    lines = []
    facts = {row.id: row for row in connection.execute(select(fact.c.id, fact.c.document_id, fact.c.quote))}
    for index in ("passage_words", "fact_words"):
        words: dict[int, list[str]] = {}
        if connection.dialect.name == "sqlite":
            connection.execute(text(f"CREATE VIRTUAL TABLE temp.held USING fts5vocab(main, {index}, instance)"))
            for word, entry, column, place in connection.execute(text("SELECT term, doc, col, offset FROM held")):
                words.setdefault(entry, []).append(f"{column} {place:05} {word}")
            connection.execute(text("DROP TABLE temp.held"))
        else:
            for entry, *texts in connection.execute(text(f"SELECT * FROM {index}")):
                words[entry] = placed(
                    dict(zip(("words",) if len(texts) == 1 else ("title", "words"), texts, strict=True))
                )
        for entry, found in words.items():
            if index == "fact_words":
                row = facts[fact_of(entry)]
                name: Any = [hashes[row.document_id], row.quote, kind_of(entry)]
            else:
                name = [hashes[document_of(entry)], entry % PASSAGES]
            lines.append([index, name, year_of_entry(entry), sorted(found)])
    return sorted(lines, key=str)


def placed(texts: dict[str, str]) -> list[str]:
    """The words of an entry of PostgreSQL's index as FTS5 tells them."""
    return [f"{column} {place:05} {word}" for column, said in texts.items() for place, word in enumerate(said.split())]


def year_of_entry(entry: int) -> int:
    """The year that the number of an entry tells."""
    return next(year for year in range(2200, 1899, -1) if entry < between(str(year), None)[1])


def check_whole(library: Library) -> None:
    """Nothing is there twice, nothing half, and the database finds itself in order."""
    with reading(library.engine) as connection:
        if library.engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        for row in connection.execute(select(document)).mappings():
            data = library.blobs.get(row["sha256"])
            assert hashlib.sha256(data).hexdigest() == row["sha256"]
            assert connection.execute(select(article).where(article.c.document_id == row["id"])).first() is not None
        for row in connection.execute(
            select(fact.c.start, fact.c.end, fact.c.quote, article.c.text).join_from(
                fact, article, fact.c.document_id == article.c.document_id
            )
        ):
            assert row.text[row.start : row.end] == row.quote
        doubled = text(
            "SELECT document_id, kind, quote, ordinal FROM fact GROUP BY document_id, kind, quote, ordinal "
            "HAVING count(*) > 1"
        )
        assert connection.execute(doubled).all() == []
