"""The course of reading: the text, where its numbers stand, what is remembered, and what was settled ahead."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gongxing.facts.figures.indicators.memory import Memory

if TYPE_CHECKING:
    from gongxing.facts.figures.indicators.reading import Reading
    from gongxing.facts.figures.indicators.setting import Setting


@dataclass(slots=True)
class Course:
    """What every rule reads; ``assigned`` holds readings that a list gave to numbers further on, by their index."""

    text: str
    places: list[Setting]
    regions: frozenset[str] = frozenset()
    memory: Memory = field(default_factory=Memory)
    assigned: dict[int, Reading] = field(default_factory=dict)

    def words_of(self, index: int) -> str:
        """Return a number with its unit as written."""
        number = self.places[index].number
        return self.text[number.start : number.end]

    def before(self, index: int, reach: int) -> str:
        """Return the words of the clause before the stretch that is the number's own, at most ``reach`` of them."""
        place = self.places[index]
        return self.text[max(place.clause_start, place.start - reach) : place.start]

    def is_graded(self, index: int) -> bool:
        """Tell whether a number is a grade (万亿级, 750千伏级) of what follows it."""
        end = self.places[index].number.end
        return self.text[end - 1] == "级" or self.text[end : end + 1] == "级"
