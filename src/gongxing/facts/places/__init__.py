"""Places: every division by name, short name and alias with its code at the document's date, and functional regions."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from gongxing.facts.fact import Place
from gongxing.facts.overlaps import longest_of
from gongxing.facts.places.abbreviations import find_abbreviations
from gongxing.facts.places.english import find_english, is_english
from gongxing.facts.places.lexicon import Found, lexicon, words
from gongxing.facts.places.mention import PlaceMention
from gongxing.facts.places.resolution import Resolver
from gongxing.facts.places.zones import find_zones
from gongxing.regions import division

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gongxing.facts.document import Document
    from gongxing.facts.people import PersonMention

# Places of one province that make it the home of a text whose issuer is not known.
_ENOUGH = 4

# Rules that do not err where a person's name is guessed from its shape alone.
_VOUCHED = frozenset(("division-in-list", "division-of-parent", "abbreviations"))
_BY_SHAPE = frozenset(("person.shape", "person.again"))

T = TypeVar("T", Found, PlaceMention)

__all__ = ["PlaceMention", "find_places", "outside_names", "place_mentions"]


def place_mentions(document: Document) -> list[PlaceMention]:
    """Find the places of a document, in order."""
    frame = document.frame
    issuer = division(frame.issuer_code, frame.year) or division(frame.issuer_code) if frame.issuer_code else None
    text = document.text
    if is_english(text):
        return find_english(text, frame.year)
    names = lexicon(frame.year)
    found = names.find(text)
    province = issuer.province if issuer else None
    if province is None:
        province = _home(Resolver(text, names, None, None).run(found))
    if province:
        counties = [(county,) for county in names.find_counties(text, province)]
        found = sorted([*found, *_free(counties, found)])
    mentions = Resolver(text, names, issuer, province).run(found)
    risky = words().risky
    sure = [here for here in found if here.form not in risky]
    mentions = list(longest_of([*mentions, *_free(find_abbreviations(text, province, frame.year), sure)]))
    return list(longest_of([*mentions, *find_zones(text, found, mentions, province)]))


def _home(mentions: list[PlaceMention]) -> str | None:
    """Return the province that most places of a text without issuer lie in, ``None`` if there is none."""
    counts = Counter(mention.code[:2] for mention in mentions if mention.code)
    if not counts:
        return None
    (code, count), *_ = counts.most_common(1)
    return code + "0000" if count >= _ENOUGH and count > 0.6 * counts.total() else None


def outside_names(mentions: list[PlaceMention], people: list[PersonMention]) -> list[PlaceMention]:
    """Return the places that are no part of a person's name; both are in order.

    A place that a list or a pair of provinces vouches for is a place all the same where only its shape says person
    (苏陕协作 is no Mr Su).
    """
    kept = []
    at = 0
    for mention in mentions:
        while at < len(people) and people[at].end <= mention.start:
            at += 1
        names = []
        i = at
        while i < len(people) and people[i].start < mention.end:
            names.append(people[i])
            i += 1
        if not names or (mention.rule in _VOUCHED and all(person.rule in _BY_SHAPE for person in names)):
            kept.append(mention)
    return kept


def find_places(document: Document) -> Iterator[Place]:
    """Yield a fact for each mention of a place that is not part of a person's name."""
    for mention in document.places:
        start, end, quote = document.span(mention.start, mention.end)
        yield Place(start, end, quote, mention.rule, mention.name, mention.code, mention.level)


def _free(groups: Iterable[tuple[T, ...]], taken: list[Found]) -> list[T]:
    """Return the members of the groups that overlap nothing that is taken; both are in order."""
    free: list[T] = []
    at = 0
    for group in groups:
        while at < len(taken) and taken[at].end <= group[0].start:
            at += 1
        if at == len(taken) or taken[at].start >= group[-1].end:
            free.extend(group)
    return free
