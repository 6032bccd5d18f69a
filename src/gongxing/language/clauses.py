"""Sentences, clauses and the nesting of quotation marks and brackets.

Offsets are those of the folded text. A clause ends at ，；： or at the end of its sentence; marks inside （…）, 《…》
and a short quoted name end nothing, while quoted speech is split like any text. Enumeration commas (、) part the items
of one clause.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PAIRS = {
    "”": "“",
    "’": "‘",
    "）": "（",
    "》": "《",
    "】": "【",
    "」": "「",
    "』": "『",
    "]": "[",
    "〕": "〔",
    "］": "［",
}
_QUOTES = frozenset("“‘「『")
_CLOSING_QUOTES = frozenset("”’」』")
_OPENING = frozenset(_PAIRS.values())
# A full stop of a Latin script ends a sentence before a capital; it is no decimal point and ends no initial.
_MARK = re.compile(r"[。！？；，：\n“‘（《【「『\[〔［”’）》】」』\]〕］]|(?<=[a-z0-9%)]{2})\.(?=\s+[A-Z“])")
_STOPS = frozenset("。！？.")
_CLAUSE_END = frozenset("，；：")
# A quoted name with a comma inside (“放得活，管得好”) is shorter than a quoted sentence.
_LONGEST_NAME = 16
# A bracket that nobody closes is forgotten after so many others.
_DEEPEST = 64


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without the mark that ends it, and the spans of its clauses."""

    start: int
    end: int
    clauses: tuple[tuple[int, int], ...]


def _closed_names(marks: list[tuple[str, int]]) -> dict[int, int]:
    """Index of the closing mark for each opening mark whose content ends no clause."""
    closed: dict[int, int] = {}
    open_marks: list[list[int]] = []  # index of the mark, offset, clause marks seen, full stops seen
    for index, (mark, at) in enumerate(marks):
        if mark in _OPENING:
            open_marks.append([index, at, 0, 0])
            if len(open_marks) > _DEEPEST:
                del open_marks[0]
        elif mark == "\n":
            open_marks.clear()
        elif mark in _PAIRS:
            for depth in range(len(open_marks) - 1, -1, -1):
                begun, start, commas, stops = open_marks[depth]
                opening = marks[begun][0]
                if opening != _PAIRS[mark]:
                    continue
                del open_marks[depth:]
                is_speech = stops or (opening in _QUOTES and commas and at - start > _LONGEST_NAME)
                if not is_speech:
                    closed[begun] = index
                elif open_marks:
                    open_marks[-1][2] += commas
                    open_marks[-1][3] += stops
                break
        elif open_marks:
            open_marks[-1][3 if mark in _STOPS else 2] += 1
    return closed


def sentences(text: str) -> list[Sentence]:
    """Split folded text; a newline always ends a sentence and closes whatever was left open."""
    marks = [(match[0], match.start()) for match in _MARK.finditer(text)]
    closed = _closed_names(marks)
    found: list[Sentence] = []
    clauses: list[tuple[int, int]] = []
    sentence_start = clause_start = 0
    index, count = 0, len(marks)
    while index <= count:
        if index in closed:
            index = closed[index] + 1
            continue
        mark, at = marks[index] if index < count else ("\n", len(text))
        index += 1
        if mark == "\n" or mark in _STOPS:
            if at > clause_start:
                clauses.append((clause_start, at))
            if clauses:
                found.append(Sentence(sentence_start, at, tuple(clauses)))
            clauses = []
            at += 1
            while at < len(text) and text[at] in _CLOSING_QUOTES:  # the quoted sentence that ends here
                at += 1
            sentence_start = clause_start = at
        elif mark in _CLAUSE_END:
            if at > clause_start:
                clauses.append((clause_start, at))
            clause_start = at + 1
    return found
