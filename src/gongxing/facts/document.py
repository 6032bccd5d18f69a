"""An article with the layers that every kind of fact reads, each made once and when first asked for.

All layers and rules work on the offsets of the *folded* text (``document.text``); ``document.span`` leads back to the
article. Rules never look at file names, and a document's layers depend on nothing but the article.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

from gongxing.facts.focus import Focus, RegionName, build_focus
from gongxing.facts.frame import Frame, build_frame
from gongxing.facts.past import Past
from gongxing.facts.people import PersonMention, person_mentions
from gongxing.facts.places import PlaceMention, outside_names, place_mentions
from gongxing.language.clauses import Sentence, sentences
from gongxing.language.folding import Folded, fold
from gongxing.language.periods import TimeWord, time_words
from gongxing.language.quantities import Quantity, quantities

if TYPE_CHECKING:
    from gongxing.reading import Article

_TITLE = re.compile(r"《[^《》\n]{1,80}》")


class Document:
    """The layers of one article; see the properties."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.folded: Folded = fold(article.text)
        self.text: str = self.folded.text

    def span(self, start: int, end: int) -> tuple[int, int, str]:
        """Start, end and quote in the article of a span of the folded text."""
        start, end = self.folded.original(start, end)
        return start, end, self.article.text[start:end]

    @cached_property
    def sentences(self) -> list[Sentence]:
        """Sentences with their clauses."""
        return sentences(self.text)

    @cached_property
    def quantities(self) -> list[Quantity]:
        """Numbers with units."""
        if self.article.language == "en":
            from gongxing.language.english import english_quantities

            return english_quantities(self.text)
        return quantities(self.text)

    @cached_property
    def time_words(self) -> list[TimeWord]:
        """Chinese words of time, but for those inside the titles of works."""
        titles = [match.span() for match in _TITLE.finditer(self.text)]
        return [word for word in time_words(self.text) if not _is_inside(word.start, titles)]

    @cached_property
    def past(self) -> Past:
        """What a plan tells of the past."""
        return Past(self)

    @cached_property
    def place_mentions(self) -> list[PlaceMention]:
        """Everything that reads like a place, people's names included."""
        return place_mentions(self)

    @cached_property
    def people(self) -> list[PersonMention]:
        """People with their posts."""
        return person_mentions(self)

    @cached_property
    def places(self) -> list[PlaceMention]:
        """Places that are not part of a person's name."""
        return outside_names(self.place_mentions, self.people)

    @cached_property
    def frame(self) -> Frame:
        """Who speaks, of which kind and year, and what each section is about."""
        return build_frame(self)

    @cached_property
    def focus(self) -> Focus:
        """What each stretch of text is about."""
        return build_focus(self)

    def region_at(self, offset: int) -> RegionName:
        """Return the region that the clause at an offset of the folded text is about."""
        return self.focus.at(offset)


def _is_inside(offset: int, spans: list[tuple[int, int]]) -> bool:
    at = bisect_left(spans, (offset + 1, 0)) - 1
    return at >= 0 and offset < spans[at][1]
