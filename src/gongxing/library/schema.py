"""The tables of a library, the same on SQLite and PostgreSQL.

``passage_words`` and ``fact_words`` are not listed: they are full-text indices that
``fulltext.py`` speaks to. They and the tables of ``DERIVED`` can be built anew from the others at any time.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
)
from sqlalchemy.types import REAL, TypeEngine

from gongxing.library.entries import FACTS

# SQLite's strict tables know INTEGER, REAL and TEXT only; INTEGER has eight bytes there.
_BIG: TypeEngine[Any] = BigInteger().with_variant(Integer(), "sqlite")
_REAL: TypeEngine[Any] = Double().with_variant(REAL(), "sqlite")

metadata = MetaData()


def _table(name: str, *items: Any, **options: Any) -> Table:
    return Table(name, metadata, *items, sqlite_strict=True, **options)


def _id() -> Column[int]:
    return Column("id", _BIG, primary_key=True)


def _document_id(**options: Any) -> Column[int]:
    return Column("document_id", _BIG, ForeignKey("document.id"), nullable=False, **options)


# People spoke of it: what an index holds, in the words of its condition.
SAID = literal_column("standing") != literal_column("'found'")

# One row for each content: bytes that are equal are one document. ``same_as`` leads a mirror or repost to the document
# whose article it is; ``similarity`` is 1 where the texts are equal. ``reading`` names the rules that read it last.
# ``publisher`` is the account, or the source where there is none. ``entry`` is its first number in the index: see
# ``entries.py``.
document = _table(
    "document",
    _id(),
    Column("sha256", Text, nullable=False, unique=True),
    Column("size", _BIG, nullable=False),
    Column("kind", Text, nullable=False),  # document, table
    Column("name", Text, nullable=False),
    Column("title", Text),
    Column("source", Text),
    Column("account", Text),
    Column("publisher", Text),
    Column("author", Text),
    Column("published", Text),
    Column("entry", _BIG, nullable=False, server_default="0"),
    Column("language", Text),
    Column("characters", _BIG, nullable=False),
    Column("text_hash", Text),
    Column("same_as", _BIG, ForeignKey("document.id")),
    Column("similarity", _REAL),
    Column("reading", Text, nullable=False),
    Column("added", Text, nullable=False),
    Index("document_text_hash", "text_hash"),
    Index("document_same_as", "same_as"),
    Index("document_published", "published"),
    Index("document_entry", "entry"),
    Index("document_publisher", "publisher", "entry"),
    Index("document_source", "source"),
    Index("document_name", "name"),
)

# Where the bytes were found.
copy = _table(
    "copy",
    _id(),
    _document_id(),
    Column("path", Text, nullable=False),
    Column("added", Text, nullable=False),
    UniqueConstraint("document_id", "path"),
)

# The article of a document; ``details`` holds what ``Article.to_dict`` says beside the text, as JSON.
article = _table(
    "article",
    _document_id(primary_key=True),
    Column("details", Text, nullable=False),
    Column("text", Text, nullable=False),
)

# MinHash bands of the article's text: documents that share one are compared.
sketch = _table(
    "sketch",
    _document_id(primary_key=True),
    Column("band", Integer, primary_key=True),
    Column("hash", _BIG, nullable=False),
    Index("sketch_band", "band", "hash"),
)

# A stretch of ``article.text`` that the search looks at; ``id`` is ``document_id * PASSAGES + number``.
passage = _table(
    "passage",
    Column("id", _BIG, primary_key=True, autoincrement=False),
    Column("start", _BIG, nullable=False),
    Column("end", _BIG, nullable=False),
)

# A fact as extracted, with a person's corrections laid over it; ``extracted`` holds the fields as they were before
# (JSON). ``ordinal`` counts the facts of one kind with one quote in a document: with these it is known again after a
# re-reading. ``about`` is the region it is about, without its ending; ``shown`` is 0 for what was rejected or merged
# and for the facts of a copy.
fact = _table(
    "fact",
    _id(),
    _document_id(),
    Column("kind", Text, nullable=False),
    Column("start", _BIG, nullable=False),
    Column("end", _BIG, nullable=False),
    Column("quote", Text, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("rule", Text, nullable=False),
    Column("about", Text),
    Column("about_code", Text),
    Column("value", _REAL),
    Column("unit", Text),
    Column("indicator", Text),
    Column("period", Text),
    Column("bound", Text),
    Column("modality", Text),
    Column("deadline", Text),
    Column("fields", Text, nullable=False),  # the fact's own fields, JSON
    Column("published", Text),  # of its document, so that no join is needed
    Column("standing", Text, nullable=False),  # found, accepted, corrected, rejected, merged
    Column("kept", Integer, nullable=False),  # 1 where newer rules do not find it and a person's word holds it
    Column("shown", Integer, nullable=False),
    Column("extracted", Text),
    Index("fact_document", "document_id"),
    Index("fact_about", "about", "shown", "indicator", "period"),
    Index("fact_standing", "standing", sqlite_where=SAID, postgresql_where=SAID),
)

# A cell of a table as an observation.
observation = _table(
    "observation",
    _id(),
    _document_id(),
    Column("region", Text, nullable=False),
    Column("code", Text),
    Column("indicator", Text, nullable=False),
    Column("indicator_id", Text),
    Column("unit", Text, nullable=False),
    Column("value", _REAL, nullable=False),
    Column("period", Text),
    Column("scope", Text),
    Column("sheet", Text),
    Column("cell", Text, nullable=False),
    Column("flags", Text, nullable=False),  # joined by "; "
    Index("observation_document", "document_id"),
    Index("observation_region", "region", "indicator"),
    Index("observation_indicator", "indicator", "period"),
    Index("observation_code", "code"),
)

# The regions that documents and tables speak of.
region = _table(
    "region",
    _id(),
    Column("name", Text, nullable=False),
    Column("code", Text),
    Column("level", Text),
    UniqueConstraint("name", "level"),
)

# What people did, appended and never changed (a trigger refuses it): accept, reject, correct, merge, part and undo.
edit = _table(
    "edit",
    _id(),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("kind", Text),
    Column("quote", Text),
    Column("ordinal", Integer),
    Column("content", Text, nullable=False),  # JSON
    Column("undoes", _BIG, ForeignKey("edit.id")),
    Index("edit_sha256", "sha256"),
)

# A plan as shocks, as its maker wrote it (TOML), a row for each version; ``files`` leads the names of tables that it
# refers to to the hashes of their bytes among the originals (JSON).
scenario = _table(
    "scenario",
    _id(),
    Column("slug", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("toml", Text, nullable=False),
    Column("files", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    UniqueConstraint("slug", "version"),
)

# What a version of a scenario led to (JSON); ``basis`` is a hash of all that it rests on, so that an outcome is known
# to be of today's rules and data or of earlier ones.
outcome = _table(
    "outcome",
    _id(),
    Column("scenario_id", _BIG, ForeignKey("scenario.id"), nullable=False),
    Column("basis", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    Index("outcome_scenario", "scenario_id", "basis"),
)

# What a search among the plans of a scenario's version found under a budget; ``sha256`` is of its bytes, which lie
# among the originals.
frontier = _table(
    "frontier",
    _id(),
    Column("scenario_id", _BIG, ForeignKey("scenario.id"), nullable=False),
    Column("sha256", Text, nullable=False, unique=True),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
)

# A sentence that a person keeps with the reference to its evidence; ``withdraws`` takes an earlier one back.
finding = _table(
    "finding",
    _id(),
    Column("reference", Text, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("withdraws", _BIG, ForeignKey("finding.id")),
)

# The outline of a brief (Markdown with evidence), a row for each version.
brief = _table(
    "brief",
    _id(),
    Column("slug", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("outline", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    UniqueConstraint("slug", "version"),
)

# A version of a brief as it was published; ``permanent_id`` is what its address keeps for ever.
publication = _table(
    "publication",
    _id(),
    Column("permanent_id", Text, nullable=False, unique=True),
    Column("brief_id", _BIG, ForeignKey("brief.id"), nullable=False),
    Column("html", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    Index("publication_brief", "brief_id"),
)

# The ledger of an ingest: one part is one source.
part = _table(
    "part",
    _id(),
    Column("source", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False),  # waiting, running, done, failed
    Column("attempts", Integer, nullable=False),
    Column("sha256", Text),
    Column("error", Text),
    Column("host", Text),
    Column("changed", Text, nullable=False),
    Index("part_state", "state"),
)

# People; ``key`` is the name whatever its case, ``password`` an Argon2id hash.
account = _table(
    "account",
    _id(),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),  # reader, editor, owner
    Column("password", Text, nullable=False),
    Column("disabled", Integer, nullable=False),
    Column("made", Text, nullable=False),
)

# Sessions of browsers and tokens of programs: ``digest`` is the SHA-256 of a text that only its holder has.
credential = _table(
    "credential",
    _id(),
    Column("digest", Text, nullable=False, unique=True),
    Column("account_id", _BIG, ForeignKey("account.id"), nullable=False),
    Column("kind", Text, nullable=False),  # session, token
    Column("scope", Text, nullable=False),  # the most that it may do: reader, editor, owner
    Column("label", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("expires", Text, nullable=False),
    Index("credential_account", "account_id"),
)

# Links by which anybody may read one page; ``digest`` as above.
share = _table(
    "share",
    _id(),
    Column("digest", Text, nullable=False, unique=True),
    Column("path", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("expires", Text, nullable=False),
)

# Who did what that no other table keeps: log-ins, rights, links; appended and never changed (a trigger refuses it).
audit = _table(
    "audit",
    _id(),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("address", Text),
    Column("content", Text, nullable=False),  # JSON
    Index("audit_at", "at"),
)


def _counts() -> tuple[Column[int], ...]:
    return tuple(Column(kind, _BIG, nullable=False) for kind in FACTS)


# How many facts of each kind a document holds about a region, among those that are shown: ``about`` and ``code`` are
# empty for facts about none, ``entry`` is the document's. Copies are in none of these three tables.
mention = _table(
    "mention",
    Column("about", Text, primary_key=True),
    Column("entry", _BIG, primary_key=True, autoincrement=False),
    Column("code", Text, primary_key=True),
    *_counts(),
    Index("mention_entry", "entry"),
    sqlite_with_rowid=False,
)

# The same by region and year of publication (empty where there is none), with the number of documents.
region_tally = _table(
    "region_tally",
    Column("about", Text, primary_key=True),
    Column("year", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("documents", _BIG, nullable=False),
    *_counts(),
    sqlite_with_rowid=False,
)

# The same by publisher (empty where there is none) and year, and the numbers of documents and tables.
publisher_tally = _table(
    "publisher_tally",
    Column("publisher", Text, primary_key=True),
    Column("year", Text, primary_key=True),
    Column("documents", _BIG, nullable=False),
    Column("tables", _BIG, nullable=False),
    *_counts(),
    sqlite_with_rowid=False,
)

DERIVED = (mention, region_tally, publisher_tally)
# Tables in an order in which each refers only to earlier ones, without those that are derived from them.
TABLES = tuple(table for table in metadata.sorted_tables if table not in DERIVED)
# What lets somebody in stays where it is: no backup has it.
SECRET = (credential, share)
