"""The full-text indices: FTS5 on SQLite, on PostgreSQL a table of words with a GIN index of its terms.

FTS5 knows the place of each word and finds phrases by itself. GIN knows no places: where only single words stand in it,
every entry that has the words of a phrase must be read. Therefore its terms are words and pairs of words that stand
side by side (bigrams): phrases of one or two words are found in the index alone, of longer ones few entries are read in
vain. GIN returns entries in no order; the newest that hold frequent words are found by reading from the newest on.
"""

from __future__ import annotations

import itertools
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import text as sql

from gongxing.library.words import BREAK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import Connection, TextClause

INDICES = ("passage_words", "fact_words")
NEWEST = 4_000  # entries that are read from the newest on
_FREQUENT = 5 * NEWEST  # finds of which there should be some among these
# A term of PostgreSQL's index (see the function ``index_terms``): two words side by side, a word or a pair of a title.
_PAIR, _OF_TITLE = "_", "^"
_LONGEST = 255  # characters of a word in a term


class Match(NamedTuple):
    """Where entries that may match stand, their conditions, and what these bind.

    ``confirmed`` is true of those that do match, where the terms alone do not tell; it reads their words.
    """

    name: str
    source: str
    conditions: tuple[str, ...]
    confirmed: str
    bound: dict[str, str]

    def among(self, conditions: Sequence[str], joined: str = "") -> str:
        """Return ``FROM … WHERE …``: the entries that match and for which these conditions are true, tested first."""
        where = " AND ".join([*self.conditions, *conditions]) or "TRUE"
        if not self.confirmed:
            return f"FROM {self.source} {joined} WHERE {where}"
        narrowed = f"(SELECT {self.name}.* FROM {self.source} {joined} WHERE {where} OFFSET 0) AS {self.name}"
        return f"FROM {narrowed} WHERE {self.confirmed}"


def matching(
    index: str,
    dialect: str,
    found: Sequence[str],
    among: Sequence[str] = (),
    *,
    title: bool | None = None,
    name: str = "query",
    newest: Sequence[str] | None = None,
) -> Match:
    """Return the entries that hold all of the phrases, and one of those ``among`` if there are any.

    Parameters
    ----------
    index
        ``passage_words`` or ``fact_words``.
    found, among
        Phrases, or marks.
    title
        Whether to look in titles alone or in texts alone (for few entries); ``None`` for both.
    name
        With what the names of what is bound begin.
    newest
        Look at the ``NEWEST`` newest entries alone, of those for which these conditions are true.
    """
    if dialect == "sqlite":
        column = "" if title is None else "title : " if title else "words : "
        parts = [f'{column}"{phrase}"' for phrase in found]
        either = " OR ".join(f'{column}"{phrase}"' for phrase in among)
        query = " AND ".join([*parts, f"({either})"] if among else parts)
        return Match(index, index, (f"{index} MATCH :{name}",), "", {name: query})
    reading = newest is not None or title is False
    confirmed, bound = [], dict[str, str]()
    for place, phrases in enumerate([*([phrase] for phrase in found), among]):
        if phrases and (reading or not all(map(_is_term, phrases))):
            keys = {f"{name}_{place}_{number}": f" {phrase} " for number, phrase in enumerate(phrases)}
            confirmed.append(_read(index, keys, title))
            bound |= keys
    source = index
    if newest is not None:
        dated = " AND ".join(newest) or "TRUE"
        source = f"(SELECT * FROM {index} WHERE {dated} ORDER BY rowid LIMIT {NEWEST}) AS {index}"
    elif not reading:
        words = "title, words" if index == "passage_words" else "'', words"
        bound[name] = _terms(found, among, _OF_TITLE if title else "")
        # OFFSET 0 keeps the planner from making the terms of entries that other conditions leave.
        terms = f"index_terms({words}) @@ CAST(:{name} AS tsquery)"
        source = f"(SELECT * FROM {index} WHERE {terms} OFFSET 0) AS {index}"
    return Match(index, source, (), " AND ".join(confirmed), bound)


def _terms(found: Sequence[str], among: Sequence[str], of: str) -> str:
    """Write what PostgreSQL looks up as a ``tsquery``."""
    parts = [_terms_of(phrase, of) for phrase in found]
    return " & ".join([*parts, f"({' | '.join(_terms_of(phrase, of) for phrase in among)})"] if among else parts)


