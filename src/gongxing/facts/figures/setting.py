"""Where a number stands: its clause, its sentence, the part of the document, and the words of time around it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongxing.language.english_periods import english_time_words

if TYPE_CHECKING:
    from gongxing.facts.document import Document
    from gongxing.facts.frame import Part
    from gongxing.language.periods import TimeWord
    from gongxing.language.quantities import Quantity

# A short quotation is a name inside its clause; a long one, somebody speaking, opens a clause of its own.
_CLAUSE_MARK = re.compile(r"[，；：。！？\n\t]|“(?![^“”，。\n]{1,14}”)")
_HAN = re.compile("[\u4e00-\u9fff]")
_ENGLISH_STOP = re.compile(r"[.!?][\"”’)]*\s+(?=[A-Z“\"])|\n")
_ENGLISH_MARK = re.compile(r"[,;:—]\s|\n")
_RATIO_BEFORE = re.compile(r"(?:\d+(?:\.\d+)?:)+$")
_RATIO_AFTER = re.compile(r"(?::\d+(?:\.\d+)?)*")
_RATIO_REACH = 40
_MOST_WORDS = 12
_SENTENCE_REACH = 400
_REACH = 120  # a clause without marks is not looked at beyond these characters


@dataclass(frozen=True, slots=True)
class Setting:
    """A number's surroundings.

    ``start`` and ``end`` frame the whole ratio of which it is a member (16.5:43.1:40.4), else the number; ``head`` is
    its clause up to there, ``words`` the words of time before it in its sentence, the last first, and ``behind``, in
    English alone, those that follow.
    """

    number: Quantity
    start: int
    end: int
    part: Part
    sentence_start: int
    clause_start: int
    head: str
    words: tuple[TimeWord, ...]
    behind: tuple[TimeWord, ...] = ()


class Settings:
    """The surroundings of the numbers of a document."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.frame = document.frame
        self.english = not _HAN.search(self.text)
        if self.english:
            self._sentences = [0, *(match.end() for match in _ENGLISH_STOP.finditer(self.text))]
            self._words = english_time_words(self.text)
        else:
            self._sentences = [sentence.start for sentence in document.sentences]
            self._words = document.time_words
        self._ends = [word.end for word in self._words]

    def of(self, number: Quantity) -> Setting:
        """Return the surroundings of a number."""
        start, end = self._whole(number)
        at = bisect_right(self._sentences, start) - 1
        sentence_start = max(self._sentences[at] if at >= 0 else 0, start - _SENTENCE_REACH)
        clause_start = self._clause_start(max(sentence_start, start - _REACH), start)
        return Setting(
            number,
            start,
            end,
            self.frame.part_at(start),
            sentence_start,
            clause_start,
            self.text[clause_start:start],
            self._before(start, sentence_start),
            self._behind(end, at) if self.english else (),
        )

    def _whole(self, number: Quantity) -> tuple[int, int]:
        """Return the span of the ratio that a number is a member of, else its own."""
        start, end = number.start, number.end
        if self.text[start - 1 : start] == ":" or self.text[end : end + 1] == ":":
            low = max(start - _RATIO_REACH, 0)
            before = _RATIO_BEFORE.search(self.text[low:start])
            after = _RATIO_AFTER.match(self.text, end)
            start, end = low + before.start() if before else start, after.end() if after else end
        return start, end

    def _clause_start(self, low: int, offset: int) -> int:
        start = low
        marks = _ENGLISH_MARK if self.english else _CLAUSE_MARK
        for match in marks.finditer(self.text, low, offset):
            start = match.end()
        return start

    def _before(self, offset: int, low: int) -> tuple[TimeWord, ...]:
        at = bisect_right(self._ends, offset)
        first = at
        while first > 0 and self._words[first - 1].start >= low and at - first < _MOST_WORDS:
            first -= 1
        return tuple(reversed(self._words[first:at]))

    def _behind(self, offset: int, sentence: int) -> tuple[TimeWord, ...]:
        end = self._sentences[sentence + 1] if sentence + 1 < len(self._sentences) else len(self.text)
        first = last = bisect_right(self._ends, offset)
        while last < len(self._words) and self._words[last].start < end and last - first < _MOST_WORDS:
            last += 1
        return tuple(word for word in self._words[first:last] if word.start >= offset)
