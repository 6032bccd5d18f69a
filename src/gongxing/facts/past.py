"""What a plan tells of the past: clauses that a word of an earlier year leads (2025年，甲市…，增长7.9%)."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongxing.facts.document import Document
    from gongxing.facts.frame import Frame
    from gongxing.language.periods import TimeWord

_MARKS = "，；：。！？\n“（"
# What may stand before a word of time that leads: numbers of lists, prepositions, words of looking back.
_BEFORE = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、是]|第?[一二三四五六七八九十\d]{1,3}[.、，]"
    r"|截[至止]|[到至在自据]|其中|而|回顾|回望|刚刚?|过去的|[ 　\t—])*"
)
# What makes a word of time a mere point of comparison, or turns to what shall be.
_COMPARED = re.compile(
    r"基础上|相比|对比|为基[数期]|力争|确保|争取|目标|预期|计划|规划|下一步|今后|要(?!素|求|点|闻|件)|须|务必"
)
# What a clause opens with that turns from the past to what shall be.
_TURNED = re.compile("力争|确保|争取|预计|计划|(?:要|将|必须|务必|下一步|今后|今年|明年)(?![素求点闻件])")
_TOLD = frozenset({"year", "part", "date"})


class Past:
    """Tells which clauses of a document are led by a word of time that lies before the document's own year."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._frame = document.frame
        self._words = document.time_words
        self._starts = [word.start for word in self._words]

    def leads(self, sentence_start: int, offset: int) -> bool:
        """Return whether the nearest leading word of time before an offset of a sentence is one of the past."""
        last = bisect_left(self._starts, offset)
        first = bisect_left(self._starts, sentence_start)
        for word in reversed(self._words[first:last]):
            if self._is_leading(word, sentence_start):
                return self._tells(word, offset)
        return False

    def turns(self, start: int, begin: int, end: int) -> bool:
        """Return whether a clause turns to what shall be, in its lead (``start`` to ``begin``) or its first words."""
        return _TURNED.search(self._text, start, begin) is not None or _TURNED.match(self._text, begin, end) is not None

    def opens(self, start: int, end: int) -> bool | None:
        """Return whether a clause opens with a word of time of the past; ``None`` where it opens with no word of time.

        What a clause compares (2025年基础上) or turns to (2025年规划建设) is not told of the past.
        """
        first = bisect_left(self._starts, start)
        word = self._words[first] if first < len(self._words) else None
        if word is None or word.end > end or _BEFORE.fullmatch(self._text, start, word.start) is None:
            return None
        return self._tells(word, end)

    def _tells(self, word: TimeWord, offset: int) -> bool:
        between = self._text[word.end : offset]
        return is_past(word, self._frame) and _COMPARED.search(between) is None and "。" not in between

    def _is_leading(self, word: TimeWord, sentence_start: int) -> bool:
        mark = max(self._text.rfind(each, sentence_start, word.start) for each in _MARKS) + 1
        return _BEFORE.fullmatch(self._text, max(mark, sentence_start), word.start) is not None


def is_past(word: TimeWord, frame: Frame) -> bool:
    """Return whether a word of time names a year before that in which the document speaks, or a span that ended."""
    year = frame.year
    if year is None or word.kind not in _TOLD:
        return False
    years = word.years(year, year)
    return years is not None and years[1] < year