def _terms_of(phrase: str, of: str) -> str:
    words = [word[:_LONGEST] for word in phrase.split()]
    pairs = [f"{one}{_PAIR}{other}" for one, other in itertools.pairwise(words) if BREAK not in (one, other)]
    paired = {word for pair in pairs for word in pair.split(_PAIR)}
    terms = [*pairs, *(word for word in words if word not in paired and word != BREAK)]
    return "(" + " & ".join(f"'{of}{term}'" for term in terms) + ")"


def _is_term(phrase: str) -> bool:
    words = phrase.split()
    return len(words) <= 2 and all(len(word) <= _LONGEST for word in words)  # no phrase begins or ends with a break


def _read(index: str, keys: Iterable[str], title: bool | None) -> str:
    columns = ("words",) if title is False or index != "passage_words" else ("title",) if title else ("words", "title")
    return "(" + " OR ".join(f"strpos({index}.{column}, :{key}) > 0" for key in keys for column in columns) + ")"


def prefer_index(connection: Connection) -> None:
    """Have PostgreSQL look up words in their index until the transaction ends, however many entries have them.

    Its planner takes it that entries which the index finds are all looked at once more, which no term needs, and where
    most entries have a word it would make the terms of each instead.
    """
    if connection.dialect.name != "sqlite":
        connection.execute(sql("SET LOCAL enable_seqscan = off"))


def newest_first(dialect: str, count: int, find: Callable[[bool], list[int]], limit: int) -> list[int]:
    """Return the first finds, in the order of their entries.

    Parameters
    ----------
    count
        How many finds there are, or more.
    find
        Returns the first finds, among the newest entries or among all.
    limit
        How many are wanted; where the newest entries hold so many, no others are looked at.
    """
    if dialect != "sqlite" and count > _FREQUENT and len(found := find(True)) >= limit:
        return found
    return find(False)


class Entry(NamedTuple):
    """An entry of an index: its number, its words and those of a title."""

    number: int
    words: str
    title: str = ""


def insert_entries(connection: Connection, index: str, entries: Iterable[Entry]) -> None:
    """Put entries into an index, in the order of their numbers: FTS5 writes a segment for each that is not."""
    rows = [entry._asdict() for entry in sorted(entries)]
    if not rows:
        return
    if connection.dialect.name != "sqlite":  # a space on both sides of each word, so that whole words are found
        rows = [{**row, **{name: f" {row[name]} " if row[name] else "" for name in ("words", "title")}} for row in rows]
    connection.execute(_insertion(index), rows)


def delete_entries(connection: Connection, index: str, entries: Iterable[Entry]) -> None:
    """Take entries out of an index; FTS5 keeps no text and must be told the words that went in."""
    rows = [entry._asdict() for entry in sorted(entries)]
    if not rows:
        return
    if connection.dialect.name != "sqlite":
        rows = [{"number": row["number"]} for row in rows]
    connection.execute(_deletion(index, connection.dialect.name), rows)


@cache
def _insertion(index: str) -> TextClause:
    return sql(f"INSERT INTO {index} (rowid, {_columns(index)}) VALUES (:number, {_values(index)})")


@cache
def _deletion(index: str, dialect: str) -> TextClause:
    if dialect == "sqlite":
        columns, values = _columns(index), _values(index)
        return sql(f"INSERT INTO {index} ({index}, rowid, {columns}) VALUES ('delete', :number, {values})")
    return sql(f"DELETE FROM {index} WHERE rowid = :number")


def _columns(index: str) -> str:
    return "title, words" if index == "passage_words" else "words"


def _values(index: str) -> str:
    return ":title, :words" if index == "passage_words" else ":words"


def clear_index(connection: Connection, index: str) -> None:
    """Empty an index; PostgreSQL makes its terms when all entries are there (``make_terms``), which is faster."""
    if connection.dialect.name == "sqlite":
        connection.execute(sql(f"INSERT INTO {index} ({index}) VALUES ('delete-all')"))
        return
    connection.execute(sql(f"TRUNCATE {index}"))
    connection.execute(sql(f"DROP INDEX IF EXISTS {index}_terms"))


def make_terms(connection: Connection, index: str) -> None:
    """Make PostgreSQL's index of the terms of the entries."""
    if connection.dialect.name == "sqlite":
        return
    connection.execute(sql("SET LOCAL maintenance_work_mem = '256MB'"))
    title = "title" if index == "passage_words" else "''"
    # What waits to be sorted in is read by every search: let it be little.
    connection.execute(sql(
        f"CREATE INDEX {index}_terms ON {index} USING gin (index_terms({title}, words)) "
        "WITH (gin_pending_list_limit = 256)"
    ))  # fmt: skip
    connection.execute(sql(f"ALTER INDEX {index}_terms ALTER COLUMN 1 SET STATISTICS 10"))
