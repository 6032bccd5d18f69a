"""Search of Chinese and English: every Han character is a word, and a search is for words that stand side by side.

One spelling (``language.folding``), one list of words and one rule serve SQLite's FTS5 and PostgreSQL's ``tsvector``
alike, so that words of one and two characters are found and counts equal those of a scan. A mark of punctuation is a
word of its own (``|``): 氢，能 is not 氢能. Words of Latin letters and digits count as a whole: AI is not in AIR.

PostgreSQL keeps at most 255 places of a word and 16 383 places in all, therefore a text is indexed in passages.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import text as sql

from gongxing.language.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import Connection, TextClause

BREAK = "|"
VERSION = "1"  # of the rules here; another number means that an index must be built anew
_LENGTH = 800  # words after which a passage ends at the next paragraph
_LONGEST = 1_000  # words after which it ends anywhere
_REPEATS = 250  # of one word, after which it ends anywhere
OVERLAP = 64  # words that a passage shares with the next where it ends inside a paragraph
_HAN = "\u3400-\u4db5\u4e00-\u9fcc"
_HAN_ALONE = re.compile(f"[{_HAN}]")
_WORD = re.compile(f"[{_HAN}]|[0-9A-Za-z]+|[^\\S\\n]+|.", re.DOTALL)


class Word(NamedTuple):
    """A word of a folded text and where it stands."""

    word: str
    start: int
    end: int


class Passage(NamedTuple):
    """A stretch of a text, offsets in the text as written, and its words."""

    start: int
    end: int
    words: str


def _words(folded: str) -> list[Word]:
    """Return the words of a folded text in order; several marks in a row are one break."""
    found: list[Word] = []
    for match in _WORD.finditer(folded):
        piece = match[0]
        if piece.isspace() and piece != "\n":
            continue
        if piece.isascii() and piece.isalnum():
            found.append(Word(piece.lower(), match.start(), match.end()))
        elif piece.isalnum():
            # Letters that the two databases would treat differently stand as their numbers.
            found.append(Word(_plain(piece), match.start(), match.end()))
        elif found and found[-1].word == BREAK:
            found[-1] = found[-1]._replace(end=match.end())
        else:
            found.append(Word(BREAK, match.start(), match.end()))
    return found


@cache
def _plain(character: str) -> str:
    """Return the simplified form of a Han character, so that either form finds the other; another's number."""
    plain = _simplifier()(character)
    return plain if _HAN_ALONE.fullmatch(plain) else f"u{ord(character.lower()[0]):x}"


@cache
def _simplifier() -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert


def spaced(text: str) -> str:
    """Return the words of a text with a space between them: 发展氢能 is 发 展 氢 能."""
    return " ".join(word.word for word in _words(fold(text).text)).strip(f"{BREAK} ")


def passages(text: str) -> list[Passage]:
    """Cut a text into passages for the index."""
    folded = fold(text)
    words = _words(folded.text)
    found: list[Passage] = []
    start = 0
    while start < len(words):
        end, following = _end(words, start, folded.text)
        first, last = folded.original(words[start].start, words[end - 1].end)
        found.append(Passage(first, last, " ".join(word.word for word in words[start:end])))
        start = following
    return found


def _end(words: list[Word], start: int, folded: str) -> tuple[int, int]:
    """Return where the passage that begins at a word ends, and where the next one begins."""
    counts: Counter[str] = Counter()
    for position in range(start, len(words)):
        word = words[position]
        if position - start >= _LONGEST or counts[word.word] >= _REPEATS:
            return position, position - OVERLAP
        counts[word.word] += 1
        if position - start >= _LENGTH and word.word == BREAK and "\n" in folded[word.start : word.end]:
            return position + 1, position + 1
    return len(words), len(words)


def phrases(query: str) -> list[str]:
    """Return the phrases of a query: white space parts them, quotation marks keep words together.

    Raises
    ------
    ValueError
        No letter, digit or character is in it, or a phrase is longer than passages overlap.
    """
    pieces = [quoted or bare for quoted, bare in re.findall(r'["“]([^"”]+)["”]|(\S+)', query)]
    found = [phrase for piece in pieces if (phrase := spaced(piece))]
    if not found:
        raise ValueError("the search has no word in it: name a word, e.g. 氢能")
    if max(phrase.count(" ") for phrase in found) >= OVERLAP:
        raise ValueError(f"a phrase of the search has more than {OVERLAP} characters: shorten it")
    return found


def query_of(found: Sequence[str], dialect: str) -> str:
    """Write phrases that must all stand in one entry for FTS5 or as a ``tsquery``."""
    if dialect == "sqlite":
        return " AND ".join(f'"{phrase}"' for phrase in found)
    return " & ".join("(" + " <-> ".join(f"'{word}'" for word in phrase.split()) + ")" for phrase in found)


def entry_of(words: str, dialect: str) -> str:
    """Write the words of an entry for FTS5, or as a ``tsvector`` with the place of each word."""
    if dialect == "sqlite":
        return words
    places: dict[str, list[str]] = {}
    for place, word in enumerate(words.split(), 1):
        places.setdefault(word, []).append(str(place))
    return " ".join(f"'{word}':{','.join(found[:255])}" for word, found in places.items())


def matching(index: str, dialect: str, name: str = "query") -> str:
    """Return the condition that an entry of an index matches the query bound as ``name``."""
    return f"{index} MATCH :{name}" if dialect == "sqlite" else f"{index}.words @@ CAST(:{name} AS tsquery)"


def insert_entries(connection: Connection, index: str, entries: Iterable[tuple[int, str]]) -> None:
    """Put entries (row number, words) into an index."""
    dialect = connection.dialect.name
    rows = [{"id": number, "words": entry_of(words, dialect)} for number, words in entries if words]
    value = ":words" if dialect == "sqlite" else "CAST(:words AS tsvector)"
    if rows:
        connection.execute(sql(f"INSERT INTO {index} (rowid, words) VALUES (:id, {value})"), rows)


def delete_entries(connection: Connection, index: str, entries: Iterable[tuple[int, str]]) -> None:
    """Take entries out of an index; FTS5 keeps no text and must be told the words that went in."""
    rows = [{"id": number, "words": words} for number, words in entries if words]
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        statement: TextClause = sql(f"INSERT INTO {index} ({index}, rowid, words) VALUES ('delete', :id, :words)")
    else:
        statement = sql(f"DELETE FROM {index} WHERE rowid = :id")
        rows = [{"id": row["id"]} for row in rows]
    connection.execute(statement, rows)


def clear_index(connection: Connection, index: str) -> None:
    """Empty an index."""
    if connection.dialect.name == "sqlite":
        connection.execute(sql(f"INSERT INTO {index} ({index}) VALUES ('delete-all')"))
    else:
        connection.execute(sql(f"TRUNCATE {index}"))
