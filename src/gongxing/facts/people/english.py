"""People in English documents: titles before the name, posts after it, verbs of saying."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongxing.facts.people.names import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = r"[A-Z][a-z]+(?:[-\u2019'][A-Z]?[a-z]+)*"
_NAME = rf"{_WORD}(?: (?:[A-Z]\.|van|von|de|bin|al-[A-Z][a-z]+|{_WORD})){{1,3}}"
_HEADS = [
    *("president", "premier", "minister", "chancellor", "secretary", "governor", "mayor", "senator", "ambassador"),
    *(
        "commissioner",
        "director",
        "chairman",
        "chairwoman",
        "chairperson",
        "chair",
        "founder",
        "economist",
        "professor",
    ),
    *("dean", "spokesperson", "spokesman", "general", "researcher", "analyst", "engineer", "manager", "head", "king"),
]
_LOWER = "|".join([*_HEADS, "chief executive(?: officer)?"])
_UPPER = "|".join([*(head.capitalize() for head in _HEADS), "CEO", "Chief", "Prof\\.", "Dr\\.?"])
_RANK = r"(?:(?:Vice|Deputy|Prime|Foreign|Finance|Defen[cs]e|Party|Acting|Former) )*"
_HONORIFIC = re.compile(rf"\b(?:Mr|Ms|Mrs|Miss|Dr|Prof)\.? ({_NAME})")
_TITLED = re.compile(
    rf"\b((?!The )(?:[A-Z][A-Za-z]+ ){{0,3}}?{_RANK}(?:{_UPPER}|{_LOWER})(?: of (?:the )?[A-Z][A-Za-z]+)?) ({_NAME})"
)
_APPOSITION = re.compile(
    rf"\b({_NAME}), (?:the |a |an )?"
    rf"((?:[a-z]+[ -]){{0,3}}?(?:{_LOWER})(?: (?:of|at|for|in) [^,.;:\n]{{2,60}})?)(?=[,.;])"
)
_SAYING = re.compile(
    rf"\b({_NAME}) (?:said|says|told|added|noted|explained|announced|argued|stressed|recalled|wrote)\b"
    rf"|\b(?:said|says|added|[Aa]ccording to) ({_NAME})(?=[,.;\n]|$)"
)
_PLACES = re.compile(
    r"(?:City|Province|County|University|Institute|Bureau|Company|Group|Bank|Ministry|Committee|Republic|Daily)\b"
)


def english_evidence(text: str) -> Iterator[Evidence]:
    """Yield the people whom an English text names with a post, an honorific or a verb of saying."""
    for match in _TITLED.finditer(text):
        yield from _of(text, match.span(2), (match.span(1),), "person.post")
    for match in _APPOSITION.finditer(text):
        yield from _of(text, match.span(1), (match.span(2),), "person.post")
    for match in _HONORIFIC.finditer(text):
        yield from _of(text, match.span(1), (), "person.title")
    for match in _SAYING.finditer(text):
        yield from _of(text, match.span(1) if match[1] else match.span(2), (), "person.saying")


def _of(text: str, name: tuple[int, int], posts: tuple[tuple[int, int], ...], rule: str) -> Iterator[Evidence]:
    if not _PLACES.search(text, *name):
        yield Evidence(*name, posts, rule)
