"""Where each number stands: its sentence, its clause, and the words to its left and right that are its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongxing.facts.document import Document
    from gongxing.language.clauses import Sentence
    from gongxing.language.quantities import Quantity

# A phrase longer than this is not one phrase.
_REACH_LEFT = 90
_REACH_RIGHT = 60


@dataclass(slots=True)
class Setting:
    """A number in its clause.

    ``left`` runs from the number before (or the start of the clause) to the number, ``right`` from the number to the
    next one (or the end of the clause). ``clause`` and ``sentence`` count within the document; ``earlier`` are the
    clauses of the same sentence between the number before and this clause, which hold no number.
    """

    number: Quantity
    left: str
    right: str
    start: int
    clause_start: int
    clause_end: int
    sentence: int
    clause: int
    paragraph: int
    earlier: list[str]
    first_in_clause: bool
    bounded: bool
    opening: str
    inside: bool


def settings(document: Document, numbers: list[Quantity]) -> Iterator[Setting]:
    """Yield the setting of each number, in order."""
    text, sentences = document.text, document.sentences
    sentence = clause = 0
    paragraph = 0
    last_end = last_clause = last_sentence = -1
    for index, number in enumerate(numbers):
        while sentence + 1 < len(sentences) and sentences[sentence + 1].start <= number.start:
            sentence += 1
            clause = 0
            if text[sentences[sentence].start - 1] == "\n":
                paragraph += 1
        whole: Sentence | None = sentences[sentence] if sentences else None
        clauses = whole.clauses if whole else ((0, len(text)),)
        while clause + 1 < len(clauses) and clauses[clause + 1][0] <= number.start:
            clause += 1
        start, end = clauses[clause]
        same = (last_sentence, last_clause) == (sentence, clause)
        first = last_clause + 1 if last_sentence == sentence else 0
        earlier = [text[a : min(b, a + _REACH_LEFT)] for a, b in clauses[max(first, clause - 4) : clause]]
        left_start = max(last_end if same else start, number.start - _REACH_LEFT, 0)
        bracket = text.rfind("（", left_start, number.start)
        inside = bracket >= 0 and text.find("）", bracket, number.start) < 0
        if inside:
            left_start = bracket + 1
        following = numbers[index + 1].start if index + 1 < len(numbers) else len(text)
        bounded = following < end
        right_end = min(following, max(end, number.end), number.end + _REACH_RIGHT)
        if inside:
            closing = text.find("）", number.end, right_end)
            right_end = closing if closing >= 0 else right_end
        yield Setting(
            number,
            text[left_start : number.start],
            text[number.end : right_end],
            left_start,
            start,
            end,
            sentence,
            clause,
            paragraph,
            earlier,
            not same,
            bounded,
            text[clauses[0][0] : clauses[0][0] + 12] if whole else "",
            inside,
        )
        last_end, last_clause, last_sentence = number.end, clause, sentence
