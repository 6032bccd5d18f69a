"""One source to the rows that the library keeps of it: pure, and the part of an ingest that workers do."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gongxing
from gongxing.engines import read_document
from gongxing.facts import Commitment, Figure, Industry, Member, Person, Place, Project
from gongxing.facts.choice import region_key as region_key  # noqa: PLC0414  others import it from here
from gongxing.facts.choice import resolved_region
from gongxing.language import similarity
from gongxing.library import words
from gongxing.reading import Account, Article, Recommendation, Section, Table, UnreadableDocumentError
from gongxing.regions import division, functional_regions
from gongxing.tables import Cell
from gongxing.tables.notes import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gongxing.facts import Fact
    from gongxing.tables import TableReading

TABLE_SUFFIXES = frozenset({".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".csv", ".tsv"})


@dataclass(frozen=True, slots=True)
class Job:
    """A source to be read: its name in the ledger, what to call it, its bytes and their hash.

    ``file`` is the file name where it is not the end of ``name``: an address does not always tell a table.
    """

    source: str
    name: str
    data: bytes
    sha256: str
    file: str = ""

    @property
    def file_name(self) -> str:
        """The name of the file, without its folders."""
        return self.file or self.name.replace("\\", "/").rpartition("/")[2] or self.name


@dataclass(slots=True)
class Prepared:
    """Rows for the tables of ``schema``, without the numbers that only the database gives.

    ``problem`` says in one sentence why there are none.
    """

    kind: str = "document"
    problem: str | None = None
    document: dict[str, Any] = field(default_factory=dict)
    text: str = ""
    details: str = "{}"
    bands: list[int] = field(default_factory=list)
    passages: list[words.Passage] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)
    observations: list[dict[str, Any]] = field(default_factory=list)
    regions: list[tuple[str, str | None, str]] = field(default_factory=list)


@cache
def reading_version() -> str:
    """Return the name of the rules that read documents here: the release and a digest of its rules and word lists."""
    digest = hashlib.sha256()
    package = Path(gongxing.__file__).parent
    for room in ("reading", "language", "facts", "regions", "indicators", "tables", "library/preparation.py"):
        for path in sorted([package / room] if room.endswith(".py") else (package / room).rglob("*.*")):
            if path.suffix in (".py", ".toml", ".csv"):
                digest.update(path.name.encode())
                digest.update(path.read_bytes())
    return f"{gongxing.__version__}+{digest.hexdigest()[:12]}"


def is_table(name: str) -> bool:
    """Tell by its suffix whether a source is a table."""
    return Path(name).suffix.lower() in TABLE_SUFFIXES


def prepare(job: Job) -> Prepared:
    """Read one source; whatever is wrong with it is its problem, never an exception."""
    try:
        return _prepare_table(job) if is_table(job.file_name) else _prepare_document(job)
    except Exception as error:  # noqa: BLE001  a fault of ours: one document's, not the batch's
        return Prepared(problem=f"{job.name}: reading it failed ({type(error).__name__}: {error}); please report it")


def _prepare_document(job: Job) -> Prepared:
    result = read_document((job.name, job.data))
    if result.article is None:
        return Prepared(problem=result.problem)
    return prepared_article(result.article, result.facts)


def _prepare_table(job: Job) -> Prepared:
    try:
        return prepared_table(table_reading(job.name, job.file_name, job.data))
    except UnreadableDocumentError as error:
        return Prepared("table", problem=str(error))


def table_reading(name: str, file_name: str, data: bytes) -> TableReading:
    """Read a table's bytes, whose file name tells what they are.

    Raises
    ------
    UnreadableDocumentError
        They are no table, or damaged.
    """
    from gongxing.tables.reading import load, understand

    handle, path = tempfile.mkstemp(suffix=Path(file_name).suffix)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        return understand(load(Path(path)), name)
    except UnreadableDocumentError as error:
        raise UnreadableDocumentError(name, error.problem, error.advice) from None
    finally:
        Path(path).unlink()


def prepared_table(reading: TableReading) -> Prepared:
    """Return the rows of a table; what a reader should know of it goes into the details."""
    rows: list[dict[str, Any]] = []
    regions: dict[tuple[str, str | None, str], None] = {}
    for observation in reading.observations:
        cell = observation.source
        assert isinstance(cell, Cell)
        row = {name: getattr(observation, name) for name in _OBSERVED}
        rows.append({**row, "sheet": cell.sheet, "cell": cell.cell, "flags": "; ".join(observation.flags)})
        name, code = region_key(observation.region, observation.code)
        if name:
            regions.setdefault((name, code, _level(name, code)))
    notes = [{language: said(note, language) for language in ("zh", "en")} for note in reading.notes]
    details = json.dumps({"notes": notes}, ensure_ascii=False)
    return Prepared("table", observations=rows, regions=list(regions), details=details)


_OBSERVED = ("region", "code", "indicator", "indicator_id", "unit", "value", "period", "scope")


def prepared_article(article: Article, facts: Iterable[Fact]) -> Prepared:
    """Return the rows of an article and its facts."""
    details = article.to_dict()
    text = details.pop("text")
    published = article.published
    rows, regions = fact_rows(facts, published)
    return Prepared(
        document={
            "title": article.title,
            "source": article.source,
            "account": article.account.name if article.account else None,
            "author": article.author,
            "published": published,
            "language": article.language,
            "characters": len(text),
            "text_hash": similarity.text_hash(text),
        },
        text=text,
        details=json.dumps(details, ensure_ascii=False),
        bands=similarity.bands(text),
        passages=words.passages(article.text),
        facts=rows,
        regions=regions,
    )


def restored_article(text: str, details: dict[str, Any]) -> Article:
    """Return the article of which ``prepared_article`` kept text and details."""
    kept: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in details.items()}
    parts: dict[str, Any] = {
        **kept,
        "text": text,
        "account": Account(**kept["account"]) if kept["account"] else None,
        "sections": tuple(Section(**entry) for entry in kept["sections"]),
        "tables": tuple(
            Table(**{**entry, **{name: tuple(map(tuple, entry.get(name, ()))) for name in ("rows", "merges")}})
            for entry in kept["tables"]
        ),
        "recommendations": tuple(Recommendation(**entry) for entry in kept["recommendations"]),
    }
    return Article(**parts)


def fact_rows(
    facts: Iterable[Fact], published: str | None
) -> tuple[list[dict[str, Any]], list[tuple[str, str | None, str]]]:
    """Return the rows of facts, each with the words it is found by, and the regions they are about."""
    ordinals: Counter[tuple[str, str]] = Counter()
    rows: list[dict[str, Any]] = []
    regions: dict[tuple[str, str | None, str], None] = {}
    for fact in facts:
        about, code = _about(fact)
        if about:
            regions.setdefault((about, code, _level(about, code)))
        fields = fact.to_dict()
        for name in ("kind", "start", "end", "quote", "rule"):
            del fields[name]
        row = {
            "kind": fact.kind, "start": fact.start, "end": fact.end, "quote": fact.quote, "rule": fact.rule,
            "ordinal": ordinals[fact.kind, fact.quote], "about": about, "about_code": code,
            **{name: fields.get(name) for name in _COLUMNS},
            "fields": json.dumps(fields, ensure_ascii=False), "published": published,
        }  # fmt: skip
        rows.append({**row, "words": fact_words(row)})
        ordinals[fact.kind, fact.quote] += 1
    return rows, list(regions)


_COLUMNS = ("value", "unit", "indicator", "period", "bound", "modality", "deadline")
_SOUGHT = ("indicator", "region", "name", "post", "actor", "group", "member")


def fact_words(row: Mapping[str, Any]) -> str:
    """Return the words by which a fact is found: its quote, indicator, region, actor, name, post and group."""
    fields = json.loads(row["fields"])
    parts = [row["quote"]]
    for name in _SOUGHT:
        value = fields.get(name)
        if value and value not in parts:
            parts.append(value)
    return words.spaced("\n".join(parts))


def _about(fact: Fact) -> tuple[str | None, str | None]:
    match fact:
        case Figure():
            return region_key(fact.region, fact.region_code)
        case Project() | Industry():
            return region_key(fact.region)
        case Commitment():
            return region_key(fact.actor)
        case Place():
            return region_key(fact.name or fact.quote, fact.code)
        case Member():
            return region_key(fact.member)
        case Person():
            return _office(fact.post or "")
    return None, None


def _office(post: str) -> tuple[str | None, str | None]:
    """Return the region that opens a post: 成都 of 成都市市长."""
    for length in range(min(len(post), 12), 1, -1):
        if found := resolved_region(post[:length]):
            return found.short, found.code
    return None, None


def _level(name: str, code: str | None) -> str:
    found = division(code) if code else None
    if found:
        return found.level
    return "functional" if name in functional_regions() else "named"
