"""What a search finds, with the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from gongxing.language.folding import fold
from gongxing.library.words import spaced

MARGIN = 30  # characters of context on each side


@dataclass(slots=True)
class Counts:
    """How many finds there are ``of`` each kind; ``more`` names the kinds that were not counted to their end.

    ``most`` is how many are counted; ``None`` counts all.
    """

    most: int | None = None
    of: dict[str, int] = field(default_factory=dict)
    more: set[str] = field(default_factory=set)

    def stopped(self, number: int) -> bool:
        """Tell whether counting to ``number``, one more than ``most``, has stopped."""
        return self.most is not None and number > self.most


@dataclass(frozen=True, slots=True)
class Hit:
    """One find: ``context`` is the text around it, ``context[start:end]`` the words found (or the fact's quote)."""

    kind: str
    id: int
    title: str | None
    context: str
    start: int
    end: int
    document: int | None = None
    published: str | None = None
    source: str | None = None
    about: str | None = None
    fields: dict[str, Any] = field(default_factory=dict)


def around(text: str, phrase: str) -> tuple[str, int, int]:
    """Return a phrase in a text with what stands around it, and where it stands in that; the beginning without it."""
    folded = fold(text)
    pattern = re.compile(r"[\W_]*".join(map(re.escape, phrase.replace("| ", "").split())), re.IGNORECASE)
    match = next((m for m in pattern.finditer(folded.text) if spaced(m[0]) == phrase), None)
    if match is None:
        return text[: 2 * MARGIN].partition("\n")[0], 0, 0
    return cut(text, *folded.original(match.start(), match.end()))


def cut(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Return a span with its surroundings in the paragraph, and where it stands in them."""
    before = text[max(start - MARGIN, 0) : start].rpartition("\n")[2]
    after = text[end : end + MARGIN].partition("\n")[0]
    return before + text[start:end] + after, len(before), len(before) + end - start
