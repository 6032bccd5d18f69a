"""Search of Chinese and English: every Han character is a word, and a search is for words that stand side by side.

One spelling (``language.folding``), one list of words and one rule serve SQLite and PostgreSQL (``fulltext``) alike, so
that words of one and two characters are found and counts equal those of a scan. A mark of punctuation is a
word of its own (``|``): 氢，能 is not 氢能. Words of Latin letters and digits count as a whole: AI is not in AIR.

A text is indexed in passages, so that words of a phrase stand near each other and a passage can be shown.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from gongxing.language.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable

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
