"""Fill a library with synthetic documents, many in one statement; what comes of it is what ``store`` makes of each.

``held_alike`` holds it to that: a small library filled in bulk equals one that is filled document by document.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, text

from _made_library import synthetic
from gongxing.library import Library
from gongxing.library.connection import reading, writing
from gongxing.library.entries import FACTS, PASSAGES, YEAR_OF_ENTRY, document_entry
from gongxing.library.fulltext import Entry, insert_entries
from gongxing.library.indexing import Held, fact_entry_of, passage_entries
from gongxing.library.preparation import Job, Prepared
from gongxing.library.schema import DERIVED, article, document, fact, passage, sketch
from gongxing.library.store import store

AT_ONCE = 500


def fill(library: Library, documents: int, facts: int) -> None:
    """Put documents into an empty library; they are made in another process."""
    start, next_fact = time.perf_counter(), 1
    with ProcessPoolExecutor(1) as maker:
        for first in range(0, documents, AT_ONCE):
            numbers = range(first, min(first + AT_ONCE, documents))
            made = [pair for chunk in maker.map(partial(_chunk, facts=facts), _cut(numbers, 50)) for pair in chunk]
            with writing(library.engine) as connection:
                next_fact = _insert(connection, first + 1, made, next_fact)
            if first % 5_000 == 0:
                print(f"  {first:,} documents, {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    with writing(library.engine) as connection:
        _regions(connection)
        _tally(connection)


def _chunk(numbers: list[int], facts: int) -> list[tuple[Job, Prepared]]:
    return [synthetic(number, facts) for number in numbers]


def _cut(numbers: range, size: int) -> Iterator[list[int]]:
    for first in range(0, len(numbers), size):
        yield list(numbers[first : first + size])


def _insert(connection: Connection, first: int, made: list[tuple[Job, Prepared]], next_fact: int) -> int:
    rows: dict[Any, list[Any]] = {table: [] for table in (document, article, sketch, passage, fact)}
    passages: list[Entry] = []
    entries: list[Entry] = []
    for number, (job, prepared) in enumerate(made, first):
        values = prepared.document
        of = Held(number, "document", values["title"], values["account"], values["source"],
                  values["account"] or values["source"], values["published"],
                  document_entry(values["published"], number), int(values["text_hash"]) + 1)  # fmt: skip
        if of.same_as == number:
            of = of._replace(same_as=None)
            passages += passage_entries(of, prepared.passages)
        rows[document].append({**values, "id": number, "sha256": job.sha256, "size": 0, "kind": "document",
            "name": job.file_name, "publisher": of.publisher, "entry": of.entry, "same_as": of.same_as,
            "similarity": None if of.same_as is None else 1.0, "reading": "made", "added": "2026-01-01"})  # fmt: skip
        rows[article].append({"document_id": number, "details": prepared.details, "text": prepared.text})
        rows[sketch] += [{"document_id": number, "band": band, "hash": h} for band, h in enumerate(prepared.bands)]
        rows[passage] += [{"id": number * PASSAGES + place, "start": p.start, "end": p.end}
                          for place, p in enumerate(prepared.passages)]  # fmt: skip
        for row in prepared.facts:
            row |= {"id": next_fact, "document_id": number, "standing": "found", "kept": 0,
                    "shown": int(of.same_as is None)}  # fmt: skip
            next_fact += 1
            if of.same_as is None:
                entries.append(fact_entry_of(of, row))
            rows[fact].append({name: value for name, value in row.items() if name != "words"})
    for table, found in rows.items():
        connection.execute(insert(table), found)
    insert_entries(connection, "passage_words", passages)
    insert_entries(connection, "fact_words", entries)
    return next_fact


def _regions(connection: Connection) -> None:
    connection.execute(text(
        "INSERT INTO region (name, code, level) SELECT DISTINCT about, about_code, 'prefecture' FROM fact ORDER BY 1"
    ))  # fmt: skip


def _tally(connection: Connection) -> None:
    kinds = ", ".join(FACTS)
    counts = ", ".join(f"count(CASE WHEN f.kind = '{kind}' THEN 1 END)" for kind in FACTS)
    sums = ", ".join(f"sum(coalesce(m.{kind}, 0))" for kind in FACTS)
    year = YEAR_OF_ENTRY.format(entry="m.entry")
    for statement in (
        f"INSERT INTO mention (about, entry, code, {kinds}) "
        f"SELECT f.about, d.entry, coalesce(f.about_code, ''), {counts} "
        "FROM fact f JOIN document d ON d.id = f.document_id WHERE f.shown = 1 GROUP BY 1, 2, 3",
        f"INSERT INTO region_tally (about, year, code, documents, {kinds}) "
        f"SELECT m.about, {year}, m.code, count(*), {sums} FROM mention m GROUP BY 1, 2, 3",
        f"INSERT INTO publisher_tally (publisher, year, documents, tables, {kinds}) "
        f"SELECT coalesce(d.publisher, ''), {YEAR_OF_ENTRY.format(entry='d.entry')}, count(DISTINCT d.id), 0, {sums} "
        "FROM document d LEFT JOIN mention m ON m.entry = d.entry WHERE d.same_as IS NULL GROUP BY 1, 2",
    ):
        connection.execute(text(statement))


def held_alike(folder: Path, documents: int, facts: int) -> None:
    """Raise an error where a small library filled in bulk is not one that was filled document by document."""
    held = []
    for name in ("bulk", "one"):
        with Library(folder / f"{name}.db") as library:
            if name == "bulk":
                fill(library, documents, facts)
            else:
                with writing(library.engine) as connection:
                    for number in range(documents):
                        store(connection, *synthetic(number, facts), "made")
            held.append(_everything(library))
    if held[0] != held[1]:
        raise AssertionError("a library filled in bulk is another than one filled document by document")


def _everything(library: Library) -> list[Any]:
    found: list[Any] = []
    with reading(library.engine) as connection:
        for table in (document, article, passage, fact, *DERIVED):
            columns = [column for column in table.c if column.name not in ("added", "size")]
            found.append(sorted(connection.execute(select(*columns)).tuples().all(), key=str))
        for index in ("passage_words", "fact_words"):
            connection.execute(text(f"CREATE VIRTUAL TABLE temp.held_{index} USING fts5vocab(main, {index}, instance)"))
            query = text(f"SELECT term, doc, col, offset FROM held_{index}")
            found.append(sorted(connection.execute(query).tuples().all()))
    return found
