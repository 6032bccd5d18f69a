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
_LENGTH = 800  # words after which a passage ends at the next paragraph
_LONGEST = 1_000  # words after which it ends anywhere
_REPEATS = 250  # of one word, after which it ends anywhere
OVERLAP = 64  # words that a passage shares with the next where it ends inside a paragraph
_HAN = "\u3400-\u4db5\u4e00-\u9fcc"
_HAN_ALONE = re.compile(f"[{_HAN}]")
_PIECE = re.compile(r"[0-9A-Za-z]+|\t|\S")
_BREAKS = re.compile(r"\|(?:\s*\|)+")


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


class _Spelling(dict[int, str]):
    """What stands for each character: a Han character in its simplified form and a break are words of their own."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character.isascii() and character.isalnum():
            word = character.lower()
        elif character.isalnum():
            plain = _simplifier()(character)
            # Letters that the two databases would treat differently stand as their numbers.
            word = f" {plain} " if _HAN_ALONE.fullmatch(plain) else f" u{ord(character.lower()[0]):x} "
        else:
            word = " " if character.isspace() and character not in "\n\t" else f" {BREAK} "
        self[code] = word
        return word


_SPELLING = _Spelling()


@cache
def _simplifier() -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    return convert


def _words(folded: str) -> list[str]:
    """Return the words of a folded text in order; several marks in a row are one break."""
    return _BREAKS.sub(BREAK, folded.translate(_SPELLING)).split()


def spaced(text: str) -> str:
    """Return the words of a text with a space between them: 发展氢能 is 发 展 氢 能."""
    return " ".join(_words(fold(text).text)).strip(f"{BREAK} ")


def passages(text: str) -> list[Passage]:
    """Cut a text into passages for the index: at ends of paragraphs, and inside a paragraph that is too long."""
    folded = fold(text)
    found: list[Passage] = []
    words: list[str] = []
    counts: Counter[str] = Counter()
    begin = stop = 0

    def close() -> None:
        if any(word != BREAK for word in words):
            first, last = folded.original(begin, stop)
            found.append(Passage(first, last, " ".join(words)))
        words.clear()
        counts.clear()

    for line in re.finditer(r"[^\n]+", folded.text):
        fresh = [*_words(line[0]), BREAK]
        more = Counter(fresh)
        if len(words) >= _LENGTH or len(words) + len(fresh) > _LONGEST or max((counts + more).values()) > _REPEATS:
            close()
        if len(fresh) > _LONGEST or max(more.values()) > _REPEATS:
            for start, end, piece in _pieces(line[0]):
                first, last = folded.original(line.start() + start, line.start() + end)
                found.append(Passage(first, last, piece))
            continue
        if not words:
            begin = line.start()
        words += fresh
        counts += more
        stop = line.end()
    close()
    return found


def _pieces(line: str) -> list[tuple[int, int, str]]:
    """Cut a long paragraph into pieces that overlap: start, end and words of each."""
    words: list[Word] = []
    for match in _PIECE.finditer(line):
        word = match[0].translate(_SPELLING).strip()
        if word != BREAK or not words or words[-1].word != BREAK:
            words.append(Word(word, match.start(), match.end()))
    found = []
    start = 0
    while start < len(words):
        counts: Counter[str] = Counter()
        end = start
        while end < len(words) and end - start < _LONGEST and counts[words[end].word] < _REPEATS:
            counts[words[end].word] += 1
            end += 1
        found.append((words[start].start, words[end - 1].end, " ".join(word.word for word in words[start:end])))
        start = end - OVERLAP if end < len(words) else end
    return found


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


def mark(sort: str, value: str) -> str:
    """Return the word that stands in an entry for a property of what it is of; no words of a query are equal to it.

    ``sort`` is a letter: r for the region, c for its adcode, k for the kind, i for the indicator, t for the period, p
    for the publisher, s for the source that is named beside it.
    """
    return f"|{sort}" + _ODD.sub(lambda odd: f"|{ord(odd[0]):x}|", value)


_ODD = re.compile(f"[^0-9a-z{_HAN}]")


def query_of(found: Sequence[str], dialect: str, among: Sequence[str] = (), title: bool | None = None) -> str:
    """Write a query for FTS5 or as a ``tsquery``: all of the phrases, and one of those ``among`` if there are any.

    ``title`` tells whether to look in titles alone or in texts alone.
    """
    if dialect == "sqlite":
        column = "" if title is None else "title : " if title else "words : "
        parts = [f'{column}"{phrase}"' for phrase in found]
        return " AND ".join([*parts, f"({' OR '.join(map(_quoted, among))})"] if among else parts)
    weight = "" if title is None else ":A" if title else ":D"
    parts = [_in_a_row(phrase, weight) for phrase in found]
    return " & ".join([*parts, "(" + " | ".join(map(_in_a_row, among)) + ")"] if among else parts)


def _in_a_row(phrase: str, weight: str = "") -> str:
    return "(" + " <-> ".join(f"'{word}'{weight}" for word in phrase.split()) + ")"


def _quoted(word: str) -> str:
    return f'"{word}"'


class Entry(NamedTuple):
    """An entry of an index: its number, its words and those of a title."""

    number: int
    words: str
    title: str = ""


def _vector(entry: Entry) -> str:
    """Write an entry as a ``tsvector`` with the place of each word; those of a title weigh A."""
    places: dict[str, list[str]] = {}
    of_title = entry.title.split()
    for place, word in enumerate(of_title, 1):
        places.setdefault(word, []).append(f"{place}A")
    for place, word in enumerate(entry.words.split(), len(of_title) + 2):
        places.setdefault(word, []).append(str(place))
    return " ".join(f"'{word}':{','.join(found[:255])}" for word, found in places.items())


def matching(index: str, dialect: str, name: str = "query") -> str:
    """Return the condition that an entry of an index matches the query bound as ``name``."""
    return f"{index} MATCH :{name}" if dialect == "sqlite" else f"{index}.words @@ CAST(:{name} AS tsquery)"


def insert_entries(connection: Connection, index: str, entries: Iterable[Entry]) -> None:
    """Put entries into an index, in the order of their numbers: FTS5 writes a segment for each that is not."""
    statement = _insertion(index, connection.dialect.name)
    if connection.dialect.name == "sqlite":
        rows = [entry._asdict() for entry in sorted(entries)]
    else:
        rows = [{"number": entry.number, "words": _vector(entry)} for entry in entries]
    if rows:
        connection.execute(statement, rows)


def delete_entries(connection: Connection, index: str, entries: Iterable[Entry]) -> None:
    """Take entries out of an index; FTS5 keeps no text and must be told the words that went in."""
    rows = [entry._asdict() for entry in sorted(entries)]
    if not rows:
        return
    if connection.dialect.name != "sqlite":
        rows = [{"number": row["number"]} for row in rows]
    connection.execute(_deletion(index, connection.dialect.name), rows)


@cache
def _insertion(index: str, dialect: str) -> TextClause:
    if dialect == "sqlite":
        return sql(f"INSERT INTO {index} (rowid, {_columns(index)}) VALUES (:number, {_values(index)})")
    return sql(f"INSERT INTO {index} (rowid, words) VALUES (:number, CAST(:words AS tsvector))")


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
    """Empty an index."""
    if connection.dialect.name == "sqlite":
        connection.execute(sql(f"INSERT INTO {index} ({index}) VALUES ('delete-all')"))
    else:
        connection.execute(sql(f"TRUNCATE {index}"))
