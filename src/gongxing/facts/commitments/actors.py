"""Who acts: the nearest stated body, else the issuer; and for which place an official speaks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from gongxing.facts.commitments.patterns import MODAL, words

if TYPE_CHECKING:
    from gongxing.facts.document import Document
    from gongxing.facts.people import PersonMention
    from gongxing.language.clauses import Sentence

Found = tuple[int, int, str | None, str]
"""Start and end in folded text, the actor, the rule."""

_OWN_REGION = re.compile(r"(?:我|全|本|该|各)(?:省|市|县|区|州|盟|旗|自治区)|(?:省级|市级|自治区)(?:层面)?")
_PLURAL_BODIES = re.compile(r"各级[^，；。]{0,8}?(?:政府|党委|部门|干部)|各地(?:区|各部门)?|各部门|各市州")
_DEPARTMENT = re.compile(r"[\u4e00-\u9fff]{2,12}?(?:厅|委|局|部)(?=会同|牵头|等|联合|印发|负责)")


class Actors:
    """The places, people and issuer of a document, for look-ups by offset of the folded text."""

    def __init__(self, document: Document) -> None:
        self.text = document.text
        self.document = document
        self.issuer = document.frame.issuer
        self.places = document.places
        self.starts = [place.start for place in self.places]
        self.posts = {
            person.name: person.post
            for person in reversed(document.people)
            if person.post and words().speaker.search(person.post)
        }
        self.ends_named = {self.text[place.start : place.end]: place.name for place in self.places}

    def subject(self, start: int) -> tuple[int, str | None] | None:
        """Return the end and the name of a body that stands at an offset."""
        i = bisect_left(self.starts, start)
        if i < len(self.places) and self.starts[i] == start:
            place = max((p for p in self.places[i : i + 3] if p.start == start), key=lambda p: p.end)
            return place.end, place.name
        match = _OWN_REGION.match(self.text, start)
        if match:
            return match.end(), self.issuer
        match = _PLURAL_BODIES.match(self.text, start)
        return (match.end(), match[0]) if match else None

    def at(self, start: int, otherwise: str | None) -> str | None:
        """Return the body that a clause of a plan opens with when an act follows it, else ``otherwise``."""
        subject = self.subject(start)
        if subject is not None:
            modal = MODAL.match(self.text, subject[0])
            acts = words().act.match(self.text, modal.end() if modal else subject[0], subject[0] + 30)
            return subject[1] if acts or self.text.startswith("以", subject[0]) else otherwise
        match = _DEPARTMENT.match(self.text, start + self.text.startswith("由", start))
        return match[0] if match else otherwise

    def inside(self, start: int, end: int) -> str | None:
        """Return the last place between two offsets."""
        i = bisect_right(self.starts, end) - 1
        return self.places[i].name if i >= 0 and self.starts[i] >= start else None

    def before(self, offset: int) -> str | None:
        """Return the last place of the line that leads up to an offset."""
        return self.inside(self.text.rfind("\n", 0, offset) + 1, offset)

    def sentences(self, start: int, end: int) -> list[Sentence]:
        """Return the sentences that begin between two offsets."""
        every = self.document.sentences
        first = bisect_left(every, start, key=lambda sentence: sentence.start)
        return every[first : bisect_left(every, end, lo=first, key=lambda sentence: sentence.start)]

    def officials(self, start: int, end: int) -> list[PersonMention]:
        """Return the people between two offsets whom some post lets speak for a place; ``posts`` tells which."""
        people = self.document.people
        first = bisect_left(people, start, key=lambda person: person.start)
        last = bisect_left(people, end, lo=first, key=lambda person: person.start)
        return [person for person in people[first:last] if person.name in self.posts]

    def spoken_for(self, person: PersonMention) -> str | None:
        """Return the place whose name opens the post of an official (成都市市长)."""
        post = self.posts[person.name]
        for length in range(min(len(post), 12), 1, -1):
            if post[:length] in self.ends_named:
                return self.ends_named[post[:length]]
        return None
