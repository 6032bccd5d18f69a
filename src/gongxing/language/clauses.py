"""Sentences, clauses and the nesting of quotation marks and brackets.

Offsets are those of the folded text. A clause ends at ，；： or at the end of its sentence; marks inside “…”, （…）
and 《…》 do not end anything. Enumeration commas (、) part the items of one clause.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPENING = "“‘（《【「『[〔［"
_CLOSING = "”’）》】」』]〕］"
_MARK = re.compile(r"[。！？；，：\n“‘（《【「『\[〔［”’）》】」』\]〕］]")
_SENTENCE_END = frozenset("。！？\n")
_CLAUSE_END = frozenset("，；：")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without the mark that ends it, and the spans of its clauses."""

    start: int
    end: int
    clauses: tuple[tuple[int, int], ...]


def sentences(text: str) -> list[Sentence]:
    """Split folded text; a newline always ends a sentence and closes whatever was left open."""
    found: list[Sentence] = []
    clauses: list[tuple[int, int]] = []
    depth = 0
    sentence_start = clause_start = 0

    def end_sentence(at: int) -> None:
        nonlocal sentence_start, clause_start, clauses
        if at > clause_start:
            clauses.append((clause_start, at))
        if clauses:
            found.append(Sentence(sentence_start, at, tuple(clauses)))
        clauses = []
        sentence_start = clause_start = at + 1

    for match in _MARK.finditer(text):
        mark, at = match[0], match.start()
        if mark == "\n":
            depth = 0
            end_sentence(at)
        elif mark in _OPENING:
            depth += 1
        elif mark in _CLOSING:
            depth = max(depth - 1, 0)
        elif depth == 0 or mark in "。！？":
            # A full stop inside a long quotation (speech) still ends a sentence; brackets seldom hold one.
            if mark in _SENTENCE_END:
                end_sentence(at)
            elif mark in _CLAUSE_END:
                if at > clause_start:
                    clauses.append((clause_start, at))
                clause_start = at + 1
    end_sentence(len(text))
    return found
